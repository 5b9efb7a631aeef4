"""Lines of a delimited file to columns at once, where every record keeps the rules; all others are read with care.

A part is regular if it gives the same rows either way: the usual number of cells in every record, quotation marks only
around whole cells, doubled inside, no line end without a line feed outside them, nothing very long, and no row that
speaks about the table instead of being part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cx.importing.about import speaks_of_the_table
from cx.importing.block import Block, Later, WantedPlaces
from cx.importing.cleaning import BLANK
from cx.importing.limits import MAX_CELL_CHARACTERS
from cx.importing.records import CARRIED_CHARACTERS, SUSPICIOUS_LINES

_FEED, _RETURN = 10, 13
_CACHED: Final = 1 << 18
# First bytes of signs without ink: the ASCII ones, and those of U+0085, U+1680, U+2000 … U+3000.
_MAYBE_SPACE: Final = np.isin(np.arange(256), [*range(33), 0xC2, 0xE1, 0xE2, 0xE3])

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Part(NamedTuple):
    """What was read: the rows, how many bytes they took and how many physical lines that were."""

    block: Block
    used: int
    lines: int


@dataclass(frozen=True, slots=True)
class Table:
    """`width` cells in each record, of which the first `kept` have a header; the others have to be blank."""

    delimiter: str
    quote: str
    width: int
    kept: int


@dataclass(slots=True)
class _Signs:
    """A text and the places in it that matter: `ends` of cells, `feeds` (line feeds), `quotes`; `last`: ends of records.
    `is_even`: every line is a record of the usual number of cells.
    """

    data: bytes
    signs: NDArray[np.uint8]
    marks: Places
    quotes: Places
    ends: Places
    last: Places
    feeds: Places
    is_even: bool = False


@dataclass(slots=True)
class _Cells:
    """Where each cell of each record begins and ends, row by row, quotation marks left out; `records` begin and end."""

    starts: Places
    ends: Places
    records: tuple[Places, Places]
    has_doubled: bool


def read_regular(
    data: bytes, first_line: int, header_line: int, table: Table, wanted: WantedPlaces = None
) -> Part | None:
    """The records of `data` (clean UTF-8, beginning on `first_line`) but an unfinished last one; None if irregular.

    Rows up to `header_line` and rows of blank cells are left out. Of the columns only those `wanted` are filled.
    """
    found = None if _begins_ragged(data, table) else _look(data, table)
    if found is None:
        return None
    cells = _cells(found, table)
    if cells is None or len(data) > np.iinfo(np.int32).max:
        return None
    if found.is_even:
        first = np.arange(len(found.feeds))
    else:
        first, last = np.searchsorted(found.feeds, cells.records[0]), np.searchsorted(found.feeds, cells.records[1])
        if _has_swallowed(found, first, last, table):
            return None
    lines = first + first_line
    block = _block(found, cells, table, wanted, np.where(lines > header_line, lines, 0))
    used = int(found.last[-1]) + 1 if len(found.last) else 0
    return None if block is None else Part(block, used, len(found.feeds))


def _begins_ragged(data: bytes, table: Table) -> bool:
    """Whether the first line is a record of another number of cells: where one is, mostly all are, and no look is needed."""
    line = data[: max(data.find(b"\n"), 0)].rstrip(b"\r")
    return bool(line) and table.quote.encode() not in line and line.count(table.delimiter.encode()) + 1 != table.width


def _look(data: bytes, table: Table) -> _Signs | None:
    """Find all that parts records and cells; None where a quotation mark or a line end stands where it should not."""
    signs = np.frombuffer(data, np.uint8)
    delimiter, quote = ord(table.delimiter), ord(table.quote)
    even = _even(data, signs, table)
    if even is not None:
        return even
    marks = _marks(signs, (delimiter, quote, _FEED))
    is_quote = signs[marks] == quote
    is_inside = np.cumsum(is_quote, dtype=np.uint8) & 1
    ends = marks[(is_inside == 0) & ~is_quote]
    last = np.flatnonzero(signs[ends] == _FEED)
    used = int(ends[last[-1]]) + 1 if len(last) else 0
    if len(data) - used >= CARRIED_CHARACTERS:
        return None
    ends = ends[: last[-1] + 1] if used else ends[:0]
    is_used = marks < used
    quotes, marks = marks[is_quote & is_used], marks[~is_quote & is_used]
    returns = np.flatnonzero(signs[:used] == _RETURN) if data.find(b"\r", 0, used) >= 0 else marks[:0]
    if len(quotes):
        returns = returns[np.searchsorted(quotes, returns) % 2 == 0]
        if not _are_around_cells(signs, quotes, table):
            return None
    if (signs[returns + 1] != _FEED).any():
        return None
    return _Signs(data, signs, marks, quotes, ends, ends[last], marks[signs[marks] == _FEED])


def _even(data: bytes, signs: NDArray[np.uint8], table: Table) -> _Signs | None:
    """The same where every line is a whole record and no return stands alone: most exports."""
    used = data.rfind(b"\n") + 1
    if table.width == 1 or not used or len(data) - used >= CARRIED_CHARACTERS:
        return None
    ends = _marks(signs[:used], (ord(table.delimiter), _FEED))
    feeds = ends[table.width - 1 :: table.width]
    if len(ends) != np.count_nonzero(signs == _FEED) * table.width or (signs[feeds] != _FEED).any():
        return None
    if data.find(b"\r", 0, used) >= 0 and (signs[np.flatnonzero(signs[:used] == _RETURN) + 1] != _FEED).any():
        return None
    quotes = _marks(signs[:used], (ord(table.quote),)) if data.find(table.quote.encode(), 0, used) >= 0 else ends[:0]
    if len(quotes):
        is_parted = len(quotes) % 2 or not _are_around_cells(signs, quotes, table)
        if is_parted or (np.searchsorted(ends, quotes[::2]) != np.searchsorted(ends, quotes[1::2])).any():
            return None
    return _Signs(data, signs, ends, quotes, ends, feeds, feeds, is_even=True)


def _are_around_cells(signs: NDArray[np.uint8], quotes: Places, table: Table) -> bool:
    delimiter, quote = ord(table.delimiter), ord(table.quote)
    before = signs[np.maximum(quotes[::2] - 1, 0)]
    opens = (before == delimiter) | (before == _FEED) | (before == quote) | (quotes[::2] == 0)
    after = signs[quotes[1::2] + 1]
    closes = (after == delimiter) | (after == _FEED) | (after == _RETURN) | (after == quote)
    return bool(opens.all() and closes.all())


def _marks(signs: NDArray[np.uint8], wanted: tuple[int, ...]) -> Places:
    """Where these signs are, looked for in pieces that stay in the processor's cache."""
    found = [np.zeros(0, dtype=np.int64)]
    for at in range(0, len(signs), _CACHED):
        piece = signs[at : at + _CACHED]
        is_one = piece == wanted[0]
        for sign in wanted[1:]:
            is_one |= piece == sign
        found.append(np.flatnonzero(is_one) + at)
    return np.concatenate(found)


