"""Do accounts go on using it: as Ibis over `active_row` (a row per account and day of use, in any number), by day, week or month of first use.

An account belongs to the period (day, week from Monday, month) in which it used something first: period 0 of its cohort. In period N it is

- **on** N: active if it used something within that period,
- **on or after** N: active if it did within that period or any later one; who pauses and comes back was never gone.

Source: the two readings of retention that product analytics tools offer (PostHog, Amplitude); the unit is the account.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis

from cx.question import COMPILING

EVERY = {"day": "D", "week": "W", "month": "M"}
_ACTIVE: dict[str, Any] = {"account_key": "string", "day": "date"}


@lru_cache(maxsize=20)
def counts(every: str) -> str:
    """SQL over `active_row`: per `period` of first use and `age` (periods since, from 0) how many accounts were `active` within it, and of
    how many it was the `last` so far. One pass: both readings follow from these.
    """
    with COMPILING:
        rows = ibis.table(_ACTIVE, name="active_row")
        days = rows.select(rows.account_key, at=rows.day.truncate(EVERY[every])).distinct()
        account = ibis.window(group_by=days.account_key)
        told = days.mutate(period=days["at"].min().over(account), latest=days["at"].max().over(account))
        age = told["at"].delta(told.period, unit=every)
        made = told.group_by(period=told.period, age=age.cast("int64")).aggregate(
            active=told.count(), last=(told["at"] == told.latest).sum()
        )
        return str(ibis.to_sql(made.order_by(["period", "age"]), dialect="duckdb"))
