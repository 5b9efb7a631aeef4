"""A delimited file in blocks: regular parts as columns at once, whatever is irregular in them record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from cx.importing.block import CHUNK, Block, WantedPlaces
from cx.importing.encoding import Piece, cut, physical_lines
from cx.importing.records import Dialect, Lines, Record, parse
from cx.importing.regular import Part, Table, read_regular
from cx.importing.returns import settled
from cx.importing.sheet import Row

_SMALL: Final = 1 << 16
"""Bytes read with care around what is irregular."""
_TOGETHER: Final = 1 << 21
"""Bytes of which rows read with care are given together."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A `Sheet.read` for the file that `pieces` starts anew each time. `rows` makes rows of records; `table` is None where
    the dialect allows no reading at once.
    """

    pieces: Callable[[], Iterator[Piece]]
    dialect: Dialect
    header_line: int
    table: Table | None
    rows: Callable[[Iterable[Record]], Iterator[Row]]

    def __call__(self) -> Iterator[Row]:
        """Every row below the header."""
        for part in self.blocks():
            yield from part if isinstance(part, list) else part.rows()

    def blocks(self, wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:
        """All rows in file order; lists of rows where a part is irregular."""
        left = _Left()
        for piece in self.pieces():
            left.note(piece.damaged)
            part = self._at_once(left, piece.data, wanted)
            if part is not None:
                yield from part
                continue
            for larger in cut(piece.data, _TOGETHER):
                yield from self._piecewise(left, larger, wanted)
        yield from self._with_care(left, b"", is_last=True)

    def _piecewise(self, left: _Left, data: bytes, wanted: WantedPlaces) -> Iterator[Block | list[Row]]:
        """What is irregular as few lists as may be: every one costs a little for each column."""
        held: list[Row] = []
        for small in cut(data, _SMALL):
            part = self._at_once(left, small, wanted)
            if part is None:
                for rows in self._with_care(left, small):
                    held += rows
                continue
            if held:
                yield held
                held = []
            yield from part
        if held:
            yield held

    def _at_once(self, left: _Left, data: bytes, wanted: WantedPlaces) -> Iterable[Block] | None:
        if self.table is None or left.is_damaged:
            return None
        whole = left.data + data if left.data else data
        whole = settled(whole, self.table.delimiter, self.table.quote, self.table.width)
        part: Part | None = read_regular(whole, left.first, self.header_line, self.table, wanted)
        if part is None:
            return None
        left.keep(whole[part.used :], part.lines)
        return [part.block] if len(part.block.lines) else []

    def _with_care(self, left: _Left, data: bytes, *, is_last: bool = False) -> Iterator[list[Row]]:
        source = Lines(physical_lines((left.data + data).decode()), left.first)
        rows = self.rows(parse(source, self.dialect, left.damaged, is_last=is_last))
        while chunk := list(islice(rows, CHUNK)):
            yield chunk
        left.keep("".join(source.lines[source.at :]).encode(), source.first + source.at - left.first)


@dataclass(slots=True)
class _Left:
    """What was read of the file and not used yet: the beginning of a record, on line `first`."""

    data: bytes = b""
    first: int = 1
    damaged: set[int] = field(default_factory=set)

    def note(self, places: Iterable[int]) -> None:
        """Which lines of the next piece could not be decoded whole."""
        start = self.first + self.data.count(b"\n")
        self.damaged.update(start + place for place in places)

    @property
    def is_damaged(self) -> bool:
        """Whether such a line is still to come."""
        return any(line >= self.first for line in self.damaged)

    def keep(self, data: bytes, lines: int) -> None:
        """Go on with `data`, `lines` lines further down."""
        self.data, self.first = data, self.first + lines
