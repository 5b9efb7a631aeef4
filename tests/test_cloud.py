"""A word cloud: no word upon another, all on the ground, larger for more, the same every time."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from PIL import ImageFont

from cx.text.cloud import EMPHASIS, MUTED, SMALLEST, cloud

FONT = Path(__file__).parent.parent / "static" / "Pretendard-SemiBold.otf"
WORDS = [
    "로그인",
    "문제지",
    "엑셀 업로드",
    "결제",
    "gypsy",
    "환불",
    "알림톡",
    "QR코드",
    "세금계산서",
    "느리다",
    "저장 버튼",
    "502",
]
WEIGHTS = {
    f"{word}{turn or ''}": 200 / (1 + place + 12 * turn) for turn in range(4) for place, word in enumerate(WORDS)
}


def boxes(placed):
    return [
        (one.x - one.width / 2, one.y - one.height / 2, one.x + one.width / 2, one.y + one.height / 2) for one in placed
    ]


@pytest.mark.parametrize(("width", "height", "seed"), [(700, 300, 0), (320, 280, 1), (1000, 200, 2)])
def test_no_word_touches_another_or_leaves_the_ground(width, height, seed):
    placed = cloud(WEIGHTS, FONT, width=width, height=height, seed=seed)
    assert len(placed) > 30
    for left, top, right, bottom in boxes(placed):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
    for (a, b), (c, d) in combinations(zip(boxes(placed), placed, strict=True), 2):
        assert a[2] <= c[0] or c[2] <= a[0] or a[3] <= c[1] or c[3] <= a[1], (b.word, d.word)


def test_letters_stay_inside_the_ground_of_their_word():
    for one in cloud(WEIGHTS, FONT, width=700, height=300):
        font = ImageFont.truetype(str(FONT), one.size)
        left, top, right, bottom = font.getbbox(one.shown, anchor="ms")  # from the middle of the baseline
        baseline = 0.3 * one.size  # below the middle of a line, as browsers draw it
        assert -one.width / 2 - 1 <= left
        assert right <= one.width / 2 + 1
        assert -one.height / 2 - 1 <= top + baseline
        assert bottom + baseline <= one.height / 2 + 1


def test_more_is_larger_and_the_same_comes_again():
    first = cloud(WEIGHTS, FONT, width=700, height=300)
    assert first == cloud(dict(reversed(WEIGHTS.items())), FONT, width=700, height=300)
    assert first != cloud(WEIGHTS, FONT, width=700, height=300, seed=1)
    sizes = [one.size for one in first]
    assert sizes[0] > sizes[-1]
    assert min(sizes) >= SMALLEST
    assert [one.weight for one in first] == sorted((one.weight for one in first), reverse=True)


def test_two_colours():
    placed = cloud(WEIGHTS, FONT, width=700, height=300, emphasised=frozenset({"결제"}))
    assert {one.word for one in placed if one.colour == EMPHASIS} == {"결제"}
    assert {one.colour for one in cloud(WEIGHTS, FONT, width=700, height=300)} == {EMPHASIS, MUTED}


def test_odd_words():
    weights = {"가" * 300: 9.0, "<b>x</b>": 5.0, "=1+1": 4.0, " ": 8.0, "없음": 0.0, "줄\n바꿈": 3.0, "\U0001f600": 2.0}
    placed = {one.word: one for one in cloud(weights, FONT, width=600, height=300)}
    assert set(placed) == {"가" * 300, "<b>x</b>", "=1+1", "줄\n바꿈", "\U0001f600"}
    assert placed["가" * 300].shown == "가" * 23 + "…"
    assert placed["줄\n바꿈"].shown == "줄 바꿈"


@pytest.mark.parametrize("weights", [{}, {"결제": 0.0}])
def test_no_words_no_cloud(weights):
    assert cloud(weights, FONT, width=600, height=300) == []


def test_no_room_leaves_words_out():
    assert cloud({"세금계산서": 1.0}, FONT, width=30, height=10) == []
