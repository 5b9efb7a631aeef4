"""Groups of near-copies of a store: whatever way texts come and go, they are those of the texts that are there."""

from __future__ import annotations

import pytest
from tagged_rows import Here

from cx import facts, settings
from cx.errors import CxError
from cx.selection import Selection
from cx.voc import copied, copies, documents
from cx.warehouse import Store
from tests import put_rows
from tests.voc_rows import CAMPAIGN

ALL = Selection(period="all")
OTHERS = [
    "로그인이 되지 않습니다. 비밀번호를 바꿔도 같은 오류가 나옵니다",
    "엑셀로 내려받은 출석부에서 학생 이름이 모두 깨져 보입니다",
    "세금계산서를 지난달 날짜로 다시 발행해 주실 수 있을까요",
]


def chat(name, day, text):
    return {"ticket_id": name, "opened_at": f"2026-10-{day:02d} 03:00:00", "body": text, "channel": "chat"}


EARLY = [chat(f"e{at}", 1 + at, text) for at, text in enumerate([CAMPAIGN, *OTHERS])]
LATE = [
    *(chat(f"l{at}", 10 + at, f"{CAMPAIGN}{sign}") for at, sign in enumerate(["!", "!!", " 꼭", "."])),
    *(chat(f"m{at}", 20 + at, f"{text} {sign}") for at, (text, sign) in enumerate(zip(OTHERS, "가나다", strict=True))),
    *(chat(f"n{at}", 28, "네") for at in range(2)),
]


def quiet(*_):
    """Show nothing."""


def grouped(store):
    return copies.catch_up(store, Here(), quiet)


def groups(store):
    """The contacts of each group; those that say nothing under None."""
    found = store.query("select c.head, d.document_id from voc_document d left join text_copy c using (text_hash)")
    told = found.groupby("head", dropna=False)["document_id"].agg(lambda names: tuple(sorted(names)))
    return sorted(told.tolist())


def say(store, chats):
    """Make the documents of these contacts at once, without the facts behind them."""
    with store.write("voc") as con:
        con.execute(
            "insert into voc_document by name select 1 as source_id, 'ticket' as origin, unnest(?) as document_id,"
            " unnest(?::timestamp[])::date as day, md5_number_lower(unnest(?))::ubigint as text_hash, true as is_counted",
            [[chat[name] for chat in chats] for name in ("ticket_id", "opened_at", "body")],
        )
        con.execute(
            "insert into voc_text select distinct md5_number_lower(text)::ubigint, text from (select unnest(?) as text)"
            " where md5_number_lower(text)::ubigint not in (select text_hash from voc_text)",
            [[chat["body"] for chat in chats]],
        )


def opened(folder):
    store = Store.open(folder)
    documents.refresh(store)
    return store


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path / "parts") as found:
        say(found, EARLY)
        grouped(found)
        yield found


def all_at_once(folder):
    with opened(folder / "whole") as found:
        say(found, [*EARLY, *LATE])
        grouped(found)
        return groups(found)


@pytest.fixture
def few(monkeypatch):
    """Few at a time, by weights that are learnt from the first three texts alone."""
    monkeypatch.setattr(copies, "RARITY", 3)
    monkeypatch.setattr(copies, "CHUNK", 3)


@pytest.mark.parametrize("learnt_from", [3, 20_000])
@pytest.mark.usefixtures("few")
def test_two_imports_give_the_groups_of_one(store, tmp_path, monkeypatch, learnt_from):
    monkeypatch.setattr(copies, "RARITY", learnt_from)
    at_once = all_at_once(tmp_path)
    say(store, LATE[::2])
    grouped(store)
    say(store, LATE[1::2])
    grouped(store)
    assert groups(store) == at_once
    assert ("e0", "l0", "l1", "l2", "l3") in at_once
    assert ("n0", "n1") in at_once
    assert grouped(store) == 0


@pytest.mark.usefixtures("few")
def test_an_older_file_gives_the_groups_of_all_at_once(tmp_path):
    with opened(tmp_path / "older") as store:
        say(store, LATE)
        grouped(store)
        say(store, EARLY)
        grouped(store)
        assert groups(store) == all_at_once(tmp_path)


def test_what_is_taken_back_leaves_no_row_and_no_trace_in_the_groups(tmp_path, store):
    before = groups(store)
    with put_rows.opened(tmp_path / "undone", ticket=[*EARLY, *LATE]) as undone:
        assert copies.is_due(undone) is False  # the documents are not made yet
        documents.refresh(undone)
        grouped(undone)
        with undone.write("data") as con:
            con.execute("delete from ticket where ticket_id not like 'e%'")
            facts.refresh(con, settings.read(con), None)
        documents.refresh(undone)
        assert len(undone.query("from text_copy")) == len(EARLY)  # with the documents, not after the texts are compared
        assert undone.query("from copy_rarity").empty
        grouped(undone)
        assert groups(undone) == before
        assert copies.is_due(undone) is False


@pytest.mark.usefixtures("few")
def test_without_its_first_text_a_group_has_another_head(store):
    say(store, LATE)
    grouped(store)
    with store.write("voc") as con:
        for table in ("voc_document", "voc_text", "text_copy"):
            con.execute(f"delete from {table} where text_hash = md5_number_lower(?)::ubigint", [CAMPAIGN])
    grouped(store)
    assert ("l0", "l1", "l2", "l3") in groups(store)


def test_only_what_is_new_is_compared(store, monkeypatch):
    monkeypatch.setattr(copies, "RARITY", 3)
    grouped(store)
    say(store, LATE)
    assert grouped(store) == len({row["body"] for row in LATE})


@pytest.mark.usefixtures("few")
def test_a_stop_keeps_what_was_found_and_the_rest_follows(store, tmp_path, monkeypatch):
    monkeypatch.setattr(copies, "CHUNK", 2)
    monkeypatch.setattr(copies, "_TOGETHER", 1)
    say(store, LATE)

    def stop(done, _):
        if done >= 4:
            raise CxError("voc.stopped")

    with pytest.raises(CxError):
        copies.catch_up(store, Here(), stop)
    assert copies.is_due(store)
    assert store.query("select count(*) as n from text_copy where made_with is not null")["n"].item() == len(EARLY) + 4
    grouped(store)
    assert groups(store) == all_at_once(tmp_path)
    assert copies.state(store).is_whole


def test_texts_of_before_are_due_and_meanwhile_exact_copies_count(tmp_path):
    """A store read by the version before: texts are there, and no groups."""
    again = chat("again", 29, OTHERS[0])
    with put_rows.opened(tmp_path, ticket=[*EARLY, *LATE, again]) as store:
        documents.refresh(store)
        assert copies.is_due(store)
        assert (copies.state(store).placed, copies.state(store).is_whole) == (0, False)
        assert [(one.text, one.documents) for one in copied.copied(store, ALL)] == [(OTHERS[0], 2), ("네", 2)]
        grouped(store)
        assert copies.state(store).is_whole
        first = copied.copied(store, ALL)[0]
        assert (first.documents, first.variants) == (5, 5)
        assert "네" not in [one.text for one in copied.copied(store, ALL)]