def _cells(found: _Signs, table: Table) -> _Cells | None:
    """The cells of all records but empty lines; None where one has not the usual number or is very long."""
    if found.is_even:
        return _even_cells(found, table)
    starts = np.concatenate([[0], found.ends[:-1] + 1])[: len(found.ends)]
    ends = found.ends.copy()
    last = np.searchsorted(ends, found.last)
    ends[last] -= found.signs[np.maximum(ends[last] - 1, 0)] == _RETURN
    counts = np.diff(last, prepend=-1)
    is_empty = (counts == 1) & (ends[last] <= starts[last])
    if ((counts != table.width) & ~is_empty).any():
        return None
    if is_empty.any():
        filled = np.ones(len(ends), dtype=bool)
        filled[last[is_empty]] = False
        starts, ends = starts[filled], ends[filled]
    records = starts[:: table.width], found.last[~is_empty]
    if (records[1] - records[0]).max(initial=0) > MAX_CELL_CHARACTERS:
        return None
    has_doubled = False
    if len(found.quotes):
        is_quoted = found.signs[starts] == ord(table.quote)
        has_doubled = bool(is_quoted.sum() * 2 != len(found.quotes))
        starts, ends = starts + is_quoted, ends - is_quoted
    return _Cells(starts, ends, records, has_doubled)


