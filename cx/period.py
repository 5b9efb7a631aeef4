"""Periods: the buckets a chart is drawn in, and the two completed periods that are compared.

Weeks start on Monday. A period is complete when all its days lie in what is looked at; comparisons use completed
periods only, because a running month always looks like a fall.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cx.errors import UnknownName
from cx.selection import PRESETS, Selection

GRAINS = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_YEAR = 12
PART = "part"  # what a period is called that is none of the grains


@dataclass(frozen=True)
class Span:
    """First and last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days; 0 or less where the span is empty."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Parts:
    """Periods of any length, one right after the other: what is compared can be asked for at once."""

    spans: tuple[Span, ...]

    def sql(self, day: str) -> tuple[str, list[object]]:
        """SQL of the first day of the part that the column `day` lies in, and its values; of days before all the first's."""
        first, *others = (span.first for span in self.spans)
        later = "".join(f" when {day} >= ? then ?::date" for _ in others)
        values: list[object] = [bound for start in reversed(others) for bound in (start, start)]
        return f"case{later} else ?::date end", [*values, first]

    def of(self, day: date) -> Span:
        """The part `day` is in."""
        return next((span for span in reversed(self.spans) if span.first <= day), self.spans[0])


Every = str | Parts


def name_of(every: Every | None) -> str | None:
    """What a question calls its periods."""
    return PART if isinstance(every, Parts) else every


def _check(every: str) -> None:
    if every not in GRAINS:
        raise UnknownName("period", every, GRAINS)


def start_of(day: date, every: Every) -> date:
    """First day of the day, week, month, quarter, year or part that `day` is in. Raises UnknownName."""
    if isinstance(every, Parts):
        return every.of(day).first
    _check(every)
    if every == "day":
        return day
    if every == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier if negative), or that month's last day."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def end_of(day: date, every: Every) -> date:
    """Last day of the period `day` is in."""
    if isinstance(every, Parts):
        return every.of(day).last
    start = start_of(day, every)
    if every in _MONTHS:
        return add_months(start, _MONTHS[every]) - timedelta(days=1)
    return start + timedelta(days=6 if every == "week" else 0)


def buckets(first: date, last: date, every: Every) -> list[Span]:
    """The periods that touch `first` to `last`, whole, in order."""
    if isinstance(every, Parts):
        return [span for span in every.spans if span.first <= last and span.last >= first]
    found, start = [], start_of(first, every)
    while start <= last:
        found.append(Span(start, end_of(start, every)))
        start = found[-1].last + timedelta(days=1)
    return found


def is_complete(bucket: Span, first: date, last: date) -> bool:
    """Whether all days of `bucket` lie between `first` and `last`."""
    return first <= bucket.first and bucket.last <= last


def current(selection: Selection, last_day: date, first_day: date | None = None) -> Span:
    """The completed part of what is looked at: whole months for presets and "all", the range itself otherwise.

    Where no month with data is completed yet (a team's first weeks), it is everything up to `last_day`.
    """
    first, last = selection.span(last_day, first_day)
    if selection.period in PRESETS or selection.period == "all":
        completed = start_of(last + timedelta(days=1), "month") - timedelta(days=1)
        if completed >= max(first, first_day or first):
            last = completed
    return Span(first, last)


def _is_whole_months(span: Span) -> bool:
    return span.first.day == 1 and (span.last + timedelta(days=1)).day == 1


def previous(span: Span, compare: str) -> Span:
    """What `span` is compared with: the same length just before it, or the same days a year earlier.

    Whole months stay whole months: the three months before, not the 92 days before.
    """
    if compare == "year":
        if _is_whole_months(span):
            return Span(add_months(span.first, -_YEAR), end_of(add_months(span.last, -_YEAR), "month"))
        return Span(add_months(span.first, -_YEAR), add_months(span.last, -_YEAR))
    before = span.first - timedelta(days=1)
    if _is_whole_months(span):
        months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
        return Span(add_months(span.first, -months), before)
    return Span(span.first - timedelta(days=span.days), before)


def together(before: Span, now: Span) -> Parts | None:
    """Both as parts of one question; None where one does not begin right after the other."""
    is_next = before.days > 0 and now.days > 0 and before.last + timedelta(days=1) == now.first
    return Parts((before, now)) if is_next else None
