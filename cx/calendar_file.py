"""Company days from a spreadsheet: columns day, kind, name and, for an open day, blocks. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import download
from cx.calendar import SpecialDay, parse_blocks
from cx.errors import BadRows, UnknownFormat
from cx.importing.dates import Reading, parse_day
from cx.importing.files import read_file
from cx.importing.format import fold, header_of
from cx.importing.sheet import Notice, Sheet
from cx.language import say

COLUMNS: dict[str, tuple[str, ...]] = {
    "day": ("day", "date", "날짜", "일자", "휴일", "휴무일"),
    "kind": ("kind", "type", "종류", "구분"),
    "name": ("name", "이름", "명칭", "휴일명", "내용", "비고"),
    "blocks": ("blocks", "hours", "영업시간", "시간"),
}
KINDS: dict[str, tuple[str, ...]] = {
    "company": ("company", "회사휴무", "회사 휴일", "휴무", "휴일", "휴업", "closed"),
    "open": ("open", "영업", "근무", "영업일", "근무일"),
    "public": ("public", "공휴일", "법정공휴일"),
    "substitute": ("substitute", "대체공휴일", "대체휴일"),
}


@dataclass(frozen=True)
class DaysFile:
    """What a file says: days that can be used, and (line, reason) of those that cannot."""

    days: tuple[SpecialDay, ...]
    wrong: tuple[tuple[int, Notice], ...]


def read_days(data: bytes, file_name: str, today: date) -> DaysFile:
    """The special days of a CSV or XLSX; a row without a kind is a company day.

    Day and month in doubtful order are refused, never guessed. Raises UnknownFormat for a file that cannot be read or has
    no column of days.
    """
    for sheet in read_file(data, file_name).sheets:
        columns = {name: header_of(sheet.header, spellings) for name, spellings in COLUMNS.items()}
        if columns["day"] and not sheet.hidden:
            return _read(sheet, {name: header for name, header in columns.items() if header}, today)
    raise UnknownFormat("calendar.file_without_days")


def _read(sheet: Sheet, columns: dict[str, str], today: date) -> DaysFile:
    places = {name: sheet.header.index(header) for name, header in columns.items()}
    reading = Reading(today=today)
    days: list[SpecialDay] = []
    wrong: list[tuple[int, Notice]] = []
    for row in sheet.rows():
        cells = {name: (row.cells[place] or "").strip() for name, place in places.items()}
        day, reason = parse_day(cells["day"], reading) if cells["day"] else (None, None)
        try:
            if row.problem is not None or day is None:
                wrong.append((row.line, row.problem or reason or Notice("calendar.day_missing")))
                continue
            blocks = parse_blocks(cells.get("blocks", ""))
            days.append(SpecialDay(day, _kind(cells.get("kind", "")), cells.get("name", "")[:100], blocks))
        except BadRows as error:
            wrong.append((row.line, Notice(error.key, error.values)))
    return DaysFile(tuple(days), tuple(wrong))


def _kind(text: str) -> str:
    if not text:
        return "company"
    for kind, words in KINDS.items():
        if fold(text) in map(fold, words):
            return kind
    raise BadRows("calendar.kind", value=text)


def template(language: str) -> bytes:
    """An XLSX to fill in, with two example rows of next to no consequence: the 1st of May and an open Saturday."""
    frame = pd.DataFrame(
        [
            ("2027-05-01", "company", say("calendar.example_company", language), ""),
            ("2027-05-08", "open", say("calendar.example_open", language), "09:00-12:00"),
        ],
        columns=list(COLUMNS),
    )
    return download.to_xlsx(frame, say("calendar.sheet", language))
