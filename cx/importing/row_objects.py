"""Rows of text cells as JSON objects by their headers; DuckDB would hold thousands of rows of 2,000 columns as trees."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence

from duckdb import DuckDBPyConnection

from cx.importing.rows import bound

WIDE = 200
"""Columns from which on the objects are made here, a part at a time."""
_AT_ONCE = 400_000  # cells
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

Cells = Sequence[tuple[str, str]]  # names, and the SQL of what stands under them


def filled_cells(con: DuckDBPyConnection, cells: Cells) -> str:
    """SQL of a JSON object of the cells that are filled, of fewer than WIDE columns; null where none is."""
    pairs = [f"{bound(con, _ENCODE(name) + ':')} || to_json({cell})" for name, cell in cells]
    return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')::json"


def keep_filled(con: DuckDBPyConnection, source: str, cells: Cells) -> str:
    """The same of the rows of a relation as temp table (line, said), for any number of columns; rows without any are not in it."""
    return _kept(con, source, cells, with_blank=False)


def whole_rows(con: DuckDBPyConnection, source: str, cells: Cells) -> str:
    """A relation (line, said) of all rows of another, blank cells being null in their objects; a temp table where they are
    WIDE, else SQL.
    """
    if len(cells) >= WIDE:
        return _kept(con, source, cells, with_blank=True)
    pairs = ", ".join(f"{bound(con, name)}, {cell}" for name, cell in cells)
    return f"(select line, json_object({pairs}) as said from {source})"


def _kept(con: DuckDBPyConnection, source: str, cells: Cells, *, with_blank: bool) -> str:
    table = f"objects_{secrets.token_hex(6)}"
    con.execute(f"create temp table {table} (line bigint, said json)")
    names = [name for name, _ in cells]
    for rows in _parts(con, source, cells):
        objects = [
            {name: cell for name, cell in zip(names, row, strict=True) if with_blank or cell is not None}
            for _, *row in rows
        ]
        said = [(row[0], _ENCODE(one)) for row, one in zip(rows, objects, strict=True) if one]
        if said:
            lines, texts = zip(*said, strict=True)
            con.execute(f"insert into {table} select unnest(?::bigint[]), unnest(?::json[])", [lines, texts])
    return table


def _parts(con: DuckDBPyConnection, source: str, cells: Cells) -> Iterator[list[tuple[object, ...]]]:
    """Lines and cells of all rows, as many at a time as the memory takes easily."""
    starts = con.execute(
        f"""select line from (select line, row_number() over (order by line) - 1 as place from {source})
            where place % {max(_AT_ONCE // len(cells), 1)} = 0 order by line"""
    ).fetchall()
    bounds = [start for (start,) in starts]
    listed = ", ".join(cell for _, cell in cells)
    for place, start in enumerate(bounds):
        until = f"and line < {bounds[place + 1]}" if place + 1 < len(bounds) else ""
        yield con.execute(f"select line, {listed} from {source} where line >= {start} {until}").fetchall()
