"""How a number, a length of time or a date is written for people, in Korean and English.

Missing (None or NaN) is "–", never 0; what is below 0 has the minus sign, not a hyphen (files of numbers are none of this: a
spreadsheet reads only the hyphen). Rounding comes before the unit is chosen, so that 59.6 s is one minute and
99,999 contacts are 10만. All units are in `cx/texts/number.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta

from cx.language import say

# Largest first: from this size on a count is written in this unit.
_SCALES = {
    "ko": ((1e8, "number.scale.eok"), (1e4, "number.scale.man")),
    "en": ((1e9, "number.scale.billion"), (1e6, "number.scale.million"), (1e3, "number.scale.thousand")),
}
MINUS = "−"
_SCALED_FROM = 10_000
_TEN = 10
_MOST_DECIMALS = 7
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_EXACT = 1e-9  # a goal of a third is written 33.3 %, one of 99.95 % as it is
_UNITS_CHANGING_IN_PERCENT = ("count", "per_day", "per_hour", "per_account", "money")


def is_missing(value: float | None) -> bool:
    """Whether there is no number: None, NaN or pandas' NA."""
    return value is None or value != value or not math.isfinite(value)  # noqa: PLR0124 - NaN differs from itself


def fixed(value: float, digits: int) -> str:
    """With exactly so many decimals, thousands parted: 1,234.50, −0.5."""
    return f"{value:,.{digits}f}".replace("-", MINUS)


def signed(value: float, digits: int) -> str:
    """The same with its sign; nothing has none: +4.2, −0.5, 0.0."""
    text = f"{value:+,.{digits}f}".replace("-", MINUS)
    return text if any(sign in "123456789" for sign in text) else unsigned(text)


def unsigned(text: str) -> str:
    """A written number without its sign."""
    return text.lstrip(f"+{MINUS}")


def _plain(value: float, digits: int = 0) -> str:
    """Thousands parted, trailing zeros after the point dropped."""
    text = fixed(value, digits)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == f"{MINUS}0" else text


def compact(value: float, language: str) -> str:
    """9,876 as it is; 37,800 as 3.8만 or 37.8K; 120,000,000 as 1.2억 or 120M."""
    size, sign = abs(value), MINUS if value < 0 else ""
    if round(size) < _SCALED_FROM:
        return sign + _plain(size)
    for scale, key in _SCALES[language]:
        if round(size / scale, 1) >= 1:
            return sign + say(key, language, n=_plain(size / scale, 1))
    return sign + _plain(size)


def full(value: float | None, language: str) -> str:
    """Every digit, for tooltips: 37,812건."""
    return say("number.none", language) if is_missing(value) else say("number.count", language, n=_plain(value or 0))


def average(value: float | None, language: str) -> str:
    """A mean of counts without its unit, finer where it is small: 0.24, 4.3, 25."""
    if value is None or is_missing(value):
        return say("number.none", language)
    return _plain(value, 2 if abs(value) < 1 else 1 if abs(value) < _TEN else 0)


