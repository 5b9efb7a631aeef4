"""A question in its two forms: what is asked of one fact (names, cut, periods), and the SQL it compiles to, once.

Compiling an Ibis expression costs tens of milliseconds, so the SQL is kept. It reads a table called `rows`, which
`cx.rows` supplies with the values bound; nothing a person typed is ever part of it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache

import ibis

from cx.metric import Kind, find
from cx.period import PART
from cx.rows import COLUMNS, column

_IBIS = {
    "VARCHAR": "string",
    "BIGINT": "int64",
    "UBIGINT": "uint64",
    "INTEGER": "int64",
    "TINYINT": "int64",
    "DOUBLE": "float64",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}
_OWN = {
    "period_day": "date",
    "is_pending": "boolean",
    "waiting_seconds": "int64",
    "is_waiting": "boolean",
    "is_reply_awaited": "boolean",
    "is_resolution_awaited": "boolean",
    "is_open": "boolean",
    "age_seconds": "int64",
}
_TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
COMPILING = threading.RLock()  # the library does not say that threads may


@dataclass(frozen=True)
class Question:
    """Metrics of one fact, cut `by` dimensions and into periods (grains, or PART: `rows` say where each begins); has no values in it."""

    names: tuple[str, ...]
    by: tuple[str, ...] = ()
    every: str | None = None

    @property
    def keys(self) -> list[str]:
        """Columns that tell the groups apart."""
        return [*self.by, *(["period"] if self.every else [])]

    @property
    def order(self) -> str:
        """SQL that puts the groups in the order of results: by period, then by member, those without one last.

        None where there is one dimension and no period: for a few members the engine's sort takes longer than `cx.measure`.
        """
        if len(self.keys) == 1 and not self.every:
            return ""
        keys = ", ".join(f'"{key}" nulls last' for key in (*(["period"] if self.every else []), *self.by))
        return f" order by {keys}" if keys else ""


def fact_rows(fact: str) -> ibis.Table:
    """The table `rows` that the metrics of a fact are defined on."""
    types = {name: _IBIS[kind] for name, (kind, _) in COLUMNS[fact].items()}
    return ibis.table(types | _OWN, name="rows")


@lru_cache(maxsize=500)
def kind(name: str) -> Kind:
    """What the metric `name` is made of; cheap beside compiling it."""
    with COMPILING:
        found = find(name)
        return found.define(fact_rows(found.fact))


@lru_cache(maxsize=500)
def compiled(question: Question) -> tuple[str, dict[str, Kind]]:
    """SQL over `rows` that gives every part of every metric as `<metric>__<part>`, and the kinds that make values of them."""
    fact = find(question.names[0]).fact
    with COMPILING:
        rows = fact_rows(fact)
        kinds = {name: kind(name) for name in question.names}
        parts = {f"{name}__{part}": value for name, kind in kinds.items() for part, value in kind.parts.items()}
        keys = [rows[column(fact, name)].name(name) for name in question.by]
        if question.every == PART:
            keys.append(rows.period_day.name("period"))
        elif question.every:
            keys.append(rows.period_day.truncate(_TRUNCATE[question.every]).name("period"))
        grouped = rows.group_by(keys).aggregate(**parts) if keys else rows.aggregate(**parts)
        return str(ibis.to_sql(grouped, dialect="duckdb")), kinds


@lru_cache(maxsize=100)
def counted(name: str) -> str:
    """SQL over `rows` that gives the rows the metric `name` is about."""
    found = find(name)
    with COMPILING:
        rows = fact_rows(found.fact)
        return str(ibis.to_sql(rows.filter(found.define(rows).counted), dialect="duckdb"))
