"""Words of what is looked at, on rows that can be counted by hand, and phrases as the plain algorithm finds them."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from put_rows import opened

from cx import contacts
from cx.selection import Selection
from cx.text.keywords import Phrases, in_documents
from cx.voc import documents, reading, term_index, words

OCTOBER = Selection(period="2026-10-01..2026-10-31")
HOSTILE = ("<img>", "=cmd", "a_b*")


def store_of(folder, said: list[tuple[date, str, dict[str, object]]]):
    """A store with one contact per (day, text, more); a text's terms are its words."""
    tickets = [
        {
            "ticket_id": f"T{number}",
            "opened_at": f"{day} 03:00:00",
            "channel": "chat",
            "account_id": f"A{number % 5}",
            "body": text,
            **more,
        }
        for number, (day, text, more) in enumerate(said)
    ]
    store = opened(folder, ticket=tickets)
    read(store)
    return store


def read(store) -> None:
    """Every text is read: its terms are its words."""
    documents.refresh(store)
    found = store.query("select text_hash, text from voc_text")
    version = reading.version(store)
    told = [found["text_hash"].tolist(), version, [text.split() for text in found["text"]]]
    with store.write("voc") as con:
        con.execute(
            "insert into voc_reading (text_hash, version, terms) select unnest(?::ubigint[]), ?, unnest(?)", told
        )


def said(day: date, text: str, times: int = 1, **more: object):
    return [(day, text, more)] * times


def test_a_document_counts_a_term_once_and_equal_texts_count_each(tmp_path):
    day = date(2026, 10, 5)
    rows = said(day, "환불 환불 결제", 3) + said(day, "환불 문의") + said(day - timedelta(days=40), "결제 오류")
    with store_of(tmp_path / "own", rows) as store:
        found = words.said(store, OCTOBER)
        assert found.documents == 4
        assert {one.term: one.n for one in found.rows} == {"환불": 4, "결제": 3, "문의": 1}
        assert [one.term for one in found.rows] == ["환불", "결제", "문의"]


def test_phrases_are_those_of_the_plain_algorithm(tmp_path):
    dice = random.Random(4)  # noqa: S311 - texts
    alphabet = ["엑셀", "일괄", "등록", "자동", "결제", "오류", "반", "좋다"]
    texts = set()
    for number in range(400):
        terms = [dice.choice(alphabet) for _ in range(dice.randint(0, 7))]
        if number % 3 == 0:
            terms += ["세금", "계산서", "발행"][: 2 + number % 2]
        texts.add(" ".join([*terms, f"n{number}"]))
    day = date(2026, 10, 5)
    with store_of(tmp_path / "own", [(day, text, {}) for text in texts]) as store:
        tokens = [tuple(text.split()) for text in texts]
        plain = Phrases.found(tokens)
        assert ("세금", "계산서") in plain.pairs
        expected = in_documents(plain.joined(tokens))
        assert Counter({one.term: one.n for one in words.said(store, OCTOBER).rows}) == expected


@pytest.mark.parametrize("term", ["환불", *HOSTILE])
def test_the_texts_behind_a_term_are_those_it_was_counted_in(tmp_path, term):
    day = date(2026, 10, 5)
    rows = said(day, f"{term} 안내", 3) + said(day, f"{term}계좌 문의", 2) + said(day, "다른 말")
    with store_of(tmp_path / "own", rows) as store:
        counted = {one.term: one.n for one in words.said(store, OCTOBER).rows}
        assert counted[term] == 3
        where = {contacts.TERM: term}
        assert contacts.count(store, OCTOBER, "voc", where) == 3
        shown = contacts.contacts(store, OCTOBER, "voc", where, columns=("text",))
        assert set(shown["text"]) == {f"{term} 안내"}
        assert len(contacts.export(store, OCTOBER, "voc", where)) == 3


