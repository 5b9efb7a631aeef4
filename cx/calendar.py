"""The business calendar: which hours the team is open, and how much open time lies between two moments.

Pure logic on local times; `cx.open_hours` keeps the data in the store. A day may have several blocks (a lunch break
parts them), hours may change over time, a block may run over midnight (it belongs to the day it begins on), a holiday
closes a day and an `open` day opens one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cx.errors import BadRows

KINDS = ("public", "substitute", "company", "open")
Block = tuple[datetime, datetime]
_DAYS = 7


@dataclass(frozen=True)
class Hours:
    """One block of a weekday (Monday 0), valid from `from_day` to `to_day`; `closes` at or before `opens`: next day."""

    weekday: int
    opens: time
    closes: time
    from_day: date | None = None
    to_day: date | None = None

    def holds(self, day: date) -> bool:
        """Whether this block applies to `day` by weekday and validity."""
        return (
            day.weekday() == self.weekday
            and (self.from_day is None or self.from_day <= day)
            and (self.to_day is None or day <= self.to_day)
        )


@dataclass(frozen=True)
class SpecialDay:
    """A holiday, a company day, or a day that is open although it would be closed; `blocks` are the hours of the latter."""

    day: date
    kind: str
    name: str = ""
    blocks: tuple[tuple[time, time], ...] = ()


# Monday to Friday, nine to six with an hour of lunch: what most Korean support teams keep.
DEFAULT_HOURS = tuple(
    Hours(weekday, time(opens), time(closes)) for weekday in range(5) for opens, closes in ((9, 12), (13, 18))
)


def parse_blocks(text: str) -> tuple[tuple[time, time], ...]:
    """Blocks written `09:00-12:00,13:00-18:00`; empty text gives none. Raises BadRows `calendar.blocks`."""
    blocks = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        opens, _, closes = part.partition("-")
        try:
            blocks.append((time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())))
        except ValueError as error:
            raise BadRows("calendar.blocks", value=part) from error
    return tuple(blocks)


def format_blocks(blocks: Iterable[tuple[time, time]]) -> str:
    """The writing `parse_blocks` reads."""
    return ",".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in blocks)


def _dated(day: date, opens: time, closes: time) -> Block:
    end_day = day if closes > opens else day + timedelta(days=1)
    return datetime.combine(day, opens), datetime.combine(end_day, closes)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


class Calendar:
    """Open hours of every day, from weekly `hours` and special `days`."""

    def __init__(self, hours: Sequence[Hours] = DEFAULT_HOURS, days: Iterable[SpecialDay] = ()) -> None:
        self.hours = tuple(hours)
        self.days: dict[date, SpecialDay] = {}
        for special in days:
            if special.kind not in KINDS:
                raise BadRows("calendar.kind", value=special.kind)
            before = self.days.get(special.day)
            if before is None or before.kind != "open":  # a decision to open beats every holiday on that day
                self.days[special.day] = special
        self._weekly = [[hour for hour in self.hours if hour.weekday == weekday] for weekday in range(_DAYS)]

    def _own_blocks(self, day: date) -> list[Block]:
        special = self.days.get(day)
        if special and special.kind != "open":
            return []
        pairs = [(hour.opens, hour.closes) for hour in self._weekly[day.weekday()] if hour.holds(day)]
        if special and special.blocks:
            pairs = list(special.blocks)
        return sorted(_dated(day, opens, closes) for opens, closes in pairs)

    def open_blocks(self, first: date, last: date) -> list[tuple[date, datetime, datetime]]:
        """(day it belongs to, from, to) of every block beginning on a day from `first` to `last`; they never overlap.

        Local times. Where blocks overlap (a night shift into the next morning), the later one begins where the earlier
        ends, so that no second is counted twice.
        """
        blocks: list[tuple[date, datetime, datetime]] = []
        latest = datetime.min  # noqa: DTZ901 - a naive local time, as everywhere here
        for day in _days(first - timedelta(days=1), last):
            for opens, closes in self._own_blocks(day):
                if closes > latest:
                    if day >= first:
                        blocks.append((day, max(opens, latest), closes))
                    latest = closes
        return blocks

    def open_seconds(self, first: date, last: date) -> dict[date, int]:
        """Open seconds of every day from `first` to `last`; closed days are 0. A block counts on the day it begins."""
        seconds = dict.fromkeys(_days(first, last), 0)
        for day, opens, closes in self.open_blocks(first, last):
            seconds[day] += int((closes - opens).total_seconds())
        return seconds

    def first_day(self) -> date | None:
        """The first day hours are known for; `date.min` for "since ever", None where nothing is defined."""
        starts = [hour.from_day or date.min for hour in self.hours]
        starts += [special.day for special in self.days.values() if special.kind == "open" and special.blocks]
        return min(starts, default=None)
