"""The week by weekday and hour: when contacts come in, when they are not answered, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx import number
from cx.interval import wilson
from cx.language import say

MEASURES = ("inflow", "response_rate", "frt_median")
_DAYS, _HOURS = 7, 24
Place = tuple[int, int]  # weekday (Monday 0) and hour


@dataclass(frozen=True)
class Hours:
    """Which hours of the week are business hours: `open`, and `between`, the breaks within a working day. Both empty: not known."""

    open: frozenset[Place] = frozenset()
    between: frozenset[Place] = frozenset()

    @property
    def closed(self) -> frozenset[Place]:
        """Every other hour of the week, breaks too; none where the hours are not known."""
        every = frozenset((weekday, hour) for weekday in range(_DAYS) for hour in range(_HOURS))
        return every - self.open if self.open else frozenset()

    def is_worked(self, hour: int) -> bool:
        """Whether `hour` lies within the working day of any weekday; every hour does where the hours are not known."""
        return not self.open or any(at == hour for _, at in self.open | self.between)

    def is_break(self, hour: int) -> bool:
        """Whether `hour` is a break on every weekday that works around it."""
        return any(at == hour for _, at in self.between) and not any(at == hour for _, at in self.open)


def hours_of(blocks: pd.DataFrame) -> Hours:
    """From the blocks of `cx.business_hours.blocks_on`: an hour is open if any part of it is. A block over midnight goes on in the
    next day's row.
    """
    found: set[Place] = set()
    between: set[Place] = set()
    for weekday, day in blocks.groupby("weekday"):
        spread = {
            hour
            for opens, closes in zip(day["opens"], day["closes"], strict=True)
            for hour in range(int(opens), int(np.ceil(closes)))
        }
        found |= {_place(int(weekday), hour) for hour in spread}
        between |= {_place(int(weekday), hour) for hour in range(min(spread), max(spread)) if hour not in spread}
    return Hours(frozenset(found), frozenset(between - found))


def _place(weekday: int, hour: int) -> Place:
    return (weekday + hour // _HOURS) % _DAYS, hour % _HOURS


def cells(found: pd.DataFrame) -> pd.DataFrame:
    """A row a cell of the week from `compute(MEASURES, by=["weekday", "hour"])`: `weekday`, `hour`, the value of each measure, its
    `<measure>_n` and `<measure>_state`, and of the response rate `answered` and `offered`.
    """
    keys = ["weekday", "hour"]
    parts = {name: found[found["metric"] == name].set_index(keys) for name in MEASURES}
    whole = pd.DataFrame(index=parts["inflow"].index)
    for name, part in parts.items():
        own = part.reindex(whole.index)
        whole[name], whole[f"{name}_n"], whole[f"{name}_state"] = own["value"], own["n"], own["state"]
    rate = parts["response_rate"].reindex(whole.index)
    whole["answered"], whole["offered"] = rate["numerator"], rate["denominator"]
    whole["inflow"] = whole["inflow"].fillna(0)
    return whole.reset_index().sort_values(keys, ignore_index=True)


def is_enough(week: pd.DataFrame, least: int) -> bool:
    """Whether a heat map shows more than chance: the fullest cell has at least `least` contacts."""
    return len(week) > 0 and bool(week["inflow"].max() >= least)


def peak(week: pd.DataFrame) -> Place:
    """The cell with the most contacts; the earliest of equals."""
    top = week.loc[week["inflow"].idxmax()]
    return int(top["weekday"]), int(top["hour"])


def worst_rate(week: pd.DataFrame, hours: Hours, least: int) -> tuple[int, float] | None:
    """The hour of the working day that is answered worst, on the weekdays that work then, and its rate.

    None where none of them is worse than the whole beyond the 95 % intervals of both.
    """
    used = hours.open | hours.between
    inside = [not used or (int(w), int(h)) in used for w, h in zip(week["weekday"], week["hour"], strict=True)]
    sums = week[inside].groupby("hour")[["answered", "offered"]].sum()
    sums = sums[sums["offered"] >= least]
    whole = wilson([week["answered"].sum()], [week["offered"].sum()])
    at = wilson(sums["answered"], sums["offered"])
    worse = sums[at.high < whole.low[0]] if len(sums) else sums
    if worse.empty:
        return None
    rates = worse["answered"] / worse["offered"]
    return int(rates.idxmin()), float(rates.min())


def longest_wait(by_hour: pd.DataFrame, whole_high: float, hours: Hours) -> tuple[int, float] | None:
    """The hour of the working day after which people wait longest, and its median; from `compute(["frt_median"], by=["hour"])`.

    None where none is longer than the whole, whose interval ends at `whole_high`.
    """
    known = by_hour[(by_hour["metric"] == "frt_median") & (by_hour["state"] == "ok")]
    known = known[[hours.is_worked(int(hour)) for hour in known["hour"]]] if len(known) else known
    worse = known[known["low"] > whole_high]
    if worse.empty:
        return None
    worst = worse.loc[worse["value"].idxmax()]
    return int(worst["hour"]), float(worst["value"])


def peak_title(week: pd.DataFrame, language: str) -> str:
    """When most contacts come in and how many of them are answered: "월요일 10시에 가장 몰리고, 그때 응대율은 95.1%입니다". Without the rate where too few were there to answer."""
    weekday, hour = peak(week)
    top = week.loc[week["inflow"].idxmax()]
    where = _cell(weekday, hour, language)
    share = number.share(top["inflow"] / week["inflow"].sum(), language)
    if top["response_rate_state"] != "ok":
        return say("response.peak", language, where=where, share=share)
    rate, whole = number.share(top["response_rate"], language), number.share(_whole_rate(week), language)
    return say("response.peak_rate", language, where=where, share=share, rate=rate, whole=whole)


def rate_title(week: pd.DataFrame, hours: Hours, least: int, language: str) -> str:
    """When contacts are answered worst, or that it makes no difference."""
    offered = float(week["offered"].sum())
    if not offered:
        return say("response.rate_none", language)
    found = worst_rate(week, hours, least)
    whole = number.share(_whole_rate(week), language)
    if found is None:
        return say("response.rate_same", language, whole=whole)
    key = "response.rate_break" if hours.is_break(found[0]) else "response.rate_worst"
    return say(key, language, hour=_hour(found[0], language), rate=number.share(found[1], language), whole=whole)


def wait_title(found: tuple[int, float] | None, hours: Hours, whole: float, language: str) -> str:
    """When the first answer takes longest, or that it makes no difference."""
    if number.is_missing(whole):
        return say("response.wait_none", language)
    median = number.length(whole, language)
    if found is None:
        return say("response.wait_same", language, whole=median)
    key = "response.wait_break" if hours.is_break(found[0]) else "response.wait_worst"
    return say(key, language, hour=_hour(found[0], language), wait=number.length(found[1], language), whole=median)


def few_words(week: pd.DataFrame, least: int, language: str) -> str:
    """What can be said of a small sample: the fullest weekday and the fullest hour, where they have enough contacts and no other
    is as full.
    """
    total = week["inflow"].sum()
    parts = []
    for name in ("weekday", "hour"):
        sums = week.groupby(name)["inflow"].sum()
        if len(sums) and sums.max() >= least and (sums == sums.max()).sum() == 1:
            top = int(sums.idxmax())
            what = (
                say("response.weekday", language, weekday=say(f"number.weekday.d{top}", language))
                if name == "weekday"
                else _hour(top, language)
            )
            share = number.share(sums.max() / total, language, 0)
            parts.append(say(f"response.few_{name}", language, what=what, share=share))
    return " ".join(parts)


def named(measure: str, week: pd.DataFrame, hour: int | None, hours: Hours) -> Collection[Place]:
    """The cells a title speaks of: the fullest one, or an hour on the weekdays that work then."""
    if measure == "inflow":
        return {peak(week)}
    if hour is None:
        return frozenset()
    used = hours.open | hours.between
    return {(weekday, hour) for weekday in range(_DAYS) if not used or (weekday, hour) in used}


def _whole_rate(week: pd.DataFrame) -> float:
    return float(week["answered"].sum() / week["offered"].sum())


def _cell(weekday: int, hour: int, language: str) -> str:
    return say("response.cell_long", language, weekday=say(f"number.weekday.d{weekday}", language), hour=hour)


def _hour(hour: int, language: str) -> str:
    return say("response.hour", language, hour=hour)
