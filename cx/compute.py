"""Ask for metrics: one query per fact and clock, values with n and interval, cut by dimensions and periods."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import ibis
import numpy as np
import pandas as pd

from cx import open_hours, period, settings
from cx.cache import cached
from cx.errors import BadRows
from cx.facts_tables import TABLES
from cx.interval import Array
from cx.metric import Kind, Metric, find
from cx.rows import COLUMNS, DIMENSIONS, column, select
from cx.selection import Selection
from cx.warehouse import Store

_IBIS = {"VARCHAR": "string", "BIGINT": "int64", "INTEGER": "int64", "TINYINT": "int64", "DOUBLE": "float64"} | {
    "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "timestamp"
}  # fmt: skip
_OWN = {"period_day": "date", "is_pending": "boolean", "waiting_seconds": "int64"}
_SECONDS_AN_HOUR = 3600
_compiling = threading.Lock()


@dataclass(frozen=True)
class Question:
    """What is asked of one fact in one query; has no values in it, so that its SQL can be kept."""

    names: tuple[str, ...]
    by: tuple[str, ...]
    every: str | None

    @property
    def keys(self) -> list[str]:
        """Columns that tell the groups apart."""
        return [*self.by, *(["period"] if self.every else [])]


@lru_cache(maxsize=500)
def _compiled(question: Question) -> tuple[str, dict[str, Kind]]:
    """SQL over `rows` that gives every part of every metric, and the kinds that make values of them."""
    with _compiling:
        fact = find(question.names[0]).fact
        types = {name: _IBIS[kind] for name, (kind, _) in TABLES[fact].items()}
        rows = ibis.table(types | _OWN, name="rows")
        kinds = {name: find(name).define(rows) for name in question.names}
        parts = {f"{name}__{part}": value for name, kind in kinds.items() for part, value in kind.parts.items()}
        keys = [rows[column(fact, name)].name(name) for name in question.by]
        if question.every:
            keys.append(rows.period_day.truncate(_TRUNCATE[question.every]).name("period"))
        grouped = rows.group_by(keys).aggregate(**parts) if keys else rows.aggregate(**parts)
        return str(ibis.to_sql(grouped, dialect="duckdb")), kinds


_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


def data_days(store: Store) -> tuple[date, date] | None:
    """First and last day with data (a counted contact or an answer); None for an empty store."""

    def ask() -> tuple[date, date] | None:
        found = store.query(
            "select min(day) as first, max(day) as last from ("
            "select day from ticket_fact where is_counted union all select day from answer_fact where is_answered)"
        )
        first, last = found.iloc[0]
        return None if pd.isna(last) else (pd.Timestamp(first).date(), pd.Timestamp(last).date())

    return cached(store, "data_days", None, ask)


def last_day(store: Store) -> date | None:
    """The last day with data: what every period is anchored to."""
    days = data_days(store)
    return days[1] if days else None


def dimensions(fact: str | None = None) -> tuple[str, ...]:
    """The names `by` accepts: of one fact, or of any."""
    facts = [fact] if fact else list(COLUMNS)
    return tuple(name for name, held in DIMENSIONS.items() if any(held in COLUMNS[table] for table in facts))


def compute(
    store: Store,
    names: Sequence[str],
    selection: Selection,
    *,
    by: Sequence[str] = (),
    every: str | None = None,
    as_of: date | None = None,
    span: tuple[date, date] | None = None,
) -> pd.DataFrame:
    """The metrics `names` over what `selection` lets through, one row per metric and group, in the order asked.

    Columns: those of `by`, `period` (first day, with `every`: day, week, month, quarter, year), `metric`, `value` (NaN:
    no data), `n`, `numerator`, `denominator`, `low`, `high` (95 %), `state` ("ok", "few": n below the minimum, "withheld":
    too few to show, value and interval are NaN; "none": no data), `is_running` (the period is not wholly looked at).
    `span` overrides the selection's period; `as_of` is the last day that is known (default: the last day with data).

    Raises UnknownName for a metric, dimension or period that does not exist, BadRows where a metric of survey waves is
    to be cut into periods.
    """
    metrics = [find(name) for name in dict.fromkeys(names)]
    known = data_days(store)
    as_of = as_of or (known[1] if known else date.min)
    if every:
        period.start_of(as_of, every)
        for metric in metrics:
            if metric.by_wave:
                raise BadRows("metric.by_wave", name=metric.name)
    first, last = span or selection.span(as_of, known[0] if known else None)
    question = ("compute", tuple(m.name for m in metrics), tuple(by), every, first, last)
    return cached(
        store,
        question,
        selection,
        lambda: _compute(
            store, metrics, selection, by=tuple(by), every=every, as_of=as_of, span=(first, min(last, as_of))
        ),
        as_of=as_of,
    )


def _compute(
    store: Store,
    metrics: list[Metric],
    selection: Selection,
    *,
    by: tuple[str, ...],
    every: str | None,
    as_of: date,
    span: tuple[date, date],
) -> pd.DataFrame:
    groups: dict[tuple[str, str, bool], list[Metric]] = {}
    for metric in metrics:
        groups.setdefault((metric.fact, metric.day, metric.by_wave and "wave" not in by), []).append(metric)
    frames = []
    for (fact, day, latest_wave), together in groups.items():
        question = Question(tuple(metric.name for metric in together), by, every)
        compiled, kinds = _compiled(question)
        common, values = select(fact, day, selection, span).sql(as_of, latest_wave=latest_wave)
        parts = store.query(f"with {common} select * from ({compiled})", values)
        parts = _complete(parts, question, span)
        open_time = _open_time(store, parts, every, span) if any(kind.per for kind in kinds.values()) else {}
        frames += [_measured(metric, kinds[metric.name], parts, open_time, question.keys) for metric in together]
    result = pd.concat(frames, ignore_index=True)
    result["is_running"] = _is_running(result, every, span)
    result["state"] = _states(result, {m.name: m.minimum_n for m in metrics}, settings.get(store))
    result.loc[result["state"] == "withheld", ["value", "low", "high"]] = np.nan
    keys = [*(["period"] if every else []), *by]
    return result.sort_values(keys, ignore_index=True, kind="stable", na_position="last") if keys else result


def _complete(parts: pd.DataFrame, question: Question, span: tuple[date, date]) -> pd.DataFrame:
    """Periods in which nothing happened get a row of their own, so that a line does not run across the gap."""
    if not question.every:
        return parts
    parts["period"] = pd.to_datetime(parts["period"])
    if question.by or span[0] > span[1]:
        return parts
    starts = [bucket.first for bucket in period.buckets(*span, question.every)]
    return pd.DataFrame({"period": pd.to_datetime(starts)}).merge(parts, on="period", how="left")


def _measured(
    metric: Metric, kind: Kind, parts: pd.DataFrame, open_time: dict[str, Array], keys: list[str]
) -> pd.DataFrame:
    own = {name: parts[f"{metric.name}__{name}"].to_numpy(dtype=np.float64, na_value=np.nan) for name in kind.parts}
    counts = {name: np.nan_to_num(value) if name not in _MAY_BE_MISSING else value for name, value in own.items()}
    result = kind.measure(counts | open_time)
    frame = parts[keys].copy()
    frame["metric"] = metric.name
    frame["value"] = result.value
    frame["n"] = result.n.astype(np.int64)
    frame["numerator"], frame["denominator"] = result.numerator, result.denominator
    frame["low"], frame["high"] = result.interval.low, result.interval.high
    return frame


_MAY_BE_MISSING = {"value", "low", "high", "variance"}


def _open_time(store: Store, parts: pd.DataFrame, every: str | None, span: tuple[date, date]) -> dict[str, Array]:
    """Working days and open hours of every group's period, from the first day with data on."""
    known = data_days(store)
    first, last = max(span[0], known[0] if known else span[0]), span[1]
    if first > last:
        return {name: np.zeros(len(parts)) for name in ("day", "hour")}
    opened = cached(store, "open_seconds", (first, last), lambda: _open_seconds(store, first, last))
    if every:
        opened = opened.groupby(opened.index.map(lambda day: period.start_of(day, every))).sum()
        opened.index = pd.to_datetime(opened.index)
        at = opened.reindex(parts["period"])
        return {name: np.nan_to_num(at[name].to_numpy(dtype=np.float64)) for name in ("day", "hour")}
    return {name: np.full(len(parts), float(opened[name].sum())) for name in ("day", "hour")}


