"""From facts to measured metrics: read the parts of all metrics of a fact at once, make values, n, interval and state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx import open_hours, period, rollup_parts, rollups, settings
from cx.cache import cached
from cx.interval import Array
from cx.metric import Metric
from cx.question import Question, compiled, kind
from cx.rollup_parts import Asked
from cx.rows import ends_of, ripe, select
from cx.selection import Selection
from cx.warehouse import Store

_MEASURED = ("value", "n", "numerator", "denominator", "low", "high")
_SECONDS_AN_HOUR = 3600
_NO_DAY = date(2000, 1, 1)


def data_days(store: Store) -> tuple[date, date] | None:
    """First and last day with data (a counted contact or an answer); None for an empty store.

    Answers that only name their wave do not move them, unless there is nothing else.
    """
    known = rollup_parts.state(store)
    return (known.first_day, known.last_day) if known.first_day and known.last_day else None


def looked_from(store: Store, as_of: date | None) -> date:
    """The day periods are anchored to: `as_of`, else the last day with data (in an empty store any day will do)."""
    known = data_days(store)
    return as_of or (known[1] if known else _NO_DAY)


def measure(
    store: Store,
    metrics: list[Metric],
    selection: Selection,
    *,
    by: tuple[str, ...],
    every: str | None,
    as_of: date,
    span: tuple[date, date],
) -> pd.DataFrame:
    """The frame `cx.compute.compute` promises, computed now, for the days of `span` as far as they are known."""
    frames, running, approximate = [], [], set[str]()
    rules = settings.get(store)
    for together in _together(metrics, by):
        question = Question(tuple(metric.name for metric in together), by, every)
        first = together[0]
        own = _own_span(first, span, as_of, rules)
        summed, left, histograms = rollup_parts.known(
            Asked(store, question, first.fact, first.day, selection, own, as_of)
        )
        if left:
            common, values = rows_of(first, selection, span, as_of, rules, every=every, by=by)
            sql, _ = compiled(Question(left, by, every))
            summed.append(store.query(f"with {common} select * from ({sql})", values))
        parts = _complete(rollup_parts.joined(summed, question.keys), question, span)
        approximate |= histograms
        frames.append(_measured(store, together, parts, question, span))
        running.append(_is_running(frames[-1], every, span if first.is_young else own))
    result = pd.concat(frames, ignore_index=True)
    asked = {metric.name: place for place, metric in enumerate(metrics)}
    result["is_exact"] = ~result["metric"].isin(approximate)
    result["is_running"] = pd.concat(running, ignore_index=True)
    result["state"] = _states(result, {m.name: m.minimum_n for m in metrics}, rules)
    result.loc[result["state"] == "withheld", ["value", "low", "high"]] = np.nan
    keys = [*(["period"] if every else []), *by]
    if by and len(result):  # a group of which nothing counts is no group
        result = result[result.groupby(keys, dropna=False)["n"].transform("sum") > 0]
    result = result.sort_values("metric", ignore_index=True, kind="stable", key=lambda names: names.map(asked))
    return result.sort_values(keys, ignore_index=True, kind="stable", na_position="last") if keys else result


def _own_span(metric: Metric, span: tuple[date, date], as_of: date, rules: settings.Settings) -> tuple[date, date]:
    """The days of `span` whose rows are old enough for the metric (or too young, if it counts those)."""
    return ripe(span, as_of, getattr(rules, metric.matures), is_young=metric.is_young) if metric.matures else span


def rows_of(
    metric: Metric,
    selection: Selection,
    span: tuple[date, date],
    as_of: date,
    rules: settings.Settings,
    *,
    every: str | None = None,
    by: tuple[str, ...] = (),
    where: Mapping[str, object] | None = None,
) -> tuple[str, list[object]]:
    """`rows as (…)` for a `with`, and its values: the rows that a metric like `metric` may count."""
    span = _own_span(metric, span, as_of, rules)
    ends = ends_of(span, every) if metric.moment == "end" else None
    is_latest = metric.by_wave and "wave" not in by and "wave" not in (where or {})
    return select(metric.fact, metric.day, selection, span, where, ends=ends).sql(as_of, latest_wave=is_latest)


def _together(metrics: list[Metric], by: tuple[str, ...]) -> list[list[Metric]]:
    """Metrics that one query answers, because they count among the same rows."""
    groups: dict[tuple[object, ...], list[Metric]] = {}
    for metric in metrics:
        is_latest = metric.by_wave and "wave" not in by
        rows = (metric.fact, metric.day, is_latest, metric.moment, metric.matures, metric.is_young)
        groups.setdefault(rows, []).append(metric)
    return list(groups.values())


def prepare(metrics: list[Metric], by: tuple[str, ...], every: str | None) -> None:
    """Compile what `measure` would ask, so that the first who asks does not wait for it."""
    rollups.planned()
    for together in _together(metrics, by):
        compiled(Question(tuple(metric.name for metric in together), by, every))


def _complete(parts: pd.DataFrame, question: Question, span: tuple[date, date]) -> pd.DataFrame:
    """Periods in which nothing happened get a row of their own, so that a line does not run across the gap."""
    if not question.every:
        return parts
    parts["period"] = pd.to_datetime(parts["period"]).astype("datetime64[us]")
    if question.by or span[0] > span[1]:
        return parts
    starts = [bucket.first for bucket in period.buckets(*span, question.every)]
    every = pd.Index(np.array(starts, dtype="datetime64[us]"), name="period")
    return parts.set_index("period").reindex(every).reset_index()


def _measured(
    store: Store, metrics: list[Metric], parts: pd.DataFrame, question: Question, span: tuple[date, date]
) -> pd.DataFrame:
    """One row per metric and group; made column by column, because a frame per metric costs more than the query."""
    kinds = [kind(metric.name) for metric in metrics]
    open_time = _open_time(store, parts, question.every, span) if any(one.per for one in kinds) else {}
    columns: dict[str, list[Array]] = {name: [] for name in _MEASURED}
    for metric, one in zip(metrics, kinds, strict=True):
        own = {name: parts[f"{metric.name}__{name}"] for name in one.parts}
        found = one.measure({name: _known(column) for name, column in own.items()} | open_time)
        bounds = (found.interval.low, found.interval.high)
        for name, values in zip(
            _MEASURED, (found.value, found.n, found.numerator, found.denominator, *bounds), strict=True
        ):
            columns[name].append(values)
    names = np.repeat([metric.name for metric in metrics], len(parts))
    frame = pd.DataFrame({"metric": names} | {name: np.concatenate(values) for name, values in columns.items()})
    frame["n"] = frame["n"].astype(np.int64)
    if not question.keys:
        return frame
    groups = pd.concat([parts[question.keys]] * len(metrics), ignore_index=True)
    return pd.concat([groups, frame], axis=1)


def _known(column: pd.Series) -> npt.NDArray[Any]:
    """Sums and counts as numbers, of nothing they are 0; lists of values as they are, None where there are none."""
    if column.dtype != object:
        return np.asarray(np.nan_to_num(column.to_numpy(dtype=np.float64, na_value=np.nan)))
    return np.asarray(column.where(column.notna(), None), dtype=object)


def _open_time(store: Store, parts: pd.DataFrame, every: str | None, span: tuple[date, date]) -> dict[str, Array]:
    """Working days and open hours of every group's period, from the first day with data on."""
    known = data_days(store)
    first, last = max(span[0], known[0] if known else span[0]), span[1]
    if first > last:
        return {name: np.zeros(len(parts)) for name in ("day", "hour")}
    opened = cached(store, "open_time", (first, last, every), lambda: _open_seconds(store, first, last, every))
    if not every:
        return {name: np.full(len(parts), opened[name].sum()) for name in ("day", "hour")}
    at = opened.reindex(parts["period"])
    return {name: np.nan_to_num(at[name].to_numpy(dtype=np.float64)) for name in ("day", "hour")}


