"""Header rows that come again among the rows, where somebody put several exports into one file: told, never counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from cx.importing.block import Block, WantedPlaces, in_blocks
from cx.importing.sheet import Notice, Row, Sheet

_MANY: Final = 100
_LOOKED_AT: Final = 2
"""Cells, the first of a row: no record holds the names of its first two columns in them."""


@dataclass(frozen=True, slots=True)
class WithoutHeads:
    """A `Sheet.read` of the rows of another, those that begin as the header named as such."""

    read: Callable[[], Iterator[Row]]
    head: tuple[str, ...]

    def __call__(self) -> Iterator[Row]:
        """Every row."""
        for part in self.blocks():
            yield from part if isinstance(part, list) else part.rows()

    def blocks(self, wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:
        """Every row, in blocks where it is read so."""
        for part in in_blocks(self.read, wanted if wanted is None else {*range(_LOOKED_AT), *wanted}):
            if isinstance(part, list):
                yield [_named(row) if self._is_head(row) else row for row in part]
            else:
                yield from self._parted(part)

    def _is_head(self, row: Row) -> bool:
        cells = row.cells[:_LOOKED_AT]
        return cells[0] is not None and tuple(cell and cell.strip() for cell in cells) == self.head

    def _parted(self, part: Block) -> Iterator[Block | list[Row]]:
        import pyarrow.compute as pc

        is_first = pc.equal(part.columns[0], self.head[0])
        if not pc.any(is_first).as_py():
            yield part
            return
        places = pc.indices_nonzero(pc.and_(is_first, pc.equal(part.columns[1], self.head[1]))).to_pylist()
        done = 0
        for place in places[:_MANY]:
            if place > done:
                yield part.part(done, place)
            yield [_named(row) for row in part.part(place, place + 1).rows()]
            done = place + 1
        rest = part.part(done, len(part.lines))
        if places[_MANY:]:
            yield [_named(row) if self._is_head(row) else row for row in rest.rows()]
        elif len(rest.lines):
            yield rest


def without_heads(sheet: Sheet) -> Sheet:
    """`sheet`, rows that repeat its one header row named as such; as it is where it has none, or a single column."""
    head = tuple((cell or "").strip() for cell in sheet.heads[0].cells[:_LOOKED_AT]) if sheet.heads else ()
    if not sheet.heads or len(sheet.heads) > 1 or len(head) < _LOOKED_AT or not all(head):
        return sheet
    return replace(sheet, read=WithoutHeads(sheet.read, head))


def _named(row: Row) -> Row:
    return replace(row, problem=Notice("file.header_again", {"line": row.line}))
