"""Carriage returns that stand alone in a line without quotation marks, settled at once as `records` settles them one by one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cx.importing.limits import MAX_CELL_CHARACTERS

_FEED, _RETURN, _SPACE = 10, 13, 32
_ASCII_INK: Final = np.isin(np.arange(256), np.arange(33, 127))
# First bytes of letters; not those which may also begin a sign without ink (U+0085, U+1680, U+2000 … U+3000).
_INK: Final = _ASCII_INK | np.isin(np.arange(256), [*range(0xC3, 0xE1), *range(0xE4, 0xF5)])


def settled(data: bytes, delimiter: str, quote: str, width: int) -> bytes:
    """`data`, just as long, with such a return as a line feed where it parts whole records of `width` cells, as a space where
    the whole line is one; all others stay as they are.
    """
    if b"\r" not in data:
        return data
    signs = np.frombuffer(data, np.uint8)
    feeds = np.flatnonzero(signs == _FEED)
    returns = np.flatnonzero(signs[: feeds[-1] if len(feeds) else 0] == _RETURN)
    returns = returns[signs[returns + 1] != _FEED]
    if not len(returns):
        return data
    of = np.searchsorted(feeds, returns)  # the line of each
    lines = np.unique(of)
    ends = feeds[lines]
    starts = np.where(lines > 0, feeds[lines - 1] + 1, 0)
    cuts = np.sort(np.concatenate([returns, ends]))
    begins = np.concatenate([[starts[0]], np.where(signs[cuts[:-1]] == _FEED, 0, cuts[:-1] + 1)])
    begins[np.searchsorted(cuts, ends[:-1]) + 1] = starts[1:]
    line = np.searchsorted(ends, cuts)
    is_whole = _between(signs == ord(delimiter), begins, cuts) == width - 1
    is_odd = _between(_INK[signs], begins, cuts) == 0
    is_left = np.zeros(len(lines), dtype=bool)
    is_left[line[is_odd]] = True
    quotes = np.flatnonzero(signs == ord(quote))
    before = np.searchsorted(quotes, starts)
    is_left |= (np.searchsorted(quotes, ends) > before) | (before % 2 == 1) | (ends - starts > MAX_CELL_CHARACTERS)
    is_parted = np.ones(len(lines), dtype=bool)
    is_parted[line[~is_whole]] = False
    is_left |= ~is_parted & (_between(signs == ord(delimiter), starts, ends) != width - 1)
    place = np.searchsorted(lines, of)
    changed = signs.copy()
    kept = ~is_left[place]
    changed[returns[kept]] = np.where(is_parted[place[kept]], _FEED, _SPACE)
    return changed.tobytes()


def _between(flags: NDArray[np.bool_], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many are set in each stretch."""
    places = np.flatnonzero(flags)
    found: NDArray[np.int64] = np.searchsorted(places, ends) - np.searchsorted(places, starts)
    return found
