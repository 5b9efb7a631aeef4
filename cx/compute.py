"""Ask for metrics: values with n and interval, cut by dimensions and periods, and completed periods compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from cx import measure, period
from cx.cache import about, cached
from cx.comparing import compare_spans
from cx.errors import BadRows
from cx.measure import data_days, looked_from
from cx.metric import find
from cx.rows import COLUMNS, DIMENSIONS, column
from cx.selection import Selection
from cx.warehouse import Store

# How people call a member that is kept as a key or number.
_LABELS = {
    "account_key": "any_value(account_name)",
    "agent_key": "any_value(agent_name)",
    "source_id": "(select any_value(name) from source s where s.source_id = f.source_id)",
    "topic": "(select any_value(coalesce(name, t.label)) from topic t where t.topic_id::varchar = f.topic)",
}

# Texts and audits are of the contacts of the other facts, and who has a contract is known by its account.
_OF_OTHERS = ("voc_fact", "audit_fact", "term_fact", "revenue_fact")


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
    every: period.Every | None = None,
    as_of: date | None = None,
    span: tuple[date, date] | None = None,
) -> pd.DataFrame:
    """The metrics `names` over what `selection` lets through, one row per metric and group, in the order asked.

    Columns: those of `by`, `period` (first day, with `every`: day, week, month, quarter, year, or `period.Parts` of the span), `metric`, `value` (NaN:
    no data), `n`, `numerator`, `denominator`, `low`, `high` (95 %), `state` ("ok", "few": n below the minimum, "withheld":
    too few to show, value and interval are NaN; "none": no data), `is_running` (the period is not wholly looked at),
    `is_exact` (False: a median of more than a million rows, off by at most 1 %), `people` (of answers of which one person may have given
    several, how many gave them, and what `state` goes by; n everywhere else).
    `span` overrides the selection's period; `as_of` is the last day that is known (default: the last day with data).

    Raises UnknownName for a metric, dimension or period that does not exist, BadRows where a metric of survey waves is
    to be cut into periods.
    """
    metrics = [find(name) for name in dict.fromkeys(names)]
    known = data_days(store)
    as_of = looked_from(store, as_of)
    if every:
        period.start_of(as_of, every)
        for metric in metrics:
            if metric.by_wave:
                raise BadRows("metric.by_wave", name=metric.name)
    first, last = span or selection.span(as_of, known[0] if known else None)
    names = tuple(metric.name for metric in metrics)
    question = (*about(metric.fact for metric in metrics), "compute", names, tuple(by), every, first, last)
    return cached(
        store,
        question,
        selection,
        lambda: measure.measure(
            store, metrics, selection, by=tuple(by), every=every, as_of=as_of, span=(first, min(last, as_of))
        ),
        as_of=as_of,
    )


def both(
    store: Store,
    names: Sequence[str],
    selection: Selection,
    *,
    spans: tuple[period.Span, period.Span],
    by: Sequence[str] = (),
    as_of: date | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`compute` of a span and of the one it is compared with; asked for at once where one follows the other."""
    now, before = spans
    parts = period.together(before, now)
    if parts is None:
        one, other = (
            compute(store, names, selection, by=by, as_of=as_of, span=(each.first, each.last)) for each in spans
        )
        return one, other
    found = compute(store, names, selection, by=by, every=parts, as_of=as_of, span=(before.first, now.last))
    is_now = found.pop("period") == pd.Timestamp(now.first)
    return found[is_now].reset_index(drop=True), found[~is_now].reset_index(drop=True)


def compare(
    store: Store,
    names: Sequence[str],
    selection: Selection,
    *,
    as_of: date | None = None,
    periods: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The completed current period against the completed previous one (or the same a year earlier), a row per metric.

    Columns: `metric`, `value`, `n`, `low`, `high`, `state`, `previous`, `previous_n`, `change` (difference, NaN where either
    is missing), `is_separable` (the change is beyond chance), `target`, `is_met` (None: no target, no value, or one of too few rows), `is_exact` (both values), and the days
    `first`, `last`, `previous_first`, `previous_last`. `previous` is NaN where the data do not reach back that far. A metric
    of survey waves compares the newest wave with the one before it. Raises UnknownName.

    `periods`: a result of `compute` for these names by periods; if both compared ones are whole ones of it, they are taken from it.
    """
    metrics = [find(name) for name in dict.fromkeys(names)]
    as_of = looked_from(store, as_of)
    question = (*about(metric.fact for metric in metrics), "compare", tuple(metric.name for metric in metrics))
    return cached(
        store, question, selection, lambda: compare_spans(store, metrics, selection, as_of, periods), as_of=as_of
    )


def prepare(names: Sequence[str], *, by: Sequence[str] = (), every: str | None = None) -> None:
    """Get ready to answer `compute` for these names fast: a question compiles once, in tens of milliseconds."""
    measure.prepare([find(name) for name in names], tuple(by), every)


def members(store: Store, dimension: str, limit: int = 200) -> pd.DataFrame:
    """What a filter on `dimension` can choose: `value`, `label`, `n` contacts (answers where nothing else has the value),
    most frequent first; what only answers have comes last.

    Raises UnknownName for a dimension that does not exist.
    """
    known = [table for table in COLUMNS if dimension in dimensions(table)]
    facts = [table for table in known if table not in _OF_OTHERS] or known
    name = column((facts or ["ticket_fact"])[0], dimension)
    label = _LABELS.get(name, f'"{name}"::varchar')
    each = " union all ".join(
        f'select "{name}"::varchar as value, {label} as label, {place} as place, count(*) as n from {fact} f'
        f' where f."{name}" is not null and f.is_counted group by all'
        for place, fact in enumerate(facts)
    )
    sql = (
        f"select value, arg_min(label, place) as label, arg_min(n, place) as n from ({each}) group by value"
        " order by min(place), n desc, value limit ?"
    )
    return cached(store, (*about(facts), "members", dimension, limit), None, lambda: store.query(sql, [limit]))