def test_a_contrast_with_the_period_before(tmp_path):
    before, day = date(2026, 9, 10), date(2026, 10, 31)
    rows = said(before, "로그인 안내", 60) + said(before, "환불 안내", 20)
    rows += said(day, "로그인 안내", 20) + said(day, "환불 안내", 60)
    with store_of(tmp_path / "own", rows) as store:
        found = words.contrast(store, OCTOBER, "period")
        assert (found.here, found.there) == (80, 80)
        first, *_, last = found.rows
        assert (first.term, first.first, first.second) == ("환불", 60, 20)
        assert (last.term, last.first, last.second) == ("로그인", 20, 60)
        assert first.z == pytest.approx(-last.z)
        assert "안내" not in {one.term for one in found.rows}  # as often as before


def test_a_word_that_is_quite_new_is_told(tmp_path):
    """Twelve texts of a new matter after none, in halves of equal length: chance would need 2 x (1/2)^12, one in 2,000."""
    before, day = date(2026, 9, 10), date(2026, 10, 31)
    rows = said(before, "로그인 안내", 100) + said(day, "로그인 안내", 88) + said(day, "음원 안내", 12)
    with store_of(tmp_path / "own", rows) as store:
        assert [(one.term, one.first, one.second) for one in words.contrast(store, OCTOBER, "period").rows] == [
            ("음원", 12, 0)
        ]


def test_a_contrast_with_all_others(tmp_path):
    day = date(2026, 10, 5)
    rows = said(day, "사진 안내", 40, channel="chat") + said(day, "통화 안내", 40, channel="phone")
    rows += said(day, "서명 안내", 40, channel="email")
    with store_of(tmp_path / "own", rows) as store:
        found = words.contrast(store, OCTOBER, "channel", "phone")
        assert (found.here, found.there) == (40, 80)
        assert [one.term for one in found.rows if one.z > 0] == ["통화"]
        assert {one.term for one in found.rows if one.z < 0} == {"사진", "서명"}
        filtered = words.contrast(store, OCTOBER.narrowed(channel=("phone",)), "channel", "phone")
        assert (filtered.here, filtered.there) == (40, 80)  # others are those the filter leaves out


def test_equal_halves_have_no_contrast(tmp_path):
    dice = random.Random(11)  # noqa: S311 - texts
    day = date(2026, 10, 5)
    alphabet = [f"w{number}" for number in range(200)]
    rows = [(day, " ".join(dice.sample(alphabet, 8)), {"channel": dice.choice(["chat", "phone"])}) for _ in range(600)]
    with store_of(tmp_path / "own", rows) as store:
        assert words.contrast(store, OCTOBER, "channel", "phone").rows == ()


def test_the_trend_of_a_term_counts_its_texts(tmp_path):
    rows = (
        said(date(2026, 9, 10), "환불 안내", 4) + said(date(2026, 10, 5), "환불 안내", 2) + said(date(2026, 10, 6), "x")
    )
    with store_of(tmp_path / "own", rows) as store:
        span = (date(2026, 8, 1), date(2026, 10, 31))
        found = words.trend(store, Selection(), "환불", "month", span)
        assert [(f"{at:%Y-%m}", n) for at, n in found.items()] == [("2026-09", 4), ("2026-10", 2)]


def test_nothing_read_and_an_empty_store_have_no_words(tmp_path):
    with opened(tmp_path / "own") as store:
        assert words.said(store, OCTOBER).rows == ()
        assert words.contrast(store, OCTOBER, "period").rows == ()
        assert term_index.index(store).texts("환불") == []


def test_more_read_texts_are_known_at_once(tmp_path):
    with opened(
        tmp_path / "own", ticket=[{"ticket_id": "T1", "opened_at": "2026-10-05 03:00:00", "body": "환불"}]
    ) as store:
        documents.refresh(store)
        assert words.said(store, OCTOBER).rows == ()
        read(store)
        assert [one.term for one in words.said(store, OCTOBER).rows] == ["환불"]
        assert json.dumps(words.said(store, OCTOBER).documents) == "1"
