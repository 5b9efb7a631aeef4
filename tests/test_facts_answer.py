"""Survey facts by hand: who was asked, who answered, and which answer of a wave counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import opened

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul


def answer(store, answer_id):
    frame = store.query("select * from answer_fact where answer_id = ?", [answer_id]).astype(object)
    return frame.where(frame.notna(), None).iloc[0].to_dict()


def test_an_answer_knows_its_ticket_and_account(tmp_path):
    with opened(
        tmp_path,
        ticket=[{"ticket_id": "1", "opened_at": T0, "account_id": "A", "channel": "chat", "category": "결제/환불",
                 "agent_id": "g", "product": "스쿨노트"}],
        account=[{"account_id": "A", "account_name": "가상학교", "plan": "프로"}],
        survey_answer=[{"answer_id": "1", "survey": "csat", "ticket_id": "1", "score": 4, "contact_id": "c",
                        "sent_at": T0, "answered_at": T0 + timedelta(hours=20)}],
    ) as store:  # fmt: skip
        row = answer(store, "1")
    assert (row["account_name"], row["plan"], row["channel"], row["major_category"]) == (
        "가상학교",
        "프로",
        "chat",
        "결제",
    )
    assert (row["product"], row["agent_key"], row["respondent_key"]) == ("스쿨노트", "1:g", "1:c")
    assert (row["sent_day"].date(), row["day"].date()) == (date(2026, 10, 12), date(2026, 10, 13))
    assert (row["scale_low"], row["scale_high"]) == (1, 5)
    assert row["is_counted"]


def test_whose_an_answer_is(tmp_path):
    asked = {"survey": "ces", "score": 6, "answered_at": T0}
    told = (
        {"contact_id": "c", "account_id": "A", "ticket_id": "1"},
        {"account_id": "A", "ticket_id": "1"},
        {"ticket_id": "1"},
        {},
    )
    rows = [{"answer_id": str(place), **asked, **one} for place, one in enumerate(told)]
    with opened(tmp_path, survey_answer=rows, account=[{"account_id": "A"}]) as store:
        found = store.query("select answered_by from answer_fact order by answer_id")["answered_by"].tolist()
    assert found == ["1:c", "1:A", "1#1", "1 3"]


@pytest.mark.parametrize(
    ("said", "is_sent", "is_answered"),
    [
        ({"score": 4, "answer_state": "answered"}, True, True),
        ({"score": None, "answer_state": "answered"}, True, False),
        ({"score": None, "answer_state": "dismissed"}, True, False),
        ({"score": 3, "answer_state": "dismissed"}, True, False),
        ({"score": None}, True, False),
        ({"score": 0}, True, True),  # a zero is an answer
        ({"score": 4, "answer_state": "bounced"}, False, False),
        ({"score": 4, "ticket_id": "spam"}, False, False),
    ],
    ids=str,
)
def test_who_was_asked_and_who_answered(tmp_path, said, is_sent, is_answered):
    with opened(
        tmp_path,
        ticket=[{"ticket_id": "spam", "opened_at": T0, "is_spam": True}],
        survey_answer=[{"answer_id": "1", "survey": "nps", "sent_at": T0, **said}],
    ) as store:
        row = answer(store, "1")
    assert (row["is_sent"], row["is_answered"], row["is_counted"]) == (is_sent, is_answered, is_answered)


def test_the_latest_answer_of_a_respondent_in_a_wave_counts(tmp_path):
    def said(answer_id, hours, **more):
        return {"answer_id": answer_id, "survey": "nps", "contact_id": "c", "wave": "2026", "score": 9,
                "answered_at": T0 + timedelta(hours=hours), **more}  # fmt: skip

    with opened(
        tmp_path,
        survey_answer=[
            said("first", 0),
            said("last", 2),
            said("middle", 1),
            said("dismissed later", 3, score=None),
            said("another wave", 0, wave="2025"),
            said("another product", 0, product="러닝룸"),
            said("another person", 0, contact_id="d"),
            said("nobody", 0, contact_id=None),
            said("nobody again", 1, contact_id=None),
            said("satisfaction", 0, survey="csat"),
        ],
    ) as store:
        counted = set(store.query("select answer_id from answer_fact where is_counted")["answer_id"])
    assert counted == {
        "last", "another wave", "another product", "another person", "nobody", "nobody again", "satisfaction",
    }  # fmt: skip


def test_an_nps_wave_without_a_name_is_its_year(tmp_path):
    with opened(tmp_path, survey_answer=[{"answer_id": "1", "survey": "nps", "answered_at": T0, "score": 9}]) as store:
        assert answer(store, "1")["wave"] == "2026"
        assert answer(store, "1")["sent_day"] is None


@pytest.mark.parametrize(
    ("wave", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-H1", date(2026, 1, 1)),
        ("2026-H2", date(2026, 7, 1)),
        ("2026년 상반기", date(2026, 1, 1)),
        ("2026년 하반기", date(2026, 7, 1)),
        ("2026-하", date(2026, 7, 1)),
        ("Q3 2026", date(2026, 7, 1)),
        ("2026년 4분기", date(2026, 10, 1)),
        ("NPS 2026-05", date(2026, 5, 1)),
        ("2026-13", date(2026, 1, 1)),
        ("1차", None),
    ],
)
def test_an_answer_without_any_time_belongs_to_the_day_its_wave_begins(tmp_path, wave, day):
    with opened(tmp_path, survey_answer=[{"answer_id": "1", "survey": "nps", "wave": wave, "score": 9}]) as store:
        found = answer(store, "1")
        assert (found["day"].date() if found["day"] else None) == day
        assert found["answered_day"] is None
        if day:
            assert compute(store, ["nps"], Selection())["n"].tolist() == [1]


def test_a_time_beats_the_wave_and_the_wave_beats_the_ticket(tmp_path):
    rows = [
        {"answer_id": "timed", "survey": "nps", "wave": "2025", "answered_at": T0},
        {"answer_id": "updated", "survey": "csat", "updated_at": T0 + timedelta(days=1)},
        {"answer_id": "waved", "survey": "nps", "wave": "2025", "ticket_id": "1"},
        {"answer_id": "of ticket", "survey": "csat", "ticket_id": "1"},
    ]
    ticket = {"ticket_id": "1", "opened_at": T0 - timedelta(days=1)}
    with opened(tmp_path, survey_answer=rows, ticket=[ticket]) as store:
        days = {row["answer_id"]: answer(store, row["answer_id"])["day"].date() for row in rows}
    assert days == {
        "timed": date(2026, 10, 12), "updated": date(2026, 10, 13), "waved": date(2025, 1, 1), "of ticket": date(2026, 10, 11),
    }  # fmt: skip
