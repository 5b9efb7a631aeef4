"""SLA policies as a sheet: the same columns to fill in, to take away and to read back. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import download, goal
from cx.errors import CxError, UnknownFormat
from cx.importing.cleaning import clean_name
from cx.importing.dates import Reading, parse_day
from cx.importing.files import read_file
from cx.importing.format import fold, header_of
from cx.importing.sheet import Notice, Sheet
from cx.language import LANGUAGES, has, say
from cx.schema import CODES
from cx.sla import CLOCKS, TARGETS, Policy, checked

COLUMNS: dict[str, tuple[str, ...]] = {
    "target": ("target", "promise", "약속", "목표", "약속 종류", "sla 종류"),
    "within": ("within", "goal", "time", "시간", "약속 시간", "목표 시간"),
    "clock": ("clock", "시계", "시간 기준"),
    "channel": ("channel", "채널"),
    "product": ("product", "제품"),
    "segment": ("segment", "고객 구분", "고객군"),
    "priority": ("priority", "우선순위"),
    "from_day": ("from_day", "from", "시작일", "적용일"),
    "to_day": ("to_day", "to", "until", "종료일", "마지막 날"),
}
NOTHING = ("none", "nothing promised", "약속하지 않음", "없음", "-")
_NEEDED = ("target", "within")
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "target": {
        "first_response": ("first response", "first reply", "reply", "첫응답", "응답", "최초 응답"),
        "resolution": ("resolution", "resolve", "해결", "처리", "처리 완료"),
    },
    "clock": {
        "business": ("business", "업무시간", "영업시간", "근무시간"),
        "calendar": ("calendar", "달력시간", "24시간"),
    },
}


@dataclass(frozen=True)
class PoliciesFile:
    """What a file says: policies that can be used, and (line, reason) of the rows that cannot."""

    policies: tuple[Policy, ...]
    wrong: tuple[tuple[int, Notice], ...]


def read_policies(data: bytes, file_name: str, today: date) -> PoliciesFile:
    """The policies of a CSV or XLSX. A row without a clock is on business hours; the later of two rows for the same contacts from
    the same day on is wrong, and so is a time without its unit: 4 could be hours or minutes.

    Raises UnknownFormat for a file that cannot be read or lacks the columns of promise and time.
    """
    for sheet in read_file(data, file_name).sheets:
        columns = {name: header_of(sheet.header, spellings) for name, spellings in COLUMNS.items()}
        if all(columns[name] for name in _NEEDED) and not sheet.hidden:
            return _read(sheet, {name: header for name, header in columns.items() if header}, today)
    raise UnknownFormat("sla.file_without_promises")


def _read(sheet: Sheet, columns: Mapping[str, str], today: date) -> PoliciesFile:
    places = {name: sheet.header.index(header) for name, header in columns.items()}
    reading = Reading(today=today)
    found: dict[tuple[object, ...], Policy] = {}
    wrong: list[tuple[int, Notice]] = []
    for row in sheet.rows():
        cells = {name: (row.cells[place] or "").strip() for name, place in places.items()}
        try:
            if row.problem is not None:
                wrong.append((row.line, row.problem))
                continue
            one = _policy(cells, reading)
            if found.setdefault((one.target, one.scope, one.from_day), one) is not one:
                wrong.append((row.line, Notice("sla.file_twice")))
        except CxError as error:
            wrong.append((row.line, Notice(error.key, error.values)))
    return PoliciesFile(tuple(found.values()), tuple(wrong))


def _policy(cells: Mapping[str, str], reading: Reading) -> Policy:
    within = cells["within"]
    if not within:
        raise CxError("sla.file_no_time")
    seconds = None if fold(within) in map(fold, NOTHING) else round(goal.length(within))
    days = [_day(cells.get(name, ""), reading) for name in ("from_day", "to_day")]
    scope = {name: clean_name(cells.get(name, "")) or None for name in ("priority", "product", "segment")}
    return checked(
        _code("target", cells["target"]),
        seconds,
        clock=_code("clock", cells.get("clock", "")) if cells.get("clock") else CLOCKS[0],
        from_day=days[0],
        to_day=days[1],
        channel=_channel(cells.get("channel", "")),
        **scope,
    )


def _day(text: str, reading: Reading) -> date | None:
    """A day, or None for an empty cell. Doubtful order of day and month is refused, never guessed."""
    if not text:
        return None
    day, reason = parse_day(text, reading)
    if day is None:
        notice = reason or Notice("calendar.day_missing")
        raise CxError(notice.key, **notice.values)
    return day


def _code(column: str, text: str) -> str:
    for code, words in _WORDS[column].items():
        labels = [say(f"sla.{column}_{code}", language) for language in LANGUAGES]
        if fold(text) in map(fold, (code, *words, *labels)):
            return code
    raise CxError({"target": "sla.file_target", "clock": "sla.file_clock"}[column], value=text)


def _channel(text: str) -> str | None:
    if not text:
        return None
    for code in CODES["channel"]:
        names = [say(key, language) for language in LANGUAGES if has(key := f"filter.channel_name.{code}")]
        if fold(text) in map(fold, (code, *names)):
            return code
    raise CxError("sla.file_channel", value=text)


def to_sheet(policies: tuple[Policy, ...], language: str) -> bytes:
    """All policies as the sheet that can be read back; without any, one row to write over."""
    rows = [_row(one, language) for one in policies] or [_example(language)]
    return download.to_xlsx(
        pd.DataFrame(rows, columns=[_header(name, language) for name in COLUMNS]), say("sla.sheet", language)
    )


def _header(name: str, language: str) -> str:
    return COLUMNS[name][0] if language != "ko" else next(word for word in COLUMNS[name] if not word.isascii())


def _example(language: str) -> list[str]:
    first = Policy(0, TARGETS[0], None, None, None, None, CLOCKS[0], 3600)
    return _row(first, language)


def _row(one: Policy, language: str) -> list[str]:
    channel = say(f"filter.channel_name.{one.channel}", language) if one.channel else ""
    within = say("sla.nothing", language) if one.goal_seconds is None else goal.exact(one.goal_seconds, language)
    days = [f"{day:%Y-%m-%d}" if day else "" for day in (one.from_day, one.to_day)]
    words = [say(f"sla.target_{one.target}", language), within, say(f"sla.clock_{one.clock}", language), channel]
    return [*words, one.product or "", one.segment or "", one.priority or "", *days]
