"""What a search found within a selection, near-duplicates as one, and the stories of one account."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cx.selection import Selection
from cx.voc import alike, reading, work
from cx.voc.search import Match
from tests import voc_rows
from tests.voc_rows import CAMPAIGN

ALL = Selection(period="all")


@pytest.fixture
def store(tmp_path):
    said = [
        ("a", "2026-10-01", "A", CAMPAIGN),
        ("b", "2026-10-03", "A", CAMPAIGN),
        ("c", "2026-10-05", "B", f"{CAMPAIGN}!!"),
        ("d", "2026-10-07", "C", "할인이 끝나나요?"),
        ("e", "2026-10-09", "C", "로그인이 안 돼요"),
        ("f", "2026-10-11", None, "영수증을 주세요"),
    ]
    with voc_rows.said(tmp_path, said) as found:
        voc_rows.grouped(found)
        yield found


def hashes(store) -> dict[str, int]:
    return store.query("select text, text_hash from voc_text").set_index("text")["text_hash"].to_dict()


def test_a_link_says_a_text_by_its_number_or_the_words_themselves(store):
    assert alike.said(store, f"#{hashes(store)[CAMPAIGN]}") == CAMPAIGN
    for words in ("환불", "#", "#환불", "#²", f"#{'9' * 30}"):
        assert alike.said(store, words) == words
    assert alike.said(store, "#1") == alike.said(store, f"#{'9' * 20}") == ""  # a text nobody says


def test_near_duplicates_stand_as_one_with_who_said_them(store):
    known = hashes(store)
    matches = [
        Match(known[CAMPAIGN], 1.2, 0.8, 0.8),
        Match(known[f"{CAMPAIGN}!!"], 1.1, 0.8, 0.6),
        Match(known["할인이 끝나나요?"], 0.7, 0.6, 0.2),
    ]
    first, second = alike.kin(store, ALL, matches)
    assert (first.text, first.documents, first.accounts) == (CAMPAIGN, 3, 2)
    assert (first.first, first.last) == (date(2026, 10, 1), date(2026, 10, 5))
    assert first.similarity == pytest.approx(1.2)
    assert (second.text, second.documents, second.accounts) == ("할인이 끝나나요?", 1, 1)
    assert alike.kin(store, Selection(period="all", account=("1:C",)), matches) == (second,)
    assert alike.kin(store, ALL, []) == ()
    (of_nobody,) = alike.kin(store, ALL, [Match(known["영수증을 주세요"], 0.5, 0.5, 0.0)])
    assert (of_nobody.documents, of_nobody.accounts) == (1, 0)


def test_the_contacts_of_an_account_about_one_matter_are_one_story(store):
    same, other = np.eye(2, 512, dtype=np.float16)
    with store.write("voc") as con:
        for text, number in hashes(store).items():
            vector = other if "로그인" in text else same
            con.execute(
                "insert into voc_reading (text_hash, version, terms, vector) values (?, ?, ?, ?)",
                [number, reading.version(store), text.split(), vector.tobytes()],
            )
    (story,) = alike.stories(store, Selection(period="all", account=("1:A",)))
    assert [contact[0] for contact in story.contacts] == [date(2026, 10, 1), date(2026, 10, 3)]
    assert story.days == 2
    assert alike.stories(store, ALL) == ()
    assert alike.stories(store, Selection(period="all", account=("1:C",))) == ()


def test_what_is_of_another_topic_is_another_story():
    same = np.ones((4, 8), dtype=np.float16) / np.sqrt(8)
    read = work.Read(["가", "나", "다", "라"], [("로그인",)] * 4, same)
    assert alike.linked(read, ["1", "2", "1", "2"], [0.0, 1.0, 2.0, 40.0]) == [[0, 2]]
