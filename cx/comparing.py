"""Two completed periods side by side: what changed, whether it is beyond chance, and whether the target is met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from cx import period, targets
from cx.interval import Array, Interval, differ, turned, variance_behind, welch
from cx.measure import data_days, measure
from cx.metric import Metric
from cx.question import kind
from cx.rows import select
from cx.selection import EARLIEST, Selection
from cx.survey_waves import newest_two, reach
from cx.warehouse import Store


@dataclass(frozen=True)
class Asked:
    """What both periods have in common."""

    store: Store
    selection: Selection
    as_of: date


_ENOUGH = 14  # days in which every weekday comes twice, so that days of one kind can differ
_USUAL = timedelta(days=55)
_SLACK = timedelta(days=6)  # data may begin after a weekend or holidays and still cover the period
_TOTALS = ("value", "n", "low", "high", "people", "state", "is_exact")


def compare_spans(
    store: Store, metrics: list[Metric], selection: Selection, as_of: date, periods: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The frame `cx.compute.compare` promises, computed now.

    `periods`: a result of `measure` by periods, of which both compared ones are two whole ones; then they are not asked for again.
    """
    asked = Asked(store, selection, as_of)
    known = data_days(store)
    now = period.current(selection, as_of, known[0] if known else None)
    before = period.previous(now, selection.compare)
    plain = [metric for metric in metrics if not metric.by_wave]
    waves = [metric for metric in metrics if metric.by_wave]
    is_covered = known is not None and known[0] <= before.first + _SLACK
    current, previous = _found(periods, plain, now, before) or _both(asked, plain, now, before)
    if not is_covered:
        previous[["value", "low", "high"]] = np.nan
    frames = [_side_by_side(current, previous)]
    frames[0]["is_separable"] = _separable(asked, plain, (now, before), frames[0])
    frames += [_waves(asked, metric) for metric in waves]
    result = pd.concat([frame for frame in frames if len(frame)]).loc[[metric.name for metric in metrics]]
    result["change"] = result["value"] - result["previous"]
    goals = targets.holding(store, selection, now.last)
    result["target"] = [goals.get(m.name, m.target_default) for m in metrics]
    result["target"] = result["target"].astype(float)
    result["is_met"] = [
        _is_met(metric, value, target) if state == "ok" else None
        for metric, value, target, state in zip(
            metrics, result["value"], result["target"], result["state"], strict=True
        )
    ]
    result = result.assign(first=now.first, last=now.last, previous_first=before.first, previous_last=before.last)
    return result.rename_axis("metric").reset_index()


def _totals(asked: Asked, metrics: list[Metric], span: period.Span) -> pd.DataFrame:
    if not metrics:
        return pd.DataFrame(columns=[*_TOTALS, "metric"]).set_index("metric")
    return _measure(asked, metrics, span).set_index("metric")


