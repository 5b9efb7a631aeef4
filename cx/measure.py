"""From facts to measured metrics: read the parts of all metrics of a fact at once, make values, n, interval and state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cx import open_hours, period, rollup_parts, rollups, settings, sweep
from cx.cache import cached
from cx.interval import Array
from cx.metric import Metric, find
from cx.question import Question, compiled, kind
from cx.rollup_parts import Asked
from cx.rows import ends_of, ripe, select
from cx.selection import Selection
from cx.warehouse import Store

_MEASURED = ("value", "n", "numerator", "denominator", "low", "high", "people")
_SECONDS_AN_HOUR = 3600
_NO_DAY = date(2000, 1, 1)


def data_days(store: Store) -> tuple[date, date] | None:
    """First and last day with data (a counted contact opened or over, an answer); None for an empty store.

    Answers that only name their wave do not move them, unless there is nothing else.
    """
    known = rollup_parts.state(store)
    return (known.first_day, known.last_day) if known.first_day and known.last_day else None


def looked_from(store: Store, as_of: date | None) -> date:
    """The day periods are anchored to: `as_of`, else the last day with data, of contracts alone the last one known of these
    (in an empty store any day will do).
    """
    known = data_days(store)
    return as_of or (known[1] if known else _known_of_accounts(store) or _NO_DAY)


def _known_of_accounts(store: Store) -> date | None:
    from cx.lifecycle.rows import known_day  # which asks for the last day with data

    return known_day(store)


def measure(
    store: Store,
    metrics: list[Metric],
    selection: Selection,
    *,
    by: tuple[str, ...],
    every: period.Every | None,
    as_of: date,
    span: tuple[date, date],
) -> pd.DataFrame:
    """The frame `cx.compute.compute` promises, computed now, for the days of `span` as far as they are known."""
    frames = list[pd.DataFrame]()
    rules = settings.get(store)
    apart = _together(metrics, by)
    for together in apart:
        question = Question(tuple(metric.name for metric in together), by, period.name_of(every))
        first = together[0]
        own = _own_span(first, span, as_of, rules)
        summed, left, histograms = rollup_parts.known(
            Asked(store, question, first.fact, first.day, selection, own, as_of, _parts(every))
        )
        stood = _swept(store, left, selection, span, every) if left and not by else None
        if stood is not None:
            summed.append(stood)
            left = tuple(name for name in left if not sweep.can(name))
        if left:
            common, values = rows_of(first, selection, span, as_of, rules, every=every, by=by)
            sql, _ = compiled(Question(left, by, question.every))
            summed.append(store.query(f"with {common} select * from ({sql}){question.order}", values))
        is_ordered = len(apart) == 1 and len(summed) == 1 and not histograms
        parts = _complete(rollup_parts.joined(summed, question.keys), question, every, span)
        columns = _measured(store, together, parts, every, span)
        columns["is_exact"] = np.repeat([metric.name not in histograms for metric in together], len(parts))
        columns["is_running"] = np.tile(_is_running(parts, every, span if first.is_young else own), len(together))
        columns |= _states(together, columns, rules)
        if is_ordered:
            return _framed(together, parts, question, columns, _by_group(columns["n"], parts, question))
        frames.append(_framed(together, parts, question, columns, np.arange(len(columns["n"]))))
    return _sorted(frames, metrics, by, [*(["period"] if every else []), *by])


def _by_group(counted: Array, parts: pd.DataFrame, question: Question) -> npt.NDArray[np.intp]:
    """Places of all metrics of the first group, then of the next: to sort what is measured would take as long as asking.

    Where they are of dimensions, a group of which nothing counts is no group.
    """
    places = np.arange(len(counted)).reshape(len(question.names), -1).T
    if question.keys and not question.order:
        places = places[parts[question.keys[0]].array.argsort(na_position="last")]
    return (places[counted[places].sum(axis=1) > 0] if question.by else places).ravel()


def _sorted(frames: list[pd.DataFrame], metrics: list[Metric], by: tuple[str, ...], keys: list[str]) -> pd.DataFrame:
    """One frame of several, by group, each with the metrics in the order they were asked for."""
    result = frames[0] if len(frames) == 1 else _in_order(frames, metrics)
    if by and len(result):
        result = result[result.groupby(keys, dropna=False)["n"].transform("sum") > 0]
    return result.sort_values(keys, ignore_index=True, kind="stable", na_position="last") if keys else result


def _in_order(frames: list[pd.DataFrame], metrics: list[Metric]) -> pd.DataFrame:
    """One frame of several, in the order the metrics were asked for."""
    places = {metric.name: place for place, metric in enumerate(metrics)}
    result = pd.concat(frames, ignore_index=True)
    order = np.argsort([places[name] for name in result["metric"]], kind="stable")
    return result.take(order).reset_index(drop=True)


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
    every: period.Every | None = None,
    by: tuple[str, ...] = (),
    where: Mapping[str, object] | None = None,
) -> tuple[str, list[object]]:
    """`rows as (…)` for a `with`, and its values: the rows that a metric like `metric` may count."""
    span = _own_span(metric, span, as_of, rules)
    ends = ends_of(span, every) if metric.moment else None
    is_latest = metric.by_wave and "wave" not in by and "wave" not in (where or {})
    rows = select(metric.fact, metric.day, selection, span, where, ends=ends, parts=_parts(every))
    return rows.sql(as_of, latest_wave=is_latest)


def _swept(
    store: Store, names: tuple[str, ...], selection: Selection, span: tuple[date, date], every: period.Every | None
) -> pd.DataFrame | None:
    """The parts of those metrics that a sweep over the ends of periods can tell; None where there are none."""
    told = tuple(name for name in names if sweep.can(name))
    ends = ends_of(span, every)
    if not told or not ends:
        return None
    rows = select(find(told[0]).fact, find(told[0]).day, selection, span, ends=ends)
    return sweep.parts(store, told, rows, is_cut=every is not None)


def _parts(every: period.Every | None) -> period.Parts | None:
    return every if isinstance(every, period.Parts) else None


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


def _complete(
    parts: pd.DataFrame, question: Question, every: period.Every | None, span: tuple[date, date]
) -> pd.DataFrame:
    """Periods in which nothing happened get a row of their own, so that a line does not run across the gap."""
    if not every:
        return parts
    parts["period"] = pd.to_datetime(parts["period"]).astype("datetime64[us]")
    if question.by or span[0] > span[1]:
        return parts
    starts = [bucket.first for bucket in period.buckets(*span, every)]
    index = pd.Index(np.array(starts, dtype="datetime64[us]"), name="period")
    return parts.set_index("period").reindex(index).reset_index()


def _measured(
    store: Store, metrics: list[Metric], parts: pd.DataFrame, every: period.Every | None, span: tuple[date, date]
) -> dict[str, Array]:
    """What is measured, by column: all groups of the first metric, then of the next."""
    kinds = [kind(metric.name) for metric in metrics]
    open_time = _open_time(store, parts, every, span) if any(one.per for one in kinds) else {}
    columns: dict[str, list[Array]] = {name: [] for name in _MEASURED}
    for metric, one in zip(metrics, kinds, strict=True):
        own = {name: parts[f"{metric.name}__{name}"] for name in one.parts}
        found = one.measure({name: _known(column) for name, column in own.items()} | open_time)
        bounds = (found.interval.low, found.interval.high)
        for name, values in zip(
            _MEASURED,
            (
                found.value,
                found.n,
                found.numerator,
                found.denominator,
                *bounds,
                found.n if found.people is None else found.people,
            ),
            strict=True,
        ):
            columns[name].append(values)
    measured = {name: np.concatenate(values) for name, values in columns.items()}
    return measured | {name: measured[name].astype(np.int64) for name in ("n", "people")}


def _framed(
    metrics: list[Metric],
    parts: pd.DataFrame,
    question: Question,
    columns: Mapping[str, Array],
    places: npt.NDArray[np.intp],
) -> pd.DataFrame:
    """A row per metric and group, those at `places`; made at once: what is done to a frame later costs as much as the query."""
    which, at = np.divmod(places, max(len(parts), 1))
    groups = {key: parts[key].array.take(at) for key in question.keys}
    names = pd.array([metric.name for metric in metrics], dtype="str").take(which)
    return pd.DataFrame(groups | {"metric": names} | {name: values[places] for name, values in columns.items()})


def _known(column: pd.Series) -> npt.NDArray[Any]:
    """Sums and counts as numbers, of nothing they are 0; lists of values as they are, None where there are none."""
    if column.dtype == np.float64:
        return np.asarray(np.nan_to_num(column.to_numpy()))
    if column.dtype != object:
        return np.asarray(np.nan_to_num(column.to_numpy(dtype=np.float64, na_value=np.nan)))
    return np.asarray(column.where(column.notna(), None), dtype=object)


def _open_time(
    store: Store, parts: pd.DataFrame, every: period.Every | None, span: tuple[date, date]
) -> dict[str, Array]:
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


def _open_seconds(store: Store, first: date, last: date, every: period.Every | None) -> pd.DataFrame:
    cursor = store.cursor()
    try:
        seconds = open_hours.read(cursor, first, last).open_seconds(first, last)
    finally:
        cursor.close()
    starts = pd.to_datetime([period.start_of(day, every or "day") for day in seconds])
    opened = np.array(list(seconds.values()), dtype=np.float64)
    frame = pd.DataFrame({"day": (opened > 0).astype(float), "hour": opened / _SECONDS_AN_HOUR}, index=starts)
    return frame.groupby(level=0).sum()


def _is_running(parts: pd.DataFrame, every: period.Every | None, span: tuple[date, date]) -> npt.NDArray[np.bool_]:
    """Of every group, whether its period is not whole."""
    if not every:
        return np.zeros(len(parts), dtype=bool)
    starts, at = np.unique(parts["period"].to_numpy(dtype="datetime64[D]"), return_inverse=True)
    days: list[date] = starts.tolist()
    whole = [period.is_complete(period.Span(day, period.end_of(day, every)), *span) for day in days]
    return ~np.array(whole, dtype=bool)[at]


def _states(metrics: list[Metric], columns: Mapping[str, Array], rules: settings.Settings) -> dict[str, Array]:
    """The state of every row, and value and bounds without those that are withheld."""
    value, n = columns["value"], columns["people"]  # as many as can be told apart
    rows = len(value) // max(len(metrics), 1)
    own = [metric.minimum_n for metric in metrics]
    least = np.repeat([rules.minimum_n if one is None else one for one in own], rows)
    withheld = n < np.repeat([0 if one == 0 else rules.withhold_n for one in own], rows)
    is_missing = np.isnan(value)
    states = np.select(
        [is_missing & (n == 0), withheld, n < least, is_missing], ["none", "withheld", "few", "none"], "ok"
    )
    is_hidden = states == "withheld"
    shown = {name: np.where(is_hidden, np.nan, columns[name]) for name in ("value", "low", "high")}
    return {"state": pd.array(states.astype(object), dtype="str"), **shown}
