"""The cells of a piece of worksheet XML found at once, where rows and cells are written the way spreadsheet programs do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_ROW, _CELL, _V, _V_END, _CELL_END, _ROW_END, _F, _F_END, _IS, _IS_END, _T, _T_END = range(1, 13)
_KINDS: Final = 13
_NAMES: Final = {
    b"ro": _ROW, b"c ": _CELL, b"v>": _V, b"/v": _V_END, b"/c": _CELL_END, b"/r": _ROW_END, b"f>": _F, b"f ": _F,
    b"f/": _F, b"/f": _F_END, b"is": _IS, b"/i": _IS_END, b"t>": _T, b"t ": _T, b"/t": _T_END,
}  # fmt: skip
# What goes on after the two bytes that tell the tags apart.
_REST: Final = {
    _ROW: b"w r=", _CELL: b"r=", _V_END: b">", _CELL_END: b">", _ROW_END: b"ow>", _F_END: b">", _IS: b">",
    _IS_END: b"s>", _T_END: b">",
}  # fmt: skip
_AFTER: Final = {
    0: (_ROW,),
    _ROW: (_ROW, _CELL, _ROW_END),
    _ROW_END: (_ROW,),
    _CELL: (_CELL, _V, _F, _IS, _CELL_END, _ROW_END),
    _V: (_V_END,),
    _V_END: (_CELL_END,),
    _CELL_END: (_CELL, _ROW_END),
    _F: (_F_END, _V, _CELL_END),
    _F_END: (_V, _CELL_END),
    _IS: (_T,),
    _T: (_T_END,),
    _T_END: (_IS_END,),
    _IS_END: (_CELL_END,),
}
_PAD: Final = bytes(16)
_DIGITS: Final = 7
_LETTERS: Final = 26


def _by_two() -> NDArray[np.uint8]:
    found = np.zeros(1 << 16, dtype=np.uint8)
    for two, kind in _NAMES.items():
        found[int.from_bytes(two, "little")] = kind
    return found


def _allowed() -> Flags:
    found = np.zeros(_KINDS * _KINDS, dtype=bool)
    for before, after in _AFTER.items():
        found[[before * _KINDS + kind for kind in after]] = True
    return found


_BY_TWO: Final = _by_two()
_ALLOWED: Final = _allowed()


class NotPlain(Exception):
    """Something in the XML is not written the usual way."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The rows of a piece by their numbers, and its cells that have a value, in their order: row (counted in the piece) and
    column (from 0), where attributes and value begin and end, where the cell ends; whether it is an inline string, and one whose
    spaces count. `blank_formulas` have no value.
    """

    data: bytes
    lines: Places
    row: Places
    column: Places
    attributes: tuple[Places, Places]
    values: tuple[Places, Places]
    ends: Places
    is_inline: Flags
    blank_formulas: int

    def texts(self, bounds: tuple[Places, Places]) -> Any:
        """The stretches as a pyarrow array of strings."""
        import pyarrow as pa

        places = np.zeros(2 * len(bounds[0]) + 1, dtype=np.int32)
        places[:-1:2], places[1::2] = bounds
        places[-1] = places[-2] if len(places) > 1 else 0
        buffers = [None, pa.py_buffer(places), pa.py_buffer(self.data)]
        pieces = pa.Array.from_buffers(pa.string(), len(places) - 1, buffers)
        return pieces.take(pa.array(np.arange(0, len(places) - 1, 2)))


def find_marks(text: bytes) -> Marks:
    """The cells of whole rows. Raises NotPlain."""
    data = text + _PAD
    signs = np.frombuffer(data, np.uint8)
    tags = np.flatnonzero(signs == ord("<"))
    kinds = _kinds(data, signs, tags)
    closes = np.flatnonzero(signs == ord(">"))
    if len(closes) != len(tags) or (closes < tags).any() or (closes[:-1] > tags[1:]).any():
        closes = closes[np.searchsorted(closes, tags)]
    rows, cells = np.flatnonzero(kinds == _ROW), np.flatnonzero(kinds == _CELL)
    lines, digits, length = _lines(data, signs, tags[rows])
    of = np.cumsum(kinds == _ROW)[cells] - 1
    column, after = _columns(data, signs, tags[cells], digits[of], length[of])
    kinds = np.concatenate([kinds, np.zeros(4, dtype=np.uint8)])
    is_closed = signs[closes[cells] - 1] == ord("/")
    following = kinds[cells + 1]
    if (is_closed != ((following == _CELL) | (following == _ROW_END))).any():
        raise NotPlain
    is_formula = following == _F
    at = cells + np.where(is_formula, np.where(kinds[cells + 2] == _F_END, 3, 2), 1)
    is_inline = following == _IS
    has = (kinds[np.minimum(at, len(kinds) - 1)] == _V) | is_inline
    at = at[has] + is_inline[has]
    starts, ends = closes[at] + 1, tags[at + 1]
    _check_opening(signs, tags[at], closes[at], is_inline[has])
    place = of[has] << 16 | column[has]
    if (np.diff(place) <= 0).any() or (np.diff(lines) <= 0).any():
        raise NotPlain
    cell_ends = tags[at + 2 + is_inline[has]] + len(b"</c>")
    no_value = int((is_formula & ~has).sum()) + int((is_formula[has] & (starts == ends)).sum())
    attributes = (after[has], closes[cells[has]])
    return Marks(data, lines, of[has], column[has], attributes, (starts, ends), cell_ends, is_inline[has], no_value)


def _wide(data: bytes, kind: str) -> Any:
    """The bytes from each place on as one number."""
    size = np.dtype(kind).itemsize
    return np.ndarray((len(data) - size + 1,), kind, data, 0, (1,))


def _kinds(data: bytes, signs: NDArray[np.uint8], tags: Places) -> NDArray[np.uint8]:
    kinds: NDArray[np.uint8] = _BY_TWO[_wide(data, "<u2")[tags + 1]]
    before = np.concatenate([np.zeros(1, np.uint8), kinds[:-1]])
    if not kinds.all() or not _ALLOWED[before.astype(np.int64) * _KINDS + kinds].all():
        raise NotPlain
    if len(kinds) and kinds[-1] not in {_ROW_END, _ROW}:
        raise NotPlain
    for kind, rest in _REST.items():
        some = tags[kinds == kind]
        for place, sign in enumerate(rest, start=3):
            if (signs[some + place] != sign).any():
                raise NotPlain
    return kinds


def _lines(data: bytes, signs: NDArray[np.uint8], rows: Places) -> tuple[Places, Any, Places]:
    """The numbers of rows, their digits as bytes of one number, and how many there are."""
    begin = rows + len(b'<row r="')
    lines, length = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows), dtype=np.int64)
    is_open = signs[begin - 1] == ord('"')
    for place in range(_DIGITS + 1):
        sign = signs[begin + place]
        is_open &= (sign >= ord("0")) & (sign <= ord("9"))
        lines = np.where(is_open, lines * 10 + sign - ord("0"), lines)
        length += is_open
    if (length == 0).any() or (length > _DIGITS).any() or (signs[begin + length] != ord('"')).any():
        raise NotPlain
    return lines, _wide(data, "<u8")[begin], length


def _columns(
    data: bytes, signs: NDArray[np.uint8], cells: Places, digits: Any, length: Places
) -> tuple[Places, Places]:
    """The column of each cell, and where its attributes go on after its place, which must be in its row."""
    begin = cells + len(b'<c r="')
    column = np.zeros(len(cells), dtype=np.int64)
    letters = np.zeros(len(cells), dtype=np.int64)
    is_open = signs[begin - 1] == ord('"')
    for place in range(3):
        sign = signs[begin + place]
        is_open &= (sign >= ord("A")) & (sign <= ord("Z"))
        column = np.where(is_open, column * _LETTERS + sign - (ord("A") - 1), column)
        letters += is_open
    said = _wide(data, "<u8")[begin + letters]
    mask = (np.uint64(1) << (8 * length).astype(np.uint64)) - np.uint64(1)
    after = begin + letters + length
    if (letters == 0).any() or ((said ^ digits) & mask).any() or (signs[after] != ord('"')).any():
        raise NotPlain
    return column - 1, after + 1


def _check_opening(signs: NDArray[np.uint8], tags: Places, closes: Places, is_inline: Flags) -> None:
    """Strings in cells open with <t> or <t xml:space="preserve">, no value or string is empty by its tag alone."""
    long = closes[is_inline] - tags[is_inline] != len(b"<t")
    for offset, sign in enumerate(b'<t xml:space="preserve">') if long.any() else ():
        if (signs[tags[is_inline][long] + offset] != sign).any():
            raise NotPlain
    if (signs[closes - 1] == ord("/")).any():
        raise NotPlain
