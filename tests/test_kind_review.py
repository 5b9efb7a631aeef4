"""What people decide about kinds, causes and severity: asked once a text, kept for all its copies, taken back, learnt from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sessions
import tagged_rows
from sessions import healthy, visit, words
from small_store import HOSTILE, empty
from tagged_rows import WHO, ticket

from cx.errors import CxError, UnknownName
from cx.language import say
from cx.text.lexicon import rules_version
from cx.voc import kind_review, kinds
from cx.voc.tagging import LONGEST
from cx.warehouse import Store
from pages import _store

# Number of the contact -> what was read in its text. 1 and 2 have the same text.
READ = {
    1: ("question", 0.41, None, None, False, False),
    3: ("pain", 0.52, "product", 0.6, True, True),
    4: ("pain", 0.97, "customer", 0.8, True, False),
    5: ("other", 0.55, None, None, False, True),
}
LATE = "2026-09-01"  # more than four weeks before the others


def filled(folder: Path) -> Store:
    tickets = [ticket(number, 1, "오류/로그인") for number in (1, 2, 3, 4, 5)]
    tickets[1]["body"] = tickets[0]["body"] = f"로그인 되나요 {HOSTILE}"
    store = tagged_rows.opened(folder, [*tickets, ticket(6, 1, "오류/로그인", LATE)])
    with store.write("voc") as con:
        con.execute("update voc_reading set kind = 'other', kind_share = 0.2")
        con.execute("update voc_state set told_by = ?", [rules_version()])
        for number, told in READ.items():
            con.execute(
                "update voc_reading set kind = ?, kind_share = ?, cause = ?, cause_share = ?, is_critical = ?, is_long_term = ?"
                " where text_hash in (select text_hash from voc_document where document_id = ?)",
                [*told, f"T{number:03d}"],
            )
    return store


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    with filled(tmp_path) as found:
        yield found


def told(store: Store, number: int) -> tuple[object, ...]:
    found = store.query(
        "select kind, kind_share, cause, severity, is_critical, is_long_term from voc_fact where document_id = ?",
        [f"T{number:03d}"],
    ).astype(object)
    return tuple(found.where(found.notna(), None).iloc[0])


def test_what_is_least_sure_is_asked_first_and_each_text_once(store):
    found = kind_review.doubts(store)
    assert [(one.told["kind"], one.probability, one.n) for one in found] == [
        ("question", 0.41, 2),
        ("pain", 0.52, 1),
        ("other", 0.55, 1),
    ]
    assert found[1].told == {"kind": "pain", "cause": "product", "severity": "both"}
    assert found[0].told == {"kind": "question", "cause": "neither", "severity": "none"}


def test_a_decision_holds_for_all_copies_until_it_is_taken_back(store):
    first = kind_review.doubts(store)[0]
    said = {"kind": "pain", "cause": "customer", "severity": "critical"}
    kind_review.decide(store, first.text_hash, said, WHO, "합의한 기준")
    assert told(store, 1) == told(store, 2) == ("pain", 1.0, "customer", "critical", True, False)
    assert first.text_hash not in [one.text_hash for one in kind_review.doubts(store)]
    one = kind_review.history(store)[0]
    assert (one.before, one.after) == ({"kind": "question", "cause": "neither", "severity": "none"}, said)
    assert (one.made_by, one.reason, one.n, one.is_current) == (WHO, "합의한 기준", 2, True)
    kind_review.undo(store, one, WHO)
    assert told(store, 1) == told(store, 2) == ("question", 0.41, None, None, False, False)
    assert kind_review.doubts(store)[0].text_hash == first.text_hash
    assert [one.is_current for one in kind_review.history(store)] == [False, False]
    with pytest.raises(CxError, match="since"):
        kind_review.undo(store, one, WHO)


def test_taking_back_a_second_decision_leaves_the_first(store):
    first = kind_review.doubts(store)[0].text_hash
    kind_review.decide(store, first, {"kind": "request"}, WHO)
    kind_review.decide(store, first, {"kind": "praise"}, WHO)
    newest, older = kind_review.history(store)
    assert (newest.is_current, older.is_current) == (True, False)
    with pytest.raises(CxError, match="since"):
        kind_review.undo(store, older, WHO)
    kind_review.undo(store, newest, WHO)
    assert told(store, 1)[0] == "request"


def test_a_cause_and_what_is_grave_can_be_denied(store):
    at = kind_review.doubts(store)[1].text_hash
    kind_review.decide(store, at, {"kind": "pain", "cause": "neither", "severity": "none"}, WHO)
    assert told(store, 3) == ("pain", 1.0, None, None, False, False)


def test_it_is_told_how_sure_a_severity_is(store):
    def shares(number: int) -> list[object]:
        sql = "select severity, severity_share from voc_fact where document_id = ?"
        found = store.query(sql, [f"T{number:03d}"]).astype(object)
        return found.where(found.notna(), None).iloc[0].tolist()

    with store.write("voc") as con:
        con.execute("update voc_reading set critical_share = 0.7, long_term_share = 0.6")
    assert shares(4) == ["critical", 0.7]
    assert shares(5) == ["long_term", 0.6]
    assert shares(1) == [None, None]
    text_hash = kind_review.doubts(store)[0].text_hash
    kind_review.decide(store, text_hash, {"severity": "long_term"}, WHO)
    assert shares(1) == ["long_term", 1.0]
    kind_review.decide(store, text_hash, {"severity": "none"}, WHO)
    assert shares(1) == [None, None]


@pytest.mark.parametrize("found", [{"kind": "nonsense"}, {"mood": "good"}, {"kind": "pain", "cause": ""}])
def test_what_does_not_exist_is_refused_and_nothing_is_kept(store, found):
    at = kind_review.doubts(store)[0].text_hash
    with pytest.raises(UnknownName):
        kind_review.decide(store, at, found, WHO)
    assert kind_review.history(store) == ()


def test_a_text_nobody_says_and_a_long_reason_are_refused(store):
    with pytest.raises(CxError) as gone:
        kind_review.decide(store, 1, {"kind": "pain"}, WHO)
    with pytest.raises(CxError) as long:
        kind_review.decide(store, kind_review.doubts(store)[0].text_hash, {"kind": "pain"}, WHO, "가" * (LONGEST + 1))
    assert (gone.value.key, long.value.key) == ("tag.gone", "tag.reason")


class Taught:
    """Tells every text to be praise, and keeps what it was taught and what pages showed meanwhile."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def call(self, _name, read, lessons, _axes):
        self.taught = {about: (found.texts, said) for about, (found, said) in lessons.items()}
        self.shown = self.store.query("select count(*) as n from voc_fact where kind is null")["n"].item()
        return [("praise", 0.9, None, None, False, False, 0.1, 0.1)] * len(read.texts)


