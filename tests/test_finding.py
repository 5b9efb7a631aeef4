"""Titles and words that state a finding: only what the numbers allow."""

from __future__ import annotations

import math

import pytest

from cx import finding
from cx.language import LANGUAGES, has

UP = {"value": 120.0, "previous": 100.0, "is_separable": True}
DOWN = {"value": 80.0, "previous": 100.0, "is_separable": True}
NOISE = {"value": 101.0, "previous": 100.0, "is_separable": False}
NEW = {"value": 120.0, "previous": math.nan, "is_separable": False}
MET = {"value": 0.937, "previous": 0.935, "is_separable": True, "target": 0.9, "is_met": True}
MISSED = {"value": 0.857, "previous": 0.9, "is_separable": True, "target": 0.9, "is_met": False}
OPEN = {"value": 0.857, "previous": 0.9, "is_separable": True, "target": math.nan, "is_met": None}

NO_RATE = {"value": math.nan, "previous": 0.9, "is_separable": False, "target": 0.9, "is_met": None}


@pytest.mark.parametrize(("row", "expected"), [(UP, "up"), (DOWN, "down"), (NOISE, "same"), (NEW, "unknown")])
def test_a_change_is_called_one_only_where_it_is_beyond_chance(row, expected):
    assert finding.trend(row) == expected


@pytest.mark.parametrize(("row", "expected"), [(MET, "met"), (MISSED, "missed"), (OPEN, "open"), (UP, "open")])
def test_verdicts(row, expected):
    assert finding.verdict(row) == expected


@pytest.mark.parametrize("inflow", [UP, DOWN, NOISE, NEW])
@pytest.mark.parametrize("rate", [MET, MISSED, OPEN])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_combination_has_a_title(inflow, rate, language):
    title = finding.inflow_and_rate(inflow, rate, language)
    assert "90%" in title or finding.verdict(rate) == "open"
    assert has(f"overview.main_{finding.trend(inflow)}_{finding.verdict(rate)}")
    without = finding.inflow_and_rate(inflow, NO_RATE, language)
    assert without
    assert "–" not in without


def test_titles_say_what_the_sketch_says():
    assert finding.inflow_and_rate(UP, MET, "ko") == "인입은 늘었지만 응대율은 목표(90%)를 지켰습니다"
    assert (
        finding.online(MISSED | {"target": 0.8, "is_met": True}, "ko") == "온라인 비중 85.7%로 목표(80%)를 지켰습니다"
    )
    assert finding.online({"value": math.nan}, "en") == "Contacts by channel"
    assert finding.largest("로그인", 25, 100, "ko") == "‘로그인’ 문의가 가장 많습니다(전체의 25.0%)"


@pytest.mark.parametrize(
    ("row", "unit", "good", "word"),
    [
        (UP, "count", "none", "늘어남"),
        (DOWN, "count", "none", "줄어듦"),
        (UP, "seconds", "down", "나빠짐"),
        (DOWN, "seconds", "down", "좋아짐"),
        (UP, "score", "up", "좋아짐"),
        (NOISE, "count", "none", "오차 범위"),
        (NEW, "count", "none", "비교 없음"),
        ({"value": 0.93711, "previous": 0.93710, "is_separable": True}, "share", "up", "오차 범위"),
    ],
)
def test_words_beside_a_change_follow_the_good_direction(row, unit, good, word):
    assert finding.change_word(row, unit, good, "ko") == word


def test_a_missed_target_says_by_how_much():
    slow = {"value": 367.0, "target": 300.0, "is_met": False}
    assert finding.target_words(slow, "seconds", "ko") == "목표 5분 미달성 · 1분 07초 초과"
    assert finding.target_words(MET, "share", "en") == "Target 90% met · 3.7 pp over"
    assert finding.target_words(MISSED, "share", "ko") == "목표 90% 미달성 · 4.3%p 아래"
    assert finding.target_words(OPEN, "share", "ko") == ""
    assert finding.target_words({"value": math.nan, "target": 0.9, "is_met": None}, "share", "ko") == "목표 90%"


def test_a_narrow_miss_is_written_as_one():
    row = {"value": 6.497, "target": 6.5, "is_met": False}
    assert finding.value_words(row, "score", "ko", 7.0) == "6.497점 / 7점"
    assert finding.target_words(row, "score", "ko") == "목표 6.5점 미달성 · 0.003점 아래"
    rate = {"value": 0.89961, "target": 0.9, "is_met": False}
    assert finding.online(rate, "ko") == "온라인 비중 89.96%로 목표(90%)에 못 미쳤습니다"


@pytest.mark.parametrize("inflow", [UP, DOWN, NOISE, NEW])
@pytest.mark.parametrize("rate", [MET, MISSED, OPEN, NO_RATE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_chart_says_has_no_numbers(inflow, rate, language):
    """A browser draws the chart anew when these words change; the numbers stand in the title."""
    said = (finding.said_inflow_and_rate(inflow, rate, language), finding.said_online(rate, language))
    assert all(words and not any(sign.isdigit() for sign in words) for words in said)
    assert "로그인" in finding.said_largest("로그인", language)
