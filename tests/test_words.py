import pytest

from cx.importing.asked import asked_questions, scale_words
from cx.importing.looks import fit, look
from cx.importing.suggest import TABLES
from cx.importing.words import contains, known_words, likenesses, synonyms, unit
from cx.schema import TABLES as CANONICAL


def test_what_values_look_like():
    times = look(["2026-11-02 09:00", "2/11/2016 01:16", "2026년 11월 2일", None])
    assert (times.filled, times.time) == (3, 1.0)
    assert look(["0h 35m 12s", "5분 10초", "01:02:03"]).length == 1.0
    assert look(["Y", "N", "Y"]).flag == 1.0
    assert look(["1,200", "3"]).high == 1200
    assert look(["?", "NA", "a"]).missing == ("?", "NA")
    assert look(["👍", "!!"]).missing == ()
    assert fit(look([]), "time") == 0.5
    assert fit(look(["12.85", "34.90"]), "id") == pytest.approx(0.25)
    assert fit(look(["전화", "chat"]), "code", ["전화", "chat"]) == 1.0


def test_words_stand_whole_in_latin_and_anywhere_in_hangul():
    assert contains("Avg first response time", "first response time")
    assert not contains("opened_byte", "opened by")
    assert contains("고객 문의내용(요약)", "문의내용")
    assert not contains("ticket id", "id")
    assert likenesses("property_name", "account")["account_name"].value > 0.8
    assert "person_name" not in likenesses("product name in shop", "ticket")


def test_units_of_lengths_come_from_the_header():
    assert unit("처리시간(분)") == "minutes"
    assert unit("Resolution time (in hrs)") == "hours"
    assert unit("wait ms") == "milliseconds"
    assert unit("처리시간") is None


def test_answers_in_words_are_a_scale_only_when_most_are_known():
    assert dict(scale_words(["매우 만족", "보통"]))["보통"] == "3"
    assert scale_words(["매우 만족", "파랑", "빨강"]) == ()
    assert asked_questions(["만족도"], {"만족도": look(["파랑", "빨강"])}) == ()


def test_synonyms_name_canonical_columns_only():
    for name in TABLES:
        assert set(synonyms()[name]) <= {*CANONICAL[name].names, "person_name"}
        words = known_words(name)
        assert all(words.values())
