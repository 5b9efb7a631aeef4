"""Contacts with a wrong tag come first, mixed-up tags are named, and audits say how sure they are."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import average_precision_score
from statsmodels.stats.proportion import proportion_confint

from cx.text.mistags import Accuracy, Probabilities, accuracy, audit_sample, confusable, doubtful, out_of_fold
from tests.tagged import material, tagged


@pytest.fixture(scope="module")
def mistagged():
    """300 contacts, thirty of which were given the next tag."""
    texts, tokens, vectors, tags = tagged(300)
    names = sorted(set(tags))
    wrong = set(np.random.default_rng(3).choice(300, 30, replace=False).tolist())
    given = [names[(names.index(tag) + 1) % 3] if row in wrong else tag for row, tag in enumerate(tags)]
    return (texts, tokens, vectors, given), wrong, tags


@pytest.fixture(scope="module")
def found(mistagged):
    return out_of_fold(*mistagged[0])


def test_wrong_tags_rank_first_and_the_right_one_is_offered(mistagged, found):
    _, wrong, tags = mistagged
    assert np.allclose(found.matrix.sum(axis=1), 1)
    is_wrong = [int(row) in wrong for row in found.rows]
    assert average_precision_score(is_wrong, 1 - found.of_given) > 0.9
    doubts = doubtful(found, size=25)
    assert len(doubts) == 25
    assert np.mean([doubt.row in wrong for doubt in doubts]) > 0.9
    assert np.mean([doubt.other == tags[doubt.row] for doubt in doubts]) > 0.9
    assert [doubt.probability for doubt in doubts] == sorted(doubt.probability for doubt in doubts)
    assert all(doubt.other != doubt.given and doubt.probability + doubt.other_probability <= 1 for doubt in doubts)


def test_what_was_reviewed_is_not_asked_again(found):
    first = doubtful(found, size=10)
    rest = doubtful(found, size=10, reviewed={doubt.row for doubt in first[:6]})
    assert rest[:4] == first[6:]
    assert len(doubtful(found, size=10**6)) == 300


def test_the_order_of_the_documents_does_not_matter(mistagged, found):
    texts, tokens, vectors, given = mistagged[0]
    order = np.random.default_rng(1).permutation(300)
    other = out_of_fold(
        [texts[at] for at in order], [tokens[at] for at in order], vectors[order], [given[at] for at in order]
    )
    back = [int(order[row]) for row in other.rows]
    first = dict(zip(found.rows.tolist(), found.of_given, strict=True))
    same = {texts[row]: first[row] for row in first}
    assert all(same[texts[row]] is not None for row in back)
    assert sorted(other.of_given.round(9)) == sorted(found.of_given.round(9))


def test_mixed_up_tags_are_named_with_how_many():
    """Two of three tags are used for the same words: only they are mixed up, about half of them."""
    texts, tokens, vectors, tags = tagged(240)
    dice = np.random.default_rng(4)
    given = [("청구" if dice.random() < 0.5 else "결제") if tag == "결제" else tag for tag in tags]
    [first, *_] = confusable(out_of_fold(texts, tokens, vectors, given))
    assert {first.first, first.second} == {"결제", "청구"}
    assert first.documents == pytest.approx(40, abs=10)
    assert first.share == pytest.approx(first.documents / 80)


def test_expected_confusions_by_hand():
    matrix = np.array([[0.9, 0.1, 0], [0.2, 0.8, 0], [0, 1, 0], [0.5, 0.5, 0]])
    found = Probabilities("ok", ["a", "b", "c"], np.arange(4), np.array([0, 0, 1, 1]), matrix, {})
    [pair] = confusable(found)
    assert (pair.first, pair.second) == ("a", "b")
    assert pair.documents == pytest.approx(0.1 + 0.8 + 0 + 0.5)
    assert pair.share == pytest.approx(1.4 / 4)


@pytest.mark.parametrize(
    ("tags", "status", "left_out"),
    [
        ([], "no_tags", {}),
        ([None] * 5, "no_tags", {}),
        (["a"] * 40, "one_tag", {}),
        (["a"] * 40 + ["b"] * 4, "one_tag", {"b": 4}),
        ([f"tag {number}" for number in range(5000)], "no_tags", {f"tag {number}": 1 for number in range(5000)}),
    ],
)
def test_too_little_to_judge_is_said(tags, status, left_out):
    found = out_of_fold(*material([f"결제 오류 {number}" for number in range(len(tags))]), tags)
    assert (found.status, found.left_out, len(found.rows)) == (status, left_out, 0)
    assert doubtful(found) == []
    assert confusable(found) == []


def test_rare_tags_and_empty_texts_are_left_out_of_the_ranking():
    texts, tokens, vectors, tags = tagged(60)
    more = material(["", "결제 문의"])
    found = out_of_fold([*texts, *more[0]], [*tokens, *more[1]], np.vstack([vectors, more[2]]), [*tags, "결제", "드문"])
    assert sorted(found.rows.tolist()) == list(range(60))
    assert found.left_out == {"드문": 1}


def test_progress_is_told_and_may_cancel(mistagged):
    seen = []
    out_of_fold(*(part[:60] for part in mistagged[0]), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(number, 10) for number in range(1, 11)]

    def stop(_done, _total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        out_of_fold(*(part[:60] for part in mistagged[0]), progress=stop)


def test_an_audit_takes_from_each_group_by_its_size():
    keys = [f"T{number:03}" for number in range(100)]
    strata = ["a"] * 60 + ["b"] * 30 + ["c"] * 10
    sample = audit_sample(keys, strata, 20)
    assert Counter(strata[row] for row in sample) == {"a": 12, "b": 6, "c": 2}
    assert sample == audit_sample(keys, strata, 20)
    assert sample != audit_sample(keys, strata, 20, seed=1)
    order = np.random.default_rng(2).permutation(100)
    shuffled = audit_sample([keys[at] for at in order], [strata[at] for at in order], 20)
    assert {keys[order[row]] for row in shuffled} == {keys[row] for row in sample}
    assert audit_sample(keys, strata, 500) == list(range(100))
    assert len(audit_sample(keys, keys, 20)) == 20
    assert audit_sample([], [], 20) == []


def test_accuracy_has_the_interval_of_wilson():
    found = accuracy([True] * 46 + [False] * 4 + [None] * 9)
    assert (found.right, found.audited, found.value) == (46, 50, 0.92)
    assert (found.low, found.high) == pytest.approx(proportion_confint(46, 50, method="wilson"))
    assert accuracy([None]) == accuracy([]) == Accuracy(0, 0, None, None, None)
