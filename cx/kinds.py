"""How facts add up to a number: totals, shares, means, quantiles and what else a metric can be.

A kind computes nothing: it names the aggregates to read in one query, its parts, and makes value, n and interval of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
from ibis.expr.types import BooleanValue as Flag
from ibis.expr.types import NumericValue as Number
from ibis.expr.types import Scalar, Value

from cx import histogram
from cx.interval import Array, Interval, Z, net_share, nothing, wilson
from cx.interval import mean as of_mean


@dataclass(frozen=True)
class Measured:
    """What a kind makes of its parts, one element per group. NaN is "no data"; `n` is never NaN.

    `people`: how many of the `n` rows are independent, where a person may have given several; None where all are.
    """

    value: Array
    n: Array
    numerator: Array
    denominator: Array
    interval: Interval
    people: Array | None = None


Parts = dict[str, npt.NDArray[Any]]


def _histogram(column: str) -> dict[str, int]:
    """How many rows each value has: DuckDB's own function."""
    raise NotImplementedError(column)


_tally = ibis.udf.agg.builtin(_histogram, name="histogram")


@dataclass(frozen=True)
class Ranked:
    """What a quantile is read off: the value at rank `q` of `column` (null in rows that are not meant)."""

    column: Number
    q: float


@dataclass(frozen=True)
class Kind:
    """How a metric adds facts up: which rows it is about, the aggregates to read, and what to make of them.

    `counted`: the rows a drill-down shows and `n` counts. `measure` gets one element per group for each of `parts`;
    beside them `day` and `hour`, the working days and open hours of the group's period, where `per` asks for one.
    `test` says how two periods are told apart: by their intervals, by Welch's test ("welch"), for counts of everything
    there is by how much the days of each period differ among themselves ("days"), for what stands at their ends by what
    came and what went between them ("stock"). Parts are sums, which add up over any
    groups; only those of a quantile (`ranked`) and of what is counted once (`is_distinct`) are not.
    """

    counted: Flag
    parts: dict[str, Scalar]
    measure: Callable[[Parts], Measured]
    per: str = ""
    test: str = "interval"
    ranked: Ranked | None = None
    is_distinct: bool = False


def _sum(flag: Flag) -> Scalar:
    return flag.ifelse(1, ibis.null("int64")).count()  # in groups three times as fast as adding up ones and zeros


