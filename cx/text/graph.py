"""Which documents hang together: neighbours shared, communities of the graph they make, and how many there should be."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cx.text.space import Ints, Points, nearest
from cx.text.vectors import Vectors

NEIGHBOURS = 15  # shared by the graph
_FALL = 7.0  # ranks over which a neighbour comes to count a third (1 / e)
_LOOKED_THROUGH = 2  # times as many are looked through for those that are no hubs
_HUB = 0.25  # of how like a document usually is to its own neighbours is taken off
# Resolutions tried, coarse to fine. Coarser ones part styles of writing, reproducibly, and no topics.
GRAINS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0)
LOOKED_AT = 2_000  # documents on which the resolution is chosen
_PARTS, _SHARE = 8, 0.8  # so many random parts of them, so large
_ABOUT_AS_GOOD = 0.05  # of agreement (adjusted Rand index) given up for a finer division
_TOGETHER = 0.6  # of a document's neighbours are in its topic: where fewer are, the topics are not there
_ABOUT_AS_CLEAR = 0.94  # of the best separation (silhouette) is enough for a coarser one
_MORE = 0.25  # of topics in more documents than were looked at: their bound grows with this power of how many more
_STEPS = 6  # towards the finest resolution that makes no more topics than there may be
_UNDER = 0.9  # of the resolution that would make so many if their number grew with it
_NEARLY = 0.8  # of the most there may be is enough
_CLOSE = 0.1  # of the resolution: what lies between makes no other topics worth the time
_HELD = 0.5  # how strongly an earlier topic holds its documents, in sums of their edges
_TRIES, _TRIED = 8, 16_000  # so many tries, and fewer where there are more documents in all of them: those differ less
_CHANCE = threading.Lock()  # the C library has one generator for all threads


def neighbours(points: Points) -> tuple[Ints, Vectors]:
    """The NEIGHBOURS documents that stand nearest to each (n, k), nearest first, and how similar they are (n, k).

    A document that is like everything, a hub, is nobody's neighbour in particular: it stands as much further off as it is
    close to its own neighbours. Reference: Conneau et al. (2018), Word translation without parallel data (CSLS), by half.
    """
    rows, alike = nearest(points, points, NEIGHBOURS * _LOOKED_THROUGH, itself=True)
    if rows.shape[1] <= NEIGHBOURS:
        return rows, alike
    usual = alike[:, :NEIGHBOURS].mean(axis=1)
    order = np.argsort(_HUB * usual[rows] - alike, axis=1, kind="stable")[:, :NEIGHBOURS]
    return np.take_along_axis(rows, order, axis=1), np.take_along_axis(alike, order, axis=1)


def shared_neighbours(rows: Ints) -> sparse.csr_matrix:
    """(n, n) from the neighbours of each document (n, k), nearest first: how much of two neighbourhoods, each with its
    document, is the same, the nearer the heavier. The Jaccard index of weights (Tanimoto 1958).
    """
    size, count = rows.shape
    weights = np.exp(-np.arange(count, dtype=np.float32) / np.float32(_FALL))
    starts = np.arange(0, size * count + 1, count)
    reaches = sparse.csr_matrix((np.tile(weights, size), rows.ravel(), starts), shape=(size, size))
    reaches = sparse.csr_matrix(reaches + sparse.identity(size, dtype=np.float32))
    whole = np.float32(1 + (weights**2).sum())
    shared = sparse.csr_matrix(reaches @ reaches.T)
    shared.data /= 2 * whole - shared.data
    shared.setdiag(0)
    shared.eliminate_zeros()
    return shared


def communities(graph: sparse.csr_matrix, resolution: float, before: Ints | None = None, tries: int = 1) -> Ints:
    """Leiden communities of a graph, numbered from 0; the same for the same graph. The best of several tries (modularity).

    `before`: the earlier topic of each document or -1. Documents of one hold together unless their neighbours speak
    clearly against it, so that topics stay what they were where nothing changed.
    """
    from sknetwork.clustering import Leiden, get_modularity

    size = graph.shape[0]
    if graph.nnz == 0:
        return np.zeros(size, dtype=np.int64)
    held = graph if before is None else _with_holders(graph, before)
    leiden = Leiden(resolution=resolution, return_probs=False, return_aggregate=False)
    found = []
    for chance in range(1, tries + 1):
        with _CHANCE:
            _c_library().srand(chance)  # what the library draws from; its `random_state` is something else
            found.append(leiden.fit_predict(held))
    best = found[0] if tries == 1 else max(found, key=lambda one: get_modularity(held, one, resolution=resolution))
    return np.unique(best[:size], return_inverse=True)[1].astype(np.int64)


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

    Two questions. How fine may it be: most of a document's neighbours have to be in its topic, and on random parts of the
    documents topics have to agree about as well as at the most reproducible of the resolutions where that is so. How fine need
    it be: the coarsest of those whose topics are about as well apart as any's.
    Always the same documents and parts are looked at: the answer does not depend on a seed. `report` is told the share done.
    """
    chosen = points[np.sort(np.random.default_rng(0).permutation(len(points))[:LOOKED_AT])]
    rows, _ = neighbours(chosen)
    graph = shared_neighbours(rows)
    found = [communities(graph, grain) for grain in GRAINS]
    holding = GRAINS[: _holding([together(rows, labels) for labels in found]) + 1]
    last = finest(agreement(chosen, holding, report))
    apart = [separation(chosen, labels) for labels in found[: last + 1]]
    first = next(place for place, value in enumerate(apart) if value >= _ABOUT_AS_CLEAR * max(apart))
    return GRAINS[first], int(found[first].max()) + 1


