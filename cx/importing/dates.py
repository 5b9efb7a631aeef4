"""One date or time as somebody wrote it: what it says, or why it cannot be read.

A form that can mean one thing only is read cell by cell. Where day and month could change places the order must be given
(`cx.importing.order` finds it on the whole column); without it such a cell is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from cx.importing.sheet import Notice
from cx.importing.zones import to_utc, to_wall, zone_of

NAIVE = "naive"  # no zone was written: the zone of the column holds
ZONED = "zoned"
YEARS = (1971, 2100)
SENTINELS: Final = frozenset({
    (0, 0, 0), (1, 1, 1), (1601, 1, 1), (1753, 1, 1), (1899, 12, 30), (1899, 12, 31), (1900, 1, 0), (1900, 1, 1),
    (1969, 12, 31), (1970, 1, 1), (2999, 12, 31), (9999, 12, 31),
})  # fmt: skip
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as stored
_PLAUSIBLE_EPOCH = (946_684_800, 4_102_444_800)  # 2000 to 2100
_EXCEL_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall-clock time
_PLAUSIBLE_EXCEL = (25_934, 73_050)  # 1971 to 2100
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "KST": 9, "JST": 9}

_HALF = r"오전|오후|[AaPp]\.?[Mm]\.?"
_CLOCK = (
    rf"(?:(?P<before>{_HALF})\s*)?(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|시(?:\s*(?P<minute_ko>\d{1,2})분(?:\s*(?P<second_ko>\d{1,2})초)?)?)"
    rf"\s*(?P<after>{_HALF})?"
)
_ZONE = (
    r"\s*(?:(?P<zone>[A-Z]{1,5})\b)?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?"
    r"(?:\s*[\[(](?P<area>[A-Za-z]+(?:/[A-Za-z_]+)*)[\])])?"
)
_YEAR_FIRST = r"(?P<y>\d{4})\s*[-./년]\s*(?P<m>\d{1,2})\s*[-./월]\s*(?P<d>\d{1,2})\s*[일.]?"
_KOREAN_SHORT = r"(?P<y>\d{2})년\s*(?P<m>\d{1,2})월\s*(?P<d>\d{1,2})일"
_THREE = r"(?P<a>\d{1,2})\s*(?P<sign>[-./])\s*(?P<b>\d{1,2})\s*(?P=sign)\s*(?P<c>\d{4}|\d{2})\.?"
_DAY_NAME = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -](?P<y>\d{4}|\d{2})"
_NAME_DAY = r"(?P<name>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"
_WEEKDAY = re.compile(
    r"\s*\(?\b[월화수목금토일]요일\)?,?|\s*\([월화수목금토일]\)|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+",
    re.IGNORECASE,
)
_FORMS = tuple(
    re.compile(pattern)
    for form in (_YEAR_FIRST, _THREE, _KOREAN_SHORT, _DAY_NAME, _NAME_DAY)
    for pattern in (rf"{form}(?:[\sT,]*(?<![\d]){_CLOCK}{_ZONE})?", rf"{_CLOCK}\s+{form}")
)
_NUMBER = re.compile(r"\d{1,14}(?:\.\d{1,12})?")
_DIGITS = {
    8: "(?P<y>....)(?P<m>..)(?P<d>..)",
    12: "(?P<y>....)(?P<m>..)(?P<d>..)(?P<hour>..)(?P<minute>..)",
    14: "(?P<y>....)(?P<m>..)(?P<d>..)(?P<hour>..)(?P<minute>..)(?P<second>..)",
}


@dataclass(frozen=True)
class Reading:
    """How a column is read: its zone, the zone days are reported in, the forms that were stated or found.

    `order` is for day, month and a year of four digits ('dmy', 'mdy'), `short` for a year of two ('ymd' too), `number`
    for plain numbers ('epoch_s', 'epoch_ms', 'excel'); None means not known.
    """

    zone: ZoneInfo = field(default_factory=lambda: zone_of("Asia/Seoul"))
    reporting: ZoneInfo = field(default_factory=lambda: zone_of("Asia/Seoul"))
    today: date = date(2026, 1, 1)
    order: str | None = None
    short: str | None = None
    number: str | None = None


class Stamp(NamedTuple):
    """What a cell says. `value` None and no `reason`: it says "missing" (0000-00-00 and the like)."""

    value: datetime | None = None
    reason: Notice | None = None
    note: str = ""  # NAIVE, ZONED
    odd: str = ""  # NONEXISTENT, AMBIGUOUS
    day: date | None = None


class _Wrong(Exception):
    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.notice = Notice(f"check.{key}", values)


def parse_time(text: str, reading: Reading) -> Stamp:
    """The moment a cell names, as naive UTC, and its day: as written, or in the reporting zone where a zone is written.

    Reasons are catalogue keys `check.*`. A date without a clock is its midnight. Sentinels are missing.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    try:
        return _number(plain, reading) if _NUMBER.fullmatch(plain) else _written(plain, reading)
    except _Wrong as wrong:
        return Stamp(reason=wrong.notice)
    except (OverflowError, ValueError):
        return Stamp(reason=Notice("check.date_unreadable"))


