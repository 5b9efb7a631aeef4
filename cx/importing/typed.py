"""The rows a mapping takes from a sheet, each cell in its type; what could not be read is null and has its reason."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from cx.errors import BadRows
from cx.importing.columns import parser, read_columns
from cx.importing.context import Context
from cx.importing.mapping import SOURCE, ColumnRule, Mapping
from cx.importing.picked import joined_key, pick
from cx.importing.row_objects import WIDE, Cells, filled_cells, keep_filled, no_objects
from cx.importing.rows import Read, Rows, bound
from cx.importing.rules import SCALES
from cx.importing.sheet import Notice
from cx.importing.stage import Staged
from cx.schema import Column, Table
from cx.schema import table as table_of

MANY = 100_000  # texts that had to be looked up, from which on the rows are typed once and kept


@dataclass
class Typed:
    """Relation `table`: line and `columns`. `reads` are the columns of the sheet behind each target.

    It is a view, so that no second copy of a large file lies in the memory, unless reading a row again costs too much.
    """

    table: str
    source: str
    columns: tuple[str, ...] = ()
    reads: dict[str, list[Read]] = field(default_factory=dict)
    skipped: int = 0
    merged: int = 0
    notices: list[Notice] = field(default_factory=list)
    is_kept: bool = False
    made: tuple[str, ...] = ()  # temp relations it is made from
    extra: str = ""  # one of them: what the columns without a home say in a very wide sheet, see `fill_extra`
    free: Cells = ()  # these columns


def type_rows(con: DuckDBPyConnection, staged: Staged, mapping: Mapping, context: Context) -> Typed:
    """Pick the rows that count, read every mapped column, and put them together as a typed relation."""
    table = table_of(mapping.table)
    picked = pick(Rows(con, staged.table, mapping, context), staged)
    typed = Typed(f"typed_{secrets.token_hex(6)}", picked.source, skipped=picked.skipped, merged=picked.merged)
    rows = Rows(con, picked.source, mapping, context, staged.values, staged.shortest)
    columns = (*table.columns, Column(SOURCE, "name", ""))
    typed.reads = _read(rows, staged, columns)
    selected = {column.name: value for column in columns if (value := _value(rows, staged, column, typed))}
    if mapping.key_from:
        selected[table.key] = joined_key(staged, mapping, selected)
    if mapping.keep_extra and "extra" in table.names and "extra" not in selected:
        extra = _extra(con, staged, mapping, typed)
        if extra:
            selected["extra"] = extra
    _scales(table, mapping, selected)
    reads = [read for reads in typed.reads.values() for read in reads]
    typed.notices = [notice for read in reads for notice in read.notices]
    looked_up = sum(_size(con, read.lookup) for read in reads if read.lookup)
    typed.is_kept = mapping.rows != "each" or looked_up > MANY
    typed.made += (*(read.lookup for read in reads if read.lookup), *picked.made)
    if typed.is_kept:
        fill_extra(con, typed)
    listed = "".join(f', {value} as "{name}"' for name, value in selected.items())
    joins = [
        *(read.join for read in reads if not read.is_listed),
        f"left join {typed.extra} using (line)" if typed.extra else "",
    ]
    con.execute(
        f"""create temp {"table" if typed.is_kept else "view"} {typed.table} as
        select s.line{listed} from {typed.source} as s {" ".join(joins)}"""
    )
    typed.columns = tuple(selected)
    return typed


def fill_extra(con: DuckDBPyConnection, typed: Typed, rejects: str | None = None) -> None:
    """Look at the columns without a home of a very wide sheet, once, of the rows that the table `rejects` leaves."""
    gone = f"anti join (from {rejects} where level = 'row') using (line)" if rejects else ""
    left = f"(from {typed.source} {gone})"
    if typed.free and con.execute(f"select line from {left} limit 1").fetchone():
        keep_filled(con, left, typed.free, typed.extra)
    typed.free = ()


def _read(rows: Rows, staged: Staged, columns: Sequence[Column]) -> dict[str, list[Read]]:
    """The columns of the sheet behind each target, looked at together."""
    asked = [
        (staged.cell(rule.column), column, rule)
        for column in columns
        for rule in rows.mapping.columns
        if rule.target == column.name
        and column.kind != "json"
        and rule.column in staged.header
        and rule.column is not None
    ]
    found: dict[str, list[Read]] = {}
    for read in read_columns(rows, asked):
        found.setdefault(read.rule.target, []).append(read)
    return found


def _value(rows: Rows, staged: Staged, column: Column, typed: Typed) -> str | None:
    """The SQL of one target: the first of its rules that gives something; None where nothing fills it."""
    parts = []
    reads = iter(typed.reads.get(column.name, ()))
    for rule in (rule for rule in rows.mapping.columns if rule.target == column.name):
        if rule.column is not None and rule.column in staged.header:
            if column.kind == "json":
                cell = staged.cell(rule.column)
                parts.append(f"case when json_valid({cell}) then {cell}::json else to_json({cell}) end")
            else:
                parts.append(next(reads).value)
        elif rule.constant is not None:
            parts.append(bound(rows.con, _constant(rows, column, rule), column.sql_type))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _size(con: DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"select count(*) from {table}").fetchall()[0][0])


def _constant(rows: Rows, column: Column, rule: ColumnRule) -> object:
    said = str(rule.constant)
    cell = parser(column, rule, rows.mapping, rows.context.reading(rule.zone, rule.form))(said)
    if cell.reason is not None:
        raise BadRows("check.constant_unreadable", target=rule.target, value=said)
    return cell.value


def _extra(con: DuckDBPyConnection, staged: Staged, mapping: Mapping, typed: Typed) -> str:
    """The columns without a home, those that are filled, as one JSON object by header; null where none is."""
    mapped = {rule.column for rule in mapping.columns}
    free = [
        (header, staged.cell(header))
        for header in staged.header
        if header not in mapped and header not in staged.dropped
    ]
    if len(free) < WIDE:
        return filled_cells(con, free) if free else ""
    typed.extra, typed.free = no_objects(con), free
    typed.made = (*typed.made, typed.extra)
    return f"{typed.extra}.said"


def _scales(table: Table, mapping: Mapping, selected: dict[str, str]) -> None:
    """A score never goes without its scale: the row's own, else the mapping's, else the usual one of its survey."""
    if table.name != "survey_answer" or "score" not in selected:
        return
    for place, name in enumerate(("scale_low", "scale_high")):
        parts = [selected[name]] if name in selected else []
        if mapping.scale:
            parts.append(f"{float(mapping.scale[place])!r}::double")
        if "survey" in selected:
            usual = " ".join(f"when '{survey}' then {scale[place]}" for survey, scale in SCALES.items())
            parts.append(f"case {selected['survey']} {usual} end")
        if parts:
            selected[name] = f"coalesce({', '.join(parts)})::double"
