"""The light encoder: axes learnt from texts, and where other texts lie by them."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from cx.text import lsa
from cx.text.lsa import AXES, LsaEncoder, learn
from cx.text.sentences import SentenceReader
from cx.text.tokens import Tokenizer

TOKENS = [
    ("login", "error"),
    ("login", "password"),
    ("password", "error", "error"),
    ("invoice", "amount"),
    ("invoice", "issue"),
    ("amount", "issue", "invoice"),
    ("once",),
    (),
]
WRITTEN = [" ".join(terms) for terms in TOKENS]


@pytest.fixture(scope="module")
def encoder():
    return LsaEncoder(Tokenizer(), learn(TOKENS, "1"))


def expected(tokens, rank):
    """Unit vectors as scikit-learn makes them of terms that two documents share."""
    tfidf = TfidfVectorizer(analyzer=lambda terms: terms, sublinear_tf=True, min_df=2)
    matrix = tfidf.fit_transform(sorted(tokens))
    axes = TruncatedSVD(rank, random_state=0).fit(matrix).components_
    found = tfidf.transform(tokens) @ axes.T
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def test_likeness_is_that_of_scikit_learn(encoder):
    found = encoder.encode(WRITTEN, terms=TOKENS)
    assert found.shape == (8, LsaEncoder.dimensions)
    wanted = expected(TOKENS, 5)  # six terms that two documents share: one axis fewer
    assert found[:6] @ found[:6].T == pytest.approx(
        wanted[:6] @ wanted[:6].T, abs=2e-3
    )  # axes are kept in half precision


def test_words_that_go_together_are_alike_and_others_are_not():
    """Two axes: login, password and error occur with each other only, as do invoice, amount and issue."""
    plain = learn(TOKENS, "1")
    found = LsaEncoder(Tokenizer(), lsa.Axes("two", plain.vocabulary, plain.axes[:2])).encode(
        ["", "", ""], terms=[("login",), ("password",), ("invoice",)]
    )
    assert not found.any()  # a text without content has no vector, whatever its terms
    found = LsaEncoder(Tokenizer(), lsa.Axes("two", plain.vocabulary, plain.axes[:2])).encode(
        ["login", "password", "invoice"]
    )
    assert found @ found.T == pytest.approx(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]]), abs=2e-3)


def test_what_one_text_alone_says_is_not_learnt(encoder):
    assert learn(TOKENS, "1").vocabulary.terms == ("amount", "error", "invoice", "issue", "login", "password")
    unknown, again, other, known = encoder.encode(["once upon", "once upon", "zebra", "login"])
    assert unknown @ again == pytest.approx(1, abs=1e-5)
    assert abs(unknown @ other) < 0.5
    assert unknown @ known == 0
    assert not unknown[:AXES].any()


def test_what_is_learnt_does_not_depend_on_the_order_and_changes_with_all_it_comes_from():
    first = learn(TOKENS, "1")
    again = learn(TOKENS[::-1], "1")
    assert first == again
    assert (first.axes == again.axes).all()
    assert learn(TOKENS, "2") != first  # another tokenizer
    assert learn(TOKENS[:-2], "1") != first  # the same terms, rarer


@pytest.mark.parametrize("tokens", [[], [()], [("login",)], [("login", "error")], [("login",), ("login",)]])
def test_hardly_any_documents_teach_nothing_and_letters_are_left(tokens):
    encoder = LsaEncoder(Tokenizer(), learn(tokens, "1"))
    found = encoder.encode(["login error", "", "없음", "login error"])
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0, 0, 1], abs=1e-5)
    assert found[0] @ found[3] == pytest.approx(1, abs=1e-5)
    assert encoder.encode([]).shape == (0, LsaEncoder.dimensions)


def test_of_very_many_terms_the_most_frequent_are_learnt(monkeypatch):
    monkeypatch.setattr(lsa, "_MOST_TERMS", 3)
    assert learn(TOKENS, "1").vocabulary.terms == (
        "amount",
        "error",
        "invoice",
    )  # three times invoice; of equals the first


def test_hostile_texts_have_vectors(encoder):
    texts = ["가나" * 5_000, "\ud800 결제", "h̷e̸l̵l̶o̴ there", "مرحبا بالعالم", "\u1112\u119e\u11ab글 옛말", "<b>결제</b>"]
    found = encoder.encode(texts)
    assert np.isfinite(found).all()
    assert np.linalg.norm(found, axis=1) == pytest.approx([1] * 6, abs=1e-5)


def test_sentences_are_analysed_once_for_terms_and_vectors(encoder):
    asked = []

    class Counted(Tokenizer):
        def tokenize(self, texts, progress=None):
            asked.extend(texts)
            return super().tokenize(texts, progress)

    counted = Counted()
    reader = SentenceReader(counted, LsaEncoder(counted, learn(TOKENS, "1")))
    terms, vectors = reader.read(["login error. invoice amount", "invoice amount"])
    assert asked == ["invoice amount", "login error."]
    assert terms == [("login", "error", "invoice", "amount"), ("invoice", "amount")]
    one, other = encoder.encode(["login error", "invoice amount"])
    assert vectors[0] == pytest.approx(
        (one + other) / np.linalg.norm(one + other), abs=1e-5
    )  # two terms each: equal weights
    assert "lsa" in reader.vectors_version
