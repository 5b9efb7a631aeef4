"""Which tables of sums there are, and how they are made: all of it read off the metric definitions.

For every fact and every column that says which day a row belongs to there is a table per grain (`GRAINS`): the day, the
grain's dimensions, and a column per part of each metric that adds up. Equal parts of several metrics are kept once.
Lengths of time are kept beside them as histograms by month (`cx.histogram`), for medians.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import ibis
from ibis.expr import operations as ops

from cx.facts_tables import TABLES
from cx.histogram import bucket
from cx.metric import Kind, Metric, metrics
from cx.question import fact_rows
from cx.rollups import CLOCK, Rollup

# Dimensions people combine most, coarse to fine; what is asked across grains is counted from the facts.
GRAINS = {
    "channel": ("channel", "is_online", "product", "source_id", "survey", "dimension"),
    "category": ("channel", "is_online", "major_category", "category"),
    "segment": ("channel", "is_online", "segment", "plan", "is_vip"),
}
COARSEST = "channel"
_TYPES = {"int64": "BIGINT", "float64": "DOUBLE"}


@cache
def rollups() -> tuple[Rollup, ...]:
    """All tables of sums and histograms, by fact, day and grain."""
    found: list[Rollup] = []
    for (fact, day), kinds in _together().items():
        found += _sums(fact, day, kinds)
        found += _histograms(fact, day, kinds)
    return tuple(found)


def _together() -> dict[tuple[str, str], dict[str, Kind]]:
    """The metrics that can be kept, by the fact and day they are counted by."""
    groups: dict[tuple[str, str], dict[str, Kind]] = {}
    for name, metric in metrics().items():
        kind = metric.define(fact_rows(metric.fact))
        if _is_kept(metric, kind):
            groups.setdefault((metric.fact, metric.day), {})[name] = kind
    return groups


def _is_kept(metric: Metric, kind: Kind) -> bool:
    """Waves are not days, and what else than `is_pending` depends on the moment of asking is counted from the facts."""
    allowed = set(TABLES[metric.fact]) | ({CLOCK} if kind.ranked is None and metric.fact == "ticket_fact" else set())
    is_plain = not metric.by_wave and not getattr(metric, "moment", "")
    return is_plain and _used(kind) <= allowed and (kind.ranked is None or metric.unit == "seconds")


def _used(kind: Kind) -> set[str]:
    values: list[ibis.Value] = [kind.ranked.column] if kind.ranked else list(kind.parts.values())
    return {field.name for value in values for field in value.op().find(ops.Field)}


def _keys(fact: str, grain: str) -> dict[str, str]:
    return {name: TABLES[fact][name][0] for name in GRAINS[grain] if name in TABLES[fact]}


def _sums(fact: str, day: str, kinds: dict[str, Kind]) -> Iterator[Rollup]:
    parts: dict[str, ibis.Value] = {}
    holds, clocked, needs = {}, set(), {day}
    for name, kind in kinds.items():
        if kind.ranked is not None:
            continue
        used = _used(kind)
        clocked |= {name} if CLOCK in used else set()
        needs |= used
        for part, value in kind.parts.items():
            same = next((known for known, other in parts.items() if value.equals(other)), f"{name}__{part}")
            parts.setdefault(same, value)
            holds[f"{name}__{part}"] = same
    if not parts:
        return
    sums = {name: _TYPES[str(value.type())] for name, value in parts.items()}
    for grain in GRAINS:
        dimensions = _keys(fact, grain)
        keys = {day: "DATE"} | dimensions | ({CLOCK: "BOOLEAN"} if clocked else {})
        grouped = fact_rows(fact).group_by(list(keys)).aggregate(**parts)
        yield Rollup(
            f"rollup_{fact.removesuffix('_fact')}_{day}_{grain}",
            fact,
            day,
            tuple(dimensions),
            keys,
            keys | sums,
            tuple(sorted((needs | set(dimensions)) - {CLOCK})),
            str(ibis.to_sql(grouped, dialect="duckdb")),
            holds,
            frozenset(clocked),
        )


def _histograms(fact: str, day: str, kinds: dict[str, Kind]) -> Iterator[Rollup]:
    lengths: dict[str, ibis.Value] = {}
    holds, needs = {}, {day}
    for name, kind in kinds.items():
        if kind.ranked is None:
            continue
        column = kind.ranked.column
        same = next((known for known, other in lengths.items() if column.equals(other)), name)
        lengths.setdefault(same, column)
        holds[name] = same
        needs |= _used(kind)
    if not lengths:
        return
    dimensions = _keys(fact, COARSEST)
    rows = fact_rows(fact)
    month = rows[day].truncate("M").name("month")
    named = str(ibis.to_sql(rows.select(month, *dimensions, **lengths), dialect="duckdb"))
    listed = ", ".join(dimensions)
    each = " union all ".join(
        f"select month, {listed}, '{name}' as length, {bucket(name)} as bucket, count(*) as n from named "
        f"where {name} is not null group by all"
        for name in lengths
    )
    keys = {"month": "DATE"} | dimensions | {"length": "VARCHAR", "bucket": "SMALLINT"}
    yield Rollup(
        f"rollup_{fact.removesuffix('_fact')}_{day}_lengths",
        fact,
        day,
        tuple(dimensions),
        keys,
        keys | {"n": "BIGINT"},
        tuple(sorted(needs | set(dimensions))),
        f"with named as ({named}) {each}",
        holds,
        is_histogram=True,
    )
