"""What people decide about the business calendar: weekly hours, company days, days opened on purpose; by hand or by file.

Every change is one transaction with the facts made anew, because the business clock of every contact depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from cx import facts, open_hours, settings
from cx.calendar import KINDS, Calendar, Hours, SpecialDay, format_blocks, parse_blocks
from cx.errors import BadRows
from cx.language import LANGUAGES, say
from cx.warehouse import Store

_YEAR_END = (12, 31)


def weekly(store: Store) -> tuple[Hours, ...]:
    """The weekly blocks that are stored, by validity and weekday."""
    cursor = store.cursor()
    try:
        return open_hours.hours(cursor)
    finally:
        cursor.close()


def days_of(store: Store, year: int) -> pd.DataFrame:
    """The special days of a year: `day`, `kind`, `name`, `blocks`, and `is_decided` (False: a public one of the law)."""
    first, last = date(year, 1, 1), date(year, *_YEAR_END)
    cursor = store.cursor()
    try:
        calendar = open_hours.read(cursor, first, last)
        decided = {special.day for special in open_hours.decided_days(cursor)}
    finally:
        cursor.close()
    rows = [
        (day, special.kind, special.name, format_blocks(special.blocks), day in decided)
        for day, special in sorted(calendar.days.items())
        if first <= day <= last
    ]
    return pd.DataFrame(rows, columns=["day", "kind", "name", "blocks", "is_decided"])


def working_days(store: Store, first: date, last: date) -> int:
    """How many days from `first` to `last` have any open hours."""
    cursor = store.cursor()
    try:
        calendar = open_hours.read(cursor, first, last)
    finally:
        cursor.close()
    return sum(seconds > 0 for seconds in calendar.open_seconds(first, last).values())


def set_hours(store: Store, blocks: Sequence[Hours]) -> None:
    """Replace the weekly hours. Raises BadRows where two blocks of one weekday overlap or a validity ends before it begins."""
    _check_hours(blocks)
    with store.write("settings") as con:
        open_hours.put_hours(con, blocks)
        facts.refresh(con, settings.read(con), None)


def set_days(store: Store, days: Sequence[SpecialDay]) -> None:
    """Add special days; each replaces what was decided for its date. Raises BadRows as `check_day` does."""
    weekly_hours = weekly(store)
    for special in days:
        check_day(special, weekly_hours)
    with store.write("settings") as con:
        open_hours.put_days(con, days)
        facts.refresh(con, settings.read(con), None)


def remove_days(store: Store, days: Sequence[date]) -> None:
    """Take back what was decided for these dates; a public holiday is one again."""
    with store.write("settings") as con:
        open_hours.remove_days(con, days)
        facts.refresh(con, settings.read(con), None)


def check_day(special: SpecialDay, weekly_hours: Sequence[Hours]) -> None:
    """Refuse a kind that does not exist, and an open day whose hours nobody knows (BadRows `calendar.hours_needed`)."""
    calendar = Calendar(weekly_hours, [special])
    if special.kind == "open" and not calendar.open_seconds(special.day, special.day)[special.day]:
        raise BadRows("calendar.hours_needed", day=special.day.isoformat())


def days_from(rows: Iterable[Mapping[str, str | None]]) -> list[SpecialDay]:
    """Special days from the rows of a file with the columns day, kind, name, blocks (kind in code or in words).

    Raises BadRows with the row's number: `calendar.row_day` for a date that is not one, `calendar.kind`, `calendar.blocks`.
    """
    return [_day_from(number, row) for number, row in enumerate(rows, start=1)]


def _day_from(number: int, row: Mapping[str, str | None]) -> SpecialDay:
    text = (row.get("day") or "").strip()
    try:
        day = date.fromisoformat(text[:10].replace(".", "-").replace("/", "-"))
    except ValueError as error:
        raise BadRows("calendar.row_day", row=number, value=text) from error
    kinds = {say(f"calendar.kind_{kind}", language).casefold(): kind for kind in KINDS for language in LANGUAGES}
    said = (row.get("kind") or "company").strip()
    kind = kinds.get(said.casefold(), said)
    if kind not in KINDS:
        raise BadRows("calendar.kind", value=said)
    return SpecialDay(day, kind, (row.get("name") or "").strip(), parse_blocks(row.get("blocks") or ""))


def _check_hours(blocks: Sequence[Hours]) -> None:
    for block in blocks:
        if block.from_day and block.to_day and block.to_day < block.from_day:
            raise BadRows("calendar.validity", first=block.from_day.isoformat(), last=block.to_day.isoformat())
    for at, one in enumerate(blocks):
        for other in blocks[at + 1 :]:
            if one.weekday == other.weekday and _share_days(one, other) and _share_hours(one, other):
                raise BadRows("calendar.overlap", one=_written(one), other=_written(other))


def _share_days(one: Hours, other: Hours) -> bool:
    first = max(one.from_day or date.min, other.from_day or date.min)
    return first <= min(one.to_day or date.max, other.to_day or date.max)


def _share_hours(one: Hours, other: Hours) -> bool:
    ends_one, ends_other = ((b.closes.hour * 60 + b.closes.minute) + 1440 * (b.closes <= b.opens) for b in (one, other))
    starts_one, starts_other = (b.opens.hour * 60 + b.opens.minute for b in (one, other))
    return starts_one < ends_other and starts_other < ends_one


def _written(block: Hours) -> str:
    return format_blocks([(block.opens, block.closes)])
