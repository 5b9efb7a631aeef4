"""The weekly review as people use it: decide with a click, classify several, judge a sample, take a decision back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
import tagged_rows
from sessions import healthy, visit, visit_with, words
from small_store import HOSTILE, empty
from tagged_rows import Here, many, ticket

from cx.language import LANGUAGES, say
from cx.voc import audits, tag_work, tagging
from pages import _store
from pages._words import plain

PAGE, WRONG = "24_review", 3
SECTIONS = ("doubts", "unclassified", "mixed", "kinds", "audit", "history")
pytestmark = pytest.mark.usefixtures("home")


def fill(folder: Path, tickets: list[dict]) -> None:
    with tagged_rows.opened(folder, tickets) as store:
        tag_work.catch_up(store, Here(), lambda *_: None)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory) -> Path:
    """Sixty contacts with two wrong tags, two without one, and what was learnt from them; made once."""
    folder = tmp_path_factory.mktemp("learnt")
    tickets = many()
    tickets[WRONG]["category"] = "문의/출석"
    tickets[WRONG]["body"] = f"카드 취소 {HOSTILE} 3"
    tickets[23]["category"] = "결제/환불"
    tickets[WRONG]["account_id"] = tickets[23]["account_id"] = "A7"
    fill(folder / "demo", [*tickets, ticket(70, 1, None), ticket(71, 0, "미분류", "2026-10-20")])
    empty(folder / "own")
    return folder


@pytest.fixture
def home(tmp_path, learnt) -> Iterator[Path]:
    shutil.copytree(learnt, tmp_path, dirs_exist_ok=True)
    with sessions.at_home(tmp_path):
        yield tmp_path


def at(section: str, language: str = "ko", store: str = "demo"):
    app = visit_with({"review_section": section}, PAGE, store=store, lang=language)
    healthy(app)
    assert app.segmented_control(key="review_section").value == section
    return app


def said(key: str, **values: object) -> str:
    return say(f"review_page.{key}", "ko", **values)


def decisions() -> list[tuple[str, str | None, str | None, str]]:
    return [
        (one.document.document_id, one.before, one.after, one.reason) for one in tagging.history(_store.opened("demo"))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_stands_in_both_languages(section, language):
    assert words(at(section, language))


def test_a_review_goes_from_one_to_the_next_and_ends():
    app = visit(PAGE, store="demo")
    assert said("progress", total=2, done=0, minutes=1) in app.get("progress")[0].proto.text
    first = tagging.doubts(_store.opened("demo"))[0]
    app.button(key="review_change").click().run()
    healthy(app)
    assert decisions() == [(first.document.document_id, first.given, first.other, "")]
    app.text_input(key="review_reason_1").set_value("합의한 기준")
    app.button(key="review_keep").click().run()
    healthy(app)
    assert decisions()[0][1] == decisions()[0][2]
    assert decisions()[0][3] == "합의한 기준"
    assert said("done_title") in words(app)
    app.button(key="review_back").click().run()
    assert said("progress", total=2, done=1, minutes=1) in app.get("progress")[0].proto.text


def test_no_period_is_said_that_does_not_govern_the_review():
    assert "2026년 10월 기준" not in words(visit(PAGE, store="demo"))


def test_what_is_skipped_comes_last_and_is_not_decided():
    app = visit(PAGE, store="demo")
    for _ in range(2):
        app.button(key="review_skip").click().run()
        healthy(app)
    assert decisions() == []
    app.button(key="review_again").click().run()
    assert said("doubts_title", n=2) in words(app)


def test_a_third_tag_can_be_chosen():
    app = visit(PAGE, store="demo")
    first = tagging.doubts(_store.opened("demo"))[0]
    third = ({"결제/환불", "오류/로그인", "문의/출석"} - {first.given, first.other}).pop()
    app.selectbox(key="review_tag_0").set_value(third).run()
    app.button(key="review_use").click().run()
    healthy(app)
    assert decisions()[0][2] == third


def test_a_doubt_leads_to_the_account_it_is_about():
    app = visit(PAGE, store="demo")
    assert [one for one in app.caption if "](account?store=demo&acct=1:A7)" in one.value]
    audit = at("audit")
    audit.button(key="review_draw").click().run()
    healthy(audit)
    skipped = 0
    while not [one for one in audit.caption if "](account?store=demo&acct=1:A7)" in one.value]:
        audit.button(key="review_pass").click().run()
        healthy(audit)
        skipped += 1
        assert skipped < audits.SIZE  # it is of the sample: all contacts are


def test_customers_words_are_shown_as_they_are():
    app = visit(PAGE, store="demo")
    shown = [element.value for element in app.markdown if "evil" in element.value]
    assert not [text for text in shown if "](http" in text.replace("\\", "\x00")]
    app.button(key="review_skip").click().run()
    shown += [element.value for element in app.markdown if "evil" in element.value]
    assert shown
    assert not [text for text in shown if "](http" in text.replace("\\", "\x00")]


def test_unclassified_contacts_are_classified_by_their_suggestion():
    app = at("unclassified")
    assert said("waiting_title", n=2, old=1) in words(app)
    frame = app.dataframe[0].value
    assert frame[said("column_tag")].tolist() == ["오류/로그인"]
    app.session_state["review_queue_0_0"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="review_accept").click().run()
    healthy(app)
    assert [(one[0], one[2]) for one in decisions()] == [("T070", "오류/로그인")]


def test_the_queue_has_pages_and_shows_the_whole_text_of_a_chosen_contact(tmp_path):
    long = f"{HOSTILE} {'길게 씁니다 ' * 40}끝"
    shutil.rmtree(tmp_path / "demo")
    waiting = [ticket(number, 1, None) | {"body": f"{long} {number}"} for number in range(100, 131)]
    fill(tmp_path / "demo", [*many(), *waiting])
    app = at("unclassified")
    column, seen = said("column_text"), []
    for page, rows in ((1, 30), (2, 1)):
        app.session_state["review_queue_page_0_2"] = page
        app.run()
        healthy(app)
        seen += app.dataframe[0].value[column].tolist()
        assert len(app.dataframe[0].value) == rows
    assert all(text.endswith("…") for text in seen)
    app.session_state["review_queue_0_0_2"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    healthy(app)
    assert [text.value.startswith(long) for text in app.text] == [True]


def test_a_sample_is_judged_to_an_accuracy_with_its_n():
    app = at("audit")
    assert said("audit_title_none") in words(app)
    app.button(key="review_draw").click().run()
    for _ in range(4):
        app.button(key="review_right").click().run()
    assert plain(said("audit_title_few", n=4, least=5)) in words(app)
    app.button(key="review_wrong").click().run()
    healthy(app)
    assert plain(said("audit_title_small", share="80.0%", low="37.6%", high="96.4%", n=5)) in words(
        app
    )  # Wilson, 4 of 5
    assert app.dataframe[0].value[said("audit_share")].str.startswith("표본 부족").any()


def test_a_decision_in_the_history_can_be_taken_back():
    tagged_rows.say(_store.opened("demo"), WRONG, "결제/환불", "잘못 눌렀을 때")
    app = at("history")
    frame = app.dataframe[0].value
    assert frame[said("history_after")].tolist() == ["결제/환불"]
    assert frame[said("history_reason")].tolist() == ["잘못 눌렀을 때"]
    app.session_state["review_history_0_ko"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="review_history_undo").click().run()
    healthy(app)
    assert tagged_rows.tag_of(_store.opened("demo"), WRONG) == "문의/출석"


def test_mixed_up_tags_lead_to_the_taxonomy():
    app = at("mixed")
    assert app.dataframe[0].value[said("mixed_first")].tolist()[0] == "결제/환불"
    assert said("crew_title_none") in words(app)


@pytest.mark.parametrize(
    ("tickets", "key"),
    [
        ([ticket(row, 0, None) for row in range(6)], "model_no_tags"),
        ([ticket(row, 0, "결제/환불") for row in range(6)], "model_one_tag"),
        (many(), "none_text"),
    ],
)
def test_nothing_to_review_says_why(home, tickets, key):
    _store.opened("own").close()
    fill(home / "more", tickets)
    (home / "own").rename(home / "gone")
    (home / "more").rename(home / "own")
    app = visit(PAGE, store="own")
    healthy(app)
    assert (say(f"review_page.{key}", "ko", days=28) if key == "none_text" else said(key)) in words(app)


class Beside(Here):
    """`Here` where a process is begun and ended."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def test_before_the_first_learning_it_can_be_begun(home, monkeypatch):
    monkeypatch.setattr("pages._review_parts.Aside", Beside)
    _store.opened("own").close()
    (home / "own").rename(home / "gone")
    tagged_rows.opened(home / "own", many()).close()
    app = visit(PAGE, store="own")
    healthy(app)
    assert said("model_never_title") in words(app)
    app.button(key="review_learn").click().run()
    healthy(app)
    assert said("none_title") in words(app)
    assert said("model_ok", tags=3, n=60, share="100.0%") in words(app)
