"""Terms and meanings as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from cx.text.terms import term_counts, term_matrix, vocabulary_of
from cx.text.vectors import UseEncoder, unit

TOKENS = [("결제", "오류", "결제"), ("로그인", "오류"), (), ("환불", "결제", "취소", "결제", "결제")]
TEXTS = [
    "로그인이 안 돼요",
    "",
    "I can't log in",
    "없음",
    "세금계산서를 다시 보내 주세요",
    "please send the tax invoice again",
    "로그인이 안 돼요",
]


def test_tf_idf_is_that_of_scikit_learn():
    counted = CountVectorizer(analyzer=lambda terms: terms)
    counts = counted.fit_transform(TOKENS)
    expected = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    matrix, vocabulary = term_matrix(TOKENS)
    assert list(vocabulary.terms) == counted.get_feature_names_out().tolist()
    assert matrix.toarray() == pytest.approx(expected.toarray(), abs=1e-6)
    assert term_counts(TOKENS, vocabulary).toarray().tolist() == counts.toarray().tolist()


def test_new_documents_stand_in_the_same_columns():
    _, vocabulary = term_matrix(TOKENS)
    matrix, same = term_matrix([("오류", "처음 보는 말"), ("처음 보는 말",)], vocabulary)
    assert same is vocabulary
    assert matrix.toarray()[:, vocabulary.column["오류"]].tolist() == [1, 0]
    assert matrix.shape == (2, 5)


def test_rare_terms_may_be_left_out():
    assert vocabulary_of(TOKENS, at_least=2).terms == ("결제", "오류")
    assert term_matrix([])[0].shape == (0, 0)


@pytest.fixture(scope="module")
def vectors():
    return UseEncoder().encode(TEXTS)


def test_meaning_crosses_languages_and_nothing_has_none(vectors):
    alike = vectors @ vectors.T
    assert vectors.dtype == np.float32
    assert vectors.shape == (7, UseEncoder.dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1, 0, 1, 1, 1], abs=1e-5)
    assert alike[0, 2] > 0.5 > alike[0, 4] + 0.2
    assert alike[4, 5] > 0.5 > alike[2, 5] + 0.2
    assert (vectors[0] == vectors[6]).all()


def test_vectors_do_not_depend_on_the_order_of_the_texts(vectors):
    assert (UseEncoder().encode(TEXTS[::-1])[::-1] == vectors).all()


def test_hostile_texts_have_vectors():
    found = UseEncoder().encode(
        ["가나" * 5_000, "\ud800 결제", "h̷e̸l̵l̶o̴ there", "مرحبا بالعالم", "\u1112\u119e\u11ab글 옛말", "<b>결제</b>"]
    )
    assert np.isfinite(found).all()
    assert np.linalg.norm(found, axis=1) == pytest.approx([1] * 6, abs=1e-5)


def test_progress_is_told_for_all_texts():
    told = []
    UseEncoder().encode(["결제", "결제", "환불", ""], lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]


def test_rows_of_nothing_stay_nothing():
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]]
