"""Which of three numbers is the day, decided on the whole column: 10/03/26 alone says nothing, 200 of them do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from cx.importing.dates import arrange, is_real

# Also as a filter in SQL: what this does not find has no day and month that could change places.
THREE_NUMBERS = r"^(?:.*\s)?(\d{1,2})\s*([-./])\s*(\d{1,2})\s*[-./]\s*(\d{4}|\d{2})\.?(?:\D.*)?$"
DATE_ALONE = (
    r"(\d{1,2}\s*[-./]\s*\d{1,2}\s*[-./]\s*(?:\d{4}|\d{2}))"  # of such a text: the same date, however many times
)
YEAR_FIRST = r"^(?:.*\s)?\d{4}\s*[-./년]\s*\d{1,2}\s*[-./월]"
_THREE_NUMBERS = re.compile(THREE_NUMBERS)
_YEAR_FIRST = re.compile(YEAR_FIRST)
LONG = ("dmy", "mdy")
SHORT = ("ymd", "dmy", "mdy")
LONG_COLUMN = 40  # distinct values from which on
MISPRINTS = 0.02  # this share may be of another order: those cells are then refused


@dataclass(frozen=True)
class Order:
    """What a column's values allow. `order` (years of four digits) and `short` (of two) are None where several readings
    remain (`undecided`: those readings) or where no single one fits every value; then single cells may still be clear.
    """

    order: str | None = None
    short: str | None = None
    undecided: tuple[str, ...] = ()
    example: str = ""


@dataclass
class _Group:
    orders: tuple[str, ...]
    values: int = 0
    fits: Counter[str] = field(default_factory=Counter)  # values that are days of the calendar in this order
    past: Counter[str] = field(default_factory=Counter)  # … and do not lie ahead
    example: str = ""  # a value that reads as different days

    def fitting(self, counts: Counter[str], *, misprints: float = 0.0) -> set[str]:
        """The orders that all values fit, or all but a share of misprints."""
        return {order for order in self.orders if counts[order] >= self.values * (1 - misprints)}

    @property
    def left(self) -> set[str]:
        """The readings that remain; in a long column a few misprints are not what decides."""
        some = MISPRINTS if self.values >= LONG_COLUMN else 0.0
        possible = self.fitting(self.fits) or self.fitting(self.fits, misprints=some)
        past = self.fitting(self.past) & possible or self.fitting(self.past, misprints=some) & possible
        return past or possible


class Evidence:
    """Takes the values of one column, each distinct one at least once, and decides; a date counts once however often it comes. `latest`: a day no value may pass,
    used only where the calendar leaves several readings.
    """

    def __init__(self, today: date, latest: date) -> None:
        self._today, self._latest = today, latest
        self._long, self._short = _Group(LONG), _Group(SHORT)
        self._year_first = False
        self._seen: set[tuple[str, str, str]] = set()

    def feed(self, values: Iterable[str]) -> Evidence:
        """Take these values in; returns itself."""
        for value in values:
            self.take(value)
        return self

    def take(self, value: str) -> None:
        """Take one value in."""
        if self._year_first and value[:4].isdigit():
            return
        match = _THREE_NUMBERS.match(value)
        if match:
            parts = (match[1], match[3], match[4])
            if parts not in self._seen:
                self._seen.add(parts)
                self._count(value, int(parts[0]), int(parts[1]), parts[2])
        elif _YEAR_FIRST.match(value):
            self._year_first = True

    def _count(self, value: str, a: int, b: int, last: str) -> None:
        group = self._long if len(last) == 4 else self._short  # noqa: PLR2004
        read = {order: arrange(order, a, b, int(last), self._today) for order in group.orders}
        real = {order: date(*parts) for order, parts in read.items() if is_real(parts)}
        if not real:
            return  # no day in any order: it says nothing about the others
        group.values += 1
        group.fits.update(real.keys())
        group.past.update(order for order, day in real.items() if day <= self._latest)
        if len(set(real.values())) > 1:
            group.example = group.example or value

    def decide(self) -> Order:
        """What all values together allow."""
        order = _one(self._long)
        short = _one(self._short, order or ("ymd" if self._year_first else None))
        for group, found in ((self._long, order), (self._short, short)):
            if found is None and group.example and len(group.left) > 1:
                return Order(order, short, tuple(name for name in group.orders if name in group.left), group.example)
        return Order(order, short)


def _one(group: _Group, prefer: str | None = None) -> str | None:
    left = group.left
    if len(left) == 1:
        return next(iter(left))
    return prefer if group.values and prefer in left else None


def latest_day(today: date, *, past_only: bool, future_days: int) -> date:
    """How far ahead a value of the column may lie without being taken for a misread one."""
    return today + timedelta(days=future_days if past_only else 20 * 366)
