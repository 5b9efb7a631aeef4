"""The two stories about contracts: a partner whose accounts stall at one step, and a price change that makes accounts leave.

They are in no column: the partner is a partner like any other, the price stands on the contracts it was agreed in.
"""

from __future__ import annotations

from datetime import date

from cx.demo.stories import Plot, months_before

PARTNER_STALL, PRICE_RISE = "partner_stall", "price_rise"
STALL_PARTNER = "P02"
STALL_SHARE = 0.38  # of its accounts never come to the step
PRICE_MONTHS_BACK = 8
PRICE_PLAN = 1  # place among the plans: the standard one
PRICE_FACTOR = 1.18
PRICE_LEAVE = 0.3  # share of those whose term ends from then on that leave for it, beside those who leave anyway


def price_day(plot: Plot) -> date:
    """From this day on, contracts of the plan are renewed at the new price."""
    return months_before(plot.last_day, PRICE_MONTHS_BACK).replace(day=1)
