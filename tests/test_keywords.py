"""What is said most, and more here than there."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from cx.text.keywords import Keyword, Phrases, contrast, contrast_of_counts, frequency


def test_frequency_counts_mentions_and_documents():
    tokens = [("결제", "결제", "오류"), ("결제",), ("환불",), ()]
    assert frequency(tokens) == [Keyword("결제", 3, 2), Keyword("오류", 1, 1), Keyword("환불", 1, 1)]
    assert frequency(tokens, least=2) == [Keyword("결제", 3, 2)]
    assert frequency([]) == []


def test_log_odds_of_a_case_done_by_hand():
    """6 of 10 terms are "a" here, 2 of 10 there; the background says 8 of 20 and weighs 10 terms: its prior is 4."""
    found = contrast_of_counts(Counter(a=6, b=4), Counter(a=2, b=8), Counter(a=8, b=12), prior=10, least=1)
    row = {one.term: one for one in found}["a"]
    delta = math.log(10 / (10 + 10 - 6 - 4)) - math.log(6 / (10 + 10 - 2 - 4))
    assert row.log_odds == pytest.approx(delta) == pytest.approx(math.log(1) - math.log(6 / 14))
    assert row.z == pytest.approx(delta / math.sqrt(1 / 10 + 1 / 6))
    assert (row.first, row.second) == (6, 2)


def test_rare_words_do_not_lead_and_the_sides_mirror():
    here = [("로그인", "안")] * 40 + [("드문말",)] + [("결제",)] * 60
    there = [("로그인",)] * 10 + [("결제",)] * 90
    found = contrast(here, there, least=1)
    assert [found[0].term, found[-1].term] == ["안", "결제"]
    assert {one.term for one in found if one.z > 1.96} == {"안", "로그인"}  # the rare word is not among them
    mirrored = {one.term: one.z for one in contrast(there, here, least=1)}
    assert all(mirrored[one.term] == pytest.approx(-one.z) for one in found)


def test_a_word_repeated_in_one_text_counts_once():
    loud = [("느리다",) * 300] + [("결제",)] * 50
    calm = [("느리다",)] + [("결제",)] * 50
    assert {one.z for one in contrast(loud, calm, least=1)} == {0.0}


def test_the_same_words_on_both_sides_stay_below_two_standard_errors():
    dice = np.random.default_rng(5)
    words = [f"w{number}" for number in range(200)]
    documents = [tuple(dice.choice(words, 6)) for _ in range(2000)]
    found = contrast(documents[:1000], documents[1000:])
    assert np.mean([abs(one.z) > 1.96 for one in found]) < 0.08


@pytest.mark.parametrize(
    ("first", "second"), [([], []), ([("a",)], []), ([()], [("a",)]), ([("a",)] * 9, [("a",)] * 9)]
)
def test_nothing_to_compare_gives_nothing(first, second):
    assert contrast(first, second) == []


def test_phrases_join_what_stands_together():
    tokens = [("엑셀", "일괄", "등록", "실패")] * 8 + [("엑셀", "양식")] * 3 + [("학생", "등록")] * 3 + [("실패",)] * 30
    phrases = Phrases.found(tokens, bound=0.5)
    assert phrases.joined(tokens[:1]) == [("엑셀 일괄 등록", "실패")]
    assert phrases.joined([("등록", "엑셀"), ()]) == [("등록", "엑셀"), ()]


def test_words_that_meet_by_chance_stay_apart():
    dice = np.random.default_rng(2)
    tokens = [tuple(dice.choice(list("가나다라마바사"), 5)) for _ in range(500)]
    assert Phrases.found(tokens).pairs == frozenset()
