"""The rows a mapping takes from a sheet, each cell in its type; what could not be read is null and has its reason."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection

from cx.errors import BadRows
from cx.importing.columns import parser, read_column
from cx.importing.context import Context
from cx.importing.mapping import SOURCE, ColumnRule, Mapping
from cx.importing.picked import joined_key, pick
from cx.importing.rows import Read, Rows
from cx.importing.rules import SCALES
from cx.importing.sheet import Notice
from cx.importing.stage import Staged
from cx.schema import Column, Table
from cx.schema import table as table_of


@dataclass
class Typed:
    """Temp table `table`: line and `columns`. `reads` are the columns of the sheet behind each target."""

    table: str
    source: str
    columns: tuple[str, ...] = ()
    reads: dict[str, list[Read]] = field(default_factory=dict)
    skipped: int = 0
    merged: int = 0
    notices: list[Notice] = field(default_factory=list)

    def drop(self, con: DuckDBPyConnection) -> None:
        """Drop what only the check needed."""
        lookups = [read.lookup for reads in self.reads.values() for read in reads if read.lookup]
        for name in (self.table, *lookups):
            con.execute(f"drop table {name}")
        if self.source.startswith("picked_"):
            con.execute(f"drop table {self.source}")


def type_rows(con: DuckDBPyConnection, staged: Staged, mapping: Mapping, context: Context) -> Typed:
    """Pick the rows that count, read every mapped column, and put them together as a typed temp table."""
    table = table_of(mapping.table)
    picked = pick(Rows(con, staged.table, mapping, context), staged)
    typed = Typed(f"typed_{secrets.token_hex(6)}", picked.source, skipped=picked.skipped, merged=picked.merged)
    rows = Rows(con, picked.source, mapping, context)
    parameters: dict[str, object] = {}
    selected: dict[str, str] = {}
    for column in (*table.columns, Column(SOURCE, "name", "")):
        value = _value(rows, staged, column, typed, parameters)
        if value is not None:
            selected[column.name] = value
    if mapping.key_from:
        selected[table.key] = joined_key(staged, mapping, selected)
    if mapping.keep_extra and "extra" in table.names and "extra" not in selected:
        extra = _extra(staged, mapping, parameters)
        if extra:
            selected["extra"] = extra
    _scales(table, mapping, selected, parameters)
    joins = " ".join(read.join for reads in typed.reads.values() for read in reads)
    for reads in typed.reads.values():
        for read in reads:
            parameters |= read.parameters | read.more
            typed.notices += read.notices
    listed = "".join(f', {value} as "{name}"' for name, value in selected.items())
    con.execute(
        f"create temp table {typed.table} as select s.line{listed} from {typed.source} as s {joins}", parameters
    )
    typed.columns = tuple(selected)
    return typed


def _value(rows: Rows, staged: Staged, column: Column, typed: Typed, parameters: dict[str, object]) -> str | None:
    """The SQL of one target: the first of its rules that gives something; None where nothing fills it."""
    parts = []
    for number, rule in enumerate(rule for rule in rows.mapping.columns if rule.target == column.name):
        if rule.column is not None and rule.column in staged.header:
            cell = staged.cell(rule.column)
            if column.kind == "json":
                parts.append(f"case when json_valid({cell}) then {cell}::json else to_json({cell}) end")
                continue
            read = read_column(rows, cell, column, rule)
            typed.reads.setdefault(column.name, []).append(read)
            parts.append(read.value)
        elif rule.constant is not None:
            name = f"constant_{column.name}_{number}"
            parameters[name] = _constant(rows, column, rule)
            parts.append(f"${name}::{column.sql_type}")
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _constant(rows: Rows, column: Column, rule: ColumnRule) -> object:
    said = str(rule.constant)
    cell = parser(column, rule, rows.mapping, rows.context.reading(rule.zone, rule.form))(said)
    if cell.reason is not None:
        raise BadRows("check.constant_unreadable", target=rule.target, value=said)
    return cell.value


def _extra(staged: Staged, mapping: Mapping, parameters: dict[str, object]) -> str:
    """The columns without a home, those that are filled, as one JSON object by header; null where none is."""
    mapped = {rule.column for rule in mapping.columns}
    free = [header for header in staged.header if header not in mapped and header not in staged.dropped]
    for number, header in enumerate(free):
        parameters[f"header_{number}"] = header
    pairs = ", ".join(f"$header_{number}, {staged.cell(header)}" for number, header in enumerate(free))
    return f"nullif(json_merge_patch('{{}}', json_object({pairs}))::varchar, '{{}}')::json" if free else ""


def _scales(table: Table, mapping: Mapping, selected: dict[str, str], parameters: dict[str, object]) -> None:
    """A score never goes without its scale: the row's own, else the mapping's, else the usual one of its survey."""
    if table.name != "survey_answer" or "score" not in selected:
        return
    for place, name in enumerate(("scale_low", "scale_high")):
        parts = [selected[name]] if name in selected else []
        if mapping.scale:
            parameters[name] = mapping.scale[place]
            parts.append(f"${name}::double")
        if "survey" in selected:
            usual = " ".join(f"when '{survey}' then {scale[place]}" for survey, scale in SCALES.items())
            parts.append(f"case {selected['survey']} {usual} end")
        if parts:
            selected[name] = f"coalesce({', '.join(parts)})::double"