def parse_day(text: str, reading: Reading) -> tuple[date | None, Notice | None]:
    """The day a cell names, or why not; (None, None) is missing."""
    stamp = parse_time(text, reading)
    return stamp.day, stamp.reason


def _written(plain: str, reading: Reading) -> Stamp:
    plain = _WEEKDAY.sub("", plain).strip()
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match:
            return _stamp(match.groupdict(), reading)
    raise _Wrong("date_unreadable")


def _stamp(parts: dict[str, str | None], reading: Reading) -> Stamp:
    year, month, day = _date_of(parts, reading)
    if (year, month, day) in SENTINELS:
        return Stamp()
    clock = _clock_of(parts)
    try:
        wall = datetime(year, month, day)  # noqa: DTZ001 - a wall-clock time
    except ValueError as error:
        raise _Wrong("no_such_day", year=year, month=month, day=day) from error
    if not YEARS[0] <= year < YEARS[1]:
        raise _Wrong("year_implausible", year=year)
    wall += clock
    offset = _offset_of(parts)
    if offset is None:
        return _local(wall, reading)
    return _moment(wall - offset, reading)


def _local(wall: datetime, reading: Reading) -> Stamp:
    moment, odd = to_utc(wall, reading.zone)
    return Stamp(moment, note=NAIVE, odd=odd, day=wall.date())


def _moment(moment: datetime, reading: Reading) -> Stamp:
    return Stamp(moment, note=ZONED, day=to_wall(moment, reading.reporting).date())


def _date_of(parts: dict[str, str | None], reading: Reading) -> tuple[int, int, int]:
    if parts.get("a"):
        return _three(parts, reading)
    year, day = str(parts["y"]), int(str(parts["d"]))
    name = parts.get("name")
    if name is None:
        month = int(str(parts["m"]))
    elif (name[:3].lower()) in _MONTHS:
        month = _MONTHS[name[:3].lower()]
    else:
        raise _Wrong("date_unreadable")
    return (int(year) if len(year) == 4 else full_year(int(year), reading.today)), month, day  # noqa: PLR2004


def _three(parts: dict[str, str | None], reading: Reading) -> tuple[int, int, int]:
    a, b, c = (int(str(parts[name])) for name in "abc")
    is_long = len(str(parts["c"])) == 4  # noqa: PLR2004
    given = reading.order if is_long else reading.short
    if given is not None and (given != "ymd" or not is_long):
        found = arrange(given, a, b, c, reading.today)
        if given == "ymd" or found[1] <= 12:  # noqa: PLR2004
            return found
        raise _Wrong("date_other_order", order=given)
    orders = ("dmy", "mdy") if is_long else ("ymd", "dmy", "mdy")
    possible = {arrange(order, a, b, c, reading.today) for order in orders}
    real = {parts for parts in possible if is_real(parts)}
    if len(real) == 1:
        return real.pop()
    if not real:
        raise _Wrong("no_such_day", year=parts["c"], month=a, day=b)
    raise _Wrong("date_order_unknown")


