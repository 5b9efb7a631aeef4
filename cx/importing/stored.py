"""A column of a file as it is stored: blank is null, ignored columns are empty, personal data is masked.

Of most cells it is seen at once, for the whole column, that they stay as they are; the others are looked at one by one,
each distinct one once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, Protocol, runtime_checkable

from cx.importing.cleaning import SPACE
from cx.importing.mapping import IGNORED, PERSON_NAME

DROPPED: Final = frozenset({PERSON_NAME, IGNORED})
# What is nobody's number in a column of that kind.
_TIME: Final = (
    r"(?:\d{4}-\d\d-\d\d|\d{4}[/.] ?\d{1,2}[/.] ?\d{1,2}\.?|\d{1,2}/\d{1,2}/\d{4})"
    r"(?:[ T](?:(?:오전|오후) )?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:AM|PM|오전|오후))?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_AMOUNT: Final = r"\d{1,6}(?:\.\d{1,3})?"
_ID: Final = r"[A-Za-z]{0,3}-?\d{1,7}"
_HARMLESS: Final = {"time": _TIME, "day": _TIME, "id": _ID, "person": _ID} | dict.fromkeys(
    ("seconds", "count", "score", "money", "flag"), _AMOUNT
)
_AROUND: Final = rf"\A{SPACE}|{SPACE}\z"
_REMEMBERED: Final = 100_000  # distinct values of one column whose masked form is kept
_FEW: Final = 100  # distinct values that are masked one by one without a look at the column


class Masking(Protocol):
    """What masks a cell: `cx.privacy.Mask`."""

    def cell(self, value: str, kind: str) -> str:
        """`value` with every personal datum replaced, as befits a column of this kind."""


@runtime_checkable
class Sieving(Protocol):
    """What sees for a whole column which cells have to be masked one by one: `cx.privacy.Mask`."""

    def suspects(self, values: Any, kind: str) -> Any:
        """For a pyarrow array of strings, a numpy array: False where `cell` would leave the value as it is."""


class Stored:
    """The stored form of the cells of one column."""

    def __init__(self, kind: str, mask: Masking, *, escaped: bool) -> None:
        self.kind, self._mask, self._escaped = kind, mask, escaped
        self._known: dict[str, str | None] = {}
        self._is_varied = False
        harmless = _HARMLESS.get(kind)
        self._harmless = re.compile(harmless).fullmatch if harmless else None
        self._at_once = rf"\A(?:{harmless})\z" if harmless else None

    @property
    def is_dropped(self) -> bool:
        """Whether nothing of the column is stored."""
        return self.kind in DROPPED

    def column(self, cells: Any) -> Any:
        """The stored form of a pyarrow array of strings, blank being null."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if cells.null_count == len(cells):
            return cells
        if self.kind in DROPPED:
            return pa.nulls(len(cells), pa.string())
        rest = cells
        if self._at_once is not None:
            is_harmless = pc.match_substring_regex(cells, self._at_once)
            if pc.all(is_harmless).as_py() is not False:  # where all are null it is None
                return cells
            rest = cells.filter(pc.invert(is_harmless))
        changed = self._changed(self._suspects(self._distinct(rest)).to_pylist())
        if not changed:
            return cells
        where = pc.index_in(cells, value_set=pa.array(list(changed), pa.string()))
        stored = pa.array(list(changed.values()), pa.string()).take(where)
        return pc.if_else(where.is_valid(), stored, cells)

    def _distinct(self, cells: Any) -> Any:
        """Each value that occurs, once where that saves work: not in a column in which hardly any comes again."""
        if not self._is_varied:
            distinct = cells.unique()
            self._is_varied = _FEW < len(cells) < 2 * len(distinct)
            return distinct.drop_null()
        return cells.drop_null() if cells.null_count else cells

    def _suspects(self, values: Any) -> Any:
        """Those of the values that may not stay as they are."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if len(values) <= _FEW or self._escaped or not isinstance(self._mask, Sieving):
            return values
        found = self._mask.suspects(values, self.kind)
        if self.kind != "text":
            found = found | pc.match_substring_regex(values, _AROUND).to_numpy(zero_copy_only=False)
        return values.filter(pa.array(found))

    def _changed(self, values: Sequence[str]) -> dict[str, str | None]:
        """Value -> stored form of those that do not stay as they are."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        known, changed = self._known, {}
        for value in values:
            if value not in known:
                known[value] = value if self._harmless and self._harmless(value) else self._store(value)
            stored = known[value]
            if stored != value:
                changed[value] = stored
        return changed

    def _store(self, value: str) -> str | None:
        if self._escaped:
            from cx.download import unescape

            value = unescape(value)
        if not value.strip():
            return None
        if self.kind == "text":  # what somebody wrote stays as it was written, also where it begins with a tab
            return self._mask.cell(value, self.kind)
        return self._mask.cell(value.strip(), self.kind).strip() or None
