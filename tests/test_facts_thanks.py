"""What only says thanks, and what says more."""

from __future__ import annotations

import duckdb
import pytest

from cx.facts_thanks import only_thanks

THANKS = [
    "감사합니다", "네 감사합니다~^^", "넵 감사합니다 ㅎㅎ", "빠른 답변 감사합니다.", "친절한 상담 감사드립니다", "도와주셔서 감사합니다",
    "네, 확인했습니다. 감사합니다", "정말 고마워요!!", "해결되었습니다. 감사합니다", "알려주셔서 감사합니다 좋은 하루 되세요",
    "덕분에 잘 해결됐어요 감사합니다", "감사합니다 수고하세요", "[이름]님 감사합니다", "감사합니다😊", "땡큐요", "Thanks!",
    "thank you so much", "Thank you for your help", "Thanks a lot, it works now", "thx 👍", "ok thanks",
    "Great, thank you very much for the quick reply!", "Thanks, have a nice day!",
]  # fmt: skip
MORE = [
    "감사합니다. 그런데 아직 안 됩니다", "감사합니다. 안 되네요", "환불 감사합니다만 금액이 달라요", "감사 페이지가 안 열려요",
    "안녕하세요 답변 부탁드립니다 감사합니다", "감사합니다 혹시 하나 더 여쭤봐도 될까요", "thanks but it still fails",
    "Thank you. Can you also refund?", "thanks for nothing", "not working thanks",
    "로그인이 안 돼요", "해결됐어요", "네", "ok", "", None, "감사합니다 " * 40,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [(text, True) for text in THANKS] + [(text, False) for text in MORE], ids=str
)
def test_thanks_and_nothing_else(text, expected):
    with duckdb.connect() as con:
        found = con.execute(f"select {only_thanks('said')} from (select ?::varchar as said)", [text]).fetchone()
    assert found == (expected,)
