"""The page of automation: the ledger, its contacts, its assumptions, and what it says where there is no bot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import settings
from cx.language import LANGUAGES, say
from tests.put_rows import opened
from tests.test_automation import LATER, T0, bot, person
from tests.test_saving import calls

PAGE = "14_automation"
OCTOBER = "2026-10-01..2026-10-31"


def contacts():
    """120 the bot ended, 40 of them followed by their account the day after; 40 calls of people of 600 s; half of the bot's about 결제."""
    ended = [bot(f"b{i}", account_id=f"b{i}", category="결제/환불" if i % 2 else "문의/로그인") for i in range(120)]
    back = [person(f"r{i}", timedelta(days=1), account_id=f"b{i}", category="기타") for i in range(0, 80, 2)]
    return [*ended, *back, *calls(40, "t", 600), LATER]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[Path]:
    """Both stores, made once: who changes a setting puts it back."""
    folder = tmp_path_factory.mktemp("home")
    small_store.fill(folder / "demo")  # without a bot
    opened(folder / "own", ticket=contacts()).close()
    with sessions.at_home(folder):
        yield folder


@pytest.mark.usefixtures("home")
def test_the_page_says_how_much_was_really_solved():
    app = visit(PAGE, store="own", period=OCTOBER)
    healthy(app)
    assert "봇이 혼자 끝낸 120건 가운데 확정 해결은 80건입니다(67%)" in words(app).replace("\\", "")
    values = {metric.label: metric.value for metric in app.metric}
    assert values["자동화율 (봇 단독 해결)"] == "60.0%"
    assert values["ROAR (전체 대비 확정 자동 해결률)"] == "40.0%"
    assert values["ROAR (봇 참여 대비 확정 자동 해결률)"] == "66.7%"
    # 80 confirmed of 600 s: 13.3 hours at 18,000 to 30,000 won.
    assert values[say("automation.money_band", "ko")] == "24만원 ~ 40만원"
    # Of log-in 40 of 60 came back, of refunds none: that is beyond chance.
    assert "‘문의 › 로그인’" in words(app).replace("\\", "")


def test_a_small_team_sees_by_major_categories_who_came_back(tmp_path):
    """Four categories of 20 contacts each are too few (30 are needed); the 40 of each of two majors are enough: 20 of 오류 came back."""
    tags = ["오류/앱", "오류/로그인", "문의/결제", "문의/권한"]
    ended = [bot(f"b{i}", account_id=f"b{i}", category=tags[i % 4]) for i in range(80)]
    back = [person(f"r{i}", timedelta(days=1), account_id=f"b{i}", category="기타") for i in range(0, 80, 4)]
    small_store.empty(tmp_path / "demo")
    opened(tmp_path / "own", ticket=[*ended, *back, LATER]).close()
    with sessions.at_home(tmp_path):
        app = visit(PAGE, store="own", period=OCTOBER)
        healthy(app)
        assert say("automation.fails_worst", "ko", name="오류", share="50.0%") in words(app).replace("\\", "")


@pytest.mark.usefixtures("home")
def test_other_assumptions_make_another_band_for_everybody():
    from pages import _store

    app = visit(PAGE, store="own", period=OCTOBER)
    store = _store.opened("own")
    settings.put(store, "hourly_cost_high", 60_000)
    settings.put(store, "bot_cost_month", 304_375)
    app.run()
    healthy(app)
    values = {metric.label: metric.value for metric in app.metric}
    assert values[say("automation.money_band", "ko")] == "−7만원 ~ 49만원"  # 310,000 won for 31 days
    for name in ("hourly_cost_high", "bot_cost_month"):
        settings.put(store, name, getattr(settings.Settings(), name))


@pytest.mark.usefixtures("home")
def test_a_card_opens_the_contacts_it_counted():
    app = visit(PAGE, store="own", period=OCTOBER)
    app.button(key="card_automation_rate").click().run()
    healthy(app)
    assert "200건" in words(app)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_bot_the_page_says_what_it_needs(language):
    app = visit(PAGE, store="demo", lang=language)
    healthy(app)
    assert say("automation.none_title", language) in words(app)
    assert "is_bot_involved" in words(app).replace("\\", "")
    assert not app.metric


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "parameters",
    [
        {"period": f"{T0.date()}..{T0.date()}"},
        {"period": "2026-10-14..2026-11-10"},  # a gap
        {"ch": "phone"},  # a channel without a bot
        {"period": "2026-11-19..2026-11-19"},  # the last day
        {"cat": "결제"},
    ],
    ids=str,
)
def test_odd_states_are_sensible_pages(parameters, language):
    healthy(visit(PAGE, store="own", lang=language, **parameters))
