"""Tags are suggested from what was tagged, corrected tags weigh more, and too little to learn from is said."""

from __future__ import annotations

import numpy as np
import pytest

from cx.text.tags import CORRECTED, TagModel
from tests.tagged import material, tagged

TAGS = {"결제", "로그인", "알림톡"}


@pytest.fixture(scope="module")
def learnt():
    return TagModel().fit(*tagged(180))


def test_the_words_of_a_tag_bring_it_back(learnt):
    texts, tokens, vectors, tags = tagged(60, seed=9)
    assert (learnt.status_, set(learnt.tags_), learnt.left_out_) == ("ok", TAGS, {})
    found = learnt.label(texts, tokens, vectors)
    assert np.mean([one == tag for one, tag in zip(found, tags, strict=True)]) > 0.95


def test_suggestions_are_few_and_their_probabilities_those_of_the_model(learnt):
    texts, tokens, vectors, _ = tagged(20, seed=9)
    for some in learnt.suggest(texts, tokens, vectors):
        assert len({one.tag for one in some}) == 3
        assert sum(one.probability for one in some) == pytest.approx(1)
        assert some[1].probability >= some[2].probability
    assert [len(some) for some in learnt.suggest(texts, tokens, vectors, count=1)] == [1] * 20


def test_a_text_without_content_gets_none(learnt):
    texts, tokens, vectors = material(["", "   "])
    assert learnt.suggest(texts, tokens, vectors) == [[], []]
    assert learnt.label(texts, tokens, vectors) == [None, None]
    assert learnt.suggest([], [], vectors[:0]) == []


def test_the_order_of_the_documents_does_not_matter(learnt):
    texts, tokens, vectors, tags = tagged(180)
    order = np.random.default_rng(1).permutation(len(texts))
    other = TagModel().fit(
        [texts[at] for at in order], [tokens[at] for at in order], vectors[order], [tags[at] for at in order]
    )
    asked = tagged(30, seed=4)[:3]
    assert learnt.suggest(*asked) == other.suggest(*asked)


def test_corrections_outweigh_what_was_tagged():
    """Forty contacts of a theme carry the old tag, ten were corrected; ten plain ones would not turn the model around."""
    dice = np.random.default_rng(0)
    rest = [" ".join(dice.choice(["어제", "오늘", "빨리", "제발", "카드", "현금"], 2)) for _ in range(70)]
    said = ["환불 해 주세요"] * 50 + ["로그인 안돼요"] * 20
    texts, tokens, vectors = material([f"{one} {other}" for one, other in zip(said, rest, strict=True)])
    tags = ["기타"] * 40 + ["환불"] * 10 + ["로그인"] * 20
    asked = material(["환불 해 주세요"])
    plain = TagModel().fit(texts, tokens, vectors, tags)
    assert plain.label(*asked) == ["기타"]
    weights = [1.0] * 40 + [CORRECTED] * 10 + [1.0] * 20
    corrected = TagModel().fit(texts, tokens, vectors, tags, weights)
    before, after = (
        {one.tag: one.probability for one in model.suggest(*asked)[0]}["환불"] for model in (plain, corrected)
    )
    assert after > before + 0.2
    assert corrected.label(*asked) == ["환불"]


def test_a_weight_of_nothing_leaves_a_document_out():
    texts, tokens, vectors, tags = tagged(60)
    model = TagModel().fit(
        [*texts, "x"] * 5,
        [*tokens, ("x",)] * 5,
        np.vstack([vectors, vectors[:1]] * 5),
        [*tags, "헛것"] * 5,
        ([1.0] * 60 + [0.0]) * 5,
    )
    assert set(model.tags_) == TAGS
    assert model.left_out_ == {}


@pytest.mark.parametrize(
    ("tags", "status", "left_out"),
    [
        ([], "no_tags", {}),
        ([None, "", None], "no_tags", {}),
        (["a"] * 4, "no_tags", {"a": 4}),
        (["a"] * 30, "one_tag", {}),
        (["a"] * 30 + ["b"] * 4 + [None] * 9, "one_tag", {"b": 4}),
        ([f"tag {number}" for number in range(5000)], "no_tags", {f"tag {number}": 1 for number in range(5000)}),
    ],
)
def test_too_little_to_learn_from_is_said(tags, status, left_out):
    texts, tokens, vectors = material([f"결제 오류 {number}" for number in range(len(tags))])
    model = TagModel().fit(texts, tokens, vectors, tags)
    assert (model.status_, model.left_out_) == (status, left_out)
    assert model.suggest(texts[:2], tokens[:2], vectors[:2]) == [[]] * len(texts[:2])


def test_of_very_many_the_corrected_and_some_of_each_tag_are_learnt_from():
    texts, tokens, vectors, tags = tagged(900)
    model = TagModel(most_documents=200).fit(texts, tokens, vectors, tags)
    found = model.label(*tagged(60, seed=9)[:3])
    assert np.mean([one == tag for one, tag in zip(found, tagged(60, seed=9)[3], strict=True)]) > 0.9


def test_odd_texts_are_only_text():
    odd = ["x" * 5000, "Z̷̢̛a̸l̶g̵o̷", "مرحبا", "ᄒᆞᆫ글", "\udc80\udcff", "<b>결제</b>", "=1+1", "\U0001f600" * 50]
    texts, tokens, vectors = material(odd * 6)
    model = TagModel().fit(texts, tokens, vectors, ["a", "b"] * 24)
    assert model.status_ == "ok"
    assert len(model.label(texts, tokens, vectors)) == 48
