"""Words for the dictionary: which are guessed or cut, which are slips, and which are somebody's name."""

from __future__ import annotations

import pytest

from cx.text import unknown
from cx.text.names import Names
from cx.text.tokens import Tokenizer
from cx.voc.somebody import Named


@pytest.mark.parametrize(
    ("word", "pieces", "why"),
    [
        ("매쓰핑", [("매쓰핑", "NNG", True)], "guessed"),
        ("캡스락", [("캡스", "NNG", True), ("락", "NNG", False)], "guessed"),
        ("출결", [("출", "NNG", False), ("결", "NNG", False)], "cut"),
        ("결시생", [("결", "NNG", False), ("시", "NNB", False), ("생", "NNG", False)], "cut"),
        ("해설지", [("해설", "NNG", False), ("지", "NNG", False)], None),  # as any noun that ends so
        ("결제", [("결제", "NNG", False)], None),
        ("사원", [("사", "NR", False), ("원", "NNB", False)], None),  # a noun where it stands among others
        ("알림", [("알리", "VV", False), ("ᆷ", "ETN", False)], None),
    ],
)
def test_what_the_analyser_guesses_or_cuts(word, pieces, why):
    assert unknown.cut_or_guessed(word, pieces) == why


def test_a_slip_is_a_letter_away_from_a_word_said_much_more_often():
    said = {"문제지": 400, "문재지": 100, "프로그램": 90, "프로그렘": 30, "출결": 50, "출결기": 10}
    assert unknown.slips(["문재지", "프로그렘", "출결기", "문제지"], said) == {"문재지"}  # 90 are not four times 30


def test_a_beginning_and_a_word_with_a_particle_are_no_words():
    said = {"재문": 30, "재문의": 90, "웹훅": 50, "웹훅이": 8, "웹훅키": 5}
    assert unknown.beginnings(["재문", "웹훅", "웹훅이", "웹훅키"], said) == {"재문", "웹훅이"}


def test_two_words_without_a_space_are_no_word():
    said = {"해설지": 90, "순서": 80, "해설지순서": 12, "출결": 90, "출결기": 12}
    assert unknown.unspaced(["해설지순서", "출결기"], said) == {"해설지순서"}


def test_names_of_accounts_and_people_are_known_by_how_they_look_and_how_they_are_used():
    named = Named(["은가비빛수학학원", "너른수학학원", "다솜과학학원", "강이솔"])
    assert [word for word in ("은가비", "새싹영어학원", "강이솔", "홈택스", "학습지") if named.is_like(word)] == [
        "은가비",
        "새싹영어학원",  # three of the names end so
        "강이솔",
    ]
    often = ["홈택스에서 조회가 안 돼요"] * 9
    assert not named.is_called("홈택스", [*often, "홈택스"])
    assert named.is_called("새싹누리", ["안녕하세요. 새싹누리입니다.", *(["새싹누리 문의"] * 9)])
    assert named.is_called("새싹누리", ["[새싹누리] 문의", *(["새싹누리 문의"] * 9)])
    assert named.is_called(
        "박보담", ["팀장 박보담 전달", *(["박보담 확인"] * 30)]
    )  # once is enough of what looks like one
    assert named.is_called("윤주안", ["윤주안 확인"])  # a family name and two syllables of given names
    assert named.is_called("Jane Doe", ["Hi Jane Doe, the app crashes"])
    assert not named.is_called("Google Drive", ["Open Google Drive here"] * 3)


def test_a_word_of_its_own_begins_one():
    assert unknown.is_own_word("웹훅", ["웹훅이 끊겨요", "(웹훅) 설정", "새 웹훅"])
    assert not unknown.is_own_word("재윤", ["강재윤 학생", "이재윤 학생", "재윤이"])


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["구글 대신 google drive 연동", "google drive로 옮김", "Google  Drive 오류"], ("google drive", 3)),
        (["Please check Google Drive today", "our google drive is slow"], ("Google Drive", 1)),  # as any two words
        (["the google drives me mad"], ("", 0)),
        (["google의 drive"], ("", 0)),
    ],
)
def test_two_latin_words_are_a_name_in_korean_or_with_capitals(texts, found):
    assert unknown.written("google", "drive", texts) == found


def test_korean_words_are_written_apart():
    texts = ["인증 번호가 안 와요", "인증  번호", "인증의 번호", "인증번호"]
    assert unknown.written("인증", "번호", texts) == ("인증 번호", 2)


def test_names_in_latin_letters_are_found_however_they_are_written():
    names = Names(["Google Drive", "SSO", "수업누리"])
    assert names.spelled("GOOGLE  drive와 sso, ssoft") == "Google Drive와 SSO, ssoft"
    assert names.spelled("ſſo") == "ſſo"
    assert not Names(["수업누리"])


def test_names_in_latin_letters_stay_whole_in_english_texts():
    reader = Tokenizer(["Google Drive"])
    found = reader.tokenize(["My google drive folder vanished", "a driver for google"])
    assert found == [("Google Drive", "folder", "vanish"), ("driver", "google")]
    assert Tokenizer(["수업누리"]).version == Tokenizer(["수업누리"]).version != reader.version
