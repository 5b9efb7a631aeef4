"""Rows as columns: what a large regular file is read in, a few megabytes at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol, TypeAlias, overload, runtime_checkable

from cx.importing.sheet import Row

CHUNK: Final = 2_000
"""Rows at a time of what is read row by row: few calls, little memory, a cancel is heard at once."""

WantedPlaces: TypeAlias = Collection[int] | None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that follow each other and have no problem: `lines` is a numpy array of whole numbers, `columns` are pyarrow
    arrays of strings in the order of the header, null where blank. `alone`: so many of the last rows fill their first cell
    only.
    """

    lines: Any
    columns: Sequence[Any]
    alone: int = 0

    def part(self, start: int, end: int) -> Block:
        """The rows from `start` up to `end`, counted from 0."""
        if start == 0 and end == len(self.lines):
            return self
        return Block(self.lines[start:end], tuple(column.slice(start, end - start) for column in self.columns))

    def rows(self) -> Iterator[Row]:
        """The same as rows."""
        for start in range(0, len(self.lines), CHUNK):
            lines = self.lines[start : start + CHUNK].tolist()
            cells = (column.slice(start, CHUNK).to_pylist() for column in self.columns)
            yield from map(Row, lines, zip(*cells, strict=True))


@dataclass(frozen=True, slots=True)
class Later(Sequence[Any]):
    """So many columns, each made whenever it is asked for: by whoever needs it, in his thread."""

    make: Callable[[int], Any]
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self.make(one) for one in range(*place.indices(self.size))]
        if not 0 <= place < self.size:
            raise IndexError(place)
        return self.make(place)


@runtime_checkable
class InBlocks(Protocol):
    """A `Sheet.read` that can give its rows as columns, too."""

    def blocks(self, wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:
        """All rows in file order, starting from the first one each time; lists of rows where a part is irregular.

        Blocks need only hold the columns at the places `wanted`, all if None; others may be null throughout.
        """


def in_blocks(read: Callable[[], Iterator[Row]], wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:
    """The rows that `read` gives in blocks, whatever it can do; see `InBlocks.blocks`."""
    if isinstance(read, InBlocks):
        yield from read.blocks(wanted)
        return
    rows = read()
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
