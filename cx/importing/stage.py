"""Rows of a sheet as a temporary relation of masked text, without an unmasked byte on the disk.

Every cell is masked before it leaves this process's memory; what is masked lies in a file that only the owner can open until
the import has ended (`cx.importing.rows_file`).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from duckdb import DuckDBPyConnection

from cx.errors import BadRows
from cx.importing.ahead import ahead
from cx.importing.at_once import Values, values_of
from cx.importing.block import Block, in_blocks
from cx.importing.fingerprint import Fingerprint
from cx.importing.limits import LONGEST_ROW
from cx.importing.progress import Progress, silent
from cx.importing.row_objects import WHOLE, WIDE
from cx.importing.rows_file import RowsFile
from cx.importing.sheet import Notice, Row, Sheet
from cx.importing.stored import DROPPED, Masking, Stored
from cx.importing.template import ESCAPED
from cx.importing.unreadable import Unreadable

# How the cells of each column are stored, and those of rows that could not be read.
Forms: TypeAlias = tuple[Sequence[Stored], Stored]
# Lines, problems, cells as they are in the file and as they are stored, and the values of those that need no text.
Parts: TypeAlias = tuple[Any, Any, Sequence[Any], Sequence[Any], Sequence[Any]]
_ENCODE = json.JSONEncoder(ensure_ascii=False, default=str).encode
_MOST_CHARACTERS = 50_000_000  # of rows masked together: an array of texts holds two gigabytes at most


@dataclass(frozen=True)
class Staged:
    """The text of one sheet in temp relation `table`: line BIGINT, problem VARCHAR (JSON of key and values, null when the row
    can be used), and c0, c1 … in the order of `header`. Blank is null; customers' names and ignored columns are all null.
    Where `has_print`, column `print` is the fingerprint of the row's texts. `values`: by cell, the column in which the same is
    there in its type; `shortest`: the bytes of the shortest text of columns of texts. The rows lie in the file `path`.
    """

    table: str
    sheet: str
    header: tuple[str, ...]
    rows: int
    notices: tuple[Notice, ...] = ()
    dropped: frozenset[str] = frozenset()
    has_print: bool = False
    values: Mapping[str, Values] = field(default_factory=dict)
    shortest: Mapping[str, int] = field(default_factory=dict)
    path: Path | None = None

    def remove(self) -> None:
        """Take the rows away; nobody may read them any more."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def cell(self, header: str) -> str:
        """The SQL name of the column under `header`; raises KeyError if the sheet has none."""
        if header not in self.header:
            raise KeyError(header)
        return f"c{self.header.index(header)}"


def stage(  # noqa: PLR0917 - every caller was given this interface
    con: DuckDBPyConnection,
    sheet: Sheet,
    kinds: Mapping[str, str],
    mask: Masking,
    folder: Path,
    progress: Progress = silent,
    unescape: bool = False,  # noqa: FBT001, FBT002 - every caller was given this interface
    *,
    fingerprint: Fingerprint | None = None,
) -> Staged:
    """Read all rows of `sheet`, mask each cell by the kind of its column, and put them into a new file that a temp view reads.

    `kinds` names the kind per header, 'text' where it names none; `folder` must be one the store may read from. `progress`
    hears ('read', rows, None) and may raise to stop. With `unescape` the apostrophe that our own CSV downloads (known by
    their column `csv_escape`) put before a sign which spreadsheets run is taken off again. Raises BadRows if a row got lost on the way
    or two rows have one line number, UnknownFormat `file.mostly_unreadable` where hardly any of very many rows can be used.
    """
    table = f"staged_{secrets.token_hex(6)}"
    escaped = unescape and ESCAPED in sheet.header
    columns = [Stored(kinds.get(header, "text"), mask, escaped=escaped) for header in sheet.header]
    odd = Stored("text", mask, escaped=False)
    values = {place: kept for place, one in enumerate(columns) if (kept := values_of(one.kind, place))}
    file, shortest = RowsFile(folder, _schema(sheet, values)), _Shortest(columns)
    try:
        with closing(_masked(sheet, (columns, odd), values, progress, fingerprint)) as blocks:
            for block in blocks:
                file.write(block)
                shortest.see(block)
        file.close()
        _show(con, table, file.path, sheet, values)
        _count_again(con, table, file.rows)
    except BaseException:
        file.remove()
        raise
    dropped = frozenset(header for header in sheet.header if kinds.get(header) in DROPPED)
    known = {f"c{place}": kept for place, kept in values.items() if kept.is_any}
    staged = Staged(table, sheet.name, sheet.header, file.rows, sheet.notices, dropped, fingerprint is not None)
    return replace(staged, values=known, shortest=shortest.found, path=file.path)


