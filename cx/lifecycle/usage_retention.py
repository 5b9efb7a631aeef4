"""Usage retention of the accounts a selection lets through: who of each cohort still uses something, on or on or after a period."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from cx import cache, period, retention_usage
from cx.errors import UnknownName
from cx.facts_term import ACCOUNTS
from cx.lifecycle import active_periods
from cx.lifecycle.rows import about_accounts, ask, chosen, known_day
from cx.retention_usage import MOST
from cx.selection import Selection
from cx.warehouse import Store

READINGS = ("on", "on_or_after")
_COHORTS = 14
_DAYS = {"day": 1, "week": 7}
_COLUMNS = ["period", "age", "accounts", "on", "on_or_after", "is_whole"]


def cohorts(store: Store, selection: Selection, every: str = "month") -> pd.DataFrame:
    """Per `period` of first use (the latest 14) and `age` (1 to 12 periods after) the `accounts` of the cohort, how many used something `on` and `on_or_after`
    that period, and `is_whole`: the period is over (else it is running, and no fall).

    Whenever accounts began. Ages that lie after the last day known have no row. Raises UnknownName for another `every` than day, week, month.
    """
    if every not in retention_usage.EVERY:
        raise UnknownName("period", every, retention_usage.EVERY)
    selection = about_accounts(selection)

    def find() -> pd.DataFrame:
        known = known_day(store)
        if known is None or not active_periods.is_kept(store):
            return pd.DataFrame(columns=_COLUMNS)
        where, values = chosen(selection)
        read = (
            f"kept as (select u.* from {active_periods.TABLE} u join account_row a using (account_key) where {where})"
        )
        asked = f"with {ACCOUNTS}, {read} select * from ({active_periods.counts(every)})"
        return matrix(ask(store, asked, values), known, every)

    return cache.cached(store, ("usage cohorts", every), selection, find)


def matrix(found: pd.DataFrame, known: date, every: str) -> pd.DataFrame:
    """The cells of `cohorts` from the rows of `cx.retention_usage.counts`; a period in which nobody of a cohort was active has its cell too."""
    cells = []
    for first, own in found.assign(period=pd.to_datetime(found["period"])).groupby("period", sort=True):
        begin = pd.Timestamp(str(first)).date()
        reach = _ages(begin, known, every)
        active, last = (np.zeros(max(reach, int(own["age"].max())) + 1, dtype=int) for _ in range(2))
        active[own["age"]], last[own["age"]] = own["active"], own["last"]
        later = last[::-1].cumsum()[::-1]
        for age in range(1, min(reach, MOST) + 1):
            end = period.end_of(_moved(begin, age, every), every)
            cells.append((pd.Timestamp(begin), age, int(active[0]), int(active[age]), int(later[age]), end <= known))
    made = pd.DataFrame(cells, columns=_COLUMNS)
    shown = sorted(made["period"].unique())[-_COHORTS:]
    return made[made["period"].isin(shown)].reset_index(drop=True)


def _moved(begin: date, age: int, every: str) -> date:
    if every == "month":
        return period.add_months(begin, age)
    return begin + timedelta(days=age * _DAYS[every])


def _ages(begin: date, known: date, every: str) -> int:
    """How many periods after `begin` have at least begun by `known`."""
    if every == "month":
        return (known.year - begin.year) * 12 + known.month - begin.month
    return (known - begin).days // _DAYS[every]


def is_any(store: Store) -> bool:
    """Whether there is use at all."""
    return cache.cached(
        store, "usage at all", None, lambda: not store.query("select 1 from usage where amount > 0 limit 1").empty
    )
