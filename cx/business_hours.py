"""Looking at and changing a store's business calendar; whatever changes, the facts follow in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TypeVar

import pandas as pd
from duckdb import DuckDBPyConnection

from cx import facts, open_hours, settings
from cx.calendar import Calendar, Hours, SpecialDay
from cx.errors import BadRows
from cx.warehouse import Store

_HOUR = 3600
_MONTHS = 12
_Found = TypeVar("_Found")


def week(store: Store) -> tuple[Hours, ...]:
    """The weekly blocks, those of ever first, then by validity and weekday."""
    return _read(store, open_hours.hours)


def decided(store: Store) -> tuple[SpecialDay, ...]:
    """The special days a person or a file decided, by date."""
    return _read(store, open_hours.decided_days)


def put_week(store: Store, blocks: Sequence[Hours]) -> None:
    """Replace all weekly blocks. Raises BadRows for a validity that ends before it begins and for the same block twice."""
    seen: set[Hours] = set()
    for block in blocks:
        if block.from_day and block.to_day and block.to_day < block.from_day:
            raise BadRows("calendar.validity", first=block.from_day, last=block.to_day)
        if block in seen:
            raise BadRows("calendar.twice", opens=f"{block.opens:%H:%M}", closes=f"{block.closes:%H:%M}")
        seen.add(block)
    ordered = sorted(blocks, key=lambda block: (block.from_day or date.min, block.weekday, block.opens))
    _write(store, lambda con: open_hours.put_hours(con, ordered))


def changed(
    blocks: Sequence[Hours], weekdays: Collection[int], opening: Sequence[tuple[time, time]], from_day: date | None
) -> tuple[Hours, ...]:
    """`blocks` with these weekdays open at `opening` from `from_day` on (None: since ever); no `opening` closes them.

    Earlier hours of the weekdays end the day before; later ones are dropped.
    """
    kept: list[Hours] = []
    for block in blocks:
        if block.weekday not in weekdays:
            kept.append(block)
        elif from_day is not None and (block.from_day is None or block.from_day < from_day):
            end = from_day - timedelta(days=1)
            kept.append(replace(block, to_day=min(block.to_day, end) if block.to_day else end))
    new = [Hours(weekday, opens, closes, from_day) for weekday in sorted(weekdays) for opens, closes in opening]
    return (*kept, *new)


def put_days(store: Store, days: Sequence[SpecialDay]) -> None:
    """Decide special days, each in place of what was decided for its date. Raises BadRows `calendar.kind`, `calendar.hours_needed`."""
    _write(store, lambda con: open_hours.put_days(con, days))


def remove_days(store: Store, days: Sequence[date]) -> None:
    """Take back what was decided for these dates."""
    _write(store, lambda con: open_hours.remove_days(con, days))


def calendar(store: Store, first: date, last: date) -> Calendar:
    """Hours, decided days, and the public holidays of the years from `first` to `last`."""
    return _read(store, lambda con: open_hours.read(con, first, last))


def year(store: Store, number: int) -> pd.DataFrame:
    """One row per day of a year: day, month (1-12), date (1-31), weekday (Monday 0), hours (open hours), name, and kind:
    'public', 'substitute', 'company', 'open' as decided, else 'usual' (with hours) or 'off' (a weekday without any).
    """
    first, last = date(number, 1, 1), date(number, _MONTHS, 31)
    found = calendar(store, first, last)
    rows = []
    for day, seconds in found.open_seconds(first, last).items():
        special = found.days.get(day)
        kind = special.kind if special else "usual" if seconds else "off"
        rows.append((day, day.month, day.day, day.weekday(), seconds / _HOUR, special.name if special else "", kind))
    return pd.DataFrame(rows, columns=["day", "month", "date", "weekday", "hours", "name", "kind"])


def blocks_on(hours: Sequence[Hours], day: date) -> pd.DataFrame:
    """The open blocks of the usual week that holds on `day`: weekday (Monday 0), opens and closes in hours of the day, as
    numbers; a block over midnight closes after 24.
    """
    monday = day - timedelta(days=day.weekday())
    rows = [
        (block.weekday, _hours(block.opens), _hours(block.closes) + 24 * (block.closes <= block.opens))
        for block in hours
        if block.holds(monday + timedelta(days=block.weekday))
    ]
    return pd.DataFrame(sorted(rows), columns=["weekday", "opens", "closes"])


def _hours(at: time) -> float:
    return at.hour + at.minute / 60 + at.second / _HOUR


def _read(store: Store, ask: Callable[[DuckDBPyConnection], _Found]) -> _Found:
    cursor = store.cursor()
    try:
        return ask(cursor)
    finally:
        cursor.close()


def _write(store: Store, change: Callable[[DuckDBPyConnection], None]) -> None:
    with store.write("settings") as con:
        change(con)
        facts.refresh(con, settings.read(con), None)
