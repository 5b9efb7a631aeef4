"""Do accounts go on using it: as Ibis over `active_row` (a row per account and day of use, in any number), by day, week or month of first use.

An account belongs to the period (day, week from Monday, month) in which it used something first: period 0 of its cohort. In period N it is

- **on** N: active if it used something within that period,
- **on or after** N: active if it did within that period or any later one; who pauses and comes back was never gone.

Pages read what every import keeps (`cx.lifecycle.active_periods`); it is held against this.

Source: the two readings of retention that product analytics tools offer (PostHog, Amplitude); the unit is the account.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis

from cx.question import COMPILING

EVERY = {"day": "D", "week": "W", "month": "M"}
MOST = 12  # periods after the first
_ACTIVE: dict[str, Any] = {"account_key": "string", "day": "date"}


@lru_cache(maxsize=20)
def counts(every: str) -> str:
    """SQL over `active_row`: per `period` of first use and `age` (periods since, from 0) how many accounts were `active` within it, and of
    how many it was the `last` so far. One pass: both readings follow from these.
    """
    with COMPILING:
        rows = ibis.table(_ACTIVE, name="active_row")
        days = rows.select(rows.account_key, at=rows.day.truncate(EVERY[every])).distinct()
        each = days.group_by("account_key").aggregate(period=days["at"].min(), latest=days["at"].max())
        both = days.join(each, "account_key").select("at", "period")
        on = both.group_by(both.period, age=both["at"].delta(both.period, unit=every).cast("int64")).aggregate(
            active=both.count()
        )
        gone = each.group_by(each.period, age=each.latest.delta(each.period, unit=every).cast("int64")).aggregate(
            last=each.count()
        )
        made = on.left_join(gone, ["period", "age"]).select(
            on.period, on.age, on.active, last=gone["last"].fill_null(0)
        )
        return str(ibis.to_sql(made.order_by(["period", "age"]), dialect="duckdb"))
