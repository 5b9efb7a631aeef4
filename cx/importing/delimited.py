"""CSV and its relatives to one sheet of text rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.block import in_blocks
from cx.importing.dialect import NO_DELIMITER, find_layout, unwrapped
from cx.importing.encoding import Chunk, Text
from cx.importing.header import LOOK_AT, Header, about_the_table, filled, find_header
from cx.importing.parts import Reading
from cx.importing.records import Dialect, Record, records
from cx.importing.regular import Table
from cx.importing.sheet import Notice, Row, Sheet

_FAR_MORE: Final = 3
_EXCEL_NUMBER: Final = re.compile(r"[0-9](\.[0-9]+)?E\+1[0-9]", re.IGNORECASE)


def read_delimited(text: Text) -> Sheet:
    """The table of a delimited text file. Raises UnknownFormat for a file without any record or with too many columns."""
    layout = find_layout(text)
    dialect, sample = layout.dialect, layout.sample
    notices: list[Notice] = []
    chunks: Callable[[], Iterator[Chunk]] = text.chunks
    if layout.inner is not None:
        chunks, dialect = partial(unwrapped, text, layout.dialect), layout.inner
        sample = list(islice(records(chunks(), dialect), LOOK_AT))
        notices.append(Notice("file.double_encoded"))
    if not sample:
        raise UnknownFormat("file.empty")
    header = find_header([record.cells for record in sample], [record.line for record in sample])
    line = header.line
    dialect = replace(dialect, width=header.width)
    if header.is_loose:
        header = header.widened(_widest(chunks, dialect, header.width))
    if dialect.delimiter == NO_DELIMITER:
        notices.append(Notice("file.one_column", {"header": header.names[0]}))
    rows = partial(_rows, header_line=line, width=len(header.names), is_loose=header.is_loose)
    read: Callable[[], Iterator[Row]] = Reading(text.pieces, dialect, line, _table(dialect, header), rows)
    if layout.inner is not None:
        read = partial(_carefully, chunks, dialect, rows)
    notices += header.notices
    if text.has_exponents:
        notices += _numbers_of_excel(header.names, read)
    return Sheet("", header.names, read, tuple(notices), header_line=line, heads=header.heads)


def _widest(chunks: Callable[[], Iterator[Chunk]], dialect: Dialect, usual: int) -> int:
    """The most cells a line of the file may have, lines left aside that have far more than the others."""
    counts = (line.count(dialect.delimiter) + 1 for chunk in chunks() for line in chunk.lines)
    return max((count for count in counts if count <= usual * _FAR_MORE), default=usual)


def _table(dialect: Dialect, header: Header) -> Table | None:
    """What the table looks like where it can be read in blocks."""
    signs = dialect.delimiter + dialect.quote
    if header.is_loose or dialect.escape is not None or dialect.width is None or not signs.isascii():
        return None
    return Table(dialect.delimiter, dialect.quote, dialect.width, len(header.names))


def _carefully(
    chunks: Callable[[], Iterator[Chunk]], dialect: Dialect, rows: Callable[[Iterable[Record]], Iterator[Row]]
) -> Iterator[Row]:
    return rows(records(chunks(), dialect))


def _rows(found: Iterable[Record], *, header_line: int, width: int, is_loose: bool) -> Iterator[Row]:
    for record in found:
        if record.line <= header_line:
            continue
        cells = record.cells
        if len(cells) > width and not filled(cells[width:]):
            cells = cells[:width]
        if len(cells) != width or record.problem is not None:
            odd = _odd(record, width, is_loose=is_loose)
            if odd is not None:
                yield odd
            continue
        row = Row(record.line, tuple([None if not cell or cell.isspace() else cell for cell in cells]))
        if None in row.cells:
            if not any(row.cells):
                continue
            said = about_the_table(row.cells)
            row = row if said is None else replace(row, problem=said)
        yield row


def _odd(record: Record, width: int, *, is_loose: bool) -> Row | None:
    """A record that has a problem or another number of cells than the header; blank cells too many do not matter, cells too
    few neither where rows end with their last filled cell (`is_loose`). None where all are blank.
    """
    cells: list[str | None] = [None if not cell or cell.isspace() else cell for cell in record.cells]
    if not any(cells):
        return None
    problem = record.problem
    surplus = [cell for cell in cells[width:] if cell]
    if problem is None and (surplus or (len(cells) < width and not is_loose)):
        padded = cells + [None] * (width - len(cells))
        values: dict[str, object] = {"line": record.line, "found": len(cells), "expected": width}
        problem = about_the_table(padded) or Notice("file.ragged", values)
    return Row(record.line, _fitted(cells, surplus, width), problem)


def _fitted(cells: Sequence[str | None], surplus: Sequence[str], width: int) -> tuple[str | None, ...]:
    """As many cells as the header has; what is too much stays readable in the last one."""
    kept = [*cells[:width], *([None] * (width - len(cells)))]
    if surplus:
        kept[-1] = " | ".join([kept[-1] or "", *surplus])
    return tuple(kept)


def _numbers_of_excel(header: Sequence[str], read: Callable[[], Iterator[Row]]) -> list[Notice]:
    """Columns in which a spreadsheet wrote long numbers as 1.03E+13: their last digits are gone."""
    counts: Counter[int] = Counter()
    example: dict[int, str] = {}
    different: dict[int, set[str]] = {}
    for index, cell in _with_exponents(read):
        if _EXCEL_NUMBER.fullmatch(cell.strip()):
            counts[index] += 1
            example.setdefault(index, cell)
            different.setdefault(index, set()).add(cell)
    return [
        Notice(
            "file.excel_numbers",
            {"header": header[index], "count": count, "different": len(different[index]), "example": example[index]},
        )
        for index, count in sorted(counts.items())
    ]


def _with_exponents(read: Callable[[], Iterator[Row]]) -> Iterator[tuple[int, str]]:
    """Column and text of each cell that may be such a number."""
    import pyarrow.compute as pc

    for part in in_blocks(read):
        if isinstance(part, list):
            yield from ((index, cell) for row in part for index, cell in enumerate(row.cells) if cell and "+" in cell)
            continue
        for index, column in enumerate(part.columns):
            found = column.filter(pc.match_substring(column, "E+1", ignore_case=True))
            yield from ((index, cell) for cell in found.to_pylist())
