"""Rows of text cells as JSON objects by their headers; DuckDB would hold thousands of rows of 2,000 columns at once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from cx.importing.rows import bound, drop

WIDE = 200
"""Columns from which on the objects are made some columns at a time."""
WHOLE = 500_000
"""Cells of the rejected rows of such a sheet that are kept to be mended."""
_AT_ONCE = 400_000  # cells
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

Cells = Sequence[tuple[str, str]]  # names, and the SQL of what stands under them


def filled_cells(con: DuckDBPyConnection, cells: Cells) -> str:
    """SQL of a JSON object of the cells that are filled, of fewer than WIDE columns; null where none is."""
    pairs = [f"{bound(con, _ENCODE(name) + ':')} || to_json({cell})" for name, cell in cells]
    return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')::json"


def no_objects(con: DuckDBPyConnection) -> str:
    """An empty temp table (line, said) for `keep_filled`."""
    table = f"objects_{secrets.token_hex(6)}"
    con.execute(f"create temp table {table} (line bigint, said json)")
    return table


def keep_filled(con: DuckDBPyConnection, source: str, cells: Cells, into: str) -> None:
    """Put the same of the rows of a relation into a table, for any number of columns; rows without any are not in it."""
    _keep(con, source, cells, into, with_blank=False)


def whole_rows(con: DuckDBPyConnection, source: str, cells: Cells) -> str:
    """A relation (line, said) of all rows of another, blank cells being null in their objects; a temp table where they are
    WIDE, else SQL.
    """
    if len(cells) >= WIDE:
        table = no_objects(con)
        _keep(con, source, cells, table, with_blank=True)
        return table
    pairs = ", ".join(f"{bound(con, name)}, {cell}" for name, cell in cells)
    return f"(select line, json_object({pairs}) as said from {source})"


def _keep(con: DuckDBPyConnection, source: str, cells: Cells, table: str, *, with_blank: bool) -> None:
    """Pieces of the objects, some columns at a time, put together: each column is read once and little of it held."""
    pieces = [cells[at : at + WIDE] for at in range(0, len(cells), WIDE)]
    for number, piece in enumerate(pieces):
        names = [_ENCODE(name) + ":" for name, _ in piece]
        texts = [
            f"coalesce(to_json({cell})::varchar, 'null')" if with_blank else f"to_json({cell})" for _, cell in piece
        ]
        said = f"concat_ws(',', {', '.join(f'? || {text}' for text in texts)})"
        con.execute(f"create temp table {table}_{number} as select line, {said} as said from {source}", names)
    parts = [f"{table}_{number}" for number in range(len(pieces))]
    _put_together(con, table, parts, max(_AT_ONCE // len(cells), 1))
    drop(con, parts)


def _put_together(con: DuckDBPyConnection, table: str, parts: Sequence[str], rows: int) -> None:
    """Whole objects from the pieces, so many rows at a time: more of such long texts is too much at once."""
    starts = con.execute(
        f"""select line from (select line, row_number() over (order by line) - 1 as place from {parts[0]})
            where place % {rows} = 0 order by line"""
    ).fetchall()
    filled = ", ".join(f"nullif({part}.said, '')" for part in parts)
    for place, (start,) in enumerate(starts):
        until = starts[place + 1][0] if place + 1 < len(starts) else None
        own = [f"(from {part} where line >= $start and ($until is null or line < $until)) as {part}" for part in parts]
        joined = " ".join([own[0], *(f"join {one} using (line)" for one in own[1:])])
        con.execute(
            f"""insert into {table} select line, '{{' || said || '}}' from (
                select line, concat_ws(',', {filled}) as said from {joined}) where said <> ''""",
            {"start": start, "until": until},
        )