def agreement(points: Points, grains: Sequence[float], report: Callable[[float], None]) -> NDArray[np.float64]:
    """For each resolution: the adjusted Rand index of topics found in two random parts where these overlap, mean of all pairs."""
    from sklearn.metrics import adjusted_rand_score

    found: list[tuple[Ints, list[Ints]]] = []
    for part in range(_PARTS):
        some = np.sort(np.random.default_rng(part + 1).permutation(len(points))[: int(len(points) * _SHARE)])
        graph = shared_neighbours(neighbours(points[some])[0])
        found.append((some, [communities(graph, grain) for grain in grains]))
        report((part + 1) / _PARTS)
    scores: list[list[float]] = []
    for (first, one), (second, other) in combinations(found, 2):
        _, in_first, in_second = np.intersect1d(first, second, return_indices=True)
        pairs = zip(one, other, strict=True)
        scores.append([float(adjusted_rand_score(a[in_first], b[in_second])) for a, b in pairs])
    return np.asarray(np.mean(scores, axis=0), dtype=np.float64)


def finest(scores: NDArray[np.float64]) -> int:
    """Which resolution is the finest that is reached from the most reproducible one without losing much of that."""
    place = int(np.argmax(scores))
    while place + 1 < len(scores) and scores[place + 1] >= scores.max() - _ABOUT_AS_GOOD:
        place += 1
    return place


def together(rows: Ints, labels: Ints) -> float:
    """The share of documents' neighbours (n, k) that are in their topic. Reference: Radicchi et al. (2004), communities in
    the weak sense.
    """
    return float((labels[rows] == labels[:, None]).mean()) if rows.size else 1.0


def _holding(shares: list[float]) -> int:
    """Which of GRAINS is the finest up to which all hold documents and their neighbours together; 0 where none does."""
    return next((place - 1 for place, share in enumerate(shares) if share < _TOGETHER and place), len(shares) - 1)


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
    """Communities at `resolution`, or at a coarser one that makes about as many as there may be, no more than `most`, and which
    that was.

    A graph of many islands has more however coarse: then those at `resolution`.
    """
    tries = max(1, min(_TRIES, _TRIED // max(1, graph.shape[0])))
    found = communities(graph, resolution, before, tries)
    count = found.max(initial=0) + 1
    if count <= most:
        return found, resolution
    low, high, best = 0.0, resolution, None
    for _ in range(_STEPS):
        if best is not None and high - low < _CLOSE * resolution:
            break
        middle = (low + high) / 2 if low else high * most / count * _UNDER
        tried = communities(graph, middle, before, tries)
        if tried.max(initial=0) < most:
            low, best = middle, tried
            if tried.max(initial=0) >= _NEARLY * most - 1:
                break
        else:
            high, count = middle, tried.max(initial=0) + 1
    return (found, resolution) if best is None else (best, low)
