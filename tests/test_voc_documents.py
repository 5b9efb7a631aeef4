"""Documents: which texts of customers become one, with what they know, and what happens when the rows behind them go."""

from __future__ import annotations

import pytest

from cx import contacts
from cx.compute import compute
from cx.selection import Selection
from cx.voc import documents, tagging
from cx.voc.tagging import Document, Verdict
from cx.warehouse import Store
from tests import put_rows

AT = "2026-10-05 01:00:00"  # 10:00 in Seoul


@pytest.fixture
def store(tmp_path):
    tickets = [
        {"ticket_id": "said", "opened_at": AT, "channel": "chat", "subject": "로그인", "body": "안 돼요", "account_id": "A",
         "category": "오류/로그인", "product": "러닝룸"},
        {"ticket_id": "again", "opened_at": AT, "channel": "chat", "subject": "로그인", "body": "안 돼요"},
        {"ticket_id": "title", "opened_at": AT, "channel": "email", "subject": "환불 문의"},
        {"ticket_id": "nothing", "opened_at": AT, "channel": "phone"},
        {"ticket_id": "blank", "opened_at": AT, "channel": "board", "subject": " ", "body": "\n"},
        {"ticket_id": "spam", "opened_at": AT, "channel": "email", "body": "광고", "is_spam": True},
        {"ticket_id": "ours", "opened_at": AT, "channel": "email", "body": "안내 드립니다", "is_outbound": True},
        {"ticket_id": "of_test", "opened_at": AT, "channel": "chat", "body": "시험", "account_id": "T"},
    ]  # fmt: skip
    answers = [
        {"answer_id": "c1", "survey": "csat", "answered_at": AT, "answer_state": "answered", "score": 2, "ticket_id": "said"},
        {"answer_id": "c2", "survey": "csat", "answered_at": AT, "answer_state": "answered", "score": 5, "ticket_id": "said",
         "comment": "친절했어요"},
    ]  # fmt: skip
    feedback = [
        {"feedback_id": "f", "said_at": AT, "feedback": "interview", "account_id": "A", "body": "화면이 빨라졌어요"},
    ]
    accounts = [
        {"account_id": "A", "account_name": "가상학교", "segment": "학교"},
        {"account_id": "T", "is_test": True},
    ]
    with put_rows.opened(tmp_path, ticket=tickets, survey_answer=answers, feedback=feedback, account=accounts) as found:
        documents.refresh(found)
        yield found


def of(store: Store, document_id: str) -> dict:
    frame = store.query("select * from voc_fact where document_id = ?", [document_id])
    assert len(frame) == 1
    return frame.iloc[0].to_dict()


def test_what_customers_wrote_is_a_document_and_nothing_else(store):
    found = store.query("select origin, document_id from voc_fact order by all").values.tolist()
    assert found == [["answer", "c2"], ["feedback", "f"], ["ticket", "again"], ["ticket", "said"], ["ticket", "title"]]


def test_a_document_knows_who_said_it_and_what_it_was_given(store):
    said = of(store, "said")
    assert (said["account_name"], said["segment"], said["category"], said["major_category"]) == (
        "가상학교", "학교", "오류/로그인", "오류",
    )  # fmt: skip
    assert (str(said["day"])[:10], str(said["said_at"])) == ("2026-10-05", "2026-10-05 10:00:00")
    assert said["csat_score"] == (2 + 5) / 2
    assert of(store, "c2")["csat_score"] == 5
    assert of(store, "f")["account_key"] == "1:A"


def test_equal_texts_are_kept_once(store):
    assert of(store, "said")["text_hash"] == of(store, "again")["text_hash"]
    assert store.query("select text from voc_text order by 1")["text"].tolist() == [
        "로그인\n안 돼요", "친절했어요", "화면이 빨라졌어요", "환불 문의",
    ]  # fmt: skip


def test_documents_are_counted_filtered_and_shown_like_contacts(store):
    def tile(name, **chosen):
        return compute(store, [name], Selection(period="all", **chosen)).iloc[0]["value"]

    assert tile("voc") == 5
    assert tile("voc_accounts") == 1
    assert tile("voc", channel=("chat",)) == 3  # two contacts, and the comment on one of them
    assert tile("voc", text="안 돼요") == 2
    shown = contacts.contacts(store, Selection(period="all", text="환불"), "voc")
    assert shown["text"].tolist() == ["환불 문의"]


def test_nothing_is_done_until_data_change_and_then_lost_texts_are_forgotten(store):
    assert not documents.refresh(store)
    with store.write("data") as con:
        con.execute("delete from feedback")
    assert documents.refresh(store)
    assert "화면이 빨라졌어요" not in store.query("select text from voc_text")["text"].tolist()
    assert not documents.refresh(store)


def test_a_person_s_correction_goes_before_what_the_source_says(store):
    for tag in ("요청/환불", "오류/속도"):
        tagging.decide(store, [Document("ticket", 1, "said")], Verdict("tag", tag, "나"))
    assert (of(store, "said")["category"], of(store, "again")["category"] is None) == ("오류/속도", True)


def test_what_is_read_in_texts_asks_only_questions_about_texts_again(store):
    before = store.data_version, store.settings_version, store.voc_version
    with store.write("voc") as con:
        con.execute("update voc_document set product = '스쿨노트'")
    assert (store.data_version, store.settings_version) == before[:2]
    assert store.voc_version == before[2] + 1


def test_documents_of_an_older_program_are_there_again_when_the_store_opens(store):
    before = store.query("from voc_fact order by origin, document_id").astype(str)
    with store.write() as con:
        con.execute("drop view voc_fact")
        con.execute("alter table voc_document drop column stage")
    store.close()
    with Store.open(store.folder) as again:
        assert again.query("from voc_fact order by origin, document_id").astype(str).equals(before)
        assert not documents.is_stale(again)
