"""Worksheets as spreadsheet programs write them, read in columns at once; every other way is left to the reader of workbooks.

The XML is looked through once for everything, and what it says becomes the same text that `cell_text` makes of a cell. Where
a sheet is written in another way, or is too large, it is None here, and what has to be said of it is said elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cx.importing.block import CHUNK, Block, WantedPlaces
from cx.importing.grid import Numbered, block_of
from cx.importing.limits import MAX_CELLS
from cx.importing.plain_cells import Cells, Piece
from cx.importing.plain_strings import plain_strings
from cx.importing.scratch_book import Scratch
from cx.importing.sheet import Row
from cx.importing.sheet_marks import NotPlain
from cx.importing.sheet_xml import HIDDEN_ROW, SheetFacts, look_over, windows
from cx.importing.zip_parts import Part

_BYTES: Final = 1 << 22
_MOST_HELD: Final = 1 << 26
_DATA: Final = b"<sheetData>"
_DATA_END: Final = b"</sheetData>"
_ROW_END: Final = b"</row>"
_OTHERS: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:row|c|sheetData)[\s/>]|<!")
_ENCODING: Final = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
_STRINGS, _STYLES, _WORKBOOK = "xl/sharedstrings.xml", "xl/styles.xml", "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A worksheet held as texts, a piece at a time, its columns from `first` up to `width`; `long`: by the place among these
    columns, a number that lost digits.
    """

    pieces: tuple[Piece, ...]
    first: int
    width: int
    facts: SheetFacts
    long: Mapping[int, float]

    def columns(self) -> Iterator[tuple[Any, list[Any]]]:
        """Numbers of rows and their columns, from the first ones each time."""
        import pyarrow as pa

        for piece in self.pieces:
            blank = [pa.nulls(len(piece.lines), pa.string())] * (self.width - len(piece.columns))
            yield piece.lines, [*piece.columns, *blank][self.first :]

    def numbered(self) -> Iterator[Numbered]:
        """The same row by row."""
        for lines, columns in self.columns():
            for start in range(0, len(lines), CHUNK):
                cells = (column.slice(start, CHUNK).to_pylist() for column in columns)
                yield from zip(lines[start : start + CHUNK].tolist(), zip(*cells, strict=True), strict=True)


@dataclass(frozen=True, slots=True)
class PlainRead:
    """A `Sheet.read` of a plain sheet; see `cx.importing.grid.Grid`."""

    sheet: PlainSheet
    rows: Callable[[Iterable[Numbered]], Iterator[Row]]
    header_line: int
    width: int

    def __call__(self) -> Iterator[Row]:
        """Every row below the header."""
        return self.rows(self.sheet.numbered())

    def blocks(self, wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:  # noqa: ARG002 - the cells are there
        """All rows in file order; lists of rows where a part is irregular."""
        for piece, (lines, columns) in zip(self.sheet.pieces, self.sheet.columns(), strict=True):
            block = block_of(lines, columns, self.header_line, self.width)
            if block is None:
                yield list(self.rows(replace(self.sheet, pieces=(piece,)).numbered()))
            elif len(block.lines):
                yield block


def plain_sheets(parts: Mapping[str, Part], names: Sequence[str], most: int) -> dict[str, PlainSheet] | None:
    """The worksheets that are the parts `names`; None where there are none, one of them is not written the usual way, or more
    than `most` bytes would come of their shared strings.
    """
    if not names:
        return None
    known = {name.lower(): part for name, part in parts.items()}
    try:
        scratch = Scratch.of(known[_WORKBOOK].whole(), known[_STYLES].whole() if _STYLES in known else None)
        cells = Cells(plain_strings(known.get(_STRINGS), scratch), scratch, most)
        room = MAX_CELLS
        found = {}
        for name in names:
            found[name] = sheet = _sheet(parts[name], cells, room)
            room -= sheet.facts.rows * sheet.facts.columns
    except NotPlain:
        return None
    return found


def _sheet(part: Part, cells: Cells, room: int) -> PlainSheet:
    pieces: list[Piece] = []
    around, hidden, last, width = [b""], 0, 0, 0
    for text, is_rows in _stretches(part):
        if not is_rows:
            around.append(text)
            continue
        if b"hidden" in text:
            hidden += len(HIDDEN_ROW.findall(text))
        piece = cells.piece(text)
        if len(piece.lines):
            if piece.lines[0] <= last:
                raise NotPlain
            last, width = int(piece.lines[-1]), max(width, len(piece.columns))
            pieces.append(piece)
        if last * width > room:
            raise NotPlain
    facts = look_over(around)
    facts.hidden_rows, facts.rows, facts.columns = hidden, last, width
    facts.formulas_without_result = sum(piece.blank_formulas for piece in pieces)
    first = min((piece.first for piece in pieces), default=0)
    long: dict[int, float] = {}
    for column, value in (one for piece in pieces for one in piece.long):
        long.setdefault(column - first, value)
    return PlainSheet(tuple(pieces), first, width, facts, long)


def _stretches(part: Part) -> Iterator[tuple[bytes, bool]]:
    """The XML in pieces, and whether they are whole rows. Raises NotPlain."""
    held, is_rows = b"", False
    for window in windows(part.open(), part.name):
        held = held + window if held else window
        if not is_rows:
            begin = held.find(_DATA)
            if begin < 0:
                if len(held) > _BYTES:
                    raise NotPlain
                continue
            yield _around(held[:begin]), False
            held, is_rows = held[begin + len(_DATA) :], True
        if len(held) >= _BYTES and (cut := held.rfind(_ROW_END)) >= 0:
            cut += len(_ROW_END)
            yield _text(held[:cut]), True
            held = held[cut:]
        if len(held) > _MOST_HELD:
            raise NotPlain
    end = held.find(_DATA_END)
    if not is_rows or end < 0:
        raise NotPlain
    yield _text(held[:end]), True
    yield _around(held[end + len(_DATA_END) :]), False


def _around(text: bytes) -> bytes:
    """What stands before and after the rows."""
    named = _ENCODING.search(text[:200])
    if _OTHERS.search(text) or (named and named[1].lower() != b"utf-8"):
        raise NotPlain
    return text


def _text(text: bytes) -> bytes:
    """Raises NotPlain where it is no UTF-8."""
    try:
        if not text.isascii():
            text.decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error
    return text.strip()
