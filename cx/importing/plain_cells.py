"""What the cells of a worksheet say, a piece at a time: most of them by their kind at once, the odd ones by asking the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from cx.importing.cell_text import cell_text, number_text
from cx.importing.cleaning import BLANK, maybe_unclean
from cx.importing.header import LOOK_AT
from cx.importing.scratch_book import MOMENT, NUMBER, Scratch
from cx.importing.sheet_marks import Flags, Marks, NotPlain, Places, find_marks

_ATTRIBUTE: Final = re.compile(r'\s+([a-z]+)="([^"<>&]*)"')
_KNOWN: Final = frozenset({"s", "t", "cm", "vm", "ph"})
_PLAIN_NUMBER: Final = r"\A(?:0|-?[1-9][0-9]{0,14})\z"
_DECIMAL: Final = r"\A[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\z"
# What the reader changes in a text: entities, line ends, its own escapes, white space around it.
_CHANGED: Final = r"[&\r]|_x[0-9A-Fa-f]{4}_|\A[\t-\r ]|[\t-\r ]\z"
_DAY_MS: Final = 86_400_000
_FIRST_DAY: Final = {False: -25_569, True: -24_107}
"""1899-12-30 and 1904-01-01, counted in days from 1970."""
_SURE: Final = (61.0, 2_950_000.0)
"""Days on which the reader has no oddities: 1900 was no leap year for anybody else, and the calendar ends with 9999."""
_LONG: Final = 1e15
_SHARED, _NUMBER, _FLAG, _TEXT, _INLINE, _ODD = "s", "n", "b", "str", "inlineStr", ""
_MOMENT: Final = "moment"
_KINDS: Final = (_ODD, _SHARED, _NUMBER, _FLAG, _TEXT, _INLINE, _MOMENT)

Said = tuple[Any, Flags]  # texts, and which of them the reader has to be asked for


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows by their numbers, and the texts of their columns as pyarrow arrays. `long`: column and value of numbers with more
    digits than a spreadsheet keeps, among the first rows. `first`: the column before which nothing stands.
    """

    lines: Places
    columns: tuple[Any, ...]
    first: int
    long: tuple[tuple[int, float], ...]
    blank_formulas: int


@dataclass(slots=True)
class Cells:
    """Reads the cells of one workbook; `shared` are its strings as they are stored, `room`: so many bytes may be made of them."""

    shared: Any
    scratch: Scratch
    room: int
    _styles: dict[int, int] = field(default_factory=dict)
    _lengths: Any = None

    def piece(self, text: bytes) -> Piece:
        """The cells of whole rows of XML. Raises NotPlain."""
        import pyarrow as pa

        marks = find_marks(text)
        values = marks.texts(marks.values)
        kinds = self._kinds(marks)
        ways: dict[str, Callable[[Any], Said]] = {
            _SHARED: self._from_shared, _NUMBER: _numbers, _FLAG: _flags, _TEXT: written, _INLINE: written,
            _MOMENT: self._moments,
        }  # fmt: skip
        order, texts, odd, long = [], [], [np.flatnonzero(kinds == _KINDS.index(_ODD))], []
        for kind, read in ways.items():
            places = np.flatnonzero(kinds == _KINDS.index(kind))
            if not len(places):
                continue
            own = values.take(pa.array(places))
            found, is_odd = read(own)
            order.append(places[~is_odd])
            texts.append(found.filter(pa.array(~is_odd)) if is_odd.any() else found)
            odd.append(places[is_odd])
            if kind == _NUMBER:
                near = places[marks.lines[marks.row[places]] <= LOOK_AT]
                long = [(int(near[at]), value) for at, value in _long(values.take(pa.array(near)))]
        asked = np.concatenate(odd)
        order.append(asked)
        cells = self._asked(marks, asked)
        texts.append(pa.array([None if cell == "" else cell_text(cell) for cell in cells], pa.string()))
        for place, cell in zip(asked.tolist(), cells, strict=True):
            if isinstance(cell, float) and abs(cell) >= _LONG and marks.lines[marks.row[place]] <= LOOK_AT:
                long.append((place, cell))
        back = np.empty(len(values), dtype=np.int64)
        back[np.concatenate(order)] = np.arange(len(values))
        columns = tuple(_columns(marks, pa.concat_arrays(texts), back))
        is_text = (kinds == _KINDS.index(_TEXT)) | marks.is_inline
        own = marks.column[is_text | (marks.values[1] > marks.values[0])]  # a number that is not there takes no place
        first, width = int(own.min(initial=len(columns))), int(own.max(initial=-1)) + 1
        lost = tuple((int(marks.column[place]), value) for place, value in sorted(long))
        return Piece(marks.lines, columns[:width], first, lost, marks.blank_formulas)

    def _kinds(self, marks: Marks) -> Places:
        """The kind of each cell, by its attributes. Raises NotPlain."""
        said = marks.texts(marks.attributes).dictionary_encode()
        found = []
        for attributes in said.dictionary.to_pylist():
            named = dict(_ATTRIBUTE.findall(attributes))
            if (
                _ATTRIBUTE.sub("", attributes).strip()
                or not named.keys() <= _KNOWN
                or not named.get("s", "0").isdigit()
            ):
                raise NotPlain
            kind = named.get("t", _NUMBER)
            if kind == _NUMBER:
                meant = self._meaning(int(named.get("s", "0")))
                kind = {NUMBER: _NUMBER, MOMENT: _MOMENT}.get(meant, _ODD)
            found.append(_KINDS.index(kind) if kind in _KINDS else 0)
        kinds = np.array(found, dtype=np.int64)[said.indices.to_numpy()] if found else np.zeros(0, dtype=np.int64)
        if ((kinds == _KINDS.index(_INLINE)) != marks.is_inline).any():
            raise NotPlain
        return kinds

    def _meaning(self, style: int) -> int:
        if style not in self._styles:
            self._styles |= self.scratch.kinds([style])
        return self._styles[style]

    def _asked(self, marks: Marks, places: Places) -> list[object]:
        starts, ends = marks.attributes[0][places].tolist(), marks.ends[places].tolist()
        raw = [marks.data[start:end] for start, end in zip(starts, ends, strict=True)]
        return self.scratch.cells(raw) if raw else []

    def _from_shared(self, values: Any) -> Said:
        import pyarrow as pa
        import pyarrow.compute as pc

        if self._lengths is None:
            self._lengths = pc.binary_length(self.shared).fill_null(0).to_numpy(zero_copy_only=False)
        try:
            places = pc.cast(values, pa.int32())
        except pa.ArrowInvalid as error:
            raise NotPlain from error
        bounds = pc.min_max(places).as_py()
        if bounds["min"] < 0 or bounds["max"] >= len(self._lengths):
            raise NotPlain
        self.room -= int(self._lengths[places.to_numpy()].sum())
        if self.room < 0:
            raise NotPlain
        return self.shared.take(places), np.zeros(len(values), dtype=bool)

    def _moments(self, values: Any) -> Said:
        """Whole days as days, others to the second."""
        import pyarrow as pa
        import pyarrow.compute as pc

        numbers, is_odd = _floats(values)
        is_odd |= ~((numbers >= _SURE[0]) & (numbers < _SURE[1]))
        sure = np.where(is_odd, _SURE[0], numbers)
        first = _FIRST_DAY[self.scratch.is_1904]
        seconds = (np.floor(sure * _DAY_MS + 0.5).astype(np.int64) + 500) // 1000 + first * 86_400
        stamps = pa.array(seconds).cast(pa.timestamp("s")).cast(pa.string())
        is_day = pa.array(sure == np.floor(sure))
        return pc.if_else(is_day, pc.utf8_slice_codeunits(stamps, 0, 10), stamps), is_odd


