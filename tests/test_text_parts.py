"""Parts of a topic: those that hold are found, and a topic without any is said to be of one piece."""

from __future__ import annotations

import numpy as np
import pytest

from cx.text.parts import FEWEST, firm_parts
from cx.text.vectors import unit

WORDS = (("메모", "펜", "굵기"), ("야간", "화면", "눈부심"), ("단어", "시험", "자동"))


def topic(sizes, spread=0.5, seed=0):
    """So many texts around each of three directions, each with the words of its matter and some of two hundred others."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    vectors = unit((np.eye(64)[owner] + spread * rng.standard_normal((len(owner), 64)) / 8).astype(np.float32))
    more = [rng.choice(200, 4, replace=False).tolist() for _ in owner]
    terms = [(*WORDS[theme], *(f"말{one}" for one in others)) for theme, others in zip(owner, more, strict=True)]
    return owner, [" ".join(said) for said in terms], terms, vectors


def test_three_matters_are_three_parts_the_largest_first():
    owner, texts, terms, vectors = topic((30, 60, 45))
    parts = firm_parts(texts, terms, vectors)
    assert parts.tolist() == np.array([2, 0, 1])[owner].tolist()


def test_of_many_texts_some_are_parted_and_the_others_go_where_they_belong(monkeypatch):
    monkeypatch.setattr("cx.text.parts._ASKED", 90)
    owner, texts, terms, vectors = topic((70, 60, 50))
    parts = firm_parts(texts, terms, vectors)
    assert (parts == owner).mean() > 0.99


@pytest.mark.parametrize("sizes", [(FEWEST - 1,), (200,), (190, 10)])
def test_few_texts_or_one_matter_have_no_parts(sizes):
    """Of one cloud nothing comes out twice; and where one part is 95 % of a topic, the topic is of one piece."""
    _, texts, terms, vectors = topic(sizes)
    if len(sizes) == 1:
        rng = np.random.default_rng(1)
        vectors = unit(rng.standard_normal(vectors.shape).astype(np.float32))
        terms = [said[3:] for said in terms]
    assert set(firm_parts(texts, terms, vectors).tolist()) == {-1}
