"""Shares and means of answers of which one person may give several: a person's answers go together, so they are no independent rows.

The interval counts people, not answers. Sources: the variance of a mean of clusters, G / (G - 1) x the sum over people of (sum of the
person's answers - their number x mean)² / N², and Student's t with G - 1 degrees of freedom (Liang and Zeger 1986; the correction of
Cameron and Miller 2015). Where everybody answers once it is the ordinary t interval.
"""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
from ibis.expr.types import BooleanValue as Flag
from ibis.expr.types import NumericValue as Number
from ibis.expr.types import Value

from cx.interval import Array, Interval, wilson
from cx.interval import mean as of_mean
from cx.kinds import Kind, Measured, Parts

_NOBODY: npt.NDArray[Any] = np.empty(0)


def clustered_mean(column: Number, who: Value, among: Flag, least: float = 0) -> Kind:
    """Arithmetic mean of `column`, never below `least`, over the rows `among`; rows of the same `who` go together.

    What differs by person adds up over no groups, so its parts are the values themselves, in the order of who gave them.
    """

    def measure(parts: Parts) -> Measured:
        whole, n = parts["sum"], parts["denominator"]
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(n > 0, whole / n, np.nan)
        spreads = [spread(scores, whos) for scores, whos in zip(parts["scores"], parts["whos"], strict=True)]
        variance, people = np.array(spreads, dtype=np.float64).reshape(-1, 2).T
        at = of_mean(value, variance * people, people)  # the variance of the mean, as that of so many people
        return Measured(value, n, whole, n, Interval(np.maximum(at.low, least), at.high), people)

    counted = among & column.notnull()
    x = counted.ifelse(column, None).cast("float64")
    parts = {"sum": x.sum(), "denominator": x.count()}
    return Kind(counted, parts | _together(x, who, counted), measure, test="welch", is_distinct=True)


def clustered_ratio(numerator: Flag, who: Value, denominator: Flag) -> Kind:
    """Share of the rows in `denominator` that are also in `numerator`; the interval is Wilson's for as many rows as there are `who`."""

    def measure(parts: Parts) -> Measured:
        x, n, people = parts["numerator"], parts["denominator"], parts["people"]
        with np.errstate(invalid="ignore", divide="ignore"):
            value = np.where(n > 0, x / n, np.nan)
        return Measured(value, n, x, n, wilson(np.nan_to_num(value) * people, people), people)

    counted = denominator & numerator.notnull()
    one = ibis.null("int64")
    parts = {
        "numerator": (numerator & denominator).ifelse(1, one).count(),
        "denominator": counted.ifelse(1, one).count(),
        "people": who.nunique(where=counted),
    }
    return Kind(counted, parts, measure, is_distinct=True)


def _together(x: Number, who: Value, counted: Flag) -> dict[str, Any]:
    """The values and whose they are, both in the order of the latter."""
    key = who.hash()
    return {"scores": x.collect(where=counted, order_by=key), "whos": key.collect(where=counted, order_by=key)}


def spread(scores: Array | None, whos: npt.NDArray[Any] | None) -> tuple[float, float]:
    """The variance of the mean of `scores`, and how many people gave them; NaN below two. Those of one of the `whos` stand together."""
    values = np.asarray(_NOBODY if scores is None else scores, dtype=np.float64)
    if not len(values) or whos is None:
        return np.nan, 0.0
    starts = np.flatnonzero(np.r_[True, np.asarray(whos)[1:] != np.asarray(whos)[:-1]])
    people = len(starts)
    if people < 2:  # noqa: PLR2004 - one person says nothing of how people differ
        return np.nan, float(people)
    off = np.add.reduceat(values - values.mean(), starts)
    return people / (people - 1) * float(np.square(off).sum()) / len(values) ** 2, float(people)
