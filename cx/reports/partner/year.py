"""The numbers of a partner's year, asked of the store for its accounts alone.

The partner of an account is today's, whoever had it then. Fees are in no report of a partner: what it pays and takes is its own contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import compute, number, settings
from cx.errors import UnknownName
from cx.facts_people import key
from cx.lifecycle import onboarding, partners, retention, terms
from cx.lifecycle.partner_accounts import accounts
from cx.lifecycle.rows import chosen, known_day
from cx.metric import find
from cx.reports.report import Figure
from cx.selection import Selection
from cx.warehouse import Store

METRICS = ("inflow", "response_rate", "frt_median", "resolution_lead_time_median", "ces", "csat")
MONTHS = 12
_CATEGORIES = 6
_USAGE_KEY, _USAGE_JOIN = key("account", "u.source_id", "u.account_id", "s")
_USED = f"""
select {_USAGE_KEY} as account_key, u.feature, extract(year from u.day)::int as year, extract(month from u.day)::int as month, sum(u.amount)::double as used
from usage u {_USAGE_JOIN} join account_row a on a.account_key = {_USAGE_KEY}
where u.day between $before and $last and {{where}} group by all
"""
_ASKED = """
select t.account_key, extract(month from t.day)::int as month, t.category, count(*) as contacts
from ticket_fact t join account_row a using (account_key)
where t.is_counted and t.day between $first and $last and {where} group by all
"""
_EASE = """
select e.account_key, avg(e.score) as ces, count(*) as answers, count(distinct e.answered_by) as people from answer_fact e join account_row a using (account_key)
where e.is_counted and e.survey = 'ces' and e.scale_high = 7 and e.day between $first and $last and {where} group by all
"""
_STOOD = """
select count(distinct account_key) filter (counts_from <= $last and counts_to >= $last) as there,
    count(distinct account_key) filter (place = 1 and starts_day between $first and $last) as began,
    count(distinct account_key) filter (state = 'churned' and counts_to between $first and $last and counts_to < $last) as ended