def _open_seconds(store: Store, first: date, last: date) -> pd.DataFrame:
    cursor = store.cursor()
    try:
        seconds = open_hours.read(cursor, first, last).open_seconds(first, last)
    finally:
        cursor.close()
    opened = pd.Series(seconds, dtype=np.float64)
    return pd.DataFrame({"day": (opened > 0).astype(float), "hour": opened / _SECONDS_AN_HOUR})


def _is_running(result: pd.DataFrame, every: str | None, span: tuple[date, date]) -> pd.Series:
    if not every:
        return pd.Series(data=False, index=result.index)
    bounds = {
        start: not period.is_complete(period.Span(start.date(), period.end_of(start.date(), every)), *span)
        for start in result["period"].unique()
    }
    return result["period"].map(bounds).astype(bool)


def _states(result: pd.DataFrame, minimum: dict[str, int | None], rules: settings.Settings) -> pd.Series:
    own = result["metric"].map(minimum)
    least = own.fillna(rules.minimum_n)
    withheld = np.where(own == 0, 0, rules.withhold_n)
    conditions = [result["value"].isna() & (result["n"] == 0), result["n"] < withheld, result["n"] < least]
    states = np.select(conditions, ["none", "withheld", "few"], default="ok")
    return pd.Series(states, index=result.index).mask(result["value"].isna() & (states == "ok"), "none")
