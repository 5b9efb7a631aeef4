"""What comes of the accounts of each partner: how many there are, whether they start, stay, write, and how hard it is for them.

A partner is the one an account has today; what happened before it changed hands is counted with it. Rows without a partner are
the accounts the team serves itself.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import cache, compute
from cx.facts_people import PARTNERS
from cx.lifecycle import onboarding, retention, terms
from cx.lifecycle.partner_accounts import IS_THERE, LASTING_AND_USED
from cx.lifecycle.rows import about_accounts, chosen, known_day
from cx.selection import Selection
from cx.warehouse import Store

MEASURES = ("inflow", "response_rate", "frt_median", "ces", "csat")
_PARTS = ("value", "n", "people", "low", "high", "state")
_DAYS_A_MONTH = 365.25 / 12
_SIZES = f"""{LASTING_AND_USED}, sized as (
    select a.partner, count(*) as accounts,
        count(*) filter ({IS_THERE}) as there,
        count(u.used) filter (u.used > 0) as users, sum(u.used) as used
    from account_row a left join lasting l using (account_key) left join used u using (account_key) where {{where}} group by 1
), listed as (
    select partner, any_value(tier) as tier, min(started_day) as started_day
    from partner p join {PARTNERS} named using (source_id, partner_id) group by 1
)
select coalesce(z.partner, d.partner) as partner, coalesce(z.accounts, 0) as accounts, coalesce(z.there, 0) as there,
    coalesce(z.users, 0) as users, z.used, d.tier, d.started_day
from sized z full join listed d on d.partner = z.partner
"""


def partners(store: Store, selection: Selection) -> pd.DataFrame:
    """A row per partner, the one with the most accounts first; last, with a partner of None, the accounts without any.

    `partner`, `tier`, `started_day`, `accounts` (ever), `there` (now), `users` (accounts with use in the selection's days), `used`; `done`, `lost`, `open` and
    `decided` of the onboarding; `renewed`, `renewals` (decided) and `pending`; `fee` a month at the end; of each of MEASURES `<name>_value`,
    `_n`, `_people`, `_low`, `_high`, `_state` as `cx.compute` says them (no column where the store has no contacts); `per_account`: contacts of an account a
    month. No rows where nothing is known.
    """
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        days = retention.span(store, selection)
        if days is None:
            return pd.DataFrame()
        found = _sizes(store, selection, days)
        if selection.partner:
            found = found[found["partner"].isin(selection.partner)]
        found["code"] = found["partner"].fillna("")
        for one in (
            _onboarded(store, selection),
            _renewed(store, selection),
            _earned(store, selection),
            _measured(store, selection, days),
        ):
            found = found.merge(one, on="code", how="left")
        counts = ["done", "lost", "open", "decided", "renewed", "renewals", "pending"]
        found = found.assign(**{name: found[name].fillna(0).astype(int) for name in counts})
        months = ((days[1] - days[0]).days + 1) / _DAYS_A_MONTH
        if "inflow_value" in found:
            found["per_account"] = (found["inflow_value"].fillna(0.0) / months / found["there"]).where(
                found["there"] > 0
            )
        found["is_none"] = found["partner"].isna()
        found = found.sort_values(["is_none", "there", "accounts", "partner"], ascending=[True, False, False, True])
        return found.drop(columns=["code", "is_none"]).reset_index(drop=True)

    return cache.cached(store, "partners", selection, find)


def _sizes(store: Store, selection: Selection, days: tuple[date, date]) -> pd.DataFrame:
    where, values = chosen(selection)
    return terms.asked(store, selection, _SIZES.format(where=where), first=days[0], last=days[1], **values)


def _coded(found: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The columns `names` of a result by `grouped`, under new names, with `code` to join by."""
    if found.empty:
        return pd.DataFrame(columns=["code", *names.values()])
    return found.rename(columns=names)[list(names.values())].assign(code=found["grouped"].fillna(""))


def _onboarded(store: Store, selection: Selection) -> pd.DataFrame:
    found = onboarding.by_group(store, selection, "partner")
    return _coded(found, {name: name for name in ("done", "lost", "open", "decided")})


def _renewed(store: Store, selection: Selection) -> pd.DataFrame:
    found = retention.renewals_cut(store, selection, by="partner")
    return _coded(found, {"renewed": "renewed", "decided": "renewals", "pending": "pending"})


def _earned(store: Store, selection: Selection) -> pd.DataFrame:
    return _coded(retention.revenue_by(store, selection, "partner"), {"end": "fee"})


def _measured(store: Store, selection: Selection, days: tuple[date, date]) -> pd.DataFrame:
    if compute.last_day(store) is None:
        return pd.DataFrame(columns=["code"])
    found = compute.compute(store, MEASURES, selection, by=("partner",), span=days)
    wide = found.assign(code=found["partner"].fillna("")).pivot(index="code", columns="metric", values=list(_PARTS))  # noqa: PD010 - several values
    wide.columns = [f"{metric}_{part}" for part, metric in wide.columns]
    return wide.infer_objects().reset_index()


def known(store: Store) -> tuple[str, ...]:
    """Every partner with an account, in the order of their names."""

    def find() -> tuple[str, ...]:
        sql = "select distinct partner from account_row where partner is not null order by 1"
        return tuple(map(str, terms.asked(store, Selection(period="all"), sql)["partner"]))

    return cache.cached(store, "partners known", None, find) if known_day(store) else ()