from term_row
"""


@dataclass(frozen=True)
class AccountYear:
    """One account: `used` of the year and `before` of the one before (None: not known), `months` of the year, contacts, CES of `answers` by `people`."""

    account_key: str
    name: str
    plan: str | None
    starts: date | None
    ends: date | None
    is_there: bool
    used: float | None
    before: float | None
    months: tuple[float | None, ...]
    contacts: int
    ces: float | None
    answers: int
    people: int


@dataclass(frozen=True)
class PartnerYear:
    """A partner's year from `first` to `last`, as known on `known`; where that is earlier the year is running and compared with nothing.

    Shares are (some, all); `categories` and `features` are (name, now, the year before), the largest first; `months` of use and contacts.
    """

    partner: str
    year: int
    first: date
    last: date
    known: date
    store: str
    there: int
    began: int
    ended: int
    onboarded: tuple[int, int]
    still_open: int
    renewed: tuple[int, int]
    used: float | None
    before: float | None
    months: tuple[float | None, ...]
    contacts: tuple[int, ...]
    features: tuple[tuple[str | None, float, float | None], ...]
    categories: tuple[tuple[str | None, int], ...]
    figures: tuple[Figure, ...]
    accounts: tuple[AccountYear, ...]
    minimum_n: int
    withhold_n: int

    @property
    def is_running(self) -> bool:
        """Whether the year is not over."""
        return self.last < date(self.year, 12, 31)


def gather(store: Store, partner: str, year: int) -> PartnerYear:
    """The year of one partner. Raises UnknownName for one without accounts."""
    known = known_day(store)
    if known is None or partner not in partners.known(store):
        raise UnknownName("partner", partner, partners.known(store))
    first, last = date(year, 1, 1), min(date(year, 12, 31), known)
    one = Selection(period=f"{first}..{date(year, 12, 31)}", compare="year", partner=(partner,))
    days = {"first": first, "last": last, "before": date(year - 1, 1, 1)}
    where, values = chosen(one)
    used, asked, ease = (
        terms.asked(store, one, sql.format(where=where), **days, **values) for sql in (_USED, _ASKED, _EASE)
    )
    stood = terms.asked(store, one, _STOOD, **days).iloc[0].fillna(0).astype(int)
    begun = onboarding.onboarding(store, one)
    renewals = retention.renewals(store, one, (first, last))
    rules = settings.get(store)
    is_whole = last == date(year, 12, 31)
    is_told = is_whole and _is_known_from(store, days["before"])
    now, before = used[used["year"] == year], used[used["year"] == year - 1]
    frames = {"now": now, "before": before if is_told else before.head(0), "asked": asked, "ease": ease}
    listed = accounts(store, Selection(period=one.period), partner, (first, last))
    every = (_account(row, frames, last) for row in listed.to_dict("records"))
    own = tuple(one for one in every if _belongs(one, first, last))
    contracts = bool(stood["there"] or stood["began"] or stood["ended"])
    return PartnerYear(
        partner, year, first, last, known, store.name, int(stood["there"]) if contracts else sum(one.is_there for one in own),
        int(stood["began"]), int(stood["ended"]), (begun.done, begun.decided) if begun else (0, 0), begun.open if begun else 0,
        (renewals.renewed, renewals.decided), _sum(now), _sum(before) if is_told else None, _months(now, last), _contacts(asked),
        _features(now, before, is_told=is_told), _categories(asked), _figures(store, one, is_whole=is_whole), own,
        rules.minimum_n, rules.withhold_n,
    )  # fmt: skip


def _is_known_from(store: Store, day: date) -> bool:
    """Whether use is on record from the month on that begins on `day`: half a year is no year to compare with."""
    first = store.query("select min(day) as day from usage")["day"].iloc[0]
    return not pd.isna(first) and pd.Timestamp(first).date() < day.replace(month=2)


def _sum(used: pd.DataFrame) -> float | None:
    return float(used["used"].sum()) if len(used) else None


def _months(used: pd.DataFrame, last: date) -> tuple[float | None, ...]:
    """Of every month, None of those that are not over, and before anything was used."""
    sums = used.groupby("month")["used"].sum()
    return tuple(
        float(sums.get(month, 0.0)) if month <= last.month and len(sums) else None for month in range(1, MONTHS + 1)
    )


def _contacts(asked: pd.DataFrame) -> tuple[int, ...]:
    sums = asked.groupby("month")["contacts"].sum()
    return tuple(int(sums.get(month, 0)) for month in range(1, MONTHS + 1))


def _features(
    now: pd.DataFrame, before: pd.DataFrame, *, is_told: bool
) -> tuple[tuple[str | None, float, float | None], ...]:
    sums = now.groupby("feature", dropna=False)["used"].sum().sort_values(ascending=False, kind="stable")
    then = before.groupby("feature", dropna=False)["used"].sum()
    return tuple(
        (
            None if pd.isna(name) else str(name),
            float(value),
            float(then[name]) if is_told and name in then.index else None,
        )
        for name, value in sums.items()
    )


def _categories(asked: pd.DataFrame) -> tuple[tuple[str | None, int], ...]:
    sums = (
        asked.groupby("category", dropna=False)["contacts"]
        .sum()
        .sort_values(ascending=False, kind="stable")
        .head(_CATEGORIES)
    )
    return tuple((None if pd.isna(name) else str(name), int(value)) for name, value in sums.items())


def _figures(store: Store, one: Selection, *, is_whole: bool) -> tuple[Figure, ...]:
    if compute.last_day(store) is None:
        return ()
    found = compute.compare(store, METRICS, one) if is_whole else compute.compute(store, METRICS, one)
    return tuple(_figure(row) for row in found.to_dict("records") if row["n"])


def _figure(row: dict[str, object]) -> Figure:
    metric = find(str(row["metric"]))
    return Figure(
        metric.name, metric.unit, metric.good, _number(row["value"]), int(str(row["n"])), _number(row["low"]), _number(row["high"]),
        state=str(row["state"]), is_exact=bool(row["is_exact"]), previous=_number(row.get("previous")),
        is_separable=bool(row.get("is_separable", False)), people=int(str(row["people"])),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return None if value is None or number.is_missing(float(str(value))) else float(str(value))


def _is_there(ends: date | None, last: date) -> bool:
    """Whether a contract that ends so runs at the end of the year."""
    return ends is None or ends >= last


def _belongs(one: AccountYear, first: date, last: date) -> bool:
    """Whether the account was there in the year: not one that began later, or left before and did nothing."""
    if one.used or one.contacts:
        return True
    return (one.starts is None or one.starts <= last) and (one.is_there or (one.ends is not None and one.ends >= first))


def _account(row: dict[str, object], frames: dict[str, pd.DataFrame], last: date) -> AccountYear:
    name = str(row["account_key"])
    own = {about: frame[frame["account_key"] == name] for about, frame in frames.items()}
    day = {end: None if pd.isna(row[end]) else pd.Timestamp(str(row[end])).date() for end in ("starts_day", "ends_day")}
    has_scores = len(own["ease"]) > 0
    return AccountYear(
        name, str(row["account_name"]), None if pd.isna(row["plan"]) else str(row["plan"]), day["starts_day"], day["ends_day"],
        _is_there(day["ends_day"], last) if day["starts_day"] else bool(row["is_there"]), _sum(own["now"]), _sum(own["before"]), _months(own["now"], last), int(own["asked"]["contacts"].sum()),
        float(own["ease"]["ces"].iloc[0]) if has_scores else None, *(int(own["ease"][name].iloc[0]) if has_scores else 0 for name in ("answers", "people")),
    )  # fmt: skip
