"""Cells that are all written in the one plain way of their kind: values at once, which read back as the very same texts.

Most columns of an export are written so from the first row to the last. What is not goes on as text, and is read with care.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np

_MOMENT: Final = "2026-03-31 09:00:00"
_DIGITS: Final = 6
"""Digits up to which a number is nobody's number: it stays as it is, whatever is masked."""
_TYPES: Final = {
    "time": "timestamp[us]",
    "day": "timestamp[us]",
    "seconds": "int64",
    "count": "int64",
    "score": "int64",
    "money": "int64",
    "flag": "bool",
}


@dataclass(slots=True)
class Values:
    """A column of values beside the texts under `cell`: a row has the one or the other. `is_all`: no text is left; times lie
    between `lowest` and `highest`.
    """

    cell: str
    kind: str
    is_all: bool = True
    is_any: bool = False
    lowest: datetime | None = None
    highest: datetime | None = None

    @property
    def type(self) -> Any:
        """The pyarrow type of the values."""
        import pyarrow as pa

        return pa.type_for_alias(_TYPES[self.kind])

    def take(self, cells: Any) -> tuple[Any, Any]:
        """Texts and values of a pyarrow array of strings: the ones or the others."""
        import pyarrow as pa

        found = None if cells.null_count == len(cells) else _read(cells, self.kind)
        if found is None:
            self.is_all = self.is_all and cells.null_count == len(cells)
            return cells, pa.nulls(len(cells), self.type)
        self.is_any = True
        if self.kind in {"time", "day"}:
            self._reach(found)
            found = found.cast(self.type)
        return pa.nulls(len(cells), pa.string()), found

    def pass_by(self, texts: Any) -> Any:
        """Rows that are read one by one: no values."""
        import pyarrow as pa

        self.is_all = self.is_all and texts.null_count == len(texts)
        return pa.nulls(len(texts), self.type)

    def _reach(self, moments: Any) -> None:
        import pyarrow.compute as pc

        bounds = pc.min_max(moments).as_py()
        self.lowest = min(filter(None, (self.lowest, bounds["min"])))
        self.highest = max(filter(None, (self.highest, bounds["max"])))

    @property
    def text(self) -> str:
        """SQL of the texts, whichever way they are kept; the column of texts is called like the cell, with a `c`."""
        kept = f"c{self.cell[1:]}"
        said = f"{self.cell}::varchar"
        return said if self.is_all and self.is_any else f"coalesce({kept}, {said})" if self.is_any else kept


def values_of(kind: str, place: int) -> Values | None:
    """What is kept beside the texts of column number `place`; None for kinds that are texts."""
    return Values(f"v{place}", kind) if kind in _TYPES else None


def _read(cells: Any, kind: str) -> Any:
    """The values, or None where one cell is written in another way."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if kind == "flag":
        is_yes = pc.equal(cells, "true")
        return is_yes if pc.all(pc.or_(is_yes, pc.equal(cells, "false"))).as_py() else None
    if kind in {"time", "day"} and not _are_moments(cells.drop_null()):
        return None
    try:
        if kind in {"time", "day"}:
            return pc.cast(cells, pa.timestamp("s"))
        if pc.max(pc.binary_length(cells)).as_py() > _DIGITS:
            return None
        found = pc.cast(cells, pa.int64())
    except pa.ArrowInvalid:
        return None
    is_same = pc.min(found).as_py() >= 0 and pc.all(pc.equal(pc.cast(found, pa.string()), cells)).as_py()
    return found if is_same else None


def _are_moments(cells: Any) -> bool:
    """Whether each is written like _MOMENT; that its digits are digits, and a day and a time there are, a cast tells."""
    ends = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    if (np.diff(ends) != len(_MOMENT)).any():
        return False
    signs = np.frombuffer(cells.buffers()[2], np.uint8)[ends[0] : ends[-1]].reshape(-1, len(_MOMENT))
    if (signs[:, 0] == ord("0")).any():
        return False  # a year nobody means, and Python has none of 0000
    return all((signs[:, place] == ord(sign)).all() for place, sign in enumerate(_MOMENT) if not sign.isdigit())
