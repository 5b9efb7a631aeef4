"""Numbers as people read them: the examples of the design language, and the edges where a unit changes."""

from __future__ import annotations

import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx import number


@pytest.mark.parametrize(
    ("value", "ko", "en"),
    [
        (0, "0건", "0"),
        (9876, "9,876건", "9,876"),
        (9999.4, "9,999건", "9,999"),
        (9999.6, "1만건", "10K"),
        (37812, "3.8만건", "37.8K"),
        (99_999, "10만건", "100K"),
        (999_960, "100만건", "1M"),
        (99_996_000, "1억건", "100M"),
        (120_000_000, "1.2억건", "120M"),
        (-37812, "−3.8만건", "−37.8K"),
        (None, "–", "–"),
        (math.nan, "–", "–"),
    ],
)
def test_counts(value, ko, en):
    assert number.write("count", value, "ko") == ko
    assert number.write("count", value, "en") == en


def test_money_and_full_counts():
    assert number.write("money", 120_000_000, "ko") == "1.2억원"
    assert number.write("money", 9_900, "en") == "₩9,900"
    assert number.full(37812, "ko") == "37,812건"
    assert number.full(None, "ko") == "–"


@pytest.mark.parametrize(
    ("seconds", "ko", "en"),
    [
        (0, "0초", "0s"),
        (45, "45초", "45s"),
        (59.6, "1분 00초", "1m 00s"),
        (367, "6분 07초", "6m 07s"),
        (3599.6, "1시간 00분", "1h 00m"),
        (7500, "2시간 05분", "2h 05m"),
        (7199, "2시간 00분", "2h 00m"),
        (86_399, "1일", "1d"),
        (302_400, "3.5일", "3.5d"),
        (-8, "−8초", "−8s"),
        (None, "–", "–"),
    ],
)
def test_lengths(seconds, ko, en):
    assert number.length(seconds, "ko") == ko
    assert number.length(seconds, "en") == en


def test_shares_scores_and_nps():
    assert number.write("share", 0.9371, "ko") == "93.7%"
    assert number.write("share", 1.0, "en") == "100.0%"
    assert number.write("score", 6.5, "ko", top=7) == "6.5점 / 7점"
    assert number.write("score", 6.54, "en", top=7) == "6.54 / 7"
    assert number.write("score", 4.0, "ko") == "4.0점"
    assert number.write("nps", 32.2, "ko") == "+32"
    assert number.write("nps", -4.6, "en") == "−5"
    assert number.write("nps", 0.3, "en") == "0"
    assert number.write("per_day", 132.44, "ko") == "132.4건/일"
    assert number.write("per_hour", 12, "en") == "12/hour"


def test_goals_are_written_as_people_say_them():
    assert number.goal("seconds", 300, "ko") == "5분"
    assert number.goal("seconds", 7200, "en") == "2 h"
    assert number.goal("seconds", 90, "ko") == "1분 30초"
    assert number.goal("seconds", 5400, "ko") == "1시간 30분"
    assert number.goal("share", 0.9, "ko") == "90%"
    assert number.goal("score", 6.5, "ko") == "6.5점"
    assert number.goal("share", None, "ko") == "–"


def test_a_unit_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        number.write("parsec", 1, "ko")


@pytest.mark.parametrize(
    ("unit", "value", "previous", "ko", "en"),
    [
        ("count", 1042, 1000, "+4.2%", "+4.2%"),
        ("count", 0, 1000, "−100.0%", "−100.0%"),
        ("count", 5, 0, "–", "–"),
        ("share", 0.937, 0.935, "+0.2%p", "+0.2 pp"),
        ("share", 0.9371, 0.9370, "0.0%p", "0.0 pp"),
        ("seconds", 60, 68, "−8초", "−8s"),
        ("seconds", 68, 60, "+8초", "+8s"),
        ("score", 6.5, 6.4, "+0.10점", "+0.10"),
        ("nps", 32, 30, "+2", "+2"),
        ("share", None, 0.9, "–", "–"),
        ("share", 0.9, math.nan, "–", "–"),
    ],
)
def test_changes(unit, value, previous, ko, en):
    assert number.change(unit, value, previous, "ko") == ko
    assert number.change(unit, value, previous, "en") == en