def _found(
    periods: pd.DataFrame | None, metrics: list[Metric], *spans: period.Span
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The totals of both periods among those that were asked for already; None where one is not."""
    if periods is None:
        return None
    names = [metric.name for metric in metrics]
    own = [periods[periods["period"] == pd.Timestamp(span.first)].set_index("metric") for span in spans]
    now, before = own
    return (now.loc[names], before.loc[names]) if all(set(names) <= set(one.index) for one in own) else None


def _both(
    asked: Asked, metrics: list[Metric], now: period.Span, before: period.Span
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The totals of both periods; asked for at once where one follows the other."""
    parts = period.together(before, now)
    if parts is None or not metrics:
        return _totals(asked, metrics, now), _totals(asked, metrics, before)
    frame = _measure(asked, metrics, period.Span(before.first, now.last), every=parts).set_index("metric")
    is_now = frame.pop("period") == pd.Timestamp(now.first)
    return frame[is_now], frame[~is_now]


def _measure(
    asked: Asked,
    metrics: list[Metric],
    span: period.Span,
    by: tuple[str, ...] = (),
    every: period.Every | None = None,
) -> pd.DataFrame:
    days = (span.first, span.last)
    return measure(asked.store, metrics, asked.selection, by=by, every=every, as_of=asked.as_of, span=days)


def _side_by_side(current: pd.DataFrame, previous: pd.DataFrame) -> pd.DataFrame:
    frame = current[list(_TOTALS)].copy()
    frame["previous"], frame["previous_n"] = previous["value"], previous["n"]
    frame["previous_people"] = previous["people"]
    frame["is_exact"] &= previous["is_exact"].reindex(frame.index, fill_value=True)
    frame["previous_low"], frame["previous_high"] = previous["low"], previous["high"]
    return frame


def _floats(frame: pd.DataFrame, name: str) -> Array:
    return np.asarray(frame[name], dtype=np.float64)


def _separable(
    asked: Asked, metrics: list[Metric], spans: tuple[period.Span, period.Span], frame: pd.DataFrame
) -> list[bool]:
    value, n, previous, previous_n = (
        _floats(frame, name) for name in ("value", "people", "previous", "previous_people")
    )
    at = Interval(_floats(frame, "low"), _floats(frame, "high"))
    previous_at = Interval(_floats(frame, "previous_low"), _floats(frame, "previous_high"))
    found = {
        "interval": differ(value, at, previous, previous_at),
        "welch": welch(
            (value, variance_behind(value, at, n), n),
            (previous, variance_behind(previous, previous_at, previous_n), previous_n),
        ),
    }
    tests = [_kind_test(metric) for metric in metrics]
    daily = [
        metric
        for metric, test, value in zip(metrics, tests, previous, strict=True)
        if test == "days" and not np.isnan(value)
    ]
    told = _days_differ(asked, daily, spans)
    for metric, test, stocks in zip(metrics, tests, zip(value, previous, strict=True), strict=True):
        if test == "stock" and not np.isnan(stocks).any():
            told[metric.name] = _stock_turned(asked, metric, spans, (int(stocks[0]), int(stocks[1])))
    return [
        bool(found[test][at]) if test in found else told.get(metric.name, False)
        for at, (metric, test) in enumerate(zip(metrics, tests, strict=True))
    ]


def _stock_turned(
    asked: Asked, metric: Metric, spans: tuple[period.Span, period.Span], stocks: tuple[int, int]
) -> bool:
    """Whether what stands at the end of one period differs from what stood at the other's, beyond chance."""
    now, before = spans
    rows = select(metric.fact, "day", asked.selection, (EARLIEST, before.last))
    rows.add("is_counted and is_tracked and coalesce(over_day > ?, true)", now.last)
    common, values = rows.sql(asked.as_of)
    both = int(asked.store.query(f"with {common} select count(*) as n from rows", values)["n"].iloc[0])
    return turned(stocks[0] - both, stocks[1] - both)


def _kind_test(metric: Metric) -> str:
    return kind(metric.name).test


def _days_differ(asked: Asked, metrics: list[Metric], spans: tuple[period.Span, period.Span]) -> dict[str, bool]:
    """Whether the daily counts of two periods differ, by Welch's test on days with the weekdays' own level taken out.

    Counts of everything there is have no sampling error; what makes two months differ by chance is that days differ.
    Of a period too short to show that, the weeks before it say how days differ. Never by less than what comes in by chance does
    (Poisson: the variance is the mean): few days that happen to resemble each other show no level more exactly.
    """
    if not metrics:
        return {}
    days = _days(asked, metrics, spans)
    usual = [
        _measure(asked, metrics, _weeks_before(asked, span), every="day") if span.days < _ENOUGH else None
        for span in spans
    ]
    found = {}
    for metric in metrics:
        (first, freedom), (second, other) = (
            _spread(_daily(frame, metric.name), None if before is None else _daily(before, metric.name))
            for frame, before in zip(days, usual, strict=True)
        )
        found[metric.name] = bool(welch(first, second, (freedom, other))[0])
    return found


def _days(asked: Asked, metrics: list[Metric], spans: tuple[period.Span, period.Span]) -> list[pd.DataFrame]:
    """Every day of both periods; asked for at once where one follows the other."""
    now, before = spans
    if period.together(before, now) is None:
        return [_measure(asked, metrics, span, every="day") for span in spans]
    both = _measure(asked, metrics, period.Span(before.first, now.last), every="day")
    is_now = both["period"] >= pd.Timestamp(now.first)
    return [both[is_now], both[~is_now]]


def _weeks_before(asked: Asked, span: period.Span) -> period.Span:
    """The eight weeks before `span`, as far as there are data; never without a day."""
    last = span.first - timedelta(days=1)
    known = data_days(asked.store)
    return period.Span(min(max(last - _USUAL, known[0]) if known else last, last), last)


def _daily(frame: pd.DataFrame, name: str) -> pd.Series:
    own = frame[frame["metric"] == name].set_index("period")
    return own["numerator"].fillna(0.0)


def _spread(days: pd.Series, usual: pd.Series | None) -> tuple[tuple[Array, Array, Array], Array]:
    """Mean, variance and number of `days`, and the degrees of freedom of the variance; that of `usual` days if given.

    The variance is at least that of counts that arrive independently of each other, their mean.
    """
    shown = days if usual is None else usual
    variance, freedom = _variance(shown)
    own = len(days) - 1 if usual is None else freedom
    spread = np.maximum(np.array([variance]), max(days.mean(), shown.mean()))  # unknown where the variance is
    return (np.array([days.mean()]), spread, np.array([float(len(days))])), np.array([float(own)])


def _variance(days: pd.Series) -> tuple[float, int]:
    weekday = pd.DatetimeIndex(days.index).day_of_week
    rest = days - days.groupby(weekday).transform("mean")
    freedom = len(days) - len(set(weekday))
    return float((rest**2).sum() / freedom) if freedom > 0 else np.nan, freedom


def _waves(asked: Asked, metric: Metric) -> pd.DataFrame:
    """The newest wave of what is looked at (running months too) beside the wave before it, whenever that was."""
    known = data_days(asked.store)
    looked_at = period.Span(*asked.selection.span(asked.as_of, known[0] if known else None))
    current = _totals(asked, [metric], looked_at)
    since = period.Span(*reach(asked.store, asked.selection, asked.as_of))
    waves = newest_two(asked.store, metric, asked.selection, asked.as_of)
    before = waves[1:] if current["n"].any() else waves[:1]
    by_wave = _measure(asked, [metric], since, by=("wave",)) if len(before) else current.assign(wave=None).reset_index()
    previous = by_wave[by_wave["wave"].isin(before)].set_index("metric")
    frame = _side_by_side(current, previous)
    value, at = _floats(frame, "value"), Interval(_floats(frame, "low"), _floats(frame, "high"))
    earlier = Interval(_floats(frame, "previous_low"), _floats(frame, "previous_high"))
    frame["is_separable"] = differ(value, at, _floats(frame, "previous"), earlier)
    return frame


def _is_met(metric: Metric, value: float, target: float) -> bool | None:
    """None where nothing can be said, as of a value of too few rows."""
    if metric.good == "none" or np.isnan(value) or np.isnan(target):
        return None
    return bool(value >= target if metric.good == "up" else value <= target)
