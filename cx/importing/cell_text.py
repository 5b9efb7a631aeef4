"""Cells of a spreadsheet as the text a person reads: ISO dates, whole numbers without ".0", true and false."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Any, Final

from cx.importing.cleaning import clean

_HALF_SECOND: Final = 500_000


def cell_text(cell: object) -> str | None:
    """Text of one cell; blank is None."""
    if isinstance(cell, str):
        if not cell or cell.isspace():
            return None
        if cell.isprintable() and (cell.isascii() or unicodedata.is_normalized("NFC", cell)):
            return cell
        return clean(cell) or None
    return _TEXTS[type(cell)](cell) if type(cell) in _TEXTS else str(cell)


def number_text(value: float) -> str:
    """A number as a person reads it: 15 digits at most, whole numbers without a point."""
    return str(int(value)) if value.is_integer() else f"{value:.15g}"


def _moment(value: dt.datetime) -> str:
    """To the second: a spreadsheet's fraction of a day hardly ever gives whole ones."""
    if value.microsecond >= _HALF_SECOND and value.year < dt.MAXYEAR:
        value += dt.timedelta(seconds=1)
    return value.replace(microsecond=0).isoformat(" ")


def _length(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_TEXTS: Final[dict[type, Callable[[Any], str | None]]] = {
    float: number_text,
    int: str,
    bool: lambda value: "true" if value else "false",
    dt.datetime: _moment,
    dt.date: dt.date.isoformat,
    dt.time: lambda value: value.replace(microsecond=0).isoformat(),
    dt.timedelta: _length,
    type(None): lambda _: None,
}