class _Shortest:
    """The bytes of the shortest text of every column of texts; those without any are not in it."""

    def __init__(self, columns: Sequence[Stored]) -> None:
        self._places = [f"c{place}" for place, column in enumerate(columns) if column.kind == "text"]
        self.found: dict[str, int] = {}

    def see(self, block: Any) -> None:
        """Look at the rows of a pyarrow table."""
        import pyarrow.compute as pc

        for cell in self._places:
            texts = block[cell]
            if texts.null_count < len(texts):
                size = pc.min(pc.binary_length(texts)).as_py()
                self.found[cell] = min(size, self.found.get(cell, size))


def _schema(sheet: Sheet, values: Mapping[int, Values]) -> Any:
    """The columns of the file: texts, and after them the values that stand in their place."""
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("problem", "print", *(f"c{place}" for place in range(len(sheet.header))))]
    return pa.schema([("line", pa.int64()), *texts, *((kept.cell, kept.type) for kept in values.values())])


def _show(con: DuckDBPyConnection, table: str, path: Path, sheet: Sheet, values: Mapping[int, Values]) -> None:
    """Make the view: every cell as its text, and the values of those that have any."""
    texts = [
        f"{values[place].text} as c{place}" if place in values else f"c{place}" for place in range(len(sheet.header))
    ]
    shown = ", ".join(["line", "problem", "print", *texts, *(kept.cell for kept in values.values() if kept.is_any)])
    said = str(path).replace("'", "''")
    con.execute(f"create temp view {table} as select {shown} from read_parquet('{said}')")


def _count_again(con: DuckDBPyConnection, table: str, written: int) -> None:
    arrived = con.execute(f"select count(distinct line) from {table}").fetchall()[0][0]
    if arrived != written:
        raise BadRows("check.rows_lost", written=written, arrived=arrived)


def _masked(
    sheet: Sheet, forms: Forms, values: Mapping[int, Values], progress: Progress, fingerprint: Fingerprint | None
) -> Generator[Any, None, None]:
    """The rows of the file, as pyarrow tables."""
    import pyarrow as pa

    done = 0
    unreadable = Unreadable()
    columns, _ = forms
    schema = _schema(sheet, values)
    prints = fingerprint.places(sheet.header) if fingerprint else []
    wanted = {place for place, column in enumerate(columns) if not column.is_dropped} | set(prints)
    with closing(ahead(_shown(in_blocks(sheet.read, wanted), columns))) as parts:
        for lines, problems, cells, stored, kept in chain.from_iterable(_stored(part, forms, values) for part in parts):
            unreadable.see(lines, problems)
            printed = _prints([cells[place] for place in prints], len(lines), fingerprint)
            yield pa.Table.from_arrays([pa.array(lines, pa.int64()), problems, printed, *stored, *kept], schema=schema)
            done += len(lines)
            progress("read", done, None)


