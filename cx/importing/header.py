"""Which row is the header, what its columns are called, and which rows around the table are not data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.cleaning import clean_name
from cx.importing.limits import MAX_COLUMNS
from cx.importing.sheet import Notice, Row

LOOK_AT: Final = 200
"""Rows looked at to find delimiter, header and width."""
_HEADER_WITHIN: Final = 30
_WIDEST_SHEET: Final = 16_384
_TOTAL: Final = frozenset(
    [
        "합계",
        "총계",
        "총합",
        "총합계",
        "소계",
        "누계",
        "전체합계",
        "전체합",
        "계",
        "total",
        "totals",
        "grandtotal",
        "subtotal",
        "sum",
        "overall",
    ]
)
_TOTAL_CHARACTERS: Final = 16
_PERIOD: Final = re.compile(r"^(보고|조회|집계|검색|추출)?\s*기간\b|^(report(ing)?\s+)?period\b", re.IGNORECASE)
# Numbers, dates, phone numbers and e-mail addresses: what a header never is.
_VALUE: Final = re.compile(r"[0-9][0-9 .:/+_T-]*[0-9Z]|[^@ ]+@[^@ ]+[.][^@ ]+")
_DIGIT: Final = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's unique names and what people must know about them; rows up to `line` are not data, the first has index
    `below` among the rows looked at. `width`: cells a record usually has. `heads`: the rows the names
    were made of. `is_loose`: rows end with their last filled cell.
    """

    names: tuple[str, ...]
    notices: tuple[Notice, ...]
    line: int
    below: int
    width: int
    heads: tuple[Row, ...]
    is_loose: bool = False


def filled(cells: Sequence[str | None]) -> int:
    """How many cells are not blank."""
    return sum(1 for cell in cells if cell and not cell.isspace())


def header_index(rows: Sequence[Sequence[str | None]]) -> int:
    """The first row that fills more than half of the widest: titles, periods and blank lines above a table do not.

    A row with gaps gives way to a gapless, digit-free row close below it that data follows: a merged header over the
    real one.
    """
    counts = [filled(row) for row in rows[:_HEADER_WITHIN]]
    widest = max(counts, default=0)
    first = next((index for index, count in enumerate(counts) if count * 2 > widest), 0)
    if counts and counts[first] < widest:
        for index in range(first + 1, min(first + 4, len(counts) - 1)):
            named = [cell for cell in rows[index] if cell]
            is_named = counts[index] == widest and len(set(named)) == widest and not any(map(_DIGIT.search, named))
            if is_named and any(cell and _DIGIT.search(cell) for cell in rows[index + 1]):
                return index
    return first


def find_header(rows: Sequence[Sequence[str | None]], lines: Sequence[int]) -> Header:
    """Find the header among the first `rows` of a table (`lines` are their line numbers) and name its columns.

    Raises UnknownFormat `file.too_many_columns`.
    """
    index = header_index(rows)
    cells = list(rows[index]) if rows else []
    width = len(cells)
    used = max((_last_filled(row[:width]) for row in rows[index:]), default=0)
    cells = cells[: max(used, 1)]
    if len(cells) > MAX_COLUMNS or width > _WIDEST_SHEET:
        raise UnknownFormat("file.too_many_columns", count=width, limit=MAX_COLUMNS)
    names, notices = unique_names([clean_name(cell or "") for cell in cells])
    values = sum(1 for name in names if _VALUE.fullmatch(name))
    if values * 2 >= len(names):
        notices.insert(0, Notice("file.data_as_header"))
    skipped = [line for line, row in zip(lines[:index], rows[:index], strict=True) if filled(row)]
    if skipped:
        lines_text = ", ".join(map(str, skipped))
        notices.insert(0, Notice("file.lines_above_header", {"lines": lines_text, "line": lines[index]}))
    head = Row(lines[index], tuple(cell or None for cell in cells))
    return Header(names, tuple(notices), lines[index], index + 1, width, (head,))


def _last_filled(cells: Sequence[str | None]) -> int:
    for position in range(len(cells), 0, -1):
        cell = cells[position - 1]
        if cell and not cell.isspace():
            return position
    return 0


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], list[Notice]]:
    """Cleaned names made unique ("상태 (2)") and never blank ("column 3"), with what was changed."""
    notices: list[Notice] = []
    taken: set[str] = set(names)
    seen: set[str] = set()
    result: list[str] = []
    blank = [index + 1 for index, name in enumerate(names) if not name]
    for index, name in enumerate(names):
        base = name or f"column {index + 1}"
        chosen, number = base, 1
        while chosen in seen or (chosen != name and chosen in taken):
            number += 1
            chosen = f"{base} ({number})"
        if name and chosen != name:
            notices.append(Notice("file.duplicate_header", {"header": name, "column": index + 1, "renamed": chosen}))
        seen.add(chosen)
        result.append(chosen)
    if blank:
        notices.append(Notice("file.blank_header", {"columns": ", ".join(map(str, blank)), "count": len(blank)}))
    return tuple(result), notices


def about_the_table(cells: Sequence[str | None]) -> Notice | None:
    """The reason if this row speaks about the table instead of being part of it: a total or a report period."""
    first = next((cell for cell in cells if cell), "")
    word = "".join(first.split()).casefold().rstrip(":：") if len(first) < _TOTAL_CHARACTERS else ""
    if word in _TOTAL and len(cells) > 1 and filled(cells) * 2 <= len(cells):
        return Notice("file.total_line", {"word": first.strip()})
    if len(cells) > 1 and not cells[1] and _PERIOD.search(first.strip()) and filled(cells) == 1:
        return Notice("file.period_line")
    return None
