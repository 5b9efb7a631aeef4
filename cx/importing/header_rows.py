"""How many rows of a table are its header: none where the first row is data, two where the second divides the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

Cells = Sequence[str | None]

# Numbers, dates, phone numbers and e-mail addresses: what a header never is.
_VALUE: Final = re.compile(r"[0-9][0-9 .:/+_T-]*[0-9Z]|[^@ ]+@[^@ ]+[.][^@ ]+")
_NUMBER: Final = re.compile(r"[-+]?[0-9]+([.,][0-9]+)*")
_PLAIN_NUMBER: Final = "0"
_MOSTLY: Final = 0.5
_NEARLY_ALL: Final = 0.8
_LEAST_SHARE: Final = 4  # one column in so many must show that the first row is data
_TWO: Final = 2
# What an export writes below a question that has one column only.
_ONE_ANSWER: Final = frozenset({"response", "open-ended response", "응답", "주관식 응답", "개방형 응답"})


def is_value(cell: str | None) -> bool:
    """Whether this is what a header never is."""
    return bool(cell and _VALUE.fullmatch(cell.strip()))


def is_data(first: Cells, below: Sequence[Cells]) -> bool:
    """Whether the first row is like the rows below it: values over values of their kind, and fewer words over values.

    A row alone is data if most of it is values. Numbers that count up (2024, 2025) may be names of columns.
    """
    filled = [place for place in range(len(first)) if _at(first, place)]
    values = [place for place in filled if _shape(str(first[place]))]
    if not values or _counts_up([str(first[place]) for place in values]):
        return False
    if not below:
        return len(values) * _TWO >= len(filled)
    alike, unlike, is_sure = 0, 0, False
    for place in filled:
        others = [_shape(cell) for row in below if (cell := _at(row, place))]
        shape = _shape(str(first[place]))
        if not shape and others and sum(map(bool, others)) >= _NEARLY_ALL * len(others):
            unlike += 1
        if shape and others and others.count(shape) >= _MOSTLY * len(others):
            alike += 1
            is_sure = is_sure or shape != _PLAIN_NUMBER
    return alike > unlike and (is_sure or alike * _LEAST_SHARE >= len(filled))


def begins(rows: Sequence[Cells], index: int) -> int:
    """Where data without a header begins: before row `index` too, where rows begin with the same kind of value."""
    while index > 0 and is_value(_at(rows[index - 1], 0)) and is_value(_at(rows[index], 0)):
        index -= 1
    return index


def two_rows(rows: Sequence[Cells], index: int) -> int | None:
    """Where a header of two rows begins, at `index` or above it; None if the header is one row.

    The second row names every column the first leaves blank, holds no value, and says nothing in the first column, which
    the rows of data fill.
    """
    for start in range(min(index + 1, len(rows) - 1)):
        upper, lower, below = rows[start], rows[start + 1], rows[start + _TWO :]
        gaps = [place for place in range(1, _used(rows[start:])) if not _at(upper, place)]
        if not gaps or not _at(upper, 0) or _at(lower, 0) or sum(map(bool, upper)) < _TWO:
            continue
        named = all(_at(lower, place) for place in gaps) and not any(map(is_value, lower))
        if named and sum(bool(_at(row, 0)) for row in below) >= _MOSTLY * len(below):
            return start
    return None


def joined(upper: Cells, lower: Cells) -> list[str]:
    """The names of two header rows: "question / answer", a blank in the upper row belonging to the question on its left."""
    names, question = [], ""
    for place in range(max(len(upper), len(lower))):
        over, under = (_at(upper, place) or "").strip(), (_at(lower, place) or "").strip()
        question = over or (question if under else "")
        below = "" if over and under.casefold() in _ONE_ANSWER else under
        names.append(f"{question} / {below}" if question and below else question or below)
    return names


def _at(row: Cells, place: int) -> str | None:
    cell = row[place] if place < len(row) else None
    return cell if cell and not cell.isspace() else None


def _used(rows: Sequence[Cells]) -> int:
    return max((place + 1 for row in rows for place in range(len(row)) if _at(row, place)), default=0)


def _shape(cell: str) -> str:
    """What kind of value it is: a number (whatever its digits), an address, or the signs between the digits."""
    plain = cell.strip()
    if _NUMBER.fullmatch(plain):
        return _PLAIN_NUMBER
    return "@" if "@" in plain else re.sub(r"[0-9]+", "0", plain) if is_value(plain) else ""


def _counts_up(values: Sequence[str]) -> bool:
    if len(values) < _TWO or not all(value.strip().isdigit() for value in values):
        return False
    first = int(values[0])
    return [int(value) for value in values] == list(range(first, first + len(values)))