def test_decisions_are_learnt_from_once_nobody_decides_any_more(store, monkeypatch):
    first = kind_review.doubts(store)[0]
    assert not kinds.is_due(store)
    kind_review.decide(store, first.text_hash, {"kind": "pain", "cause": "customer", "severity": "long_term"}, WHO)
    assert not kinds.is_due(store)  # the next decision may follow
    later = kinds._now() + timedelta(minutes=11)
    monkeypatch.setattr(kinds, "_now", lambda: later)
    assert kinds.is_due(store)
    aside = Taught(store)
    assert kinds.catch_up(store, aside, lambda *_: None) == 5
    said = {"kind": "pain", "cause": "customer", "severity": "long_term"}
    assert aside.taught == {about: ([first.text], [one]) for about, one in said.items()}
    assert aside.shown == 0  # what was told before is shown until all are told anew
    assert not kinds.is_due(store)
    assert (told(store, 1)[0], told(store, 4)[0]) == ("pain", "praise")  # what a person decided stays


@pytest.fixture
def home(tmp_path) -> Iterator[Path]:
    filled(tmp_path / "demo").close()
    empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        yield tmp_path


def at():
    app = visit("24_review", store="demo")
    app.segmented_control(key="review_section").set_value("kinds").run()
    healthy(app)
    return app


@pytest.mark.usefixtures("home")
def test_a_review_of_kinds_goes_from_text_to_text_and_ends():
    app, language = at(), "ko"
    assert say("review_page.kinds_title", language, n="3") in words(app)
    shown = [element.value for element in app.markdown if "evil" in element.value]
    assert shown
    assert not [text for text in shown if "](http" in text.replace("\\", "\x00")]
    first = kind_review.doubts(_store.opened("demo"))[0].text_hash
    app.segmented_control(key=f"review_cause_{first}").set_value("customer").run()
    app.text_input(key=f"review_kind_reason_{first}").set_value("합의한 기준")
    app.button(key="review_kind_pain").click().run()
    healthy(app)
    one = kind_review.history(_store.opened("demo"))[0]
    assert (one.after, one.reason) == ({"kind": "pain", "cause": "customer"}, "합의한 기준")
    app.button(key="review_kind_skip").click().run()
    app.button(key="review_kind_other").click().run()  # kept as it was read: nothing is said of a cause
    healthy(app)
    assert kind_review.history(_store.opened("demo"))[0].after == {"kind": "other"}
    assert say("review_page.done_title", language) in words(app)
    app.button(key="review_kind_again").click().run()
    app.button(key="review_kind_pain").click().run()  # a pain point is kept with its cause
    assert kind_review.history(_store.opened("demo"))[0].after == {"kind": "pain", "cause": "product"}
    app.button(key="review_kind_back").click().run()
    healthy(app)
    assert len(kind_review.doubts(_store.opened("demo"))) == 1
