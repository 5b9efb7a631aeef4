"""Tags: what models doubt, what people decide about it, and that a decision is kept, learnt from and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cx.errors import CxError, UnknownName
from cx.voc import tag_crew, tag_work, tagging, unclassified, work
from cx.voc.tagging import Document, Verdict
from tests import put_rows, tagged_rows
from tests.tagged_rows import LAST, WHO, Here, many, of, opened, say, tag_of, ticket

WRONG, BARE = 3, 70  # a refund tagged as attendance; a contact about logging in without a tag


def learn(store):
    tag_work.catch_up(store, Here(), lambda *_: None)
    return tag_work.newest(store)


@pytest.fixture
def store(tmp_path):
    tickets = many()
    tickets[WRONG]["category"] = "문의/출석"
    tickets += [
        ticket(BARE, 1, None),
        ticket(71, 0, "미분류", "2026-10-20"),
        ticket(72, 2, "Unclassified", "2025-01-01"),
    ]
    with opened(tmp_path, tickets) as found:
        yield found


def test_the_wrong_tag_is_the_one_doubted_and_the_words_say_why(store):
    run = learn(store)
    assert (run.status, run.n, run.n_tags, run.left_out) == ("ok", 60, 3, {})
    assert run.accuracy == pytest.approx(59 / 60)
    (doubt,) = tagging.doubts(store)
    assert (doubt.document, doubt.given, doubt.other) == (of(WRONG), "문의/출석", "결제/환불")
    assert doubt.probability < 0.5 < doubt.other_probability
    assert set(doubt.terms) <= {"환불", "카드", "취소"}
    assert doubt.terms
    assert (run.pairs[0].first, run.pairs[0].second) == ("결제/환불", "문의/출석")


def test_contacts_without_a_tag_get_a_suggestion(store):
    learn(store)
    found = store.query("select document_id, tag from tag_suggestion order by 1").values.tolist()
    assert found == [["T070", "오류/로그인"], ["T071", "결제/환불"]]  # the one of January 2025 is no longer waited for


def test_what_was_kept_is_not_asked_again_and_what_was_changed_is_learnt(store):
    learn(store)
    say(store, WRONG, "문의/출석", "합의한 예외")
    assert tagging.doubts(store) == ()
    learn(store)
    assert tagging.doubts(store) == ()
    (one,) = tagging.history(store)
    assert (one.before, one.after, one.made_by, one.reason, one.is_kept) == (
        "문의/출석",
        "문의/출석",
        WHO,
        "합의한 예외",
        True,
    )
    say(store, WRONG, "결제/환불")
    assert tag_of(store, WRONG) == "결제/환불"
    assert learn(store).accuracy == 1.0


def test_a_decision_taken_back_leaves_what_was_before_it(store):
    first, second = say(store, WRONG, "결제/환불"), say(store, WRONG, "오류/로그인")
    with pytest.raises(CxError, match="since"):
        tagging.undo(store, first, WHO)
    tagging.undo(store, second, WHO)
    assert tag_of(store, WRONG) == "결제/환불"
    third = say(store, BARE, "오류/로그인")
    tagging.undo(store, third, WHO)
    assert tag_of(store, BARE) is None
    with pytest.raises(CxError, match="since"):
        tagging.undo(store, third, WHO)
    assert [one.is_current for one in tagging.history(store)] == [False, False, False, False, False]


def test_a_taken_back_decision_is_asked_about_again(store):
    learn(store)
    number = say(store, WRONG, "결제/환불")
    tagging.undo(store, number, WHO)
    assert [one.document for one in tagging.doubts(store)] == [of(WRONG)]


def test_kinds_are_decided_like_tags(store):
    tagging.decide(store, [of(1)], Verdict("kind", "praise", WHO))
    assert store.query("select kind, kind_share from voc_fact where document_id = 'T001'").values.tolist() == [
        ["praise", 1.0]
    ]
    with pytest.raises(UnknownName):
        tagging.decide(store, [of(1)], Verdict("kind", "nonsense", WHO))
    with pytest.raises(UnknownName):
        tagging.decide(store, [of(1)], Verdict("mood", "good", WHO))


@pytest.mark.parametrize(
    ("found", "tag", "reason", "key"),
    [
        (Document("ticket", 1, "없음"), "결제/환불", "", "tag.gone"),
        (of(1), "결제/환불", "가" * 201, "tag.reason"),
        (of(1), "a/b/c", "", "tag.path"),
        (of(1), " ", "", "tag.path"),
        (of(1), "가" * 81, "", "tag.long"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_written(store, found, tag, reason, key):
    with pytest.raises(CxError) as error:
        tagging.decide(store, [of(2), found], Verdict("tag", tag, WHO, reason))
    assert error.value.key == key
    assert tagging.history(store) == ()


def test_the_queue_says_how_long_contacts_wait(store):
    assert unclassified.waiting(store).by_age == (1, 0, 0, 1)  # of today, and ten days old
    learn(store)
    young, old = unclassified.queue(store, 0, limit=9), unclassified.queue(store, 3, limit=9)
    assert young[["document_id", "tag"]].values.tolist() == [["T070", "오류/로그인"]]
    assert old["document_id"].tolist() == ["T071"]
    say(store, BARE, "오류/로그인")
    assert unclassified.waiting(store).by_age == (0, 0, 0, 1)


def test_it_is_time_to_learn_once_a_day_and_only_where_something_changed(store, monkeypatch):
    assert tag_work.is_due(store)
    run = learn(store)
    assert not tag_work.is_due(store)
    say(store, BARE, "오류/로그인")
    assert not tag_work.is_due(store)
    monkeypatch.setattr(tag_work, "_now", lambda: run.made_at + timedelta(hours=21))
    assert tag_work.is_due(store)
    learn(store)
    assert not tag_work.is_due(store)


def test_far_more_texts_are_learnt_from_at_once(store):
    learn(store)
    put_rows.add(store, ticket=[ticket(number, number % 3, None) for number in range(100, 170)])
    tagged_rows.read(store)
    assert tag_work.is_due(store)


@pytest.mark.parametrize(
    ("tickets", "status"),
    [
        ([ticket(row, 0, None) for row in range(8)], "no_tags"),
        ([ticket(row, 0, "결제/환불") for row in range(8)], "one_tag"),
    ],
)
def test_nothing_to_choose_from_is_a_state_and_no_error(tmp_path, tickets, status):
    with opened(tmp_path, tickets) as store:
        run = learn(store)
        assert (run.status, run.n, run.accuracy, run.pairs) == (status, 0, None, ())
        assert tagging.doubts(store) == ()
        assert not tag_work.is_due(store)


def test_an_agent_who_mis_tags_stands_out_and_others_do_not(tmp_path):
    tickets = many(60)  # three agents, sixty contacts each
    for row in tickets[:60:6]:
        row["category"] = "문의/출석"
    with opened(tmp_path, tickets) as store:
        learn(store)
        found = tag_crew.shares(store)
    assert found[0].doubted >= 10  # a right one that reads like the wrong ones may be doubted with them
    assert [one.n for one in found] == [60, 60, 60]
    assert [one.doubted for one in found[1:]] == [0, 0]
    assert [one.is_apart for one in found] == [True, False, False]
    assert found[0].name == "G0"


def test_learning_is_known_aside():
    assert callable(work.learn_tags)


def test_older_contacts_are_learnt_from_and_not_asked_about(tmp_path):
    tickets = many()
    tickets[WRONG]["category"] = "문의/출석"
    tickets[WRONG]["opened_at"] = "2026-09-01 01:00:00"
    with opened(tmp_path, tickets) as store:
        assert learn(store).n == 60
        assert tagging.doubts(store) == ()
        assert LAST > "2026-09-29"
