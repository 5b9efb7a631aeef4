"""Which row is the header, what its columns are called, and which rows around the table are not data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cx.errors import UnknownFormat
from cx.importing import header_rows
from cx.importing.cleaning import clean_name
from cx.importing.limits import MAX_COLUMNS
from cx.importing.sheet import Notice, Row

LOOK_AT: Final = 200
"""Rows looked at to find delimiter, header and width."""
_HEADER_WITHIN: Final = 30
NO_HEADER: Final = "file.no_header"
_WIDEST_SHEET: Final = 16_384
_MOST_UNNAMED: Final = 50
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
_NAMED: Final = 3  # new names that are told of columns with one name
_TOTAL_CHARACTERS: Final = 16
_PERIOD: Final = re.compile(r"^(보고|조회|집계|검색|추출)?\s*기간\b|^(report(ing)?\s+)?period\b", re.IGNORECASE)
_SPACE: Final = r"[\s\p{Z}]*"
MAYBE_ABOUT_THE_TABLE: Final = (
    rf"(?i)\A{_SPACE}(?:"
    + "|".join(sorted({_SPACE.join(word[:2]) for word in _TOTAL}))
    + "|보고|조회|집계|검색|추출|기간|report|period)"
)
"""How the first filled cell of such a row begins, for RE2; other rows may begin so, too."""
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

    def widened(self, width: int) -> Header:
        """A header of `width` columns, where there are none with names and `width` is more than before."""
        return replace(self, names=named((), width)[0]) if not self.heads and width > len(self.names) else self


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
    if not rows:
        return Header((), (), 0, 0, 0, ())
    last = header_index(rows)
    if header_rows.is_data(rows[last], rows[last + 1 :]):
        return _without(rows, lines, header_rows.begins(rows, last))
    start = header_rows.two_rows(rows, last)
    first, last = (last, last) if start is None else (start, start + 1)
    width = max(len(row) for row in rows[first : last + 1])
    named_to = max(_last_filled(row) for row in rows[first : last + 1])
    used = max((_last_filled(row[:width]) for row in rows[first:]), default=0)
    if used > named_to + _MOST_UNNAMED:  # a stray cell far to the right: its row is odd, not the table
        used = named_to
    _check_width(width, used)
    heads = [Row(lines[at], tuple(cell or None for cell in rows[at][: max(used, 1)])) for at in range(first, last + 1)]
    names, notices = named(heads)
    notices = _skipped(rows, lines, first) + notices
    return Header(names, tuple(notices), lines[last], last + 1, width, tuple(heads))


def _without(rows: Sequence[Sequence[str | None]], lines: Sequence[int], first: int) -> Header:
    """The header of a table whose first row is data; where its rows are not equally long, cells at their ends are blank."""
    widths = Counter(len(row) for row in rows[first:])
    _check_width(max(widths), max(widths))
    names, notices = named((), max(widths))
    notices = _skipped(rows, lines, first, "file.lines_above_data") + notices
    usual = widths.most_common(1)[0][0]
    return Header(names, tuple(notices), lines[first] - 1, first, usual, (), is_loose=len(widths) > 1)


def named(heads: Sequence[Row], width: int = 0) -> tuple[tuple[str, ...], list[Notice]]:
    """The names that these header rows give; without any "1", "2" … for `width` columns."""
    if not heads:
        return tuple(str(number) for number in range(1, width + 1)), [Notice(NO_HEADER)]
    if len(heads) > 1:
        texts = header_rows.joined(heads[0].cells, heads[1].cells)
        names, notices = unique_names([clean_name(text) for text in texts])
        return names, [Notice("file.two_header_rows", {"first": heads[0].line, "second": heads[1].line}), *notices]
    names, notices = unique_names([clean_name(cell or "") for cell in heads[0].cells])
    if sum(map(header_rows.is_value, names)) * 2 >= len(names):
        notices.insert(0, Notice("file.data_as_header"))
    return names, notices


def _check_width(width: int, used: int) -> None:
    if used > MAX_COLUMNS or width > _WIDEST_SHEET:
        raise UnknownFormat("file.too_many_columns", count=width, limit=MAX_COLUMNS)


def _skipped(
    rows: Sequence[Sequence[str | None]], lines: Sequence[int], first: int, key: str = "file.lines_above_header"
) -> list[Notice]:
    skipped = [line for line, row in zip(lines[:first], rows[:first], strict=True) if filled(row)]
    if not skipped:
        return []
    return [Notice(key, {"lines": ", ".join(map(str, skipped)), "line": lines[first]})]


def _last_filled(cells: Sequence[str | None]) -> int:
    for position in range(len(cells), 0, -1):
        cell = cells[position - 1]
        if cell and not cell.isspace():
            return position
    return 0


def unique_names(names: Sequence[str]) -> tuple[tuple[str, ...], list[Notice]]:
    """Cleaned names made unique ("상태 (2)") and never blank ("column 3"), with what was changed."""
    renamed: dict[str, list[str]] = {}
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
            renamed.setdefault(name, []).append(chosen)
        seen.add(chosen)
        result.append(chosen)
    notices = [
        Notice("file.duplicate_header", {"header": name, "count": len(others) + 1, "renamed": _some(others)})
        for name, others in renamed.items()
    ]
    if blank:
        notices.append(Notice("file.blank_header", {"columns": ", ".join(map(str, blank)), "count": len(blank)}))
    return tuple(result), notices


def _some(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names[:_NAMED]) + (", …" if len(names) > _NAMED else "")


def about_the_table(cells: Sequence[str | None]) -> Notice | None:
    """The reason if this row speaks about the table instead of being part of it: a total or a report period."""
    if len(cells) < 2:  # noqa: PLR2004 - a table of one column has no such rows
        return None
    first = next(filter(None, cells), "")
    word = "".join(first.split()).casefold().rstrip(":：") if len(first) < _TOTAL_CHARACTERS else ""
    if word in _TOTAL and filled(cells) * 2 <= len(cells):
        return Notice("file.total_line", {"word": first.strip()})
    if not cells[1] and _PERIOD.search(first.strip()) and filled(cells) == 1:
        return Notice("file.period_line")
    return None
