"""Worksheets with a few cells far away, gathered: the reader holds the whole rectangle around all cells, gaps too.

A stray space in the last row, or a format given to a million blank rows, makes that rectangle far larger than the table.
Rows and, where need be, columns without a value are taken out of the XML; the rows keep the numbers they had.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Mapping
from functools import partial
from typing import Final

from cx.errors import UnknownFormat
from cx.importing.archive import sheet_parts
from cx.importing.sheet_xml import windows
from cx.importing.zip_parts import Part, parts_of, zipped

_MOST_BYTES: Final = 300_000_000  # unpacked: the new archive is made in memory
_MOST_VALUES: Final = 5_000_000
_LEAST_RECTANGLE: Final = 1_000_000
_BLANK: Final = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>')
_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"')
_PLACE: Final = re.compile(rb'<(row|c) r="([A-Z]{0,3})([0-9]{1,7})"')
_OTHER: Final = re.compile(rb'<(?:[A-Za-z_][\w.-]*:)?(?:row|c)(?=[\s/>])(?! r="[A-Z]{0,3}[0-9]{1,7}")')
_LETTERS: Final = 26


def gathered(data: bytes) -> tuple[bytes, dict[str, tuple[int, ...]]] | None:
    """The workbook with its sheets gathered, and by their names the numbers that their rows had.

    None where there are too many values to do it, or rows and cells do not say where they are as every program writes it.
    Raises UnknownFormat `file.damaged_workbook`.
    """
    try:
        parts = parts_of(data)
        names = {part: name for name, part in sheet_parts(parts).items()}
        if sum(part.size for part in parts.values()) > _MOST_BYTES:
            return None
        lines, whole = {}, {}
        for name, part in parts.items():
            if name not in names:
                whole[name] = part.whole()
                continue
            used = _used(part)
            if used is None:
                return None
            lines[names[name]] = tuple(used[0])
            whole[name] = _rewritten(part, *used)
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError) as error:
        raise UnknownFormat("file.damaged_workbook") from error
    return zipped(whole), lines


def _used(part: Part) -> tuple[list[int], list[bytes]] | None:
    """Rows and columns that have a value; the columns only where all up to the last would be too many."""
    rows: set[int] = set()
    columns: set[bytes] = set()
    values = 0
    for window in windows(part.open(), part.name):
        for column, row in _CELL.findall(_BLANK.sub(b"", window)):
            rows.add(int(row))
            columns.add(column)
            values += 1
        if values > _MOST_VALUES or _OTHER.search(window):
            return None
    ordered = sorted(columns, key=lambda name: (len(name), name))
    widest = _number(ordered[-1]) if ordered else 0
    return sorted(rows), ordered if len(rows) * widest > _LEAST_RECTANGLE else []


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _name(number: int) -> bytes:
    name = b""
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        name = bytes([ord("A") + letter]) + name
    return name


def _rewritten(part: Part, rows: list[int], columns: list[bytes]) -> bytes:
    letters = {name: _name(number) for number, name in enumerate(columns, start=1)}
    place = partial(_placed, rows, letters)
    return b"".join(_PLACE.sub(place, _BLANK.sub(b"", window)) for window in windows(part.open(), part.name))


def _placed(rows: list[int], letters: Mapping[bytes, bytes], found: re.Match[bytes]) -> bytes:
    """The place of a row or cell among those with values; a row without any is put where the next one is."""
    tag, column, row = found.groups()
    return b'<%b r="%b%d"' % (tag, letters.get(column, column), bisect_left(rows, int(row)) + 1)
