"""Small matters that stand apart inside a topic: told apart where there is room, however small beside it they are.

Communities of a large graph have a size below which they are not found, whatever sets them apart.
Reference: Fortunato, Barthélemy (2007), Resolution limit in community detection.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cx.text.space import Ints
from cx.text.vectors import Vectors

_WITHIN = 0.8  # of the likeness of its documents' neighbours lies within an island
_TIED = 0.02  # times as much as within it, at most, lies in the topic around it
_WHOLE = 0.5  # of a topic's documents or more: that is the topic itself


def with_islands(labels: Ints, finer: Ints, rows: Ints, alike: Vectors, *, least: int, most: int) -> Ints:
    """Topics with the islands among finer communities as topics of their own, those least tied to the topic around them first.

    Args:
        labels: (n_documents,) topics from 0 on.
        finer: (n_documents,) communities from 0 on.
        rows: (n_documents, n_neighbours) the documents most like each.
        alike: (n_documents, n_neighbours) how similar they are.
        least: documents of an island.
        most: topics in all.
    """
    sizes, topics = np.bincount(finer), np.bincount(labels)
    shares = np.zeros((len(sizes), len(topics)))
    np.add.at(shares, (finer, labels), 1)
    around = shares.argmax(axis=1)
    within, tied, whole = _drawn(labels, finer, around[finer], rows, alike)
    is_part = shares.max(axis=1) < _WHOLE * topics[around]
    is_own = (within >= _WITHIN * whole) & (tied <= _TIED * within)
    islands = np.flatnonzero(is_part & is_own & (sizes >= least))
    found = labels.copy()
    for island in islands[np.argsort(tied[islands] / within[islands], kind="stable")][: max(0, most - len(topics))]:
        found[finer == island] = found.max() + 1
    return np.unique(found, return_inverse=True)[1].astype(np.int64)


Sums = NDArray[np.float64]


def _drawn(labels: Ints, finer: Ints, around: Ints, rows: Ints, alike: Vectors) -> tuple[Sums, Sums, Sums]:
    """Per community the likeness of its documents' neighbours: of those within it, in the topic around it, and of all."""
    count = int(finer.max(initial=-1)) + 1
    within, tied = np.zeros(count), np.zeros(count)
    for column in range(rows.shape[1]):
        near, weight = rows[:, column], alike[:, column]
        is_within = finer[near] == finer
        is_around = (labels[near] == around) & ~is_within
        within += np.bincount(finer, weights=weight * is_within, minlength=count)
        tied += np.bincount(finer, weights=weight * is_around, minlength=count)
    whole = np.bincount(finer, weights=alike.sum(axis=1), minlength=count)
    return within, tied, whole.astype(np.float64)
