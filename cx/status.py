"""How fresh and how whole the data are: per source when it last spoke, which days are missing, what was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pandas as pd

from cx import open_hours, settings
from cx.warehouse import Store

NEIGHBOURS = 4  # same weekdays looked at on each side of an empty stretch
MOSTLY = 0.75  # share of them with contacts from which on an empty day is missing
LEAST = 3  # so many of them must exist
FRESH_DAYS = 3
STALE_DAYS = 14


@dataclass(frozen=True)
class Gap:
    """Days from `first` to `last` on which a source has no contacts though the same weekdays around have `usual` a day."""

    source_id: int
    source: str
    first: date
    last: date
    days: int
    usual: float


def sources(store: Store, today: date | None = None) -> pd.DataFrame:
    """One row per source, oldest first: source_id, source, format, zone, contacts, answers, first_day, last_day (of contacts
    and answers, reporting zone), imported_at (UTC, active batches), batches, rejected rows and rejected_cells of active
    batches, days_ago (`today` minus last_day) and state: 'fresh' up to FRESH_DAYS, 'stale' from STALE_DAYS on, 'late'
    between, 'none' without any contact or answer. Null means "none yet".
    """
    frame = store.query("""
        with fact as (
            select source_id, day, 1 as contact from ticket_fact union all
            select source_id, day, 0 as contact from answer_fact
        ), day as (
            select source_id, count(*) filter (contact = 1) as contacts, count(*) filter (contact = 0) as answers,
                min(day) as first_day, max(day) as last_day
            from fact group by source_id
        ), rejected as (
            select batch_id, sum(rejected) as rejected from import_batch_table group by batch_id
        ), batch as (
            select source_id, max(imported_at) as imported_at, count(*) as batches, sum(rejected) as rejected,
                sum(coalesce((report->>'rejected_cells')::bigint, 0)) as rejected_cells
            from import_batch left join rejected using (batch_id) where state = 'active' group by source_id
        )
        select s.source_id, s.name as source, s.format, s.zone, coalesce(d.contacts, 0) as contacts,
            coalesce(d.answers, 0) as answers, d.first_day, d.last_day, b.imported_at, coalesce(b.batches, 0) as batches,
            coalesce(b.rejected, 0)::bigint as rejected, coalesce(b.rejected_cells, 0)::bigint as rejected_cells
        from source as s left join day as d using (source_id) left join batch as b using (source_id)
        order by s.source_id""")
    now = today or datetime.now(ZoneInfo(settings.get(store).reporting_zone)).date()
    ago = [None if pd.isna(last) else (now - pd.Timestamp(last).date()).days for last in frame["last_day"]]
    return frame.assign(days_ago=pd.array(ago, dtype="Int64"), state=[_state(days) for days in ago])


def _state(days: int | None) -> str:
    if days is None:
        return "none"
    return "fresh" if days <= FRESH_DAYS else "stale" if days >= STALE_DAYS else "late"


def gaps(store: Store) -> list[Gap]:
    """Stretches without contacts inside a source's own first and last day, newest first.

    A day counts as missing if at least three quarters of the same weekdays around the stretch (four on each side) have
    contacts and the calendar does not close it by a holiday. Bots' and spam contacts count: a file is there if anything is.
    """
    frame = store.query("""
        select f.source_id, s.name, f.day, count(*) as n from ticket_fact as f join source as s using (source_id)
        where f.day is not null group by all order by f.source_id, f.day""")
    found: list[Gap] = []
    for (number, name), group in frame.groupby(["source_id", "name"], sort=True):
        counts = {pd.Timestamp(day).date(): int(n) for day, n in zip(group["day"], group["n"], strict=True)}
        closed = _closed(store, min(counts), max(counts))
        found += [Gap(int(number), str(name), *stretch) for stretch in missing(counts, closed)]
    return sorted(found, key=lambda gap: gap.last, reverse=True)


def missing(
    counts: Mapping[date, int], closed: Sequence[date] | frozenset[date] = ()
) -> Iterator[tuple[date, date, int, float]]:
    """(first, last, days, usual a day) of every stretch that is missing in `counts` (day -> contacts, absent: none)."""
    first, last = min(counts), max(counts)
    for start, end in _empty_stretches(counts, first, last):
        days: dict[date, float] = {}
        for day in _days(start, end):
            around = _around(counts, day, (start, end), (first, last))
            filled = sum(n > 0 for n in around)
            if day not in closed and len(around) >= LEAST and filled >= MOSTLY * len(around):
                days[day] = median(around)
        if days:
            yield min(days), max(days), len(days), median(days.values())


def _around(counts: Mapping[date, int], day: date, stretch: tuple[date, date], span: tuple[date, date]) -> list[int]:
    """The contacts of the same weekdays next to the stretch, inside the source's own span."""
    week, found = timedelta(days=7), []
    for step, edge in ((-week, stretch[0]), (week, stretch[1])):
        near = day
        while (near >= edge) if step < timedelta() else (near <= edge):
            near += step
        found += [
            counts.get(near + step * turn, 0) for turn in range(NEIGHBOURS) if span[0] <= near + step * turn <= span[1]
        ]
    return found


def _empty_stretches(counts: Mapping[date, int], first: date, last: date) -> Iterator[tuple[date, date]]:
    begin: date | None = None
    for day in _days(first, last):
        if counts.get(day, 0):
            if begin:
                yield begin, day - timedelta(days=1)
            begin = None
        elif begin is None:
            begin = day


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _closed(store: Store, first: date, last: date) -> frozenset[date]:
    cursor = store.cursor()
    try:
        special = open_hours.read(cursor, first, last).days
    finally:
        cursor.close()
    return frozenset(day for day, one in special.items() if one.kind != "open")
