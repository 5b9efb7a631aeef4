"""A table read with another number of header rows than was found, where a person knows better."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from cx.importing.header import NO_HEADER, named
from cx.importing.sheet import Row, Sheet

ROWS = (0, 1, 2)
_OF_HEADER = frozenset(
    {NO_HEADER, "file.two_header_rows", "file.data_as_header", "file.duplicate_header", "file.blank_header"}
)


def reheaded(sheet: Sheet, rows: int) -> Sheet:
    """`sheet` with its header made of the first `rows` (one of ROWS) of its rows; none of them gets lost.

    A sheet whose columns have names of their own (`heads` None) comes back as it is.
    """
    if sheet.heads is None or rows == len(sheet.heads):
        return sheet
    width = len(sheet.header)
    heads = tuple(islice(_all(sheet, width), rows))
    names, notices = named(heads, width)
    kept = tuple(notice for notice in sheet.notices if notice.key not in _OF_HEADER)
    line = heads[-1].line if heads else sheet.heads[0].line - 1
    return Sheet(sheet.name, names, partial(_below, sheet, width, rows), (*kept, *notices), sheet.hidden, line, heads)


def _all(sheet: Sheet, width: int) -> Iterator[Row]:
    heads = sheet.heads or ()
    return chain((replace(row, cells=(row.cells + (None,) * width)[:width]) for row in heads), sheet.rows())


def _below(sheet: Sheet, width: int, rows: int) -> Iterator[Row]:
    return islice(_all(sheet, width), rows, None)
