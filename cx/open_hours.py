"""The business calendar in the store: hours and special days as data, and open time added up for the business clock.

Korean public and substitute holidays come from the `holidays` library and are not stored: a newer library knows newer
law. What a person decides (a company day, an open Saturday, a holiday worked) is stored and wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from cx.calendar import Calendar, Hours, SpecialDay, format_blocks, parse_blocks
from cx.errors import BadRows
from cx.facts_tables import CALENDAR_HOURS, OPEN_BLOCK

NAME = "default"
_SUBSTITUTE = "대체"
_TIMES = "select min(opened_at), max(greatest(opened_at, first_response_at, answered_at, resolved_at)) from ticket"
# Promises on the business clock may be due after the last entry: a day more for every hour of the longest.
_PROMISED = "select coalesce(max(goal_seconds), 0) // 3600 + 2 from sla_policy where clock = 'business'"
_AT_MOST = 400
_ARROW = {"TIMESTAMP": pa.timestamp("us"), "BIGINT": pa.int64(), "DATE": pa.date32()}


@cache
def _public_year(year: int) -> tuple[SpecialDay, ...]:
    import holidays

    found = holidays.country_holidays("KR", years=year, language="ko")
    return tuple(
        SpecialDay(day, "substitute" if _SUBSTITUTE in name else "public", name) for day, name in sorted(found.items())
    )


def public_days(first_year: int, last_year: int) -> tuple[SpecialDay, ...]:
    """Korean public and substitute holidays of these years, named in Korean."""
    return tuple(day for year in range(first_year, last_year + 1) for day in _public_year(year))


@cache
def public_names(year: int, language: str) -> dict[date, str]:
    """What the public and substitute holidays of a year are called in the language of the reader."""
    import holidays

    found = holidays.country_holidays("KR", years=year, language={"ko": "ko", "en": "en_US"}[language])
    return dict(found.items())


def hours(con: duckdb.DuckDBPyConnection) -> tuple[Hours, ...]:
    """The weekly blocks, in the order of validity and weekday."""
    rows = con.execute(
        "select weekday, opens, closes, from_day, to_day from calendar_hours where calendar = ? "
        "order by from_day nulls first, weekday, opens",
        [NAME],
    ).fetchall()
    return tuple(Hours(*row) for row in rows)


def decided_days(con: duckdb.DuckDBPyConnection) -> tuple[SpecialDay, ...]:
    """The special days a person or an import put into the store, in order."""
    rows = con.execute(
        "select day, kind, coalesce(name, ''), coalesce(blocks, '') from calendar_day where calendar = ? order by day",
        [NAME],
    ).fetchall()
    return tuple(SpecialDay(day, kind, name, parse_blocks(blocks)) for day, kind, name, blocks in rows)


def read(con: duckdb.DuckDBPyConnection, first: date, last: date) -> Calendar:
    """The calendar as the transaction of `con` sees it, with the public holidays of the years from `first` to `last`."""
    return _calendar(hours(con), decided_days(con), first, last)


def _calendar(weekly: tuple[Hours, ...], decided: tuple[SpecialDay, ...], first: date, last: date) -> Calendar:
    taken = {special.day for special in decided}
    public = [special for special in public_days(first.year, last.year) if special.day not in taken]
    return Calendar(weekly, [*decided, *public])


def put_hours(con: duckdb.DuckDBPyConnection, blocks: Sequence[Hours]) -> None:
    """Replace the weekly blocks. Call `cx.facts.refresh` in the same transaction: the business clock has changed."""
    con.execute("delete from calendar_hours where calendar = ?", [NAME])
    for block in blocks:
        con.execute(
            f"insert into calendar_hours ({', '.join(CALENDAR_HOURS)}) values (?, ?, ?, ?, ?, ?)",
            [NAME, block.from_day, block.to_day, block.weekday, block.opens, block.closes],
        )


def put_days(con: duckdb.DuckDBPyConnection, days: Sequence[SpecialDay]) -> None:
    """Add special days, each replacing what was decided for its date. Call `cx.facts.refresh` afterwards.

    Raises BadRows `calendar.kind` for a kind that does not exist, `calendar.hours_needed` for an open day without hours of
    its own on a weekday that has none; nothing changes then.
    """
    weekly = hours(con)
    for special in days:
        calendar = Calendar(weekly, [special])
        if special.kind == "open" and not calendar.open_seconds(special.day, special.day)[special.day]:
            raise BadRows("calendar.hours_needed", day=special.day.isoformat())
    remove_days(con, [special.day for special in days])
    for special in {special.day: special for special in days}.values():
        blocks = format_blocks(special.blocks) or None
        con.execute(
            "insert into calendar_day values (?, ?, ?, ?, ?)", [NAME, special.day, special.kind, special.name, blocks]
        )


def remove_days(con: duckdb.DuckDBPyConnection, days: Sequence[date]) -> None:
    """Take back what was decided for these dates; a public holiday is one again. Call `cx.facts.refresh` afterwards."""
    con.execute("delete from calendar_day where calendar = ? and list_contains(?::date[], day)", [NAME, list(days)])


def add_up(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Fill `open_block` for all days the tickets touch, in UTC.

    Between the first and the last entry every moment has its place on the business clock; before hours were known and
    after the last entry it has none (null). Without any hours the table is empty.
    """
    con.execute("delete from open_block")
    row = con.execute(_TIMES).fetchone()
    if row is None or row[0] is None:
        return
    more = min((con.execute(_PROMISED).fetchone() or (0,))[0], _AT_MOST)
    first, last = row[0].date() - timedelta(days=2), row[1].date() + timedelta(days=max(more, 2))
    blocks = _blocks(hours(con), decided_days(con), first, last, zone)
    if blocks is not None:
        con.register("calendar_block", blocks)
        con.execute("insert into open_block from calendar_block")
        con.unregister("calendar_block")


@lru_cache(maxsize=4)  # the next import mostly touches the same days
def _blocks(
    weekly: tuple[Hours, ...], decided: tuple[SpecialDay, ...], first: date, last: date, zone: str
) -> pa.Table | None:
    """The rows of `open_block` for the days from `first` to `last`; None where no hours are known for any of them."""
    calendar = _calendar(weekly, decided, first, last)
    known = calendar.first_day()
    if known is None or known > last:
        return None
    local, total = ZoneInfo(zone), 0
    rows: list[tuple[datetime, datetime, int | None, date | None]] = []
    start = _utc(datetime.combine(max(first, known), datetime.min.time()), local)
    rows.append((start, start, 0, None))
    for day, opens, closes in calendar.open_blocks(max(first, known), last):
        starts, ends = _utc(opens, local), _utc(closes, local)
        rows.append((starts, ends, total, day))
        total += int((ends - starts).total_seconds())
    end = max(rows[-1][1], _utc(datetime.combine(last, datetime.min.time()), local))
    rows.append((end, end, None, None))
    columns = [
        pa.array(column, _ARROW[kind])
        for column, (kind, _) in zip(zip(*rows, strict=True), OPEN_BLOCK.values(), strict=True)
    ]
    return pa.table(columns, names=list(OPEN_BLOCK))


def _utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
