"""What topics are called: readable, no two alike, with typical texts."""

from __future__ import annotations

import numpy as np

from cx.text.labels import describe, typical

REFUND = [("환불", "지연", "카드"), ("환불", "지연"), ("환불", "지연", "열리다"), ("카드", "환불", "지연")]
LOGIN = [("로그인", "비밀번호"), ("로그인", "비밀번호", "열리다"), ("로그인", "열리다"), ("로그인",)]
WRITTEN = [
    "환불 지연 카드",
    "환불 지연이요",
    "환불지연 안 열려요",
    "카드 환불 지연",
    "로그인 그리고 비밀번호",
    "비밀번호 로그인 열림",
    "로그인 열림",
    "로그인이요",
]
LABELS = np.array([0] * 4 + [1] * 4)


def lying(angles):
    return np.array([[np.cos(angle), np.sin(angle)] for angle in angles], dtype=np.float32)


VECTORS = lying([0.0, 0.3, 0.6, 0.9, 1.6, 1.9, 2.2, 2.5])


def test_terms_are_those_of_the_topic_and_neighbours_are_joined():
    found = describe(WRITTEN, REFUND + LOGIN, VECTORS, LABELS)
    assert found[0].text == "환불 지연 · 카드"  # 열리다 stands in one text only
    assert found[1].terms[0] == "로그인"
    assert set(found[1].terms) == {"로그인", "비밀번호", "열리다"}  # 로그인 and 비밀번호 do not stand side by side
    assert (found[0].size, found[1].size) == (4, 4)


def test_stems_come_after_nouns_of_the_same_weight():
    found = describe(WRITTEN, REFUND + LOGIN, VECTORS, LABELS)
    assert found[1].terms.index("비밀번호") < found[1].terms.index("열리다")


def test_no_two_topics_are_called_the_same():
    tokens = [("결제", "오류", "카드", "취소")] * 9
    written = ["결제, 오류, 카드, 취소"] * 9
    labels = np.repeat([0, 1, 2], 3)
    texts = {label.text for label in describe(written, tokens, VECTORS[[0] * 9], labels).values()}
    assert len(texts) == 3


def test_a_topic_without_terms_is_called_after_a_text():
    found = describe(["맞은 것도 들어와요"] * 6, [()] * 6, VECTORS[:6], np.repeat([4, 9], 3))
    assert [label.text for label in found.values()] == ["맞은 것도 들어와요", "맞은 것도 들어와요 (2)"]
    assert set(found) == {4, 9}


def test_words_that_judge_or_ask_come_after_those_that_name_a_matter():
    tokens = [("좋다", "개선", "soon", "결석", "보강")] * 6
    (found,) = describe(["보강, 결석, 좋아요, 개선, soon"] * 6, tokens, VECTORS[:6], np.zeros(6, dtype=int)).values()
    assert found.terms[:2] == ("결석", "보강")


def test_one_term_does_not_hold_another():
    found = describe(
        ["카드결제", "카드 결제", "결제하다"] * 2,
        [("카드결제", "카드", "결제", "결제하다", "영수증")] * 6,
        VECTORS[:6],
        np.zeros(6, dtype=int),
    )
    plain = [term.replace(" ", "") for term in found[0].terms]
    assert not any(a in b for a in plain for b in plain if a != b)


def test_typical_texts_are_nearest_the_middle_and_say_different_things():
    """The mean of the angles 0, .5, 1, 1, 1.5, 2 is 1: the medoid lies there, its copy is left out, .5 and 1.5 are next."""
    vectors = lying([0.0, 0.5, 1.0, 1.0, 1.5, 2.0])
    written = [
        "가나다라마바사 일",
        "가나다라마바사 이",
        "가나다라마바사 삼",
        "가나다라마바사 삼",
        "가나다라마바사 오",
        "가나다라마바사 육",
    ]
    assert typical(written, vectors, np.arange(6))[0] in (2, 3)
    assert set(typical(written, vectors, np.arange(6))[1:]) == {1, 4}
    sure = np.array([1, 1, 0, 0, 1, 1])
    assert not {2, 3} & set(typical(written, vectors, np.arange(6), sure))


def test_long_and_tiny_texts_are_typical_only_where_there_is_nothing_else():
    vectors = lying([0.0, 0.01, 0.6])
    assert typical(["짧다", "길다 " * 100, "읽기 좋은 길이의 글입니다"], vectors, np.arange(3)) == (2,)
    assert len(typical(["짧다", "길다 " * 100], vectors[[0, 2]], np.arange(2))) == 2


def test_no_topics_have_no_labels():
    assert describe([], [], np.zeros((0, 2), dtype=np.float32), np.zeros(0, dtype=int)) == {}
    assert describe(["가"], [()], np.zeros((1, 2), dtype=np.float32), np.array([-1])) == {}
