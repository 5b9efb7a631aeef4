"""The graph topics are found in, on graphs small enough to see what is right."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse
from sknetwork.clustering import get_modularity

from cx.text import graph
from cx.text.space import Points, nearest


def test_shared_neighbours_by_hand():
    """0 holds itself (1), 1 (1) and 2 (w); 1 holds 1, 0 (1) and 2 (w): the same. 2 holds 2 and 0 (1), 1 (w); 3: 3 and 0 (1), 1 (w)."""
    found = graph.shared_neighbours(np.array([[1, 2], [0, 2], [0, 1], [0, 1]])).toarray()
    w = np.exp(-1 / 7)
    whole = 2 + w**2  # the square of each neighbourhood
    two, three = (1 + 2 * w) / (2 * whole - 1 - 2 * w), (1 + w) / (2 * whole - 1 - w)
    assert found[0] == pytest.approx([0, 1, two, three], abs=1e-6)
    assert found[3] == pytest.approx([three, three, (1 + w**2) / (2 * whole - 1 - w**2), 0], abs=1e-6)


def test_what_is_like_everything_is_no_neighbour_of_a_loose_group():
    """Twenty texts half alike, and fifteen near-copies a little more like those than they are like each other."""
    alike = np.full((35, 35), 0.52)
    alike[:20, :20], alike[20:, 20:] = 0.5, 0.95
    np.fill_diagonal(alike, 1)
    meaning = np.linalg.cholesky(alike).astype(np.float32)
    points = Points(meaning, sparse.csr_matrix((35, 1), dtype=np.float32))
    assert (nearest(points, points, 15, itself=True)[0][:20] >= 20).all()
    rows, found = graph.neighbours(points)
    assert (rows[:20] < 20).all()
    assert found[:20] == pytest.approx(np.full((20, 15), 0.5), abs=1e-5)
    assert (rows[20:, :14] >= 20).all()


def test_how_many_neighbours_a_topic_holds_by_hand():
    assert graph.together(np.array([[1], [0], [3], [0]]), np.array([0, 0, 1, 1])) == 0.75
    assert graph.together(np.zeros((3, 0), dtype=np.int64), np.zeros(3, dtype=np.int64)) == 1


def test_two_cliques_are_two_communities():
    clique = np.ones((4, 4)) - np.eye(4)
    joined = sparse.block_diag([clique, clique]).tolil()
    joined[0, 4] = joined[4, 0] = 0.1
    assert graph.communities(sparse.csr_matrix(joined), 1.0).tolist() in ([0] * 4 + [1] * 4, [1] * 4 + [0] * 4)
    assert graph.at_most(sparse.csr_matrix(joined), 1.0, 1)[0].tolist() == [0] * 8


def test_the_finest_that_is_reproducible_is_reached_without_a_gap():
    assert graph.finest(np.array([0.8, 0.78, 0.76, 0.6, 0.79])) == 2
    assert graph.finest(np.array([0.5, 0.8, 0.76, 0.77])) == 3


def test_the_best_of_several_tries_is_one_of_them_and_no_worse_than_the_first():
    """Twelve groups of eight, joined to the next by one edge in four: single tries stop at different divisions."""
    dice = np.random.default_rng(3)
    joined = np.kron(np.eye(12), np.ones((8, 8))) + (dice.random((96, 96)) < 0.08)
    joined = sparse.csr_matrix(np.triu(joined, 1) + np.triu(joined, 1).T)
    first, best = graph.communities(joined, 1.0), graph.communities(joined, 1.0, tries=8)
    assert get_modularity(joined, best) >= get_modularity(joined, first)
    assert (graph.communities(joined, 1.0, tries=8) == best).all()
