"""Rows as a file people take away: CSV (utf-8-sig) and XLSX that no spreadsheet mistakes for formulas.

CSV has no types, so every text cell a spreadsheet could take for a formula gets one leading apostrophe, and so does every
cell that begins with an apostrophe of its own: `unescape` therefore restores each cell exactly. The last column,
`csv_escape`, tells our importer (and the reader) that this was done. XLSX has true strings and needs none of it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from cx.errors import CxError
from cx.language import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW_LIMIT = 100_000
ESCAPE_COLUMN = "csv_escape"
ESCAPE_WORD = "apostrophe"
CELL_LIMIT = 32_767  # characters a cell of Excel can hold

_RISKY = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠']|[\t\r]")
_SHEET_LIMIT = 31
_WIDEST = 80  # characters of a column
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_EXACT = 10**15  # whole numbers from here on lose digits in a spreadsheet
_FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - Excel has no zones; before this day its calendar is wrong


def escape(cell: str) -> str:
    """`cell` as text that no spreadsheet runs."""
    return "'" + cell if _RISKY.match(cell) else cell


def unescape(cell: str) -> str:
    """What `escape` was given; only for files whose `csv_escape` column says that it was used."""
    return cell.removeprefix("'")


def to_csv(frame: pd.DataFrame) -> bytes:
    """The rows with a header, comma separated, utf-8 with mark; missing is empty. Raises CxError over ROW_LIMIT rows."""
    _check(frame)
    frame = frame.drop(columns=[ESCAPE_COLUMN], errors="ignore")
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(escape(str(name)) for name in frame.columns), ESCAPE_COLUMN])
    columns = [[_csv_cell(value) for value in _values(frame, place)] for place in range(frame.shape[1])]
    marks = [ESCAPE_WORD] * len(frame)
    writer.writerows(zip(*columns, marks, strict=True))
    return out.getvalue().encode("utf-8-sig", errors="replace")


def to_xlsx(frame: pd.DataFrame, sheet_name: str) -> bytes:
    """The rows as one sheet: text as text, numbers as numbers, naive times as times; missing is an empty cell.

    Raises CxError over ROW_LIMIT rows. A text longer than CELL_LIMIT is cut and says so at its end;
    the CSV has it whole.
    """
    return _book({sheet_name: frame}, {"constant_memory": True})


def to_book(frames: Mapping[str, pd.DataFrame]) -> bytes:
    """Small frames as the sheets of one workbook, cells as in `to_xlsx`, columns as wide as what stands in them.

    Raises CxError where one has over ROW_LIMIT rows. Sheets may not share a name.
    """
    return _book(frames, {})


def _book(frames: Mapping[str, pd.DataFrame], options: dict[str, bool]) -> bytes:
    out = io.BytesIO()
    literal = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, literal | options) as book:
        for name, frame in frames.items():
            _check(frame)
            sheet = book.add_worksheet(_sheet_title(name))
            _fill(book, sheet, frame)
            if not options:
                for place in range(frame.shape[1]):
                    sheet.set_column(place, place, _width(frame, place))
    return out.getvalue()


def _fill(book: Any, sheet: Any, frame: pd.DataFrame) -> None:
    head = book.add_format({"bold": True})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, _printable(str(name)), head)
    columns = [_values(frame, place) for place in range(frame.shape[1])]
    for line, row in enumerate(zip(*columns, strict=True), start=1):
        for place, value in enumerate(row):
            _write(sheet, (line, place), value, (moment, day))


def _width(frame: pd.DataFrame, place: int) -> float:
    """Of a column, in characters; a Korean one takes two places."""
    texts = [str(frame.columns[place]), *(_shown(value) for value in _values(frame, place))]
    longest = max(sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text[:_WIDEST]) for text in texts)
    return float(min(longest + 2, _WIDEST))


def _shown(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else "" if value is None else str(value)


def _check(frame: pd.DataFrame) -> None:
    if len(frame) > ROW_LIMIT:
        raise CxError("download.too_many_rows", rows=len(frame), limit=ROW_LIMIT)


def _values(frame: pd.DataFrame, place: int) -> Iterator[Any]:
    """The cells of one column as Python values, missing as None; lists and objects as JSON text."""
    for cell in frame.iloc[:, place].astype(object):
        value = cell.item() if isinstance(cell, np.generic) else cell
        if isinstance(value, str):  # first, for it is most of a file
            yield value
        elif value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
            yield None
        elif isinstance(value, (dict, list, tuple)):
            yield json.dumps(value, ensure_ascii=False, default=str)
        else:
            yield value


def _csv_cell(value: Any) -> str:
    if isinstance(value, str):
        return escape(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(int(value)) if isinstance(value, int) or _is_whole(value) else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else escape(str(value))


def _is_whole(number: float) -> bool:
    return number.is_integer() and abs(number) < _EXACT


def _write(sheet: Any, at: tuple[int, int], value: Any, formats: tuple[Any, Any]) -> None:
    moment, day = formats
    if isinstance(value, str):
        sheet.write_string(*at, _fitting(_printable(value)))
    elif value is None:
        return
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, (int, float)) and math.isfinite(value) and abs(value) < _EXACT:
        sheet.write_number(*at, value)
    elif isinstance(value, datetime) and value.tzinfo is None and value >= _FIRST_DAY:
        sheet.write_datetime(*at, value, moment)
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY.date():
        sheet.write_datetime(*at, value, day)
    else:
        sheet.write_string(*at, str(value) if isinstance(value, (int, float)) else _csv_cell(value))


def _fitting(text: str) -> str:
    if len(text) <= CELL_LIMIT:
        return text
    mark = say("download.cut_mark", "ko") + " " + say("download.cut_mark", "en")
    return text[: CELL_LIMIT - len(mark)] + mark


def _printable(text: str) -> str:
    """Without half characters, which no file can hold."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _sheet_title(name: str) -> str:
    title = _NOT_IN_SHEET_NAME.sub(" ", _printable(name))[:_SHEET_LIMIT].strip().strip("'")
    return title if title and title.casefold() != "history" else "CX"