def _open_seconds(store: Store, first: date, last: date, every: str | None) -> pd.DataFrame:
    cursor = store.cursor()
    try:
        seconds = open_hours.read(cursor, first, last).open_seconds(first, last)
    finally:
        cursor.close()
    starts = pd.to_datetime([period.start_of(day, every or "day") for day in seconds])
    opened = np.array(list(seconds.values()), dtype=np.float64)
    frame = pd.DataFrame({"day": (opened > 0).astype(float), "hour": opened / _SECONDS_AN_HOUR}, index=starts)
    return frame.groupby(level=0).sum()


def _is_running(result: pd.DataFrame, every: str | None, span: tuple[date, date]) -> pd.Series:
    if not every:
        return pd.Series(data=False, index=result.index)
    bounds = {
        start: not period.is_complete(period.Span(start.date(), period.end_of(start.date(), every)), *span)
        for start in result["period"].unique()
    }
    return result["period"].map(bounds).astype(bool)


def _states(result: pd.DataFrame, minimum: dict[str, int | None], rules: settings.Settings) -> pd.Series:
    own = result["metric"].map(minimum).astype(float)
    least = own.fillna(rules.minimum_n)
    withheld = np.where(own == 0, 0, rules.withhold_n)
    conditions = [result["value"].isna() & (result["n"] == 0), result["n"] < withheld, result["n"] < least]
    states = np.select(conditions, ["none", "withheld", "few"], default="ok")
    return pd.Series(states, index=result.index).mask(result["value"].isna() & (states == "ok"), "none")
