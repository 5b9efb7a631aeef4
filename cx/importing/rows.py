"""The rows a mapping reads, and how one of its columns is read from them in SQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Known
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from cx.importing.at_once import Values
from cx.importing.cells import fold
from cx.importing.context import Context
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Notice


@dataclass(frozen=True)
class Rows:
    """The rows a mapping reads: `source` is the SQL relation (with `line` and the cells c0, c1 …); `values` and `shortest`: see
    `Staged`.
    """

    con: DuckDBPyConnection
    source: str
    mapping: Mapping
    context: Context
    values: Known[str, Values] = field(default_factory=dict)
    shortest: Known[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> frozenset[str]:
        """The mapping's own words for "missing"."""
        return frozenset(fold(word) for word in self.mapping.missing)


@dataclass
class Read:
    """How one rule's column is read: `value` is SQL over the rows and the lookup, `raw` the text it comes from.

    `ways` are SQL values for the forms most cells have, by the note they carry; together with `asked` they are counted in
    one pass over the rows (`look`), which leaves the numbers in `seen`.
    """

    rule: ColumnRule
    kind: str
    raw: str
    value: str
    lookup: str = ""
    refused: bool = False  # the lookup has reasons
    ways: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    is_sure: bool = False  # the one way reads every filled cell, nothing has to be counted
    is_listed: bool = False  # `value` needs no join: it knows the few texts of the lookup by itself

    @property
    def join(self) -> str:
        """The join that brings the lookup."""
        return f"left join {self.lookup} on {self.lookup}.raw = {self.raw}" if self.lookup else ""

    @property
    def left(self) -> str:
        """SQL of the cells that no way reads."""
        ways = ", ".join(self.ways.values())
        return f"{self.raw} is not null" + (f" and coalesce({ways}) is null" if ways else "")

    @property
    def is_read(self) -> bool:
        """Whether the ways read every filled cell."""
        if self.is_sure:
            return True
        return bool(self.ways) and self.seen["filled"] == sum(self.seen[note] for note in self.ways)


def look(rows: Rows, reads: Sequence[Read]) -> None:
    """Count, in one pass over all rows, what each of `reads` asks and how many cells each of its ways reads."""
    for read in reads:
        if read.ways and not read.is_sure:
            read.asked |= {"filled": f"count({read.raw})"}
            read.asked |= {note: f"count({way})" for note, way in read.ways.items()}
    asked = [(read, name, sql) for read in reads for name, sql in read.asked.items()]
    if asked:
        sql = f"select {', '.join(sql for _, _, sql in asked)} from {rows.source}"
        for (read, name, _), number in zip(asked, rows.con.execute(sql).fetchall()[0], strict=True):
            read.seen[name] = int(number)


def bound(con: DuckDBPyConnection, value: object, sql_type: str = "varchar") -> str:
    """SQL that gives `value` wherever it stands, also in a view, which takes no parameters: a variable of the session."""
    name = f"bound_{secrets.token_hex(8)}"
    con.execute(f"set variable {name} = (select ?::{sql_type})", [value])
    return f"getvariable('{name}')::{sql_type}"


def listed(con: DuckDBPyConnection, texts: Sequence[str], values: Sequence[object], raw: str, sql_type: str) -> str:
    """SQL of the value of each text `raw`. Unlike a join it leaves the rows in their order, so that they are stored in it."""
    place = f"list_position({bound(con, list(texts), 'varchar[]')}, {raw})"
    return f"list_extract({bound(con, list(values), f'{sql_type}[]')}, {place})"


def drop(con: DuckDBPyConnection, names: Iterable[str]) -> None:
    """Drop temp tables and views, whichever of them they are."""
    listed = list(names)
    for kind in ("view", "table"):
        found = con.execute(
            f"select {kind}_name from duckdb_{kind}s() where temporary and list_contains(?::varchar[], {kind}_name)",
            [listed],
        ).fetchall()
        for (name,) in found:
            con.execute(f"drop {kind} {name}")


def distinct(rows: Rows, read: Read, condition: str) -> list[str]:
    """The different texts of the column where `condition` holds."""
    sql = f"select distinct {read.raw} from {rows.source} where {condition}"
    return [raw for (raw,) in rows.con.execute(sql).fetchall()]


def counted(rows: Rows, read: Read) -> list[tuple[str, int]]:
    """The different texts of the column with their numbers, the most frequent first."""
    sql = f"select {read.raw}, count(*) from {rows.source} where {read.raw} is not null group by 1 order by 2 desc, 1"
    return rows.con.execute(sql).fetchall()
