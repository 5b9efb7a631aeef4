"""Wall-clock times into UTC: the offset that held in the zone on that day, summer time and its two odd hours included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cx.errors import CxError

NONEXISTENT = "nonexistent"  # the hour that is skipped when clocks go forward
AMBIGUOUS = "ambiguous"  # the hour that comes twice when clocks go back
SINCE = date(2000, 1, 1)  # earlier times are rare and take the slow way


class Segment(NamedTuple):
    """Wall-clock times from `start` up to but not including `end` that exist exactly once, all at one offset."""

    start: datetime
    end: datetime
    offset: timedelta


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone called `name` (IANA); raises CxError `check.zone_unknown_name`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CxError("check.zone_unknown_name", name=name) from error


def to_utc(wall: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """UTC of a wall-clock time, and '', NONEXISTENT or AMBIGUOUS.

    A skipped time is read with the offset that held before the change, a doubled one as its first occurrence.
    """
    first = _offset(wall, zone)
    second = _offset(wall.replace(fold=1), zone)
    note = "" if first == second else NONEXISTENT if first < second else AMBIGUOUS
    return wall - first, note


def to_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """The wall-clock time in `zone` of a naive UTC time."""
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


@cache
def segments(name: str, until: int) -> tuple[Segment, ...]:
    """The times of zone `name` from SINCE to the end of year `until` that exist exactly once, in order."""
    zone = zone_of(name)
    end = datetime(until + 1, 1, 1)  # noqa: DTZ001 - wall-clock times have no zone
    found = []
    start = at = datetime.combine(SINCE, datetime.min.time())
    while at < end:
        following = min(at + timedelta(days=1), end)
        if _offset(at, zone) != _offset(following, zone):
            before, after = _change(at, following, zone)
            found.append(Segment(start, before, _offset(at, zone)))
            start = after
        at = following
    return (*found, Segment(start, end, _offset(end - timedelta(seconds=1), zone)))


def _change(low: datetime, high: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The wall-clock times between which something is odd: the last that is not, plus a second, and the first after."""
    start, end = low, high
    old, new = _offset(low, zone), _offset(high, zone)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _plain(middle, zone) == old else (low, middle)
    before = high
    low, high = start, end
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (low, middle) if _plain(middle, zone) == new else (middle, high)
    return before, high


def _plain(wall: datetime, zone: ZoneInfo) -> timedelta | None:
    """The offset of a time that exists exactly once, else None."""
    offset = _offset(wall, zone)
    return offset if offset == _offset(wall.replace(fold=1), zone) else None


def _offset(wall: datetime, zone: ZoneInfo) -> timedelta:
    return wall.replace(tzinfo=zone).utcoffset() or timedelta()
