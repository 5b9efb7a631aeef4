"""The weekly page: which week, what it says of large and small teams, its contacts and its documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import LANGUAGES, say
from tests.put_rows import opened
from tests.test_weekly import END, MONDAY, STEADY, at, week_of

PAGE = "12_week"
HOSTILE = "![x](http://evil.example/a.png) <b>굵게</b>/하위"


def few():
    """A team of 14 contacts a week in three categories, a gap of three months before, two of the contacts still open."""
    rows = week_of({"결제": [5] * 9, "문의": [6] * 9, HOSTILE: [3] * 9}, body="화면이 안 열려서 수업을 못 했어요")
    long_ago = at(MONDAY - timedelta(days=190))
    rows += [
        {"ticket_id": "old", "opened_at": long_ago, "channel": "chat", "status": "open", "category": "오류/속도", "body": "느려요"},
        {"ticket_id": "now", "opened_at": at(MONDAY), "channel": "phone", "status": "open", "priority": "긴급", "category": "오류/앱",
         "body": "로그인이 안 돼요"},
    ]  # fmt: skip
    return [*rows, END]


@pytest.fixture
def home(tmp_path) -> Iterator[Path]:
    small_store.fill(tmp_path / "demo")
    opened(tmp_path / "own", ticket=few()).close()
    with sessions.at_home(tmp_path):
        yield tmp_path


def said(app) -> str:
    return words(app).replace("\\", "")


@pytest.mark.usefixtures("home")
def test_a_small_team_reads_counts_and_no_changes():
    app = visit(PAGE, store="own")
    healthy(app)
    assert app.selectbox(key="week_chosen").value == MONDAY
    assert "표본 부족 (n=16)" in said(app)  # 5 + 6 + 3, one of today and the one that is still open
    assert say("week.moved_none", "ko") in said(app)
    assert say("week.legend_few", "ko") in said(app)
    assert "해결되지 않은 2건 가운데 긴급 1건, 7일 넘은 장기 건 1건" in said(app)
    assert "뚜렷이 다른" not in said(app)


@pytest.mark.usefixtures("home")
def test_steps_change_the_week_and_the_address():
    app = visit(PAGE, store="own")
    assert app.button(key="week_after").disabled
    app.button(key="week_before").click().run()
    healthy(app)
    before = MONDAY - timedelta(days=7)
    assert app.query_params["period"] == f"{before}..{before + timedelta(days=6)}"
    app.selectbox(key="week_chosen").set_value(MONDAY).run()
    assert app.query_params["period"] == f"{MONDAY}..{MONDAY + timedelta(days=6)}"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("12m", MONDAY),
        ("2026-10-01..2026-10-31", date(2026, 10, 19)),  # the last whole week of the month
        ("2026-11-02..2026-11-08", date(2026, 11, 2)),
        ("2026-11-10..2026-11-12", MONDAY),  # within a week
    ],
)
def test_a_period_of_another_page_means_a_week_here(period, expected):
    app = visit(PAGE, store="own", period=period)
    healthy(app)
    assert app.selectbox(key="week_chosen").value == expected


def test_a_week_in_which_contacts_only_ended_has_no_groups(tmp_path):
    small_store.fill(tmp_path / "demo")
    late = {"ticket_id": "1", "opened_at": at(MONDAY - timedelta(days=9)), "channel": "chat", "category": "결제",
            "resolved_at": at(MONDAY + timedelta(days=8)), "status": "solved"}  # fmt: skip
    opened(tmp_path / "own", ticket=[late, *week_of({"결제": [5] * 8 + [0], "문의": [6] * 8 + [0]})]).close()
    with sessions.at_home(tmp_path):
        app = visit(PAGE, store="own")
        healthy(app)
        assert app.selectbox(key="week_chosen").value == MONDAY
        assert say("overview.table", "ko") not in said(app)


@pytest.mark.usefixtures("home")
def test_a_gap_says_that_nothing_matches():
    gap = MONDAY - timedelta(days=98)
    app = visit(PAGE, store="own", period=f"{gap}..{gap + timedelta(days=6)}", cat="결제")
    healthy(app)
    assert say("app.empty.no_match", "ko") in words(app)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_documents_are_those_of_the_week(language):
    app = visit(PAGE, store="own", lang=language)
    assert [button.key for button in app.get("download_button")] == [
        "month_pdf",
        "month_pptx",
        "month_xlsx",
        "month_md",
    ]
    app.button(key="card_inflow").click().run()
    healthy(app)
    assert "16" in said(app)


@pytest.mark.usefixtures("home")
def test_what_users_wrote_is_never_markup():
    for element in (page := visit(PAGE, store="own")).markdown:
        assert "](http" not in element.value.replace("\\", "\x00")
    healthy(page)


def test_a_surge_is_the_title_and_has_a_mark(tmp_path):
    small_store.empty(tmp_path / "demo")
    rows = week_of({"결제": [*STEADY, 12], "문의/로그인": [*STEADY, 90]}, body="로그인이 안 돼서 수업을 못 열었어요")
    opened(tmp_path / "own", ticket=[*rows, END]).close()
    with sessions.at_home(tmp_path):
        app = visit(PAGE, store="own")
        healthy(app)
        assert "평소와 다른 분류: ‘문의 › 로그인’ 평균 10건 → 90건 늘어남" in said(app)
        assert "평소와 뚜렷이 다른 분류가 1개 있습니다" in said(app)
        assert "직전 4주 평균 21건" in said(app)
        running = visit(PAGE, store="own", period=f"{MONDAY - timedelta(days=7)}..{MONDAY + timedelta(days=6)}")
        assert running.selectbox(key="week_chosen").value == MONDAY
