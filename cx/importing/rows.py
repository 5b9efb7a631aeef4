"""The rows a mapping reads, and how one of its columns is read from them in SQL."""

from __future__ import annotations

from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from cx.importing.cells import fold
from cx.importing.context import Context
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Notice


@dataclass(frozen=True)
class Rows:
    """The rows a mapping reads: `source` is the SQL relation (with `line` and the cells c0, c1 …)."""

    con: DuckDBPyConnection
    source: str
    mapping: Mapping
    context: Context

    @property
    def missing(self) -> frozenset[str]:
        """The mapping's own words for "missing"."""
        return frozenset(fold(word) for word in self.mapping.missing)


@dataclass
class Read:
    """How one rule's column is read: `value` is SQL over the rows and the lookup, `raw` the text it comes from."""

    rule: ColumnRule
    kind: str
    raw: str
    value: str
    lookup: str = ""
    refused: bool = False  # the lookup has reasons
    parameters: dict[str, object] = field(default_factory=dict)  # of `raw`
    more: dict[str, object] = field(default_factory=dict)  # of `value` besides
    notices: list[Notice] = field(default_factory=list)

    @property
    def join(self) -> str:
        """The join that brings the lookup."""
        return f"left join {self.lookup} on {self.lookup}.raw = {self.raw}" if self.lookup else ""


def distinct(rows: Rows, read: Read, condition: str) -> list[str]:
    """The different texts of the column where `condition` holds."""
    sql = f"select distinct {read.raw} from {rows.source} where {condition}"
    return [raw for (raw,) in rows.con.execute(sql, read.parameters).fetchall()]


def count(rows: Rows, read: Read, condition: str) -> int:
    """The rows where `condition` holds."""
    sql = f"select count(*) from {rows.source} where {condition}"
    return int(rows.con.execute(sql, read.parameters).fetchall()[0][0])
