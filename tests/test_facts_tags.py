"""Tags people decide, and the taxonomy, by hand: what KPI count follows them, comes back with an undo, and is what a rebuild gives."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from cx import facts, histogram, rollups, settings
from cx.compute import compute
from cx.errors import CxError
from cx.selection import Selection
from cx.voc import documents, tagging, taxonomy
from cx.voc.tagging import Document, Verdict
from cx.warehouse import Store
from tests.put_rows import add, fact, opened, put

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
WHO = "가상담당"
TAGS = ("결제/환불", "결제/영수증", "오류/로그인", "문의", "미분류")


def ticket(number, day=0, tag="결제/환불", **more):
    at = T0 + timedelta(days=day)
    own = {"ticket_id": str(number), "opened_at": at, "resolved_at": at + timedelta(hours=1), "channel": "chat"}
    return own | {"body": f"{number}번 문의입니다", "account_id": "A", "category": tag} | more


def answer(number, about, **more):
    own = {"answer_id": f"a{number}", "survey": "csat", "score": 4, "ticket_id": str(about), "answered_at": T0}
    return own | {"comment": f"{number}번 의견입니다"} | more


def decide(store, tag, *numbers, origin="ticket"):
    found = [Document(origin, 1, str(number)) for number in numbers]
    return tagging.decide(store, found, Verdict("tag", tag, WHO))


def by(store, name, of="category"):
    found = compute(store, [name], Selection(period="all"), by=[of])
    return {row[of]: row["n"] for row in found.to_dict("records") if row["n"] and isinstance(row[of], str)}


@pytest.fixture
def store(tmp_path):
    """Two refunds of an account two days apart, a login of another and one of nobody; a survey and a review about the first."""
    tickets = [
        ticket(1),
        ticket(2, 2),
        ticket(3, 2, "오류/로그인", account_id="B"),
        ticket(4, 3, None, account_id=None),
    ]
    rows = {
        "survey_answer": [answer(1, 1), answer(2, 3)],
        "qa_review": [{"review_id": "r1", "reviewed_at": T0, "ticket_id": "1", "score": 80}],
        "feedback": [{"feedback_id": "f1", "said_at": T0, "body": "좋아요", "category": "문의"}],
    }
    with opened(tmp_path, ticket=tickets, **rows) as found:
        documents.refresh(found)
        yield found


def counted(store):
    """What every place says of the tags: contacts, answers, reviews and documents by their numbers."""
    found = {}
    for table, key in (("ticket_fact", "ticket_id"), ("answer_fact", "answer_id"), ("review_fact", "review_id")):
        rows = store.query(f"select {key}, category, major_category from {table}").astype(object)
        found[table] = {row[0]: row[1:] for row in rows.where(rows.notna(), None).itertuples(index=False, name=None)}
    return found


def assert_as_if_made_anew(store):
    """Facts, sums and documents are those of a rebuild; the documents were brought in line without one."""
    names = ["ticket_fact", "answer_fact", "review_fact", *(rollup.name for rollup in rollups.planned())]
    cursor = store.cursor()
    try:
        kept = [cursor.execute(f"from {name} order by all").fetchall() for name in [*names, "voc_document"]]
        cursor.execute("begin")
        facts.refresh(cursor, settings.read(cursor), None)
        anew = [cursor.execute(f"from {name} order by all").fetchall() for name in names]
        cursor.execute("rollback")
    finally:
        cursor.close()
    assert not documents.is_stale(store)
    with store.write() as con:
        con.execute("update voc_state set data_version = -1")
    documents.refresh(store)
    assert kept == [*anew, store.cursor().execute("from voc_document order by all").fetchall()]


def test_a_corrected_tag_counts_wherever_the_contact_does_and_comes_back_with_an_undo(store):
    before = counted(store)
    assert by(store, "inflow") == {"결제/환불": 2, "오류/로그인": 1}
    assert by(store, "csat") == {"결제/환불": 1, "오류/로그인": 1}
    version = store.data_version
    (number,) = decide(store, "오류/로그인", 1)
    assert store.data_version == version + 1
    assert by(store, "inflow") == {"결제/환불": 1, "오류/로그인": 2}
    assert by(store, "inflow", "major_category") == {"결제": 1, "오류": 2}
    assert by(store, "csat") == {"오류/로그인": 2}
    changed = counted(store)
    now = ("오류/로그인", "오류")
    assert (changed["ticket_fact"]["1"], changed["answer_fact"]["a1"], changed["review_fact"]["r1"]) == (now, now, now)
    assert_as_if_made_anew(store)
    tagging.undo(store, number, WHO)
    assert counted(store) == before
    assert by(store, "inflow") == {"결제/환불": 2, "오류/로그인": 1}
    assert_as_if_made_anew(store)


def test_repeats_and_first_contact_resolution_follow_the_tag(store):
    def flags():
        return [(fact(store, name)["is_repeat"], fact(store, name)["is_first_contact_resolved"]) for name in "12"]

    assert flags() == [(False, False), (True, True)]  # the refund came back within a week
    (number,) = decide(store, "문의", 1)
    assert flags() == [(False, True), (False, True)]
    assert_as_if_made_anew(store)
    tagging.undo(store, number, WHO)
    assert flags() == [(False, False), (True, True)]


def test_a_contact_that_had_no_tag_loses_it_again(store):
    unclassified = compute(store, ["unclassified_rate"], Selection(period="all"))["numerator"].item()
    (number,) = decide(store, "문의", 4)
    assert compute(store, ["unclassified_rate"], Selection(period="all"))["numerator"].item() == unclassified - 1
    assert by(store, "inflow") == {"결제/환불": 2, "오류/로그인": 1, "문의": 1}
    tagging.undo(store, number, WHO)
    assert fact(store, "4")["category"] is None
    assert_as_if_made_anew(store)


def test_what_is_decided_about_an_answer_or_a_review_does_not_move_the_contact(store):
    decide(store, "결제/영수증", "a1", origin="answer")
    decide(store, "결제/영수증", "f1", origin="feedback")
    assert by(store, "csat") == {"결제/영수증": 1, "오류/로그인": 1}
    assert by(store, "inflow") == {"결제/환불": 2, "오류/로그인": 1}
    found = store.query("select document_id, category from voc_fact where category = '결제/영수증' order by 1")
    assert found["document_id"].tolist() == ["a1", "f1"]
    assert_as_if_made_anew(store)
    decide(store, "문의", 1)  # the contact's tag does not overrule what was said of the answer itself
    assert counted(store)["answer_fact"]["a1"] == ("결제/영수증", "결제")
    assert_as_if_made_anew(store)


def test_a_renamed_tag_takes_its_contacts_along_in_every_year(store):
    taxonomy.begin(store, WHO)
    version = store.data_version
    taxonomy.describe(store, "결제/환불", "돈을 돌려 달라는 요청", WHO)
    taxonomy.add(store, "계정", "", WHO)
    assert store.data_version == version  # no number moves
    taxonomy.rename(store, "결제/환불", "요금/환불", WHO)
    assert by(store, "inflow") == {"요금/환불": 2, "오류/로그인": 1}
    assert by(store, "inflow", "major_category") == {"요금": 2, "오류": 1}
    assert_as_if_made_anew(store)
    taxonomy.retire(store, "오류/로그인", "요금/환불", WHO)
    assert by(store, "inflow") == {"요금/환불": 3}
    assert by(store, "csat") == {"요금/환불": 2}
    assert_as_if_made_anew(store)
    taxonomy.restore(store, "오류/로그인", WHO)
    assert by(store, "inflow") == {"요금/환불": 2, "오류/로그인": 1}
    assert_as_if_made_anew(store)


def test_what_is_imported_later_counts_as_decided(store):
    taxonomy.begin(store, WHO)
    taxonomy.rename(store, "결제/환불", "요금/환불", WHO)
    decide(store, "문의", 1)
    with store.write("data") as con:
        put(con, "ticket", [ticket(5, 4)])
        con.execute("update ticket set category = '오류/로그인' where ticket_id = '1'")
        con.execute("create or replace temp table touched as select 1 as source_id, unnest(['1', '5']) as ticket_id")
        facts.refresh(con, settings.read(con), "touched")
    assert by(store, "inflow") == {"요금/환불": 2, "오류/로그인": 1, "문의": 1}
    documents.refresh(store)
    assert_as_if_made_anew(store)


def test_a_decision_that_cannot_be_kept_moves_no_number(store):
    before, version = counted(store), store.data_version
    with pytest.raises(CxError):
        tagging.decide(store, [Document("ticket", 1, "1"), Document("ticket", 1, "없음")], Verdict("tag", "문의", WHO))
    assert (counted(store), store.data_version) == (before, version)
    decide(store, "결제/환불", 1)  # the tag it has: kept, and no number moves
    assert (counted(store), store.data_version) == (before, version)


def test_decisions_of_an_earlier_version_reach_the_facts_when_the_store_is_opened(tmp_path):
    with opened(tmp_path, ticket=[ticket(1), ticket(2, 2)]) as store, store.write("voc") as con:
        said = "(1, now()::timestamp, 'x', 'tag', 'ticket', 1, '1', '결제/환불', '문의', null)"
        con.execute(f"insert into correction values {said}")
        con.execute(f"update {rollups.STATE} set made_by = 'before'")
    with Store.open(tmp_path) as store:
        assert by(store, "inflow") == {"결제/환불": 1, "문의": 1}
        documents.refresh(store)
        assert_as_if_made_anew(store)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_decided_in_whatever_order_is_what_a_rebuild_gives(tmp_path, seed, monkeypatch):
    monkeypatch.setattr(rollups, "MONTHS_FROM", 4)
    monkeypatch.setattr(histogram, "EXACT_LIMIT", 7)
    dice = random.Random(seed)  # noqa: S311 - made-up rows
    tickets = [ticket(n, dice.randrange(40), dice.choice([*TAGS, None]), account_id=dice.choice(["A", "A", "B", None]))
               for n in range(24)]  # fmt: skip
    answers = [answer(n, dice.randrange(30), answered_at=T0 + timedelta(days=dice.randrange(40))) for n in range(8)]
    with opened(tmp_path, ticket=tickets, survey_answer=answers) as store:
        documents.refresh(store)
        numbers = []
        for _ in range(8):
            _change(store, dice, numbers)
        assert_as_if_made_anew(store)
        add(store, ticket=[ticket(99, 50)])
        documents.refresh(store)
        assert_as_if_made_anew(store)


def _change(store, dice, numbers):
    """One decision, mostly about contacts; one taken back; or a change of the taxonomy."""
    chance, offered = dice.random(), taxonomy.offered(store)
    if chance < 0.6:
        about = dice.choice([("ticket", dice.sample(range(24), 2)), ("answer", [f"a{dice.randrange(8)}"])])
        numbers += decide(store, dice.choice(offered), *about[1], origin=about[0])
    elif chance < 0.75 and numbers:
        one = next(one for one in tagging.history(store) if one.is_current)
        tagging.undo(store, one.correction_id, WHO)
        numbers.clear()
    elif not taxonomy.current(store):
        taxonomy.begin(store, WHO)
    elif chance < 0.9:
        taxonomy.rename(store, dice.choice(offered), f"새 분류/{dice.randrange(99)}", WHO)
    else:
        taxonomy.retire(store, offered[0], offered[-1], WHO)
