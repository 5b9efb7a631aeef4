"""What stays: renewals, recurring revenue, cohorts, lives and reasons to leave, of the accounts a selection lets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import cache, period, retention
from cx.errors import UnknownName
from cx.lifecycle import terms
from cx.lifecycle.rows import DIMENSIONS, about_accounts, first_day, known_day
from cx.retention_survival import Curve, log_rank, product_limit
from cx.selection import Selection
from cx.warehouse import Store

_SPAN = "span as (select $first::date as first_day, $last::date as last_day, ($known - $grace)::date as ripe_day)"


@dataclass(frozen=True)
class Renewals:
    """Terms that ended within a span: how many were renewed, how many are not known yet. `rate` None: none is known."""

    renewed: int
    churned: int
    pending: int

    @property
    def decided(self) -> int:
        """Those that are known."""
        return self.renewed + self.churned

    @property
    def rate(self) -> float | None:
        """The renewal rate."""
        return self.renewed / self.decided if self.decided else None


@dataclass(frozen=True)
class Revenue:
    """Recurring revenue a month in won, at both ends of a span and what lies between; `grr` and `nrr` None: nothing at the start."""

    first: date
    last: date
    start: float
    new: float
    expansion: float
    contraction: float
    churn: float
    end: float
    accounts: int
    churned_accounts: int
    new_accounts: int

    @property
    def grr(self) -> float | None:
        """Gross revenue retention."""
        return (self.start - self.churn - self.contraction) / self.start if self.start else None

    @property
    def nrr(self) -> float | None:
        """Net revenue retention."""
        return (self.start - self.churn - self.contraction + self.expansion) / self.start if self.start else None


def span(store: Store, selection: Selection) -> tuple[date, date] | None:
    """The completed part of the selection's days, not beyond the last day known; None where nothing is known."""
    known = known_day(store)
    if known is None:
        return None
    found = period.current(selection, known, first_day(store))
    return found.first, found.last


def _asked(store: Store, selection: Selection, sql: str, days: tuple[date, date]) -> pd.DataFrame:
    return terms.asked(store, selection, f", {_SPAN} select * from ({sql})", first=days[0], last=days[1])


def renewals(store: Store, selection: Selection, days: tuple[date, date] | None = None) -> Renewals:
    """The terms that ended within the selection's days (or `days`)."""
    selection = about_accounts(selection)
    looked = days or span(store, selection)

    def find() -> Renewals:
        if looked is None:
            return Renewals(0, 0, 0)
        row = _asked(store, selection, retention.renewals(), looked).fillna(0).iloc[0].astype(int)
        return Renewals(int(row["renewed"]), int(row["due"] - row["renewed"] - row["pending"]), int(row["pending"]))

    return cache.cached(store, ("renewals", looked), selection, find)


def renewals_cut(store: Store, selection: Selection, *, by: str = "", every: str = "") -> pd.DataFrame:
    """The same per `grouped` and per `period`: `renewed`, `churned`, `pending`, `decided`. Raises UnknownName for an unknown dimension."""
    if by and by not in DIMENSIONS:
        raise UnknownName("dimension", by, DIMENSIONS)
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        days = span(store, selection)
        if days is None:
            return pd.DataFrame(columns=["grouped", "period", "renewed", "churned", "pending", "decided"])
        found = _asked(store, selection, retention.renewals(by, every), days)
        found[["due", "renewed", "pending"]] = found[["due", "renewed", "pending"]].fillna(0).astype(int)
        decided = found["due"] - found["pending"]
        found = found.assign(decided=decided, churned=decided - found["renewed"])
        order = ["period"] if every else ["decided"]
        return found.sort_values(order, ascending=bool(every), kind="stable", ignore_index=True)

    return cache.cached(store, ("renewals cut", by, every), selection, find)


def revenue(store: Store, selection: Selection, days: tuple[date, date] | None = None) -> Revenue | None:
    """Recurring revenue over the selection's days (or `days`); None where nothing is known."""
    selection = about_accounts(selection)
    looked = days or span(store, selection)

    def find() -> Revenue | None:
        if looked is None:
            return None
        found = _asked(store, selection, retention.revenue(), looked)
        return _revenue(found.iloc[0], looked) if len(found) else None

    return cache.cached(store, ("revenue", looked), selection, find)


def _revenue(row: pd.Series, days: tuple[date, date]) -> Revenue:
    money = [float(row[name]) for name in ("start", "new", "expansion", "contraction", "churn", "end")]
    counts = [int(row[name]) for name in ("accounts", "churned_accounts", "new_accounts")]
    return Revenue(*days, *money, *counts)  # type: ignore[arg-type]


def revenue_by(store: Store, selection: Selection, dimension: str) -> pd.DataFrame:
    """Per value of a dimension the parts of `Revenue` over the selection's days."""
    if dimension not in DIMENSIONS:
        raise UnknownName("dimension", dimension, DIMENSIONS)
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        days = span(store, selection)
        return pd.DataFrame() if days is None else _asked(store, selection, retention.revenue(dimension), days)

    return cache.cached(store, ("revenue by", dimension), selection, find)


def cohorts(store: Store, selection: Selection, every: str = "quarter") -> pd.DataFrame:
    """Per `period` of the first contract and `age` (in quarters of a year) `accounts`, `stayed`, `is_whole`; whenever the accounts began."""
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        known = known_day(store)
        if known is None:
            return pd.DataFrame(columns=["period", "age", "accounts", "stayed", "is_whole"])
        return _asked(store, selection, retention.cohorts(every), (known, known))

    return cache.cached(store, ("contract cohorts", every), selection, find)


def lives(store: Store, selection: Selection, by: str = "", most: int = 4) -> tuple[dict[str, Curve], float | None]:
    """The curve of days accounts stay, of all ("") or of the largest groups of a dimension, and p of the log-rank test between those.

    Accounts that are still there count for as long as they were. What ended before the first contract on record is not known, so early days
    look better than they were.
    """
    selection = about_accounts(selection)

    def find() -> tuple[dict[str, Curve], float | None]:
        known = known_day(store)
        if known is None:
            return {}, None
        found = _asked(store, selection, retention.lives(by), (known, known))
        if not by:
            return ({"": product_limit(found["days"], found["has_left"])} if len(found) else {}), None
        largest = found["grouped"].value_counts().head(most).index.tolist()
        among = found[found["grouped"].isin(largest)]
        curves = {
            str(name): product_limit(own["days"], own["has_left"])
            for name in largest
            if len(own := among[among["grouped"] == name])
        }
        p = log_rank(among["days"], among["has_left"], among["grouped"])[1] if len(curves) > 1 else float("nan")
        return curves, None if pd.isna(p) else p

    return cache.cached(store, ("lives", by, most), selection, find)


_CAUSES = """select churn_cause as cause, count(*) as n, sum(fee) as fee from term_row
where state = 'churned' and counts_to between $first and $last group by 1 order by n desc, cause nulls last"""


def causes(store: Store, selection: Selection) -> pd.DataFrame:
    """Why contracts that ended within the selection's days were not renewed: `cause` (None: not told), `n`, `fee` a month lost."""
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        days = span(store, selection)
        if days is None:
            return pd.DataFrame(columns=["cause", "n", "fee"])
        return terms.asked(store, selection, _CAUSES, first=days[0], last=days[1])

    return cache.cached(store, "churn causes", selection, find)


def earlier(selection: Selection, days: tuple[date, date]) -> tuple[date, date]:
    """The days before `days` that they are compared with."""
    before = period.previous(period.Span(*days), selection.compare)
    return before.first, before.last
