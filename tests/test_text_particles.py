"""Particles at the end of nouns: taken off where the analyser mistook them for a part of the noun, and nowhere else."""

from __future__ import annotations

import pytest

from cx.text.particles import is_particle, may_follow, without_particle
from cx.text.tokens import Tokenizer

TERMS = {
    "학생 앱과 선생님 화면이 달라요": ("학생", "앱", "화면", "다르다"),
    "엣지로 카드 결제": ("엣지", "카드", "결제"),
    "알림톡이 못 가요": ("알림톡", "못 가다"),
    "챗봇이 못 알아들어요": ("챗봇", "못 알아듣다"),
    "결과 효과 사과 학과 도로 통과 교과": ("결과", "효과", "사과", "학과", "도로", "통과", "교과"),
    "내과와 소아과": ("내과", "소아과"),
    "회의 자료": ("회의", "자료"),
    "강남로 단가 속도 정확도 상가": ("강남로", "단가", "속도", "정확도", "상가"),
    "영어과 선생님": ("영어과",),
    "예술가와 최고가": ("예술가", "최고가"),
}


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


@pytest.mark.parametrize(("text", "terms"), TERMS.items())
def test_terms_end_without_particles_and_in_their_own_letters(tokenizer, text, terms):
    assert tokenizer.tokenize([text]) == [terms]


@pytest.mark.parametrize(
    ("particle", "nouns", "others"),
    [
        ("과", "앱 학생 버튼", "메뉴 서버"),
        ("와", "메뉴 서버", "앱"),
        ("으로", "앱 폰", "패드 메일"),
        ("로", "패드 메일", "앱 폰"),
        ("도", "앱 메뉴", ""),
        ("이", "챗봇", "메뉴"),
        ("가", "메뉴", "챗봇"),
    ],
)
def test_how_a_noun_ends_says_which_particle_may_follow(particle, nouns, others):
    assert all(may_follow(particle, noun) for noun in nouns.split())
    assert not any(may_follow(particle, noun) for noun in others.split())
    assert not may_follow(particle, "web")
    assert not may_follow(particle, "")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("앱과", "앱"),
        ("배너에서", "배너"),
        ("배너으로", "배너으로"),
        ("배너과", "배너과"),
        ("새물과", "새물과"),
        ("하은", "하은"),
        ("배너도", "배너도"),
        ("템플릿이", "템플릿"),
        ("과", "과"),
    ],
)
def test_only_a_known_noun_is_left_of_a_word(word, told):
    assert without_particle(word, {"앱", "배너", "하", "템플릿"}.__contains__) == told


def test_a_suffix_is_a_particle_where_the_noun_lets_it_follow():
    assert is_particle("이", "챗봇")
    assert not is_particle("이", "메뉴")
    assert not is_particle("화", "자동")
