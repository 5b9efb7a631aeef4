"""The days of the demo and how busy each is: growth, school terms, weekdays, holidays; and the hours within a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
import numpy.typing as npt

from cx.demo.stories import Plot

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

DAY = 86_400
HOUR = 3_600
_EPOCH = date(1970, 1, 1)
NONE = np.int64(np.iinfo(np.int64).min)  # "no time" and "not known" in whole numbers; becomes null in the file

# Korean school year: it starts in March, the second term in September; enrolment is the month before.
MONTH_LOAD = (0.92, 1.22, 1.48, 1.05, 0.97, 1.02, 0.90, 1.14, 1.30, 1.00, 0.98, 0.90)
WEEKDAY_LOAD = (1.26, 1.12, 1.04, 1.02, 0.96, 0.34, 0.17)
HOLIDAY_LOAD = 0.11

# Share of a channel's contacts per hour of a working day; academies work into the evening, lunch is quiet.
_PHONE = {9: 13, 10: 17, 11: 15, 12: 7, 13: 11, 14: 14, 15: 11, 16: 8, 17: 6}
_CHAT = {
    7: 1,
    8: 3,
    9: 8,
    10: 11,
    11: 9,
    12: 5,
    13: 8,
    14: 11,
    15: 10,
    16: 8,
    17: 6,
    18: 5,
    19: 5,
    20: 5,
    21: 4,
    22: 3,
    23: 1,
}
_WRITTEN = {
    0: 1,
    1: 1,
    7: 1,
    8: 4,
    9: 10,
    10: 11,
    11: 9,
    12: 5,
    13: 8,
    14: 9,
    15: 9,
    16: 8,
    17: 6,
    18: 4,
    19: 4,
    20: 4,
    21: 4,
    22: 4,
    23: 3,
}
_SALES = {9: 4, 10: 14, 11: 16, 12: 3, 13: 9, 14: 17, 15: 17, 16: 13, 17: 7}
_MESSAGE = {8: 3, 9: 9, 10: 10, 11: 9, 12: 6, 13: 8, 14: 9, 15: 8, 16: 8, 17: 7, 18: 7, 19: 6, 20: 6, 21: 4}
HOURS = {"phone": _PHONE, "chat": _CHAT, "board": _WRITTEN, "email": _WRITTEN, "sales": _SALES, "message": _MESSAGE}


@dataclass(frozen=True)
class Days:
    """Every day of the demo. Seconds of the demo count from midnight (Seoul) of 1970-01-01, without zone."""

    first: date
    count: int
    starts: Ints  # second at which the day begins
    month: Ints  # 0 = the first month that is touched
    month_of_year: Ints  # 1-12
    weekday: Ints  # 0 = Monday
    is_working: Flags  # Monday to Friday and no public holiday

    @property
    def end(self) -> int:
        """The second after the last one."""
        return int(self.starts[-1]) + DAY

    def index(self, day: date) -> int:
        """The place of `day`."""
        return (day - self.first).days


def days_of(plot: Plot) -> Days:
    """The days from the first to the last, with Korean public holidays."""
    count = (plot.last_day - plot.first_day).days + 1
    years = range(plot.first_day.year, plot.last_day.year + 1)
    closed = holidays.country_holidays("KR", years=years)
    all_days = [plot.first_day + timedelta(days=n) for n in range(count)]
    weekday = np.array([day.weekday() for day in all_days], dtype=np.int64)
    is_working = np.array([day.weekday() < 5 and day not in closed for day in all_days])  # noqa: PLR2004 Saturday
    months = np.array([day.year * 12 + day.month - 1 for day in all_days], dtype=np.int64)
    first_second = (plot.first_day - date(1970, 1, 1)).days * DAY
    starts = first_second + DAY * np.arange(count, dtype=np.int64)
    return Days(plot.first_day, count, starts, months - months[0], months % 12 + 1, weekday, is_working)


def load(days: Days) -> Floats:
    """How busy each day is, in parts of the whole: adds up to 1."""
    growth = 0.75 + 0.6 * np.arange(days.count) / days.count
    weekday = np.asarray(WEEKDAY_LOAD)[days.weekday]
    weekday = np.where((days.weekday < 5) & ~days.is_working, HOLIDAY_LOAD, weekday)  # noqa: PLR2004 Saturday
    busy = growth * np.asarray(MONTH_LOAD)[days.month_of_year - 1] * weekday
    return np.asarray(busy / busy.sum(), dtype=np.float64)


def some(rng: np.random.Generator, size: int, share: float) -> Flags:
    """True for `share` of `size` entries, by chance."""
    return np.asarray(rng.random(size) < share)


def hour_of_day(rng: np.random.Generator, channel: str, size: int) -> Ints:
    """Hours at which contacts of `channel` come in."""
    hours = HOURS[channel]
    weights = np.array(list(hours.values()), dtype=np.float64)
    return rng.choice(np.array(list(hours), dtype=np.int64), size=size, p=weights / weights.sum())


def day_of(number: int) -> date:
    """The day of a day number, which is counted since 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def number_of(day: date) -> int:
    """The number of a day."""
    return (day - _EPOCH).days


def drawn(rng: np.random.Generator, first: int, weights: Floats, size: int) -> Ints:
    """`size` days (index) from `first` on, by their weights."""
    return (first + rng.choice(len(weights), size, p=weights / weights.sum())).astype(np.int64)
