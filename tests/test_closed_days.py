"""Days a team that is usually open was closed: by the calendar of 2026, in words of both languages."""

from __future__ import annotations

from datetime import date, timedelta

from cx import business_hours, closed_days
from cx.calendar import SpecialDay
from cx.period import Span
from tests.put_rows import opened

SEOLLAL = date(2026, 2, 16)  # Monday to Wednesday


def week(monday):
    return Span(monday, monday + timedelta(days=6))


def test_a_week_says_its_holidays_and_those_of_the_week_before(tmp_path):
    with opened(tmp_path) as store:
        assert closed_days.closed(store, week(SEOLLAL)) == tuple(SEOLLAL + timedelta(days=n) for n in range(3))
        (said,) = closed_days.words(store, week(SEOLLAL), "ko")
        assert said.startswith("이 주에는 쉬는 날이 3일 있습니다")
        assert "설날 전날" in said
        (after,) = closed_days.words(store, week(SEOLLAL + timedelta(days=7)), "en")
        assert after.startswith("Days it was closed in the week before (3)")
        assert "(Korean New Year)" in after
        assert closed_days.words(store, week(date(2026, 11, 16)), "ko") == ()


def test_only_days_that_are_usually_open_count_and_a_decision_wins(tmp_path):
    saturday, monday = date(2026, 6, 6), date(2026, 6, 1)  # Memorial Day on a Saturday, local elections on 3 June
    with opened(tmp_path) as store:
        assert saturday not in closed_days.closed(store, week(monday))
        business_hours.put_days(store, [SpecialDay(monday, "company", "창립 기념일")])
        assert closed_days.closed(store, week(monday))[0] == monday
        assert "창립 기념일" in closed_days.words(store, week(monday), "en")[0]
        business_hours.put_week(store, ())
        assert closed_days.closed(store, week(monday)) == ()
