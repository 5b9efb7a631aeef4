"""How far accounts come after the contract: the funnel of the team's steps for those who entered within the selected period.

An account belongs to the period in which it entered (its first event of the first step). Everything is as known at the end of
`rows.known_day`: who has time left then is in progress.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from cx import cache, funnel_counts, settings
from cx.errors import UnknownName
from cx.facts_people import key
from cx.facts_term import ACCOUNTS
from cx.funnel import Funnel
from cx.funnel_paths import judged, stages
from cx.lifecycle import milestones, steps
from cx.lifecycle.rows import DIMENSIONS, HAPPENED, about_accounts, ask, chosen, end_of, first_day, known_day
from cx.lifecycle.steps import OnboardingStep
from cx.selection import Selection
from cx.warehouse import Store

EVERY = ("month", "quarter")
BY = (*DIMENSIONS, "product")
_KEY, _JOIN = key("account", "u.source_id", "u.account_id", "us")
# The product of an account is the one it uses most; where use names none, the one most of its contacts are about.
_PRODUCTS = f"""product_of as (
    select account_key, arg_max(product, n) as product from (
        select {_KEY} as account_key, u.product, 1e15 + sum(u.amount) as n from usage u {_JOIN} where u.product is not null group by all
        union all
        select account_key, product, count(*) from ticket_fact where is_counted and product is not null and account_key is not null group by all
    ) group by 1
)"""


@dataclass(frozen=True)
class Stage:
    """One step of the funnel: entries `done` or `lost` that reached it, those lost there (`lost`) or waiting there in progress (`open`).

    `n` is how many took the time told by `median` and `p90`, in seconds from the required step before (None: nobody).
    """

    step: OnboardingStep
    reached: int
    lost: int
    open: int
    n: int = 0
    median: float | None = None
    p90: float | None = None


@dataclass(frozen=True)
class Onboarding:
    """The whole funnel. `rate` is None where nobody is decided yet; `median` and `p90` are of the whole way, in seconds."""

    first: date
    last: date
    known: date
    stages: tuple[Stage, ...]
    done: int
    lost: int
    open: int
    median: float | None
    p90: float | None

    @property
    def decided(self) -> int:
        """Those who finished or whose time has passed."""
        return self.done + self.lost

    @property
    def rate(self) -> float | None:
        """The onboarding rate."""
        return self.done / self.decided if self.decided else None

    @property
    def worst(self) -> Stage | None:
        """The required step before which most are lost."""
        required = [stage for stage in self.stages if stage.step.is_required]
        lost = [(before.lost, after) for before, after in itertools.pairwise(required)]
        most = max(lost, key=lambda one: one[0], default=None)
        return most[1] if most and most[0] else None


def span(store: Store, selection: Selection) -> tuple[date, date] | None:
    """First and last day of entering that are looked at; None where nothing is known."""
    known = known_day(store)
    return selection.span(known, first_day(store)) if known else None


def window_days(store: Store) -> int:
    """How long an account has for its onboarding."""
    return settings.get(store).onboarding_days


def _entries(
    store: Store, funnel: Funnel, selection: Selection, by: str, *, known: date, days: tuple[date, date]
) -> tuple[str, dict[str, object]]:
    """`with … entries as (…)` of who entered within `days`, and its values."""
    where, values = chosen(selection)
    is_product = by == "product"
    grouped = "p.product" if is_product else f"a.{by}::varchar" if by else "null::varchar"
    join = "left join product_of p using (account_key)" if is_product else ""
    before = f"with {ACCOUNTS}, {HAPPENED}" + (f", {_PRODUCTS}" if is_product else "")
    bound = values | {
        "known": known,
        "until": end_of(known),
        "entered_from": end_of(days[0] - timedelta(days=1)),
        "entered_until": end_of(days[1]),
    }
    kept = "entries as (from every_entry where entered_at >= $entered_from and entered_at < $entered_until)"
    if milestones.can_say(store, funnel):
        of_store = f"""milestone as (
            select m.*, $until::timestamp as known_until, {grouped} as grouped from {milestones.TABLE} m join account_row a using (account_key) {join} where {where}
        )"""
        *others, (_, last) = judged(funnel.shape)
        made = [*(f"{name} as ({sql})" for name, sql in others), f"every_entry as ({last})", kept]
        return f"{before}, {of_store}, {', '.join(made)}", bound
    rows = f"""rows as (
        select h.account_key, h.at_local as "at", list_position($events::varchar[], h.step) - 1 as code, $until::timestamp as known_until,
            {grouped} as grouped
        from happened h join account_row a using (account_key) {join} where h.at_local < $until and {where}
    )"""
    made = [f"{name} as ({sql})" for name, sql in stages(funnel.shape)[:-1]]
    made.append(f"every_entry as ({stages(funnel.shape)[-1][1]})")
    made.append(kept)
    bound["events"] = list(funnel.events)
    return f"{before}, {rows}, {', '.join(made)}", bound


def asked(store: Store, selection: Selection, sql: str, *, by: str = "") -> pd.DataFrame | None:
    """The answer of `sql`, which reads `entries` and may use $known; None where there are no steps or nothing is known."""
    funnel, known, days = steps.funnel(store), known_day(store), span(store, selection)
    if funnel is None or known is None or days is None:
        return None
    told, values = _entries(store, funnel, about_accounts(selection), by, known=known, days=days)
    return ask(store, f"{told} select * from ({sql})", values)


def onboarding(store: Store, selection: Selection) -> Onboarding | None:
    """The funnel of the accounts a selection lets through; None where there are no steps."""
    selection = about_accounts(selection)

    def find() -> Onboarding | None:
        funnel, known, days = steps.funnel(store), known_day(store), span(store, selection)
        if funnel is None or known is None or days is None:
            return None
        counted = asked(store, selection, funnel_counts.counts(funnel.shape))
        taken = asked(store, selection, funnel_counts.lengths(funnel.shape))
        assert counted is not None  # noqa: S101 - there are steps
        assert taken is not None  # noqa: S101
        row = counted.fillna(0).astype(int).iloc[0]
        lengths = taken.set_index("step")
        found = tuple(_stage(one, number, row, lengths) for number, one in enumerate(steps.steps(store), 1))
        whole = lengths.loc[0] if 0 in lengths.index else {"median": None, "p90": None}
        return Onboarding(
            *days,
            known,
            found,
            int(row["done"]),
            int(row["lost"]),
            int(row["open"]),
            _known(whole["median"]),
            _known(whole["p90"]),
        )

    return cache.cached(store, "onboarding", selection, find)


def _stage(one: OnboardingStep, number: int, row: pd.Series, lengths: pd.DataFrame) -> Stage:
    reached, lost, still = (int(row[f"{name}_{number}"]) for name in ("reached", "lost", "open"))
    if number not in lengths.index:
        return Stage(one, reached, lost, still)
    took = lengths.loc[number]
    return Stage(one, reached, lost, still, int(took["n"]), _known(took["median"]), _known(took["p90"]))


def _known(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)  # type: ignore[arg-type]


def by_group(store: Store, selection: Selection, dimension: str) -> pd.DataFrame:
    """Per value of a dimension (None: without one) `done`, `lost`, `open`, `rate`, and `worst` (number of the step most are lost before).

    Raises UnknownName for what accounts do not have.
    """
    if dimension not in BY:
        raise UnknownName("dimension", dimension, BY)
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        funnel = steps.funnel(store)
        sql = funnel_counts.counts(funnel.shape, by_group=True) if funnel else ""
        found = asked(store, selection, sql, by=dimension)
        if funnel is None or found is None:
            return pd.DataFrame(columns=["grouped", "done", "lost", "open", "rate"])
        return _rated(found).sort_values(["decided", "grouped"], ascending=[False, True], ignore_index=True)

    return cache.cached(store, ("onboarding by", dimension), selection, find)


def by_cohort(store: Store, selection: Selection, every: str = "month") -> pd.DataFrame:
    """Per period of entering (`period`, its first day) `done`, `lost`, `open`, `rate`; in order."""
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        funnel = steps.funnel(store)
        found = asked(store, selection, funnel_counts.counts(funnel.shape, every=every)) if funnel else None
        if found is None:
            return pd.DataFrame(columns=["period", "done", "lost", "open", "rate"])
        return _rated(found).sort_values("period", ignore_index=True)

    return cache.cached(store, ("onboarding cohorts", every), selection, find)


def _rated(found: pd.DataFrame) -> pd.DataFrame:
    counts = [name for name in found.columns if name not in ("grouped", "period")]
    found[counts] = found[counts].astype(int)
    decided = found["done"] + found["lost"]
    return found.assign(decided=decided, rate=(found["done"] / decided).where(decided > 0))


def histogram(store: Store, selection: Selection) -> pd.DataFrame:
    """Per step number (0: the whole way) and whole days needed how many accounts: `step`, `bucket`, `n`."""
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        funnel = steps.funnel(store)
        found = asked(store, selection, funnel_counts.histogram(funnel.shape)) if funnel else None
        return pd.DataFrame(columns=["step", "bucket", "n"]) if found is None else found

    return cache.cached(store, "onboarding days", selection, find)
