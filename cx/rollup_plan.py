"""Which tables of sums there are, and how they are made: all of it read off the metric definitions.

For every fact and every column that says which day a row belongs to there is a table per grain (`GRAINS`): the day, the
grain's dimensions, and a column per part of each metric that adds up. Equal parts of several metrics are kept once.
Lengths of time are kept beside them as histograms by month (`cx.histogram`), for medians.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

import ibis
from ibis.expr import operations as ops

from cx.facts_tables import TABLES
from cx.histogram import bucket
from cx.metric import Kind, Metric, metrics
from cx.question import COMPILING, fact_rows
from cx.rollups import CLOCKS, Rollup

_COARSE = ("channel", "is_online", "product", "source_id", "survey", "dimension")
# Per day what nearly every question asks for; dimensions with more values per month, or there would be as many sums as
# contacts. What is asked across them is counted from the facts.
GRAINS = {
    "day": ("day", _COARSE),
    "category": ("month", (*_COARSE, "major_category", "category")),
    "segment": ("month", (*_COARSE, "segment", "plan", "is_vip")),
}
_LENGTHS = ("channel", "is_online", "product")
_MANY = ("ticket_fact", "answer_fact")  # what was read in texts changes by itself, reviews are few
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
    """Waves and ends of periods are no days, and different things do not add up; what depends on the moment of asking in
    other ways than `CLOCKS` is counted from the facts. What was read in texts changes without any import.
    """
    if metric.fact not in _MANY:
        return False
    allowed = set(TABLES[metric.fact]) | (
        set(CLOCKS) if kind.ranked is None and metric.fact == "ticket_fact" else set()
    )
    is_plain = not (metric.by_wave or metric.moment or kind.is_distinct)
    return is_plain and _used(kind) <= allowed and (kind.ranked is None or metric.unit == "seconds")


def _used(kind: Kind) -> set[str]:
    values: list[ibis.Value] = [kind.ranked.column] if kind.ranked else list(kind.parts.values())
    return {field.name for value in values for field in value.op().find(ops.Field)}


def _own(fact: str, dimensions: tuple[str, ...]) -> dict[str, str]:
    """Those of the dimensions the fact has, with their types."""
    return {name: TABLES[fact][name][0] for name in dimensions if name in TABLES[fact]}


def _sql(rows: ibis.Table) -> str:
    with COMPILING:
        return str(ibis.to_sql(rows, dialect="duckdb"))


def _name(fact: str, day: str, kind: str) -> str:
    return f"rollup_{fact.removesuffix('_fact')}_{day}_{kind}"


def _unequal(values: dict[str, ibis.Value]) -> tuple[dict[str, ibis.Value], dict[str, str]]:
    """The values without those that equal an earlier one, and of each name under which it is kept."""
    kept: dict[str, ibis.Value] = {}
    holds = {}
    for name, value in values.items():
        holds[name] = next((known for known, other in kept.items() if value.equals(other)), name)
        kept.setdefault(holds[name], value)
    return kept, holds


def _sums(fact: str, day: str, kinds: dict[str, Kind]) -> Iterator[Rollup]:
    kinds = {name: kind for name, kind in kinds.items() if kind.ranked is None}
    if not kinds:
        return
    parts, holds = _unequal({f"{name}__{part}": v for name, kind in kinds.items() for part, v in kind.parts.items()})
    sums = {name: _TYPES[str(value.type())] for name, value in parts.items()}
    used = {name: _used(kind) for name, kind in kinds.items()}
    clocked = frozenset(name for name, columns in used.items() if columns & set(CLOCKS))
    clocks = tuple(clock for clock in CLOCKS if any(clock in columns for columns in used.values()))
    rows = fact_rows(fact)
    for grain, (every, wanted) in GRAINS.items():
        dimensions = _own(fact, wanted)
        period = rows[day].truncate(every[0].upper()).name(every)
        keys = {every: "DATE"} | dimensions | dict.fromkeys(clocks, "BOOLEAN")
        grouped = rows.group_by([period, *dimensions, *clocks]).aggregate(**parts)
        yield Rollup(
            _name(fact, day, grain),
            fact,
            day,
            every,
            dimensions=tuple(dimensions),
            columns=keys | sums,
            needs=tuple(sorted(({day}.union(*used.values(), dimensions)) - set(CLOCKS))),
            make=partial(_sql, grouped),
            holds=holds,
            clocked=clocked,
            clocks=clocks,
        )


def _histograms(fact: str, day: str, kinds: dict[str, Kind]) -> Iterator[Rollup]:
    lengths, holds = _unequal({name: kind.ranked.column for name, kind in kinds.items() if kind.ranked})
    if not lengths:
        return
    dimensions = _own(fact, _LENGTHS)
    rows = fact_rows(fact)
    named = rows.select(rows[day].truncate("M").name("month"), *dimensions, **lengths)
    keys = ", ".join(("month", *dimensions))
    each = " union all ".join(
        f"select {keys}, '{name}' as length, {bucket(name)} as bucket, count(*) as n from named "
        f"where {name} is not null group by all"
        for name in lengths
    )
    used: set[str] = {day}.union(*(_used(kinds[name]) for name in holds), dimensions)
    yield Rollup(
        _name(fact, day, "lengths"),
        fact,
        day,
        "month",
        dimensions=tuple(dimensions),
        columns={"month": "DATE"} | dimensions | {"length": "VARCHAR", "bucket": "SMALLINT", "n": "BIGINT"},
        needs=tuple(sorted(used)),
        make=lambda: f"with named as ({_sql(named)}) {each}",
        holds=holds,
        is_histogram=True,
    )
