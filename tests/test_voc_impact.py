"""What pulls a score: hand-made answers whose effects are known."""

from __future__ import annotations

import pytest

from cx.compute import compute
from cx.errors import UnknownName
from cx.selection import Selection
from cx.voc import documents
from cx.voc.impact import impact
from tests import put_rows

ALL = Selection(period="all")


def day(number: int) -> str:
    return f"2026-10-{number % 28 + 1:02} 03:00:00"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """60 contacts about logging in with CES 3, 120 about payments with 6; 40 answers of nobody's contact with 7."""
    matters = ["로그인"] * 60 + ["결제"] * 120
    tickets = [
        {"ticket_id": f"t{i}", "opened_at": day(i), "channel": ("chat", "phone")[i % 2], "body": text}
        for i, text in enumerate(matters)
    ]
    scores = [3.0] * 60 + [6.0] * 120
    answers = [
        {"answer_id": f"a{i}", "survey": "ces", "dimension": "access", "answered_at": day(i), "answer_state": "answered",
         "score": score, "scale_low": 1, "scale_high": 7, "ticket_id": f"t{i}"}
        for i, score in enumerate(scores)
    ] + [
        {"answer_id": f"n{i}", "survey": "ces", "dimension": "access", "answered_at": day(i), "answer_state": "answered",
         "score": 7, "scale_low": 1, "scale_high": 7}
        for i in range(40)
    ]  # fmt: skip
    with put_rows.opened(tmp_path_factory.mktemp("impact"), ticket=tickets, survey_answer=answers) as found:
        documents.refresh(found)
        with found.write("voc") as con:
            con.execute("insert into topic_run values (1, now()::timestamp, '{}', 2, '{}', false)")
            for number, text in ((1, "로그인"), (2, "결제")):
                con.execute(
                    "insert into topic values (?, 1, ?, null, [?], [], ''::blob, false, null, null, false)",
                    [number, text, text],
                )
                con.execute(
                    "insert into text_topic select 1, text_hash, ?, 1.0 from voc_text where text = ?", [number, text]
                )
        yield found


def test_the_pull_of_a_topic_is_the_mean_less_the_mean_without_it(store):
    found = impact(store, ALL, "ces")
    mean = (60 * 3 + 120 * 6 + 40 * 7) / 220
    assert (found.answers, found.with_topic) == (220, 180)
    assert found.mean == pytest.approx(mean)
    logins = next(one for one in found.shown if one.topic == "1")
    assert logins.plain.value == pytest.approx(mean - (120 * 6 + 40 * 7) / 160)
    assert logins.answers == 60
    assert logins.plain.high < 0
    assert logins.fixed.value < 0


def test_it_explains_the_number_that_is_shown(store):
    assert impact(store, ALL, "ces").mean == pytest.approx(compute(store, ["ces"], ALL)["value"].item())


def test_few_answers_are_named_and_not_judged(store):
    chosen = Selection(period="2026-10-01..2026-10-05")
    found = impact(store, chosen, "ces")
    assert found.few["1"] < 30
    assert [one.topic for one in found.shown] == []


def test_a_merged_topic_counts_as_the_one_it_was_merged_into(store):
    from cx.voc import catalogue

    catalogue.merge(store, ["1"], "2", "나")
    assert [one.topic for one in impact(store, ALL, "ces").shown] == ["2"]
    catalogue.part(store, "1", "나")


def test_a_score_that_does_not_exist_is_refused(store):
    with pytest.raises(UnknownName):
        impact(store, ALL, "cse")
    assert impact(store, ALL, "nps").answers == 0
