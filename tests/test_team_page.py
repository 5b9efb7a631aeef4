"""The page of teams: names masked until somebody wants them, little is hidden, and what is missing is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from tests.put_rows import opened
from tests.test_agents import HOSTILE, contact, contacts, people

PAGE = "19_team"


@contextmanager
def page_of(folder, tickets, agents=(), **parameters) -> Iterator[sessions.AppTest]:
    """The page on a store with exactly these contacts and agents."""
    small_store.empty(folder / "demo")
    opened(folder / "own", ticket=tickets, agent=list(agents)).close()
    with sessions.at_home(folder):
        app = visit(PAGE, store="own", **parameters)
        healthy(app)
        yield app


def tables(app):
    return "".join(element.proto.body for element in app.get("html"))


@pytest.fixture
def app(two_teams):
    """The page of two teams, as a new session sees it."""
    with sessions.at_home(two_teams):
        found = visit(PAGE, store="own")
        healthy(found)
        yield found


@pytest.fixture(scope="module")
def two_teams(tmp_path_factory):
    """The stores, made once."""
    folder = tmp_path_factory.mktemp("teams")
    small_store.empty(folder / "demo")
    opened(folder / "own", ticket=contacts(), agent=people("A", "B", "C", "D", "E")).close()
    return folder


def test_names_are_masked_until_somebody_wants_them(app):
    assert "상담사 " in tables(app)
    assert "이름 A" not in tables(app) + words(app)
    app.toggle(key="team_mask").set_value(False).run()
    healthy(app)
    assert "이름 A" in tables(app)
    assert say("team.who", "ko") in words(app)


def test_who_has_two_contacts_has_no_times(app):
    shown = tables(app)
    assert "n=2" in shown
    assert "1시간 00분" not in shown
    assert "표본 부족 (n=11)" in shown  # the other team
    assert "응대의 87.5%가 ‘전화팀’에서 나왔고" in words(app)


def test_one_team_and_another_are_looked_into_apart(app):
    assert "‘전화팀’ 응대가 많은 순서 \\(3명\\)" in words(app)
    app.segmented_control(key="team_which").set_value("채팅팀").run()
    healthy(app)
    assert "‘채팅팀’ 응대가 많은 순서 \\(1명\\)" in words(app)


def test_without_agents_the_page_says_what_is_missing(tmp_path):
    with page_of(tmp_path, [contact(1, None, team=None)], lang="en") as app:
        assert say("team.none_title", "en") in words(app)


def test_agents_without_a_team_are_one_group(tmp_path):
    with page_of(tmp_path, [contact(i, f"G{i % 2}", team=None) for i in range(80)]) as app:
        assert say("filter.no_value", "ko") in tables(app)
        assert "2명이 80건 응대했습니다" in words(app)


def test_a_period_in_which_nobody_answered_offers_a_way_back(tmp_path):
    with page_of(tmp_path, contacts(), period="2026-10-20..2026-10-21") as app:
        assert say("app.empty.no_match", "ko") in words(app)


def test_names_of_people_and_teams_are_never_markup(tmp_path):
    rows = [contact(i, "A", team=HOSTILE) for i in range(40)] + [
        contact(50 + i, "B", team="[링크](http://evil.example)") for i in range(40)
    ]
    with page_of(tmp_path, rows, [{"agent_id": "A", "agent_name": HOSTILE}]) as app:
        app.toggle(key="team_mask").set_value(False).run()
        healthy(app)
        assert "<img" not in tables(app)
        for element in (*app.caption, *app.subheader, *app.markdown):
            assert "](http" not in element.value.replace("\\", "\x00"), element.value


def test_no_contacts_of_a_person_are_open_while_names_are_masked(tmp_path):
    from cx.selection import Selection
    from pages._contacts import Opened

    with page_of(tmp_path, contacts(), people("A", "B")) as app:
        app.toggle(key="team_mask").set_value(False).run()
        app.session_state["open_team"] = Opened("team", "이름 A", Selection(), "frt_median", (("agent", "1:A"),))
        app.run()
        healthy(app)
        assert say("contacts.count_contacts", "ko", n="41") in [caption.value for caption in app.caption]
        app.toggle(key="team_mask").set_value(True).run()
        assert "이름 A" not in words(app)