def length(seconds: float | None, language: str) -> str:
    """A length of time in its two largest units: 45초, 6분 07초, 2시간 05분, 3.5일."""
    if seconds is None or is_missing(seconds):
        return say("number.none", language)
    sign, whole = MINUS if round(seconds) < 0 else "", round(abs(seconds))
    if whole < _MINUTE:
        return sign + say("number.length.seconds", language, seconds=whole)
    if whole < _HOUR:
        return sign + say("number.length.minutes", language, minutes=whole // _MINUTE, seconds=whole % _MINUTE)
    minutes = round(whole / _MINUTE)
    if minutes < _DAY // _MINUTE:
        return sign + say("number.length.hours", language, hours=minutes // 60, minutes=minutes % 60)
    return sign + say("number.length.days", language, days=_plain(whole / _DAY, 1))


def goal(unit: str, value: float | None, language: str) -> str:
    """A target as people say it: whole percents, whole minutes and hours without zeros behind them."""
    if unit == "share" and value is not None and not is_missing(value):
        percent = value * 100
        return f"{_plain(percent, 2 if abs(percent - round(percent, 2)) < _EXACT else 1)}%"
    if unit == "seconds" and value and value % _MINUTE == 0 and value < _DAY:
        hours, minutes = divmod(round(value / _MINUTE), 60)
        if not hours or not minutes:
            return say(
                "number.length.whole_hours" if hours else "number.length.whole_minutes", language, n=hours or minutes
            )
    return write(unit, value, language)


def share(value: float | None, language: str, digits: int = 1) -> str:
    """A share of 0-1 as a percentage: 93.7%."""
    return say("number.none", language) if value is None or is_missing(value) else f"{fixed(value * 100, digits)}%"


def _score(value: float, language: str, top: float | None, more: int = 0) -> str:
    text = fixed(value, 1 if not more and round(value, 2) == round(value, 1) else 2 + more)
    if top is None:
        return say("number.score", language, n=text)
    return say("number.score_of", language, n=text, top=_plain(top, 1))


def _nps(value: float, more: int = 0) -> str:
    return signed(value, more) if round(value, more) else "0"


# How each unit is written, with `more` decimals than usual; the last one is asked for where two would look the same.
_WRITERS: dict[str, Callable[[float, str, int], str]] = {
    "share": lambda value, language, more: share(value, language, 1 + more),
    "seconds": lambda value, language, more: (
        say("number.length.seconds", language, seconds=_plain(value, more)) if more else length(value, language)
    ),
    "nps": lambda value, _, more: _nps(value, more),
    "per_day": lambda value, language, more: say("number.per_day", language, n=_plain(value, 1 + more)),
    "per_account": lambda value, language, more: say("number.per_account", language, n=_plain(value, 2 + more)),
    "per_hour": lambda value, language, more: say("number.per_hour", language, n=_plain(value, 1 + more)),
    "money": lambda value, language, more: say("number.money", language, n=_sized(value, language, more)),
    "count": lambda value, language, more: say("number.count", language, n=_sized(value, language, more)),
}


def _sized(value: float, language: str, more: int) -> str:
    return _plain(value, more - 1) if more else compact(value, language)


def write(unit: str, value: float | None, language: str, *, top: float | None = None, more: int = 0) -> str:
    """A metric's value by its unit, with `more` decimals than usual; `top` is the highest possible score, beside a score.

    Raises KeyError for a unit that does not exist.
    """
    if value is None or is_missing(value):
        return say("number.none", language)
    return _score(value, language, top, more) if unit == "score" else _WRITERS[unit](value, language, more)


def decimals_apart(unit: str, value: float | None, other: float | None) -> int:
    """How many more decimals than usual it takes to write `value` and its distance from `other` as what they are.

    0 where the usual ones tell them apart, and where nothing would: they are equal, or one is missing.
    """
    if value is None or other is None or is_missing(value) or is_missing(other) or value == other:
        return 0
    for more in range(_MOST_DECIMALS):
        is_alike = write(unit, value, "en", more=more) == write(unit, other, "en", more=more)
        if not is_alike and direction(unit, value, other, more=more):
            return more
    return 0


def change(unit: str, value: float | None, previous: float | None, language: str, *, more: int = 0) -> str:
    """The change with its sign: counts in %, shares in %p, the rest in their own unit; "–" where either is missing.

    With `more` decimals than usual.
    """
    if value is None or previous is None or is_missing(value) or is_missing(previous):
        return say("number.none", language)
    gap = value - previous
    if unit in _UNITS_CHANGING_IN_PERCENT:
        return f"{signed(gap / previous * 100, 1 + more)}%" if previous else say("number.none", language)
    if unit == "share":
        return say("number.share_point", language, n=signed(gap * 100, 1 + more))
    if unit == "seconds":
        return ("+" if round(gap, more) > 0 else "") + _WRITERS[unit](gap, language, more)
    if unit == "score":
        return say("number.score", language, n=signed(gap, 2 + more))
    return signed(gap, more)


def direction(unit: str, value: float | None, previous: float | None, *, more: int = 0) -> int:
    """1 up, -1 down, 0 the same as written (or not known); so that no arrow stands beside "+0.0%p"."""
    text = change(unit, value, previous, "en", more=more)
    return 0 if not any(sign in "123456789" for sign in text) else (-1 if text.startswith(MINUS) else 1)


def month(day: date, language: str, *, is_first: bool = False) -> str:
    """A month on an axis: 10월; January and the first of the axis carry the year: 26년 1월."""
    name = say(f"number.month_name.m{day.month}", language)
    if not is_first and day.month > 1:
        return name
    year = f"{day.year % 100:02d}" if language == "ko" else str(day.year)
    return say("number.date.first_month", language, year=year, month=name)


def long_month(day: date, language: str) -> str:
    """A month in a sentence: 2026년 10월, Oct 2026."""
    return say(
        "number.date.long_month", language, year=day.year, month=say(f"number.month_name.m{day.month}", language)
    )


def week(day: date, language: str) -> str:
    """The week of `day` within its month (11월 3주); a week belongs to the month of its Thursday, as in ISO 8601."""
    thursday = day + timedelta(days=3 - day.weekday())
    name = say(f"number.month_name.m{thursday.month}", language)
    return say("number.date.week", language, month=name, week=(thursday.day - 1) // 7 + 1)


def short_day(day: date, language: str) -> str:
    """11월 18일, 18 Nov."""
    return say("number.date.short_day", language, month=say(f"number.month_name.m{day.month}", language), day=day.day)


def long_day(day: date, language: str) -> str:
    """2026년 11월 18일, 18 Nov 2026."""
    name = say(f"number.month_name.m{day.month}", language)
    return say("number.date.long_day", language, year=day.year, month=name, day=day.day)


def span(first: date, last: date, language: str) -> str:
    """First to last day in words; whole months are written as months: 2026년 10월, 2025년 11월 ~ 2026년 10월."""
    is_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    write_day = long_month if is_months else long_day
    start, end = write_day(first, language), write_day(last, language)
    return start if start == end else say("number.date.range", language, first=start, last=end)


def moment(at: datetime, language: str) -> str:
    """2026-11-18 (수) 07:58."""
    weekday = say(f"number.weekday.d{at.weekday()}", language)
    return say("number.date.moment", language, day=f"{at:%Y-%m-%d}", weekday=weekday, time=f"{at:%H:%M}")


def period(start: date, every: str, language: str, *, is_first: bool = False) -> str:
    """The label of the period that begins on `start`, by its length ("day", "week", "month", "quarter", "year")."""
    if every == "month":
        return month(start, language, is_first=is_first)
    if every == "week":
        return week(start, language)
    if every == "quarter":
        return say("number.date.quarter", language, year=start.year, quarter=(start.month + 2) // 3)
    if every == "year":
        return say("number.date.year", language, year=start.year)
    return short_day(start, language)