def _shown(parts: Iterator[Block | list[Row]], columns: Sequence[Stored]) -> Iterator[Block | list[Row]]:
    """The same, rows of a very wide sheet that cannot be used without their cells once so many are shown as are kept whole."""
    width = sum(not column.is_dropped for column in columns)
    left = WHOLE // width if width >= WIDE else None
    for part in parts:
        if left is None or isinstance(part, Block):
            yield part
            continue
        rows = []
        for row in part:
            if row.problem is not None:
                left -= 1
            rows.append(
                row if row.problem is None or left >= 0 else Row(row.line, (None,) * len(row.cells), row.problem)
            )
        yield rows


def _stored(part: Block | list[Row], forms: Forms, values: Mapping[int, Values]) -> Iterator[Parts]:
    """The rows of a part."""
    import pyarrow as pa

    columns, _ = forms
    if isinstance(part, Block):
        cells = list(part.columns)
        texts = list(cells)
        kept = []
        for place, one in values.items():
            texts[place], found = one.take(texts[place])
            kept.append(found)
        stored = [column.column(each) for column, each in zip(columns, texts, strict=True)]
        yield part.lines, pa.nulls(len(part.lines), pa.string()), cells, stored, kept
        return
    for rows in _bounded(part):
        problems = pa.array([row.problem and _problem(row.problem) for row in rows], pa.string())
        if any(any(row.cells) for row in rows):
            cells = [pa.array(values, pa.string()) for values in zip(*(row.cells for row in rows), strict=True)]
        else:
            cells = [pa.nulls(len(rows), pa.string())] * len(columns)
        stored = cells
        if problems.null_count:
            stored = [column.column(values) for column, values in zip(columns, cells, strict=True)]
        if problems.null_count < len(rows) and any(cell.null_count < len(rows) for cell in cells):
            stored = _with_texts(problems.is_valid(), forms, cells, stored)
        yield (
            [row.line for row in rows],
            problems,
            cells,
            stored,
            [kept.pass_by(cells[at]) for at, kept in values.items()],
        )


def _bounded(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows in lists of which none is too large for one array."""
    some: list[Row] = []
    size = 0
    for row in rows:
        length = sum(map(len, filter(None, row.cells)))
        if length > LONGEST_ROW:
            problem = Notice("check.row_too_long", {"length": length, "limit": LONGEST_ROW})
            row, length = Row(row.line, (None,) * len(row.cells), problem), 0  # noqa: PLW2901 - what is left of it
        size += length
        if size > _MOST_CHARACTERS and some:
            yield some
            some, size = [], 0
        some.append(row)
    if some:
        yield some


def _with_texts(is_odd: Any, forms: Forms, cells: Sequence[Any], stored: Sequence[Any]) -> list[Any]:
    """Rows that could not be read are masked as text: what stands under a header need not be what the header says."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns, text = forms
    kept = [place for place, column in enumerate(columns) if not column.is_dropped]
    rows = pc.sum(is_odd).as_py()
    nothing = pa.nulls(rows, pa.string())
    odd = pc.utf8_trim_whitespace(pa.concat_arrays([nothing, *(cells[place].filter(is_odd) for place in kept)]))
    texts = text.column(pc.if_else(pc.equal(pc.binary_length(odd), 0), None, odd))
    found = {place: texts.slice(number * rows, rows) for number, place in enumerate(kept, start=1)}
    return [pc.replace_with_mask(each, is_odd, found.get(place, nothing)) for place, each in enumerate(stored)]


def _prints(columns: Sequence[Any], rows: int, fingerprint: Fingerprint | None) -> Any:
    import pyarrow as pa

    if fingerprint is None or not columns:
        return pa.nulls(rows, pa.string())
    return pa.array(map(fingerprint.of, zip(*(column.to_pylist() for column in columns), strict=True)), pa.string())


def _problem(problem: Notice) -> str:
    said = problem.values.values()
    if all(type(value) is int for value in said):  # mostly: three times as fast
        values = ", ".join([f'"{name}": {value}' for name, value in problem.values.items()])
        return f'{{"key": "{problem.key}", "values": {{{values}}}}}'
    return _ENCODE({"key": problem.key, "values": problem.values})
