"""Copies are grouped, similar ones offered for review, and no pair is missed."""

from __future__ import annotations

import numpy as np
import pytest

from cx.text.duplicates import Copies, Group, _pairs, duplicates, same_letters, weighted
from tests.many_texts import COMMON

SAME = "안녕하세요 누리학원입니다 알림톡이 어제부터 발송되지 않습니다 빠른 확인 부탁드립니다"
TEXTS = [
    SAME,
    "결제 화면이 열리지 않아요",
    SAME + "!!",
    "엑셀로 내려받는 기능이 있으면 좋겠어요",
    SAME.replace("어제부터", "오늘부터"),
    "  " + SAME.upper(),
    "",
    "!!!",
    "!!!",
]


def some_texts(count, seed=0):
    """Texts of common words, so that many pairs are somewhat alike."""
    dice = np.random.default_rng(seed)
    return [" ".join(dice.choice(COMMON, dice.integers(2, 8))) for _ in range(count)]


def test_copies_are_one_group_with_a_representative():
    found = duplicates(TEXTS)
    [group] = found.groups
    assert group.rows == (0, 2, 4, 5)
    assert group.count == 4
    assert same_letters(TEXTS[group.representative]) == same_letters(SAME)  # written most often


def test_the_order_of_the_texts_does_not_matter():
    texts = some_texts(300)
    order = np.random.default_rng(1).permutation(len(texts))
    first, second = duplicates(texts), duplicates([texts[place] for place in order])

    def told(found, rows):
        return (
            sorted(sorted(rows[row] for row in group.rows) for group in found.groups),
            [round(near.similarity, 5) for near in found.review],
        )

    assert told(first, range(len(texts))) == told(second, order)
    assert [texts[group.representative] for group in first.groups] == [
        texts[order[group.representative]] for group in second.groups
    ]


@pytest.mark.parametrize("bound", [0.65, 0.8])
def test_no_pair_is_missed_and_none_made_up(bound):
    matrix, _ = weighted(sorted(set(some_texts(400))))
    whole = (matrix @ matrix.T).toarray()
    expected = {(int(a), int(b)) for a, b in zip(*np.where(np.triu(whole, 1) >= bound), strict=True)}
    parts = list(_pairs(matrix, bound, np.arange(matrix.shape[0]), None))
    found = {(int(a), int(b)): float(c) for part in parts for a, b, c in zip(*part, strict=True)}
    assert expected
    assert set(found) == expected
    assert all(similarity == pytest.approx(whole[pair], abs=1e-5) for pair, similarity in found.items())


def test_pairs_to_review_lie_between_the_bounds_and_in_different_groups():
    texts = some_texts(300)
    found = duplicates(texts, most=50)
    group = {row: number for number, one in enumerate(found.groups) for row in one.rows}
    assert 0 < len(found.review) <= 50
    for near in found.review:
        assert 0.65 <= near.similarity < 0.8
        assert group.get(near.first, -1) != group.get(near.second, -2)
    assert [near.similarity for near in found.review] == sorted(
        (near.similarity for near in found.review), reverse=True
    )


def test_one_text_three_hundred_times():
    assert duplicates(["결제가 안 돼요"] * 300).groups == [Group(tuple(range(300)), 0)]


@pytest.mark.parametrize(
    "texts", [[], [""], ["", "  ", "\n"], ["ㅋ"], ["\U0001f600"] * 3, ["a", "b"], ["결제", "환불"]]
)
def test_texts_of_nothing_form_no_group(texts):
    found = duplicates(texts)
    assert (found.groups, found.review) == ([], [])


def test_odd_texts_are_taken_as_they_are():
    zalgo = "Z̷̢̛a̸l̶g̵o̷ 오류"
    found = duplicates(
        [
            "x" * 5000,
            "x" * 4999 + "y",
            zalgo,
            zalgo,
            "\udc80 결제 오류",
            "<b>결제</b>",
            "مرحبا بالعالم",
            "مرحبا بالعالم",
        ]
    )
    assert [group.rows for group in found.groups] == [(0, 1), (2, 3), (6, 7)]


def test_cancelling_ends_it():
    def stop(_done, _total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        duplicates(some_texts(50), progress=stop)


def test_the_nearest_known_text_of_a_changed_one():
    known = [text for text in TEXTS if text.strip("! ")]
    rows, similarity = Copies(known).nearest(["결제화면이 열리지않아요ㅠㅠ", "zzzz"])
    assert known[rows[0]] == "결제 화면이 열리지 않아요"
    assert similarity[0] > 0.5
    assert similarity[1] == 0