def written(values: Any) -> Said:
    """Texts as they stand in the XML."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_changed = pc.match_substring_regex(values, _CHANGED)
    unclean = pc.or_(maybe_unclean(values), pc.match_substring_regex(values, BLANK))
    if pc.any(unclean).as_py():
        mended = [cell_text(text) for text in values.filter(unclean).to_pylist()]
        values = pc.replace_with_mask(values, unclean, pa.array(mended, pa.string()))
    return values, is_changed.to_numpy(zero_copy_only=False)


def _flags(values: Any) -> Said:
    import pyarrow.compute as pc

    is_yes = pc.equal(values, "1")
    is_odd = pc.invert(pc.or_(is_yes, pc.equal(values, "0")))
    return pc.if_else(is_yes, "true", "false"), is_odd.to_numpy(zero_copy_only=False)


def _numbers(values: Any) -> Said:
    """Numbers as a person reads them; most stand in the XML as they are read."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rest = pc.invert(pc.match_substring_regex(values, _PLAIN_NUMBER))
    if not pc.any(rest).as_py():
        return values, np.zeros(len(values), dtype=bool)
    others = values.filter(rest)
    numbers, is_odd = _floats(others)
    texts = [
        None if odd else number_text(number) for number, odd in zip(numbers.tolist(), is_odd.tolist(), strict=True)
    ]
    odd = np.zeros(len(values), dtype=bool)
    odd[rest.to_numpy(zero_copy_only=False)] = is_odd
    return pc.replace_with_mask(values, rest, pa.array(texts, pa.string())), odd


def _floats(values: Any) -> tuple[Any, Flags]:
    """The numbers, and which of the texts are none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_number = pc.match_substring_regex(values, _DECIMAL)
    numbers = pc.cast(pc.if_else(is_number, values, "0"), pa.float64()).to_numpy(zero_copy_only=False)
    return numbers, ~is_number.to_numpy(zero_copy_only=False) | ~np.isfinite(numbers)


def _long(values: Any) -> list[tuple[int, float]]:
    """Place and value of the numbers that have lost digits."""
    numbers, is_odd = _floats(values)
    return [(place, float(numbers[place])) for place in np.flatnonzero(~is_odd & (np.abs(numbers) >= _LONG)).tolist()]


def _columns(marks: Marks, texts: Any, back: Places) -> Iterator[Any]:
    """The texts put into columns, blank where a row has none."""
    import pyarrow as pa

    width = int(marks.column.max(initial=-1)) + 1
    order = np.argsort(marks.column.astype(np.uint16), kind="stable")
    bounds = np.searchsorted(marks.column[order], np.arange(width + 1))
    for place in range(width):
        own = order[bounds[place] : bounds[place + 1]]
        if len(own) == len(marks.lines):
            yield texts.take(pa.array(back[own]))
            continue
        where = np.full(len(marks.lines), -1, dtype=np.int64)
        where[marks.row[own]] = back[own]
        yield texts.take(pa.array(where, mask=where < 0))
