"""Which documents hang together: neighbours shared, communities of the graph they make, and how many there should be."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from cx.text.space import Ints, Points, nearest

NEIGHBOURS = 10  # shared by the graph
# Resolutions tried, coarse to fine. Coarser ones part styles of writing, reproducibly, and no topics.
GRAINS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0)
LOOKED_AT = 2_000  # documents on which the resolution is chosen
_PARTS, _SHARE = 8, 0.8  # so many random parts of them, so large
_ABOUT_AS_GOOD = 0.05  # of agreement (adjusted Rand index) given up for a finer division
_ABOUT_AS_CLEAR = 0.94  # of the best separation (silhouette) is enough for a coarser one
_MORE = 0.25  # of topics in more documents than were looked at: their bound grows with this power of how many more
_STEPS = 6  # of halving between a resolution that is too fine and one that is not
_HELD = 0.5  # how strongly an earlier topic holds its documents, in sums of their edges
_CHANCE = threading.Lock()  # the C library has one generator for all threads


def shared_neighbours(rows: Ints) -> sparse.csr_matrix:
    """(n, n) from the neighbours of each document (n, k): the Jaccard index of two neighbourhoods, each with its document."""
    size, count = rows.shape
    starts = np.arange(0, size * count + 1, count)
    reaches = sparse.csr_matrix((np.ones(size * count, dtype=np.float32), rows.ravel(), starts), shape=(size, size))
    reaches = sparse.csr_matrix(reaches + sparse.identity(size, dtype=np.float32))
    shared = sparse.csr_matrix(reaches @ reaches.T)
    shared.data /= 2 * (count + 1) - shared.data
    shared.setdiag(0)
    shared.eliminate_zeros()
    return shared


def communities(graph: sparse.csr_matrix, resolution: float, before: Ints | None = None) -> Ints:
    """Leiden communities of a graph, numbered from 0; the same for the same graph.

    `before`: the earlier topic of each document or -1. Documents of one hold together unless their neighbours speak
    clearly against it, so that topics stay what they were where nothing changed.
    """
    from sknetwork.clustering import Leiden

    size = graph.shape[0]
    if graph.nnz == 0:
        return np.zeros(size, dtype=np.int64)
    held = graph if before is None else _with_holders(graph, before)
    leiden = Leiden(resolution=resolution, return_probs=False, return_aggregate=False)
    with _CHANCE:
        _c_library().srand(1)  # what the library draws from; its `random_state` is something else
        found = leiden.fit_predict(held)
    return np.unique(found[:size], return_inverse=True)[1].astype(np.int64)


@cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)


def _with_holders(graph: sparse.csr_matrix, before: Ints) -> sparse.csr_matrix:
    """The graph with a node more for each earlier topic, joined to the documents it had."""
    known, number = np.unique(before[before >= 0], return_inverse=True)
    rows = np.flatnonzero(before >= 0)
    edges = np.asarray(graph.sum(axis=1)).ravel()[rows] * _HELD
    ties = sparse.csr_matrix((edges, (rows, number)), shape=(graph.shape[0], len(known)), dtype=np.float32)
    return sparse.csr_matrix(sparse.bmat([[graph, ties], [ties.T, None]]))


def choose(points: Points, report: Callable[[float], None]) -> tuple[float, int]:
    """The resolution that suits documents, and how many topics it makes of the 2,000 looked at.

    Two questions. How fine may it be: on random parts of the documents, topics have to agree about as well as at the most
    reproducible resolution. How fine need it be: the coarsest of those whose topics are about as well apart as any's.
    Always the same documents and parts are looked at: the answer does not depend on a seed. `report` is told the share done.
    """
    chosen = points[np.sort(np.random.default_rng(0).permutation(len(points))[:LOOKED_AT])]
    rows, _ = nearest(chosen, chosen, NEIGHBOURS, itself=True)
    graph = shared_neighbours(rows)
    found = [communities(graph, grain) for grain in GRAINS]
    last = finest(agreement(chosen, report))
    apart = [separation(chosen, labels) for labels in found[: last + 1]]
    first = next(place for place, value in enumerate(apart) if value >= _ABOUT_AS_CLEAR * max(apart))
    return GRAINS[first], int(found[first].max()) + 1


def agreement(points: Points, report: Callable[[float], None]) -> NDArray[np.float64]:
    """For each of GRAINS: the adjusted Rand index of topics found in two random parts where these overlap, mean of all pairs."""
    found: list[tuple[Ints, list[Ints]]] = []
    for part in range(_PARTS):
        some = np.sort(np.random.default_rng(part + 1).permutation(len(points))[: int(len(points) * _SHARE)])
        rows, _ = nearest(points[some], points[some], NEIGHBOURS, itself=True)
        graph = shared_neighbours(rows)
        found.append((some, [communities(graph, grain) for grain in GRAINS]))
        report((part + 1) / _PARTS)
    scores: list[list[float]] = []
    for (first, one), (second, other) in combinations(found, 2):
        _, in_first, in_second = np.intersect1d(first, second, return_indices=True)
        pairs = zip(one, other, strict=True)
        scores.append([float(adjusted_rand_score(a[in_first], b[in_second])) for a, b in pairs])
    return np.asarray(np.mean(scores, axis=0), dtype=np.float64)


def finest(scores: NDArray[np.float64]) -> int:
    """Which of GRAINS is the finest that is reached from the most reproducible one without losing much of that."""
    place = int(np.argmax(scores))
    while place + 1 < len(scores) and scores[place + 1] >= scores.max() - _ABOUT_AS_GOOD:
        place += 1
    return place


def separation(points: Points, labels: Ints) -> float:
    """Mean silhouette (Rousseeuw 1987) of topics, with 1 - similarity as the distance; 0 for one topic."""
    sizes = np.bincount(labels)
    if len(sizes) < 2:  # noqa: PLR2004 - two topics can be apart
        return 0.0
    member = np.zeros((len(labels), len(sizes)), dtype=np.float32)
    member[np.arange(len(labels)), labels] = 1
    alike = points.meaning @ (points.meaning.T @ member) + points.words @ (points.words.T @ member)
    own = (alike[np.arange(len(labels)), labels] - 1) / np.maximum(sizes[labels] - 1, 1)
    others = np.where(member > 0, -np.inf, alike / sizes).max(axis=1)
    width = (own - others) / np.maximum(1 - np.minimum(own, others), 1e-6)
    return float(np.where(sizes[labels] > 1, width, 0).mean())


def how_many(documents: int, found: int, most: int) -> int:
    """The bound for the number of topics of so many documents, from the number found in the 2,000 looked at.

    More documents show smaller topics: ten times as many, 1.8 times the topics. Without a bound large ones fall apart.
    """
    return most if documents <= LOOKED_AT else min(most, max(2, round(found * (documents / LOOKED_AT) ** _MORE)))


def at_most(graph: sparse.csr_matrix, resolution: float, most: int, before: Ints | None = None) -> tuple[Ints, float]:
    """Communities at `resolution`, or at the finest coarser one that makes no more than `most`, and which that was.

    A graph of many islands has more however coarse: then those at `resolution`.
    """
    found = communities(graph, resolution, before)
    if found.max(initial=0) < most:
        return found, resolution
    low, high, best = 0.0, resolution, None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        tried = communities(graph, middle, before)
        if tried.max(initial=0) < most:
            low, best = middle, tried
        else:
            high = middle
    return (found, resolution) if best is None else (best, low)
