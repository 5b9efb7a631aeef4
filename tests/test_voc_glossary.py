"""The team's own words: what may be kept, who did it, what is read by it, and what an entry would touch."""

from __future__ import annotations

from datetime import date

import pytest
from put_rows import opened
from test_voc_words import store_of

from cx import changes
from cx.errors import CxError
from cx.voc import glossary, reading

DAY = date(2026, 10, 5)


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path / "own") as made:
        yield made


def test_words_are_kept_with_who_and_when_and_reading_follows(store):
    before = store.voc_version
    glossary.add(store, "name", "  오답   노트 ")
    glossary.add(store, "silent", "담당자")
    glossary.add(store, "same", "로긴", "로그인")
    assert [(one.word, one.use, one.stands_for) for one in glossary.entries(store)] == [
        ("오답 노트", "name", ""),
        ("담당자", "silent", ""),
        ("로긴", "same", "로그인"),
    ]
    assert {one.made_by for one in glossary.entries(store)} == {changes.actor()}
    words = reading.dictionary(store)
    assert (words.names, words.silent, words.same) == (("오답 노트",), ("담당자",), (("로긴", "로그인"),))
    assert store.voc_version == before + 3
    assert glossary.remove(store, ["담당자", "없는 말"]) == 1
    assert [change.subject for change in changes.everything(store, "word")] == ["담당자", "로긴", "담당자", "오답 노트"]
    assert changes.everything(store, "word")[0].after is None


@pytest.mark.parametrize(
    ("use", "word", "stands_for", "key"),
    [
        ("name", "   ", "", "empty"),
        ("name", "가" * 41, "", "long"),
        ("name", "반", "", "short"),
        ("silent", "보이지\u200b않는", "", "control"),
        ("silent", "종\x07", "", "control"),
        ("name", "안\u202e뒤집힘", "", "control"),
        ("same", "로긴", "", "empty"),
        ("same", "로긴", "로긴", "itself"),
    ],
)
def test_what_cannot_be_kept_is_refused(store, use, word, stands_for, key):
    with pytest.raises(CxError) as raised:
        glossary.add(store, use, word, stands_for)
    assert raised.value.key == f"glossary.{key}"
    assert glossary.entries(store) == ()


def test_a_word_has_one_use_and_synonyms_no_chain(store):
    glossary.add(store, "same", "로긴", "로그인")
    for use, word, stands_for, key in [
        ("silent", "로긴", "", "exists"),
        ("same", "login", "로긴", "chain"),
        ("same", "로그인", "접속", "chain"),
    ]:
        with pytest.raises(CxError) as raised:
            glossary.add(store, use, word, stands_for)
        assert raised.value.key == f"glossary.{key}"
    glossary.add(store, "same", "log in", "로그인")


def test_there_are_at_most_so_many(store, monkeypatch):
    monkeypatch.setattr(glossary, "MOST", 2)
    glossary.add(store, "silent", "하나")
    glossary.add(store, "silent", "둘")
    with pytest.raises(CxError) as raised:
        glossary.add(store, "silent", "셋")
    assert raised.value.key == "glossary.full"


def test_an_entry_says_what_it_would_touch(tmp_path):
    rows = [(DAY, text, {}) for text in ("문제 은행 오류", "문제은행 안내", "사업글 문의", "업글 문의", "새사업글 <b>")]
    with store_of(tmp_path / "own", rows) as store:
        assert glossary.effect(store, "silent", "문의").texts == 2
        assert glossary.effect(store, "silent", "없다") == glossary.Effect(0)
        name = glossary.effect(store, "name", "업글")
        assert name.texts == 3
        assert dict(name.inside) == {"사업글": 1, "새사업글": 1}
        # Read as two terms where it stands in two words, as one where it stands in one.
        assert dict(glossary.effect(store, "name", "문제 은행").examples) == {"문제 은행 오류": "문제 · 은행"}
        assert dict(glossary.effect(store, "name", "문제은행").examples) == {"문제은행 안내": "문제은행"}


@pytest.mark.parametrize("word", ["<img src=x>", "=cmd|' /C calc'!A0", "**굵게**", "'; drop table ticket; --", "%_"])
def test_hostile_words_are_words(tmp_path, word):
    with store_of(tmp_path / "own", [(DAY, f"{word} 문의", {})]) as store:
        assert glossary.effect(store, "name", word).texts == 1
        glossary.add(store, "name", word)
        assert glossary.entries(store)[0].word == word
        assert glossary.remove(store, [word]) == 1


def test_a_trial_tells_what_is_read_in_another_way():
    before = [("문제", "은행", "오류"), ("사업글", "문의"), ("문제", "은행"), ("안내",)]
    after = [("문제은행", "오류"), ("사", "문제은행", "문의"), ("문제은행",), ("안내",)]
    assert glossary.changed("문제은행", before, after) == (
        glossary.Changed(("문제", "은행"), ("문제은행",), 2, is_broken=False),
        glossary.Changed(("사업글",), ("사", "문제은행"), 1, is_broken=True),
    )
    assert glossary.changed("문제은행", before, before) == ()


def test_a_trial_reads_the_texts_that_hold_the_name_with_the_words_there_are(tmp_path):
    class Told:
        def terms_with(self, texts, words, word):
            assert (sorted(texts), words.silent, word) == (["새 업글", "업글 문의"], ("문의",), "업글")
            return [tuple(text.split()) for text in texts], [("업글",) for _ in texts]

    with store_of(tmp_path / "own", [(DAY, text, {}) for text in ("업글 문의", "새 업글", "다른 말")]) as store:
        glossary.add(store, "silent", "문의")
        assert {(one.before, one.n) for one in glossary.trial(store, Told(), "업글")} == {(("문의",), 1), (("새",), 1)}
