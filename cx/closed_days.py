"""Days on which a team that is usually open was closed: a week with holidays is not like the one before it."""

from __future__ import annotations

from datetime import date, timedelta

from cx import business_hours, number, open_hours
from cx.cache import cached
from cx.language import say
from cx.period import Span
from cx.warehouse import Store


def closed(store: Store, span: Span) -> tuple[date, ...]:
    """The public, substitute and company holidays of `span` on weekdays that have hours; () without business hours."""

    def ask() -> tuple[date, ...]:
        calendar = business_hours.calendar(store, span.first, span.last)
        hours = business_hours.week(store)
        found = calendar.open_seconds(span.first, span.last)
        usual = {int(day) for day in business_hours.blocks_on(hours, span.last)["weekday"]}
        return tuple(
            day for day, seconds in found.items() if not seconds and day in calendar.days and day.weekday() in usual
        )

    return cached(store, ("closed_days", span), None, ask)


def words(store: Store, week: Span, language: str) -> tuple[str, ...]:
    """A sentence for the holidays of a week, and one for those of the week before, which it is compared with."""
    before = Span(week.first - timedelta(days=7), week.first - timedelta(days=1))
    said = (_said(store, span, key, language) for span, key in ((week, "closed_now"), (before, "closed_before")))
    return tuple(filter(None, said))


def _said(store: Store, span: Span, key: str, language: str) -> str:
    days = closed(store, span)
    if not days:
        return ""
    decided = {one.day: one.name for one in business_hours.decided(store)}
    names = [decided.get(day) or open_hours.public_names(day.year, language).get(day, "") for day in days]
    listed = ", ".join(
        say("week.closed_day", language, day=number.short_day(day, language), name=name)
        if name
        else number.short_day(day, language)
        for day, name in zip(days, names, strict=True)
    )
    return say(f"week.{key}", language, n=len(days), days=listed)
