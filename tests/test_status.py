"""Freshness and missing days, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import small_store

from cx import facts, settings, sources, status
from cx.warehouse import Store

MONDAY = date(2026, 3, 2)  # a substitute holiday in Korea; the Mondays after it are not


def weekdays(weeks, *, without=()):
    """Ten contacts every Monday to Friday of so many weeks."""
    days = [MONDAY + timedelta(days=number) for number in range(7 * weeks)]
    return {day: 10 for day in days if day.weekday() < 5 and day not in without}


def week(number):
    return {MONDAY + timedelta(days=7 * number + offset) for offset in range(7)}


def test_weekends_are_no_gap():
    assert list(status.missing(weekdays(8))) == []


def test_a_week_nobody_imported_is_one_gap_of_five_days():
    first = MONDAY + timedelta(days=28)
    assert list(status.missing(weekdays(9, without=week(4)))) == [(first, first + timedelta(days=4), 5, 10.0)]


def test_two_months_nobody_imported_are_found_too():
    lost = set().union(*(week(number) for number in range(6, 14)))
    [(first, last, days, usual)] = status.missing(weekdays(20, without=lost))
    assert (first, last) == (MONDAY + timedelta(days=42), MONDAY + timedelta(days=13 * 7 + 4))
    assert (days, usual) == (40, 10.0)


def test_holidays_are_no_gap():
    day = MONDAY + timedelta(days=28)
    assert list(status.missing(weekdays(9, without={day}), closed=[day])) == []
    assert list(status.missing(weekdays(9, without={day}))) == [(day, day, 1, 10.0)]


def test_a_weekday_that_is_mostly_empty_is_not_missed():
    counts = weekdays(9)
    for number in (1, 2, 4, 6, 7):
        counts.pop(MONDAY + timedelta(days=7 * number))
    assert [gap for gap in status.missing(counts) if gap[0].weekday() == 0] == []


def test_the_beginning_and_the_end_are_no_gap():
    assert list(status.missing({MONDAY: 3})) == []
    assert list(status.missing({MONDAY: 3, MONDAY + timedelta(days=3): 3})) == []


@pytest.fixture
def store(tmp_path):
    small_store.fill(tmp_path / "own")
    with Store.open(tmp_path / "own") as opened:
        yield opened


def test_a_source_says_how_far_it_reaches(store):
    sources.add(store, "빈 연결")
    frame = status.sources(store, small_store.LAST_DAY + timedelta(days=5))
    assert frame["source"].tolist() == ["상담 도구", "빈 연결"]
    full, empty = frame.to_dict("records")
    assert (full["days_ago"], full["state"], full["answers"]) == (5, "late", 2980)
    assert empty["state"] == "none"
    assert empty["contacts"] == 0
    assert frame["rejected"].tolist() == [0, 0]


@pytest.mark.parametrize(("days", "state"), [(0, "fresh"), (3, "fresh"), (4, "late"), (13, "late"), (14, "stale")])
def test_freshness_by_age(store, days, state):
    assert status.sources(store, small_store.LAST_DAY + timedelta(days=days))["state"].tolist() == [state]


def test_gaps_of_a_store_leave_its_holidays_out(store):
    assert status.gaps(store) == []
    with store.write("data") as con:
        con.execute("delete from ticket where opened_at between '2026-03-01 15:00' and '2026-03-05 15:00'")
        facts.refresh(con, settings.read(con), None)
    [gap] = status.gaps(store)
    assert (gap.source, gap.first, gap.last, gap.days) == ("상담 도구", date(2026, 3, 3), date(2026, 3, 5), 3)
    assert gap.usual == 8  # one contact every three hours
