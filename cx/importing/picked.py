"""Which rows of a sheet give a row of the table: readable ones, those the mapping's `when` names, and one of each id."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from cx.errors import UnknownName
from cx.importing.cells import number_of
from cx.importing.columns import blank_words, read_columns
from cx.importing.footer import is_told
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.rows import Read, Rows, bound
from cx.importing.stage import Staged
from cx.schema import Column
from cx.schema import table as table_of

SEPARATOR = ":"  # between the parts of a joined key


@dataclass(frozen=True)
class Picked:
    """`source` is the relation of the picked rows: the staged table itself where all count. `skipped` rows are nothing for
    this table, for `merged` ones another row of their id counts.
    """

    source: str
    skipped: int
    merged: int
    made: tuple[str, ...] = ()  # temp relations behind `source`


def pick(rows: Rows, staged: Staged) -> Picked:
    """Pick the rows; a row that could not be read from the file is never among them and counts as rejected, a line about
    the table as skipped.
    """
    con, mapping = rows.con, rows.mapping
    odd = f"from {staged.table} where problem is not null"
    unreadable = _number(rows, f"select count(*) {odd}")
    told = _number(rows, f"select count(*) {odd} and {is_told('problem')}") if unreadable else 0
    if not unreadable and mapping.when is None and mapping.rows == "each":
        return Picked(staged.table, 0, 0)
    source = f"picked_{secrets.token_hex(6)}"
    con.execute(
        f"create temp view {source} as from {staged.table} where problem is null and ({_applies(rows, staged)})"
    )
    kept = _number(rows, f"select count(*) from {source}")
    skipped = staged.rows - unreadable + told - kept
    if mapping.rows == "each":
        return Picked(source, skipped, 0, (source,))
    chosen, lines = _choose(Rows(con, source, mapping, rows.context), staged)
    merged = kept - _number(rows, f"select count(*) from {chosen}")
    return Picked(chosen, skipped, merged, (chosen, lines, source))


def _applies(rows: Rows, staged: Staged) -> str:
    """SQL for "the cell that makes it a row of this table is filled"."""
    when = rows.mapping.when
    if when is None:
        return "true"
    column = table_of(rows.mapping.table).column(when)
    parts = ["false"]
    for rule in (rule for rule in rows.mapping.columns if rule.target == when):
        if rule.column is None or rule.column not in staged.header:
            parts.append("true" if rule.constant is not None else "false")
            continue
        read = Read(rule, column.kind, staged.cell(rule.column), "")
        blank = bound(rows.con, blank_words(rows, read, column), "varchar[]")
        parts.append(f"{read.raw} is not null and not list_contains({blank}, {read.raw})")
    return " or ".join(f"({part})" for part in parts)


def joined_key(staged: Staged, mapping: Mapping, selected: dict[str, str]) -> str:
    """The key made of several parts: columns of the sheet, or columns of the table this mapping fills."""
    parts = []
    for name in mapping.key_from:
        if name in staged.header:
            parts.append(staged.cell(name))
        elif name in selected:
            parts.append(f"({selected[name]})::varchar")
        else:
            raise UnknownName("column", name, staged.header)
    joined = f" || '{SEPARATOR}' || ".join(f"coalesce({part}, '')" for part in parts)
    return f"case when coalesce({', '.join(parts)}) is not null then {joined} end"


def _choose(rows: Rows, staged: Staged) -> tuple[str, str]:
    """One row of each id: the last or first by the order column, else by place in the file; a view and its table of lines."""
    con, mapping = rows.con, rows.mapping
    key = _key(rows, staged)
    order, order_reads = order_of(rows, staged)
    joins = " ".join(read.join for read in order_reads)
    direction = "desc nulls last" if mapping.rows == "last" else "asc nulls last"
    lines, source = f"lines_{secrets.token_hex(6)}", f"chosen_{secrets.token_hex(6)}"
    con.execute(
        f"""create temp table {lines} as select line from (
            select line, {key} as id, row_number() over (partition by {key} order by {order} {direction}, line {direction}) as n
            from {rows.source} {joins}) where id is null or n = 1"""
    )
    con.execute(f"create temp view {source} as from {rows.source} semi join {lines} using (line)")
    for read in order_reads:
        if read.lookup:
            con.execute(f"drop table {read.lookup}")
    return source, lines


def _key(rows: Rows, staged: Staged) -> str:
    table = table_of(rows.mapping.table)
    if rows.mapping.key_from:
        columns = tuple(name for name in rows.mapping.key_from if name in staged.header)  # constants tell no rows apart
        return joined_key(staged, replace(rows.mapping, key_from=columns), {})
    column = table.column(table.key)
    found = read_columns(
        rows,
        [
            (staged.cell(rule.column), column, rule)
            for rule in rows.mapping.columns
            if rule.target == table.key and rule.column in staged.header and rule.column is not None
        ],
    )
    return f"coalesce({', '.join(read.value for read in found)})" if found else "null"


def order_of(rows: Rows, staged: Staged) -> tuple[str, list[Read]]:
    """SQL to order by the mapping's `order`, and what it joins: as numbers where all cells are numbers, as times where they are
    times, else as text; by place in the file where the mapping names no column.
    """
    name = rows.mapping.order
    if name is None:
        return "line", []
    if name not in staged.header:
        raise UnknownName("column", name, staged.header)
    cell = staged.cell(name)
    sample = rows.con.execute(
        f"select distinct {cell} from {rows.source} where {cell} is not null limit 1000"
    ).fetchall()
    if all(number_of(value) is not None for (value,) in sample):
        return f"try_cast({cell} as double)", []
    known = next((rule for rule in rows.mapping.columns if rule.column == name), ColumnRule("order", name))
    rule = ColumnRule("order", name, form=_form(known), zone=known.zone)
    [read] = read_columns(rows, [(cell, Column("order", "time", ""), rule)])
    unreadable = rows.con.execute(
        f"select count(*) from {rows.source} {read.join} where {cell} is not null and {read.value} is null"
    ).fetchall()[0][0]
    return (cell, []) if unreadable else (read.value, [read])


def _form(rule: ColumnRule) -> str | None:
    return rule.form if rule.form in {"ymd", "dmy", "mdy", "epoch_s", "epoch_ms", "excel"} else None


def _number(rows: Rows, sql: str) -> int:
    return int(rows.con.execute(sql).fetchall()[0][0])
