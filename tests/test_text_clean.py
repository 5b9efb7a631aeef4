"""What the analysis sees of a text, and which texts say nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.text.clean import LONGEST, clean, has_content

SEEN = {
    "<b>굵게</b> &amp; <script>alert(1)</script>저장": "굵게 & 저장",
    "<!-- 비밀 -->1 < 2 이고 3 > 2": "1 < 2 이고 3 > 2",
    "자세히는 https://example.com/a?b=1 참고, help@example.com": "자세히는 참고,",
    "연락처는 [전화번호], [주민등록번호] 입니다": "연락처는 , 입니다",
    "너무해요ㅠㅠㅠㅠㅠ!!!!!!": "너무해요ㅠㅠ!!",
    "안돼요 안돼요 안돼요 안돼요 정말": "안돼요 안돼요 정말",
    "100000원과 22222": "100000원과 22222",
    "h̷̛̤e̸͓͋l̵͕̓l̶̬̽o̴̱": "hello",
    unicodedata.normalize("NFD", "결제 café"): "결제 café",
    "보이지\u200b않는\u202e글자\ud800\x00끝": "보이지 않는 글자 끝",
    "  여러\t칸\n줄  ": "여러 칸 줄",
}


@pytest.mark.parametrize(("text", "seen"), SEEN.items())
def test_a_text_is_cleaned(text, seen):
    assert clean(text) == seen


@pytest.mark.parametrize(
    "text",
    ["", "   ", "없음", "없습니다.", "해당 없음", "특이사항 없음!!", "네", "넵~", "ㅋㅋㅋㅋ", "ㅠㅠ", "ㅇㅇ ㄱㅅ", "😭😭👍", "...", "12345", "010-0000-0000", "N/A",
     "none", "-", "!?", "x", "\ud800", "<br><br>", "https://example.com", "[전화번호]", "안녕하세요"],
)  # fmt: skip
def test_a_text_may_say_nothing(text):
    assert not has_content(text)


@pytest.mark.parametrize(
    "text",
    [
        "결제",
        "앱이 느려요",
        "refund",
        "없음 오류가 떠요",
        "مرحبا بالعالم",
        "返金",
        "\u1112\u119e\u11ab글 옛말",
        "네 결제가 안 돼요",
    ],
)
def test_a_word_is_enough(text):
    assert has_content(text)


def test_only_the_beginning_of_a_long_text_is_looked_at():
    assert len(clean("".join(chr(0xAC00 + n % 11_000) for n in range(100_000)))) == LONGEST


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_can_be_encoded_and_has_no_edges(text):
    seen = clean(text)
    seen.encode("utf-8")
    assert seen == seen.strip()
    assert "  " not in seen
    has_content(text)
