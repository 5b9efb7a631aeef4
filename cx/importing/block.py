"""Rows as columns: what a large regular file is read in, a few megabytes at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol, runtime_checkable

from cx.importing.sheet import Row

CHUNK: Final = 2_000
"""Rows at a time of what is read row by row: few calls, little memory, a cancel is heard at once."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that follow each other and have no problem: `lines` is a numpy array of whole numbers, `columns` are pyarrow
    arrays of strings in the order of the header, null where blank.
    """

    lines: Any
    columns: tuple[Any, ...]

    def part(self, start: int, end: int) -> Block:
        """The rows from `start` up to `end`, counted from 0."""
        return Block(self.lines[start:end], tuple(column.slice(start, end - start) for column in self.columns))

    def rows(self) -> Iterator[Row]:
        """The same as rows."""
        for start in range(0, len(self.lines), CHUNK):
            lines = self.lines[start : start + CHUNK].tolist()
            cells = (column.slice(start, CHUNK).to_pylist() for column in self.columns)
            yield from map(Row, lines, zip(*cells, strict=True))


@runtime_checkable
class InBlocks(Protocol):
    """A `Sheet.read` that can give its rows as columns, too."""

    def blocks(self) -> Iterator[Block | list[Row]]:
        """All rows in file order, starting from the first one each time; lists of rows where a part is irregular."""


def in_blocks(read: Callable[[], Iterator[Row]]) -> Iterator[Block | list[Row]]:
    """The rows that `read` gives in blocks, whatever it can do."""
    if isinstance(read, InBlocks):
        yield from read.blocks()
        return
    rows = read()
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
