"""A small matter among many texts stays a topic of its own: it stands apart, or it only just began."""

from __future__ import annotations

import numpy as np
import pytest

from cx.text.firm import smallest
from cx.text.graph import how_many
from cx.text.islands import with_islands
from cx.text.topics import TopicModel
from cx.text.vectors import unit


def test_more_texts_may_have_more_and_smaller_topics():
    """16 times as many: twice the topics (fourth root), and the smallest is four times as large (root)."""
    assert [how_many(n, 20, 50) for n in (2_000, 2_001, 32_000)] == [50, 20, 40]
    assert how_many(32_000, 30, 50) == 50
    assert [smallest(n) for n in (99, 100, 2_000, 32_000)] == [1, 5, 5, 20]


def around_six(nearest_of_island):
    """Topic 0 has twelve documents, topic 1 six. Of topic 0 the last three know each other and what is given."""
    labels = np.array([0] * 12 + [1] * 6)
    finer = np.array([0] * 9 + [1] * 3 + [2] * 6)
    rows = np.array(
        [[(row + 1) % 9, (row + 2) % 9] for row in range(9)]
        + nearest_of_island
        + [[12 + (row + 1) % 6, 12 + (row + 2) % 6] for row in range(6)]
    )
    return labels, finer, rows


@pytest.mark.parametrize(
    ("nearest_of_island", "tie", "given", "is_apart"),
    [
        ([[10, 11], [11, 9], [9, 10]], 1.0, {}, True),
        ([[10, 11], [11, 9], [9, 0]], 0.09, {}, True),  # five within, .09 in the topic around: less than .02 x 5
        ([[10, 11], [11, 9], [9, 0]], 0.11, {}, False),
        ([[10, 11], [11, 9], [9, 12]], 1.0, {}, True),  # five sixths within, nothing in the topic around
        ([[10, 11], [11, 12], [9, 12]], 1.0, {}, False),  # four sixths
        ([[10, 11], [11, 9], [9, 10]], 1.0, {"least": 4}, False),
        ([[10, 11], [11, 9], [9, 10]], 1.0, {"most": 2}, False),
    ],
)
def test_what_stands_apart_inside_a_topic_is_a_topic_by_hand(nearest_of_island, tie, given, is_apart):
    labels, finer, rows = around_six(nearest_of_island)
    alike = np.where(rows == 0, tie, 1.0).astype(np.float32)
    alike[:9] = 1.0
    found = with_islands(labels, finer, rows, alike, **{"least": 3, "most": 3} | given)
    assert found.tolist() == ([0] * 9 + [2] * 3 + [1] * 6 if is_apart else labels.tolist())


def test_what_is_most_of_a_topic_is_that_topic():
    labels, finer, rows = around_six([[10, 11], [11, 9], [9, 10]])
    labels[:9] = 1
    finer[:9] = 2
    assert (
        with_islands(labels, finer, rows, np.ones(rows.shape, dtype=np.float32), least=1, most=9).tolist()
        == labels.tolist()
    )


def test_what_only_just_began_is_not_lost_in_a_sample():
    """Twelve texts of the last day among 500 of four matters, a hundred of which are looked at."""
    dice = np.random.default_rng(0)
    matter = np.array([row % 4 for row in range(500)] + [4] * 12)
    vectors = unit(dice.normal(size=(5, 40))[matter] + dice.normal(scale=0.2, size=(512, 40)))
    written = [f"{number * 7919} 글 {number}" for number in range(512)]
    tokens = [(f"말{one}", f"뜻{one}") for one in matter]
    recent = np.arange(512)
    found = TopicModel(sample=100).fit(written, tokens, vectors, recent=recent).labels_
    assert len(set(found[500:].tolist())) == 1
    assert found[500] not in found[:500]
    assert (recent == np.arange(512)).all()
    assert np.isin(TopicModel(sample=100).fit(written, tokens, vectors).labels_[500:], found[:500]).all()
