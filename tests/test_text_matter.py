"""Which texts say what they are about, and what becomes of those that do not."""

from __future__ import annotations

import numpy as np
import pytest
from tagged_rows import vector

from cx.text.matter import names_matter
from cx.text.tokens import Tokenizer
from cx.voc import work

REMARKS = [
    "빨리 좀 해주세요",
    "답답하네요",
    "확인 부탁드립니다",
    "개선이 필요합니다",
    "감사합니다. 좋은 하루 되세요",
    "만족합니다",
    "만족스럽지 않아요",
    "너무 불편해요 개선해주세요",
    "도와주세요ㅠㅠ 급해요",
    "실망했습니다",
    "안녕하세요 문의드립니다",
    "최고예요!!",
    "쓸 만해요",
    "I am very disappointed",
    "Great, thanks!",
    "please help me asap",
]
MATTERS = [
    "결제",
    "로그인이 안 돼요",
    "느려요",
    "상담사님이 친절해요",
    "알림이 안 와서 답답하네요",
    "너무 비싸요",
    "문자가 안 들어와요",
    "the app is slow",
    "refund please",
    "返金してください",
    "Xerxz qwrtp",
]


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


def test_remarks_name_no_matter(tokenizer):
    assert [text for text, terms in zip(REMARKS, tokenizer.tokenize(REMARKS), strict=True) if names_matter(terms)] == []


def test_a_thing_a_person_or_a_fault_is_a_matter(tokenizer):
    found = zip(MATTERS, tokenizer.tokenize(MATTERS), strict=True)
    assert [text for text, terms in found if not names_matter(terms)] == []


def quiet(*_):
    """Show nothing."""


def test_remarks_get_no_topic_when_topics_are_found_and_when_they_come_later():
    themes = np.repeat([0, 1], 30)
    terms = [(("환불", "카드"), ("로그인", "오류"))[theme] for theme in themes] + [("좋다",), ()]
    texts = [f"{' '.join(said)} {chr(0xAC00 + at)}" for at, said in enumerate(terms)]
    vectors = np.stack([vector(theme, at) for at, theme in enumerate([*themes, 0, 1])]).astype(np.float16)
    read = work.Read(texts, terms, vectors)
    nothing = np.full(62, -1), np.zeros(62, dtype=np.int64)
    found = work.find_topics(read, (), nothing, ("medium", 0), quiet)
    assert (found.keys[:60] >= 0).all()
    assert found.keys[60:].tolist() == [-1, -1]
    later = work.Read(["정말 최고예요", "카드 환불"], [("최고",), ("카드", "환불")], vectors[[0, 1]])
    topics, strength = work.assign_topics(read, found.keys, later, quiet)
    assert topics.tolist() == [-1, found.keys[1]]
    assert strength[0] == 0