def _divide(numerator: Array, denominator: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def total(flag: Flag, among: Flag | None = None) -> Kind:
    """How many rows are `flag`, out of those `among` (the same where not given): 0 of some is 0, of none no data."""

    def measure(parts: Parts) -> Measured:
        found, of = parts["total"], parts["among"]
        none = np.full(found.shape, np.nan)
        return Measured(np.where(of > 0, found, np.nan), of, found, none, nothing(found))

    counted, of = (flag, flag) if among is None else (flag & among, among)
    return Kind(flag, {"total": _sum(counted), "among": _sum(of)}, measure, test="days")


def added(column: Number, among: Flag) -> Kind:
    """Sum of `column`, a number of things that happened, over the rows `among` that have one."""

    def measure(parts: Parts) -> Measured:
        found, of = parts["total"], parts["among"]
        none = np.full(found.shape, np.nan)
        return Measured(np.where(of > 0, found, np.nan), of, found, none, nothing(found))

    counted = among & column.notnull()
    x = counted.ifelse(column, ibis.null("int64"))
    return Kind(counted, {"total": x.sum(), "among": x.count()}, measure, test="days")


def distinct(column: Value, among: Flag) -> Kind:
    """How many different values of `column` the rows `among` have that have one; groups do not add up."""

    def measure(parts: Parts) -> Measured:
        found, of = parts["distinct"], parts["among"]
        none = np.full(found.shape, np.nan)
        return Measured(np.where(of > 0, found, np.nan), of, none, none, nothing(found))

    counted = among & column.notnull()
    return Kind(counted, {"distinct": column.nunique(where=counted), "among": _sum(counted)}, measure, is_distinct=True)


def per_distinct(flag: Flag, column: Value, among: Flag) -> Kind:
    """Rows that are `flag` for every different value of `column`, over the rows `among` where both are known; groups do not add up.

    It is the mean over these values, accounts for example, so its interval is that of a mean of as many of them as there are.
    """

    def measure(parts: Parts) -> Measured:
        found, n, units = parts["total"], parts["among"], parts["distinct"]
        value, none = _divide(found, units), np.full(found.shape, np.nan)
        squares = np.array([np.square(np.asarray(each, dtype=np.float64)).sum() if each is not None else 0.0
                            for each in parts["tallies"]])  # fmt: skip
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = np.maximum(squares - found * value, 0) / (units - 1)
        at = of_mean(value, variance, units)
        return Measured(value, n, found, none, Interval(np.maximum(at.low, 0), at.high))

    counted = among & column.notnull() & flag.notnull()
    parts = {"total": _sum(flag & counted), "distinct": column.nunique(where=counted), "among": _sum(counted)}
    tallies = _tally(column, where=flag & counted).values()
    return Kind(counted, parts | {"tallies": tallies}, measure, is_distinct=True)


def standing(flag: Flag) -> Kind:
    """How many rows are `flag` at one moment: 0 where other rows were known by then, no data where none was.

    Two moments are told apart by what stands at one of them only (`cx.interval.turned`).
    """

    def measure(parts: Parts) -> Measured:
        found = parts["total"]
        none = np.full(found.shape, np.nan)
        return Measured(np.where(parts["known"] > 0, found, np.nan), found, found, none, nothing(found))

    return Kind(flag, {"total": _sum(flag), "known": _sum(flag.notnull())}, measure, test="stock")


def per_open_time(flag: Flag, per: str) -> Kind:
    """Rows that are `flag`, divided by the working days (`per="day"`) or open hours ("hour") of the period."""

    def measure(parts: Parts) -> Measured:
        found, open_time = parts["total"], parts[per]
        value = np.where(found > 0, _divide(found, open_time), np.nan)
        return Measured(value, found, found, open_time, nothing(found))

    return Kind(flag, {"total": _sum(flag)}, measure, per, test="days")


def ratio(numerator: Flag, denominator: Flag) -> Kind:
    """Share of the rows in `denominator` that are also in `numerator`; rows where either is null are left out."""

    def measure(parts: Parts) -> Measured:
        x, n = parts["numerator"], parts["denominator"]
        return Measured(_divide(x, n), n, x, n, wilson(x, n))

    counted = denominator & numerator.notnull()
    return Kind(counted, {"numerator": _sum(numerator & denominator), "denominator": _sum(counted)}, measure)


def weighed(part: Number, whole: Number, among: Flag, most: float = np.inf) -> Kind:
    """Sum of `part` / sum of `whole` over the rows `among`, where large rows weigh more; never above `most`. The interval is that of a ratio estimate.

    Source: Cochran, Sampling Techniques (1977), 6.4: the variance of the rows' distances from the ratio.
    """

    def measure(parts: Parts) -> Measured:
        x, y, n = parts["part"], parts["whole"], parts["n"]
        value = _divide(x, y)
        with np.errstate(invalid="ignore", divide="ignore"):
            squares = parts["part_squares"] - 2 * value * parts["products"] + value**2 * parts["whole_squares"]
            half = Z * np.sqrt(np.maximum(squares, 0) * n / (n - 1)) / y
        return Measured(value, n, x, y, Interval(np.maximum(value - half, 0), np.minimum(value + half, most)))

    counted = among & part.notnull() & whole.notnull()
    own = {
        "part": part,
        "whole": whole,
        "part_squares": part * part,
        "products": part * whole,
        "whole_squares": whole * whole,
    }
    sums = {name: counted.ifelse(column, None).cast("float64").sum() for name, column in own.items()}
    return Kind(counted, sums | {"n": _sum(counted)}, measure)


def pooled(*judged: tuple[Flag, Flag]) -> Kind:
    """Share of kept ones among several things judged of each row: (is so, among which rows) of each; null is not judged.

    `n` counts rows. Things of one row go together, so the interval is that of as many rows, not of as many things.
    """

    def measure(parts: Parts) -> Measured:
        x, things, n = parts["numerator"], parts["denominator"], parts["rows"]
        value = _divide(x, things)
        return Measured(value, n, x, things, wilson(np.nan_to_num(value) * n, n))

    known = [among & flag.notnull() for flag, among in judged]
    counted = known[0]
    for one in known[1:]:
        counted = counted.fill_null(False) | one.fill_null(False)  # noqa: FBT003 - the value that null becomes
    kept, all_judged = _sum(judged[0][0] & judged[0][1]), _sum(known[0])
    for (flag, among), one in zip(judged[1:], known[1:], strict=True):
        kept, all_judged = kept + _sum(flag & among), all_judged + _sum(one)
    return Kind(counted, {"numerator": kept, "denominator": all_judged, "rows": _sum(counted)}, measure)


def net_promoters(plus: Flag, minus: Flag, among: Flag) -> Kind:
    """(rows that are `plus` - rows that are `minus`) / rows `among`, times 100."""

    def measure(parts: Parts) -> Measured:
        plus, minus, n = parts["plus"], parts["minus"], parts["denominator"]
        at = net_share(plus, minus, n)
        value = _divide(plus - minus, n) * 100
        return Measured(value, n, plus - minus, n, Interval(at.low * 100, at.high * 100))

    parts = {"plus": _sum(plus & among), "minus": _sum(minus & among), "denominator": _sum(among)}
    return Kind(among, parts, measure)


def mean(column: Number, among: Flag, least: float = 0, most: float = np.inf) -> Kind:
    """Arithmetic mean of `column`, whose values are never below `least` or above `most`, over the rows `among` that have one."""

    def measure(parts: Parts) -> Measured:
        whole, n = parts["sum"], parts["denominator"]
        value = _divide(whole, n)
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = np.maximum(parts["squares"] - whole * value, 0) / (n - 1)
        at = of_mean(value, variance, n)
        return Measured(value, n, whole, n, Interval(np.maximum(at.low, least), np.minimum(at.high, most)))

    counted = among & column.notnull()
    x = counted.ifelse(column, None).cast("float64")
    return Kind(counted, {"sum": x.sum(), "denominator": x.count(), "squares": (x * x).sum()}, measure, test="welch")


def quantile(column: Number, q: float, among: Flag) -> Kind:
    """The `q` quantile (linear between neighbours) of `column` over the rows `among` that have one; does not add up.

    Its part is the list of all values, or a `Histogram` of them in its place: picking a few by their rank is faster than
    sorting in the query.
    """

    def measure(parts: Parts) -> Measured:
        read = [histogram.quantile(values, q) for values in parts["values"]]
        value, n, low, high = np.array(read, dtype=np.float64).reshape(-1, 4).T
        none = np.full(value.shape, np.nan)
        return Measured(value, n, none, none, Interval(low, high))

    counted = among & column.notnull()
    x = counted.ifelse(column, None).cast("float64")
    return Kind(counted, {"values": x.collect(where=x.notnull())}, measure, ranked=Ranked(x, q))