def test_no_arrow_where_the_written_change_is_nothing():
    assert number.direction("share", 0.9371, 0.9370) == 0
    assert number.direction("share", 0.94, 0.93) == 1
    assert number.direction("seconds", 60, 68) == -1
    assert number.direction("count", None, 68) == 0


def test_months_weeks_and_moments():
    assert number.month(date(2026, 10, 1), "ko") == "10월"
    assert number.month(date(2026, 1, 1), "ko") == "26년 1월"
    assert number.month(date(2025, 12, 1), "ko", is_first=True) == "25년 12월"
    assert number.month(date(2025, 12, 1), "en", is_first=True) == "Dec 2025"
    assert number.long_month(date(2026, 10, 1), "en") == "Oct 2026"
    assert number.moment(datetime(2026, 11, 18, 7, 58), "ko") == "2026-11-18 (수) 07:58"  # noqa: DTZ001 - local, naive
    assert number.period(date(2026, 7, 1), "quarter", "ko") == "2026년 3분기"
    assert number.period(date(2026, 1, 1), "year", "en") == "2026"
    assert number.period(date(2026, 11, 18), "day", "ko") == "11월 18일"
    assert number.long_day(date(2026, 11, 18), "en") == "18 Nov 2026"


def test_spans_of_whole_months_are_written_as_months():
    assert number.span(date(2025, 11, 1), date(2026, 10, 31), "ko") == "2025년 11월 ~ 2026년 10월"
    assert number.span(date(2026, 10, 1), date(2026, 10, 31), "en") == "Oct 2026"
    assert number.span(date(2026, 10, 1), date(2026, 10, 1), "ko") == "2026년 10월 1일"


@pytest.mark.parametrize(
    ("day", "ko"),
    [
        (date(2026, 11, 18), "11월 3주"),  # Wednesday; Thursdays of November 2026 are 5, 12, 19, 26
        (date(2026, 11, 30), "12월 1주"),  # Monday whose Thursday is 3 December
        (date(2026, 11, 1), "10월 5주"),  # Sunday whose Thursday is 29 October
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday(day, ko):
    assert number.week(day, "ko") == ko


@given(st.floats(min_value=0, max_value=1e12))
def test_no_count_is_written_with_a_wrong_size(value):
    text = number.compact(value, "ko")
    digits = float(text.rstrip("만억").replace(",", ""))
    scale = 1e8 if text.endswith("억") else 1e4 if text.endswith("만") else 1
    assert abs(digits * scale - value) <= max(0.5, 0.05 * scale)
    assert digits < 10_000 or scale == 1e8


@given(st.floats(min_value=0, max_value=86_400 * 1000))
def test_no_length_shows_sixty_of_anything(seconds):
    text = number.length(seconds, "en")
    assert "60" not in text.replace("d", "").split(" ")[-1] or text.endswith("d")
    assert not text.startswith("60") or text.endswith("d")


@pytest.mark.parametrize(
    ("unit", "value", "target", "written", "gap"),
    [
        ("score", 6.497, 6.5, "6.497점", "−0.003점"),
        ("score", 6.46, 6.5, "6.46점", "−0.04점"),
        ("share", 0.8996, 0.9, "89.96%", "−0.04%p"),
        ("share", 0.857, 0.9, "85.7%", "−4.3%p"),
        ("seconds", 300.3, 300, "300.3초", "+0.3초"),
        ("seconds", 7502, 7500, "7,502초", "+2초"),
        ("count", 10_004, 10_000, "10,004건", "+0.04%"),
        ("nps", 31.6, 32, "+31.6", "−0.4"),
    ],
)
def test_a_value_is_never_written_like_the_target_it_missed(unit, value, target, written, gap):
    more = number.decimals_apart(unit, value, target)
    assert number.write(unit, value, "ko", more=more) == written
    assert number.change(unit, value, target, "ko", more=more) == gap


def test_usual_decimals_do_where_nothing_is_to_be_told_apart():
    assert number.decimals_apart("score", 6.5, 6.5) == 0
    assert number.decimals_apart("score", None, 6.5) == 0
    assert number.decimals_apart("score", 6.5, math.nan) == 0
    assert number.decimals_apart("score", 6.5, 6.5 + 1e-12) == 0
    assert number.goal("share", 0.905, "ko") == "90.5%"
