"""The different values of a column and how often each occurs, a part of the file at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from cx.importing.block import Block
from cx.importing.sheet import Row

PLAIN_TIME: Final = r"\A\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?\z"
"""Times of which one says as much about the column as all."""


def tallied(part: Block | list[Row], place: int, simple: str | None = None) -> Iterator[tuple[str, int]]:
    """Each value of the column at `place` with the number of rows it occurs in, in the order of their first ones.

    Blank cells and rows with a problem do not count. Of the values that match `simple` (RE2) only one needs to be told.
    """
    if isinstance(part, list):
        yield from Counter(_cells(part, place)).items()
        return
    import pyarrow.compute as pc

    column = part.columns[place].drop_null()
    if simple is not None:
        is_simple = pc.match_substring_regex(column, simple)
        yield from ((cell, 1) for cell in column.filter(is_simple).slice(0, 1).to_pylist())
        column = column.filter(pc.invert(is_simple))
    counts = column.value_counts()
    yield from zip(counts.field(0).to_pylist(), counts.field(1).to_pylist(), strict=True)


class Ids:
    """How many rows have an id, and how many different ones there are, white space around them left aside."""

    def __init__(self) -> None:
        self.rows = 0
        self._found: list[Any] = []

    def take(self, part: Block | list[Row], place: int) -> None:
        """Count the rows of a part."""
        import pyarrow as pa
        import pyarrow.compute as pc

        cells = (
            part.columns[place].drop_null() if isinstance(part, Block) else pa.array(_cells(part, place), pa.string())
        )
        self.rows += len(cells)
        self._found.append(pc.utf8_trim_whitespace(cells).unique())

    @property
    def different(self) -> int:
        """The number of different ids."""
        import pyarrow as pa

        return len(pa.chunked_array(self._found, pa.string()).unique())


def _cells(rows: list[Row], place: int) -> list[str]:
    cells = (row.cells[place] for row in rows if row.problem is None)
    return [cell for cell in cells if cell]