def _even_cells(found: _Signs, table: Table) -> _Cells | None:
    starts = np.empty_like(found.ends)
    starts[0] = 0
    np.add(found.ends[:-1], 1, out=starts[1:])
    records = starts[:: table.width], found.feeds
    if (records[1] - records[0]).max() > MAX_CELL_CHARACTERS:
        return None
    ends = found.ends
    is_returned = found.signs[np.maximum(found.feeds - 1, 0)] == _RETURN
    if is_returned.any():
        ends = ends.copy()
        ends[table.width - 1 :: table.width] -= is_returned
    if not len(found.quotes):
        return _Cells(starts, ends, records, has_doubled=False)
    opening = found.quotes[::2]
    cells = np.searchsorted(found.ends, opening)
    quoted = cells[starts[cells] == opening]
    ends = ends.copy()
    starts[quoted] += 1
    ends[quoted] -= 1
    return _Cells(starts, ends, records, has_doubled=len(quoted) * 2 != len(found.quotes))


def _has_swallowed(found: _Signs, first: Places, last: Places, table: Table) -> bool:
    """Whether most lines inside a record of many lines look like records themselves, as `records` asks."""
    is_long = last - first >= SUSPICIOUS_LINES
    if table.width < SUSPICIOUS_LINES or not is_long.any():
        return False
    delimiters = found.marks[found.signs[found.marks] == ord(table.delimiter)]
    counts = np.diff(np.searchsorted(delimiters, found.feeds), prepend=0)
    whole = np.concatenate([[0], np.cumsum(counts == table.width - 1)])
    inner = whole[last[is_long]] - whole[first[is_long] + 1]
    return bool((inner * 2 > last[is_long] - first[is_long] - 1).any())


def _block(found: _Signs, cells: _Cells, table: Table, wanted: WantedPlaces, lines: Places) -> Block | None:
    """The records that are rows, `lines` being 0 for those above them; None where a cell too many is filled or a row is none of the table."""
    import pyarrow as pa
    import pyarrow.compute as pc

    pieces = _pieces(found.data, cells)
    blank = _blank(found, cells, pieces).reshape(-1, table.width)
    own = blank[:, : table.kept]
    if not blank[:, table.kept :].all() or speaks_of_the_table(
        own, lambda rows, places: pieces.take(pa.array(2 * (rows * table.width + places)))
    ):
        return None
    kept = np.flatnonzero((lines > 0) & ~own.all(axis=1))
    has_blank = np.asarray(own.any(axis=0))
    with_nulls = _with_nulls(pieces, ~blank.ravel()) if has_blank.any() else pieces

    def column(place: int) -> Any:
        if wanted is not None and place not in wanted:
            return pa.nulls(len(kept), pa.string())
        places = pa.array(2 * (kept * table.width + place))
        made = pc.take(with_nulls if has_blank[place] else pieces, places, boundscheck=False)
        return pc.replace_substring(made, table.quote * 2, table.quote) if cells.has_doubled else made

    others = np.flatnonzero(~own[kept][:, 1:].all(axis=1))
    alone = len(kept) - (int(others[-1]) + 1 if len(others) else 0)
    return Block(lines[kept], Later(column, table.kept), alone if table.kept > 1 else 0)


def _blank(found: _Signs, cells: _Cells, pieces: Any) -> Flags:
    """Which cells are empty or hold nothing but white space."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_blank: Flags = cells.ends == cells.starts
    first = found.signs[np.minimum(cells.starts, len(found.signs) - 1)]
    maybe = np.flatnonzero(_MAYBE_SPACE[first] & ~is_blank)
    if len(maybe):
        matched = pc.match_substring_regex(pieces.take(pa.array(2 * maybe)), BLANK)
        is_blank[maybe[matched.to_numpy(zero_copy_only=False)]] = True
    return is_blank


def _pieces(data: bytes, cells: _Cells) -> Any:
    """The text as a pyarrow array of cells (at even places) and what parts them; nothing is copied."""
    import pyarrow as pa

    places = np.empty(2 * len(cells.starts) + 1, dtype=np.int32)
    places[:-1:2], places[1::2] = cells.starts, cells.ends
    places[-1] = cells.ends[-1] if len(cells.ends) else 0
    return pa.Array.from_buffers(pa.string(), 2 * len(cells.starts), [None, pa.py_buffer(places), pa.py_buffer(data)])


def _with_nulls(pieces: Any, is_filled: Flags) -> Any:
    """The same, null where a cell is not filled."""
    import pyarrow as pa

    flags = np.ones(2 * len(is_filled), dtype=bool)
    flags[::2] = is_filled
    valid = pa.py_buffer(np.packbits(flags, bitorder="little"))
    return pa.Array.from_buffers(pa.string(), len(pieces), [valid, *pieces.buffers()[1:]])
