"""Rows of a worksheet to columns of text at once, where every cell of a column is of one kind; see `cell_text`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

import numpy as np

from cx.importing.about import speaks_of_the_table
from cx.importing.block import Block, WantedPlaces
from cx.importing.cell_text import cell_text, number_text
from cx.importing.cleaning import BLANK, maybe_unclean
from cx.importing.limits import MAX_CELL_CHARACTERS
from cx.importing.sheet import Row

_ROWS: Final = 10_000
_SECOND: Final = 1_000_000
_LAST: Final = int(dt.datetime(dt.MAXYEAR, 1, 1, tzinfo=dt.UTC).timestamp())
_EXACT: Final = 2.0**63

Numbered = tuple[int, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A `Sheet.read` of rows with their numbers, which `numbered` gives anew each time. `rows` makes rows of them with care;
    the first `width` cells have a header, rows up to `header_line` are not data.
    """

    numbered: Callable[[], Iterator[Numbered]]
    rows: Callable[[Iterable[Numbered]], Iterator[Row]]
    header_line: int
    width: int

    def __call__(self) -> Iterator[Row]:
        """Every row below the header."""
        return self.rows(self.numbered())

    def blocks(self, wanted: WantedPlaces = None) -> Iterator[Block | list[Row]]:  # noqa: ARG002 - the cells are there
        """All rows in file order; lists of rows where a part is irregular."""
        numbered = self.numbered()
        while some := list(islice(numbered, _ROWS)):
            block = self._at_once(some)
            if block is None:
                yield list(self.rows(some))
            elif len(block.lines):
                yield block

    def _at_once(self, numbered: list[Numbered]) -> Block | None:
        columns = [column_text(column) for column in zip(*(cells for _, cells in numbered), strict=True)]
        return block_of(np.array([line for line, _ in numbered], dtype=np.int64), columns, self.header_line, self.width)


def block_of(lines: Any, columns: Sequence[Any], header_line: int, width: int) -> Block | None:
    """Texts in columns as a block; None where a row is none of the table or has a cell too many, or where a cell is too long."""
    import pyarrow.compute as pc

    if len(columns) < width:
        return None
    blank = np.column_stack([column.is_null().to_numpy(zero_copy_only=False) for column in columns])
    is_row = (lines > header_line) & ~blank.all(axis=1)
    lines, blank = lines[is_row], blank[is_row]
    if not blank[:, width:].all():
        return None
    kept = [column if is_row.all() else column.filter(is_row) for column in columns[:width]]
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > MAX_CELL_CHARACTERS for column in kept):
        return None
    own = blank[:, :width]
    if speaks_of_the_table(own, partial(_cells, kept)):
        return None
    others = np.flatnonzero(~own[:, 1:].all(axis=1))
    alone = len(lines) - (int(others[-1]) + 1 if len(others) else 0)
    return Block(lines, tuple(kept), alone if width > 1 else 0)


def _cells(columns: Sequence[Any], rows: Any, places: Any) -> Any:
    import pyarrow as pa

    return pa.array([columns[place][row].as_py() for row, place in zip(rows, places, strict=True)], pa.string())


def column_text(cells: Sequence[object]) -> Any:
    """What `cell_text` says of each cell, as a pyarrow array of strings."""
    import pyarrow as pa
    import pyarrow.compute as pc

    filled = [None if cell == "" else cell for cell in cells]
    kinds = set(map(type, filled)) - {type(None)}
    if len(kinds) <= 1:
        return _of_kind(next(iter(kinds), str), filled)
    parts = [_of_kind(kind, [cell if type(cell) is kind else None for cell in filled]) for kind in kinds]
    return pc.coalesce(*parts) if parts else pa.nulls(len(filled), pa.string())


def _of_kind(kind: type, cells: Sequence[object]) -> Any:
    """Cells of one kind, blank ones being None."""
    import pyarrow as pa

    at_once = _AT_ONCE.get(kind)
    texts = at_once(cells) if at_once else None
    return pa.array(map(cell_text, cells), pa.string()) if texts is None else texts


def _texts(cells: Sequence[object]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(cells, pa.string())
    odd = pc.or_(maybe_unclean(texts), pc.match_substring_regex(texts, BLANK))
    return None if pc.any(odd).as_py() else texts


def _numbers(cells: Sequence[Any]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    values = pa.array(cells, pa.float64())
    plain = values.fill_null(0).to_numpy()
    is_whole = (plain == np.floor(plain)) & (np.abs(plain) < _EXACT)
    whole = pa.array(np.where(is_whole, plain, 0).astype(np.int64)).cast(pa.string())
    if is_whole.all():
        return pc.if_else(values.is_valid(), whole, None) if values.null_count else whole
    others = pa.array(
        [None if known else number_text(cell) for known, cell in zip(is_whole, cells, strict=True)], pa.string()
    )
    return pc.if_else(values.is_valid(), pc.coalesce(others, whole), None)


def _moments(cells: Sequence[object]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    exact = pa.array(cells, pa.timestamp("us")).cast(pa.int64())
    seconds = pc.divide(pc.add(exact, _SECOND // 2), _SECOND)
    bounds = pc.min_max(seconds).as_py()
    if bounds["min"] is not None and not 0 < bounds["min"] <= bounds["max"] < _LAST:
        return None  # before 1970 it would round the other way
    return seconds.cast(pa.timestamp("s")).cast(pa.string())


def _days(cells: Sequence[object]) -> Any:
    import pyarrow as pa

    return pa.array(cells, pa.date32()).cast(pa.string())


def _flags(cells: Sequence[object]) -> Any:
    import pyarrow as pa

    return pa.array(cells, pa.bool_()).cast(pa.string())


_AT_ONCE: Final[dict[type, Callable[[Sequence[object]], Any]]] = {
    str: _texts,
    float: _numbers,
    dt.datetime: _moments,
    dt.date: _days,
    bool: _flags,
}
