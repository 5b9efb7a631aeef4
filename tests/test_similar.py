"""Search by meaning and words together, and contacts linked into one story."""

from __future__ import annotations

import numpy as np
import pytest

from cx.text.similar import Similar, Terms, alike, spelled, story
from cx.text.terms import term_matrix

VECTORS = np.array([[1, 0, 0], [0.6, 0.8, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=np.float32)
TOKENS = [("결제", "오류"), ("결제",), ("환불",), ("로그인", "오류"), ()]


def test_similarity_is_meaning_plus_half_the_words():
    hits = Similar(VECTORS, TOKENS).search(np.array([1, 0, 0]), ("결제",))
    # "결제" and "오류" are both in two of five documents, so both weigh alike: the cosine of one of two is 1 / √2
    assert [hit.row for hit in hits] == [0, 1]
    assert hits[0].meaning == 1.0
    assert hits[0].words == pytest.approx(2**-0.5)
    assert hits[1].similarity == pytest.approx(0.6 + 0.5 * 1.0)


def test_words_agree_with_the_whole_matrix():
    matrix, _ = term_matrix(TOKENS)
    whole = (matrix @ matrix.T).toarray()
    terms = Terms(TOKENS)
    for row, tokens in enumerate(TOKENS):
        assert terms.cosines(tokens) == pytest.approx(whole[row], abs=1e-6)
        assert terms.cosines_with(row) == pytest.approx(whole[row], abs=1e-6)


def test_like_a_document_leaves_itself_out_and_keeps_to_a_selection():
    similar = Similar(VECTORS, TOKENS)
    assert [hit.row for hit in similar.like(0)] == [1, 3]
    assert [hit.row for hit in similar.like(0, among=np.array([0, 2, 3]))] == [3]
    assert [hit.row for hit in similar.like(0, count=1)] == [1]
    assert similar.like(4) == []


def test_changed_documents_are_found_as_if_all_had_been_given_at_once():
    new = ("로그인",)
    vectors = np.vstack([VECTORS[[0, 2, 3]], [[0, 0.6, 0.8]]])
    similar = Similar(VECTORS, TOKENS).changed(np.array([0, 2, 3]), vectors[3:], [new])
    hits = similar.search(np.array([0, 0, 1]), ("로그인",))
    assert [hit.row for hit in hits] == [2, 3]
    # "로그인" is in one of the first five and "오류" in two: their weights are as they were then.
    assert hits[0].words == pytest.approx(float(Terms(TOKENS).cosines(new)[3]))
    assert hits[1].similarity == pytest.approx(0.8 + 0.5)
    assert len(similar.changed(np.arange(4), np.zeros((1, 0)), []).search(np.array([0, 1, 0]), ())) == 2


def test_equal_documents_come_in_their_order():
    similar = Similar(np.ones((50, 1), dtype=np.float16), [("결제",)] * 50)
    assert [hit.row for hit in similar.search(np.ones(1), ("결제",), count=3)] == [0, 1, 2]


@pytest.mark.parametrize(("vector", "terms"), [(np.zeros(3), ()), (np.zeros(3), ("모르는말",)), (-np.ones(3), ())])
def test_a_query_that_says_nothing_finds_nothing(vector, terms):
    assert Similar(VECTORS, TOKENS).search(vector, terms) == []


def test_nothing_to_search_in():
    assert Similar(np.zeros((0, 3), dtype=np.float32), []).search(np.ones(3), ("결제",)) == []
    with pytest.raises(ValueError, match="2 vectors and 1"):
        Similar(np.zeros((2, 3)), [()])


def test_pairs_of_texts():
    found = alike((VECTORS[:2], TOKENS[:2]), (VECTORS[[0, 3]], [TOKENS[0], TOKENS[3]]), Terms(TOKENS))
    assert found == pytest.approx([1.5, 0.0])


def test_contacts_about_one_matter_become_a_story():
    similar = Similar(VECTORS[[0, 2, 1, 3, 0]], [TOKENS[row] for row in (0, 2, 1, 3, 0)])
    chains = story([0, 1, 2, 3, 4], [1.0, 2.0, 3.0, 4.0, 30.0], similar, within=7, least=0.5)
    assert chains == [[0, 2]]  # the last one is too late, the others are about something else
    assert story([0, 1, 2, 3, 4], [1.0, 2.0, 3.0, 4.0, 30.0], similar, within=60, least=0.5) == [[0, 2, 4]]
    assert story([], [], similar, within=7, least=0.5) == []


def test_a_story_goes_on_in_the_next_block(monkeypatch):
    monkeypatch.setattr("cx.text.similar._BLOCK", 2)
    own = [0, 1, 0, 3, 1, 0]
    similar = Similar(VECTORS[own], [TOKENS[row] for row in own])
    chains = story(range(6), [9.0, 8.0, 7.0, 6.0, 1.0, 0.0], similar, within=7, least=1.0)
    # 0 and 1 are alike by less than .6 + .5 x cos 45° = .95: by time 5 and 4 begin a chain each, 2 and 1 go on in the second block.
    assert chains == [[5, 2, 0], [4, 1]]


def test_spelled_tokens_hold_terms_twice_and_the_letter_pairs_of_words():
    assert spelled(["결제 안"], [("결제",)]) == [("결제", "결제", " 결", "결제", "제 ", " 안", "안 ")]
    assert spelled(["", "ㅋㅋㅋ"], [(), ()]) == [(), ()]


def test_letters_find_a_text_that_shares_no_term():
    texts = ["영수증재발급", "영수증 재발급이요", "로그인"]
    none = np.zeros((3, 4), dtype=np.float32)
    similar = Similar(none, spelled(texts, [("영수증재발급",), ("영수증", "재발급"), ("로그인",)]))
    assert [hit.row for hit in similar.like(0)] == [1]