def arrange(order: str, a: int, b: int, c: int, today: date) -> tuple[int, int, int]:
    """Year, month, day of three numbers in the order 'ymd', 'dmy' or 'mdy'; a year of two digits is made whole."""
    year, month, day = {"ymd": (a, b, c), "dmy": (c, b, a), "mdy": (c, a, b)}[order]
    return (full_year(year, today) if year < 100 else year), month, day  # noqa: PLR2004


def is_real(parts: tuple[int, int, int]) -> bool:
    """Whether the calendar has this day."""
    try:
        date(*parts)
    except ValueError:
        return False
    return True


def full_year(two_digits: int, today: date) -> int:
    """26 is 2026; what would be more than twenty years ahead belongs to the century before."""
    year = 2000 + two_digits
    return year if year <= today.year + 20 else year - 100


def _clock_of(parts: dict[str, str | None]) -> timedelta:
    if not parts.get("hour"):
        return timedelta()
    hour = int(str(parts["hour"]))
    minute = int(parts.get("minute") or parts.get("minute_ko") or 0)
    second = int(parts.get("second") or parts.get("second_ko") or 0)
    half = (parts.get("before") or parts.get("after") or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12 and not (hour == 0 and half in {"오전", "am"}):  # noqa: PLR2004
            raise _Wrong("no_such_time")
        hour = hour % 12 + (12 if half in {"오후", "pm"} else 0)
    if hour == 24:  # noqa: PLR2004
        raise _Wrong("hour_24")
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004
        raise _Wrong("no_such_time")
    micro = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro)


def _offset_of(parts: dict[str, str | None]) -> timedelta | None:
    name, offset, area = parts.get("zone"), parts.get("offset"), parts.get("area")
    if name and name not in _OFFSETS:
        raise _Wrong("zone_unknown", zone=name)
    if offset:
        hours, _, minutes = offset[1:].partition(":")
        if not minutes and len(hours) > 2:  # noqa: PLR2004
            hours, minutes = hours[:-2], hours[-2:]
        found = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if found > timedelta(hours=14) or int(minutes or 0) > 59:  # noqa: PLR2004
            raise _Wrong("zone_unknown", zone=offset)
        return -found if offset[0] == "-" else found
    if name or area in _OFFSETS:
        return timedelta(hours=_OFFSETS[str(name or area)])
    if area:
        raise _Wrong("zone_unknown", zone=area)
    return None


def _number(plain: str, reading: Reading) -> Stamp:
    number = float(plain)
    whole = plain.partition(".")[0]
    if number == 0:
        return Stamp()
    if reading.number == "excel" or (reading.number is None and len(whole) == 5):  # noqa: PLR2004
        if not _PLAUSIBLE_EXCEL[0] <= number < _PLAUSIBLE_EXCEL[1]:
            raise _Wrong("number_implausible")
        return _local(_EXCEL_DAY_0 + timedelta(seconds=round(number * 86_400)), reading)
    digits = {10: 1.0, 13: 1000.0}.get(len(whole))
    divisor = {"epoch_s": 1.0, "epoch_ms": 1000.0}.get(reading.number or "", digits)
    if divisor is not None:
        if not _PLAUSIBLE_EPOCH[0] <= number / divisor < _PLAUSIBLE_EPOCH[1]:
            raise _Wrong("number_implausible")
        return _moment(_EPOCH + timedelta(microseconds=round(number / divisor * 1e6)), reading)
    match = re.fullmatch(_DIGITS.get(len(plain), "(?!)"), plain)
    if not match:
        raise _Wrong("number_implausible")
    return _stamp({"y": None, "m": None, "d": None} | match.groupdict(), reading)
