"""Which page shows which story of the demo, with its figure: read off the pages, as people would.

A sixth of the demo; thresholds are those of `tests/test_demo_stories.py`, or far from what the page says without the story.
"""

from __future__ import annotations

import re
from datetime import timedelta

import demo_store
import pytest
import sessions
import small_store
from demo_store import LAST_DAY
from sessions import healthy, visit, words

from cx.demo.stories import plot

PLOT = plot(LAST_DAY)


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    demo_store.copied(tmp_path_factory, folder / "demo")
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


def said(app):
    healthy(app)
    return words(app).replace("\\", "")


def values(app):
    return {metric.label: metric.value for metric in app.metric}


def week_of(day):
    """The weekly report of the week `day` lies in."""
    app = visit("12_week", store="demo")
    return app.selectbox(key="week_chosen").set_value(day - timedelta(days=day.weekday())).run()


def percent(text):
    return float(re.search(r"-?[\d.]+", text)[0])


def jump(text, name):
    """From how many contacts of a usual week to how many, of the category that stands out."""
    return [
        int(one.replace(",", "")) for one in re.search(rf"‘{name}’ 평균 ([\d,]+)건 → ([\d,]+)건 늘어남", text).groups()
    ]


def test_the_outage_stands_out_in_the_weekly_report():
    """29 usually; the outage adds 96, less the tenth that is tagged otherwise."""
    usual, now = jump(said(week_of(PLOT.outage_day)), "문의 › 로그인")
    assert usual < 45
    assert 60 < now - usual < 130


def test_in_a_week_without_a_story_nothing_stands_out():
    assert "뚜렷이 달라진 제품·채널·분류는 없습니다" in said(week_of(PLOT.outage_day - timedelta(days=35)))


def test_the_launch_stands_out_in_the_weekly_report():
    """22 usually; two thirds of 165 come in the first week, which begins on a Wednesday."""
    usual, now = jump(said(week_of(PLOT.launch_day)), "문의 › 문제지 제작")
    assert 40 < now - usual < 110


def test_nobody_works_at_noon_on_the_response_page():
    assert "12시" in said(visit("13_response", store="demo", ch="phone"))
    assert "근무하는 상담원이 없는데" in said(visit("13_response", store="demo", ch="phone"))


def test_most_of_what_the_bot_ends_comes_back_on_the_automation_page():
    """The bot ends every fourth contact alone by now, and of that far less than half is over."""
    found = said(visit("14_automation", store="demo"))
    ended, confirmed = (int(one.replace(",", "")) for one in re.search(r"혼자 끝낸 ([\d,]+)건 가운데 확정 해결은 ([\d,]+)건", found).groups())  # fmt: skip
    assert 0.05 < confirmed / ended < 0.6


def test_the_phone_gives_way_to_online_channels_on_the_overview():
    """From 63 % online before the shift to more than 80 %: the target is met at last."""
    now = visit("10_overview", store="demo", period="3m")
    before = visit("10_overview", store="demo", period="2024-06-01..2024-11-30")
    assert percent(values(now)["온라인 비중"]) > 80
    assert percent(values(before)["온라인 비중"]) < 75
    assert "목표 80% 달성" in said(now)


def test_promises_and_reviews_are_on_their_pages():
    kept = values(visit("15_sla", store="demo"))
    assert 80 < percent(kept["SLA 준수율 (자체 정책)"]) < 95
    app = visit("19_team", store="demo")
    table = "".join(element.proto.body for element in app.get("html"))
    assert "QA 점수" in table
    assert "어려운 상담" in table


def test_a_holiday_week_waits_on_the_calendar_clock_and_not_on_the_business_clock():
    """Nobody works from Monday to Thursday of 추석; who writes then is answered on Friday, of which business hours know nothing."""
    app = visit("13_response", store="demo", period="2025-10-06..2025-10-12")
    assert "시간" in values(app)["첫 응답 시간 (중앙값)"]
    assert re.search(r"영업시간만 세면 중앙값은 [1-9]?\d분", said(app))
    usual = values(visit("13_response", store="demo", period="2025-09-15..2025-09-21"))
    assert "시간" not in usual["첫 응답 시간 (중앙값)"]


def test_the_price_rise_is_a_fall_on_the_page_of_retention():
    assert re.search(
        r"스탠다드 요금제는 2026년 \d월 종료분부터 재계약률이 \d+%에서 \d+%로 떨어졌습니다",
        said(visit("32_retention", store="demo")),
    )
