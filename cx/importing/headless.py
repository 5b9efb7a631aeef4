"""What the columns of a file without a header are called: the names of the one format whose layout its values have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cx.importing.format import Format, Layout
from cx.importing.header import NO_HEADER
from cx.importing.sheet import FileContent, Sheet

LOOKED = 200  # rows
_NEARLY_ALL = 0.95


def named(content: FileContent, formats: Iterable[Format]) -> FileContent:
    """`content` with the columns of its sheets without header called as the layout says that fits; else as they were."""
    layouts = [layout for one in formats for layout in one.layouts]
    return replace(content, sheets=tuple(_named(sheet, layouts) for sheet in content.sheets))


def _named(sheet: Sheet, layouts: Sequence[Layout]) -> Sheet:
    if sheet.heads != ():
        return sheet
    rows = [[cell or "" for cell in row.cells] for row in sheet.preview(LOOKED) if row.problem is None]
    fitting = [layout for layout in layouts if _fits(layout, len(sheet.header), rows)]
    if len(fitting) != 1:
        return sheet
    names = fitting[0].columns[: len(sheet.header)]
    notices = tuple(notice for notice in sheet.notices if notice.key != NO_HEADER)
    return replace(sheet, header=(*names, *sheet.header[len(names) :]), notices=notices)


def _fits(layout: Layout, width: int, rows: Sequence[Sequence[str]]) -> bool:
    places = [(layout.columns.index(column), re.compile(shape, re.IGNORECASE)) for column, shape in layout.shapes]
    if not rows or any(place >= width for place, _ in places):
        return False
    return all(
        sum(bool(shape.fullmatch(row[place].strip())) for row in rows) >= _NEARLY_ALL * len(rows)
        for place, shape in places
    )
