"""Which of several groups stand out: one differs from another only where their difference is beyond chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cx.interval import Array, Interval, differ, variance_behind, welch
from cx.question import kind


def _floats(frame: pd.DataFrame, name: str) -> Array:
    return np.asarray(frame[name], dtype=np.float64)


def apart(name: str, rows: pd.DataFrame, place: int) -> list[bool]:
    """Of every row of one metric, whether it differs at 95 % from the row at `place`: means by Welch's test, the rest by intervals.

    `rows` are of `compute`: `value`, `low`, `high`, `n`. False where either is not known, and for the row itself. The answers of one
    person to several questions resemble each other, so that between questions fewer differences are called than there are.
    """
    value, n = _floats(rows, "value"), _floats(rows, "n")
    at = Interval(_floats(rows, "low"), _floats(rows, "high"))
    one = np.full(len(rows), place)
    if kind(name).test == "welch":
        variance = variance_behind(value, at, n)
        found = welch((value, variance, n), (value[one], variance[one], n[one]))
    else:
        found = differ(value, at, value[one], Interval(at.low[one], at.high[one]))
    return [bool(differs) and other != place for other, differs in enumerate(found)]


def outermost(name: str, rows: pd.DataFrame, *, is_lowest: bool) -> int | None:
    """The place of the group that is lower (or higher) than every other one beyond chance; None where there is none.

    Only groups with enough rows (`state` "ok") take part, and at least two have to.
    """
    places = [place for place, state in enumerate(rows["state"]) if state == "ok"]
    if len(places) < 2:  # noqa: PLR2004 - one alone is not lower than anything
        return None
    among = rows.iloc[places]
    values = _floats(among, "value")
    end = int(values.argmin() if is_lowest else values.argmax())
    return places[end] if sum(apart(name, among, end)) == len(places) - 1 else None
