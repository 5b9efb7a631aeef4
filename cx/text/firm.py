"""Which topics stand: those of a handful of documents, and those that hardly hang together, go to where their neighbours are.

`labels` (n_documents,) are topics from 0 on; `rows` and `alike` (n_documents, n_neighbours) the documents most like each and
how similar they are.
"""

from __future__ import annotations

import numpy as np

from cx.text.space import Ints
from cx.text.vectors import Vectors, unit

# A topic has so many documents of 2,000, and of more by the root of how many more: a small one is not lost among many.
_SMALLEST, _OF = 5, 2_000
_ENOUGH = 100
# Of the share of neighbours within the usual topic: a topic with less is none. Less once topics stand, so that they do not
# come and go.
_LOOSE, _LOOSE_LATER = 0.6, 0.4


def smallest(documents: int) -> int:
    """How many of so many documents make a topic."""
    return round(_SMALLEST * max(1, documents / _OF) ** 0.5) if documents >= _ENOUGH else 1


def without_small(labels: Ints, rows: Ints, alike: Vectors) -> Ints:
    """Topics of a handful of documents go to where their neighbours are."""
    least = smallest(len(labels))
    sizes = np.bincount(labels)
    if not (sizes < least).any() or not (sizes >= least).any():
        return labels
    is_small = sizes[labels] < least
    large = np.flatnonzero(sizes >= least)
    return np.where(is_small, large[_votes(labels, rows, alike)[:, large].argmax(axis=1)], labels)


def no_more_than(labels: Ints, meaning: Vectors, most: int) -> Ints:
    """Topics closest in meaning (mean vectors, average linkage) go together until there are no more than `most`."""
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    if labels.max(initial=-1) < most:
        return labels
    from scipy.cluster.hierarchy import fcluster, linkage

    sums = np.zeros((int(labels.max()) + 1, meaning.shape[1]), dtype=np.float64)
    np.add.at(sums, labels, meaning)
    tree = linkage(unit(sums), "average")
    return np.asarray(fcluster(tree, most, "maxclust")[labels] - 1, dtype=np.int64)


def without_loose(labels: Ints, rows: Ints, alike: Vectors, *, is_first: bool = True) -> Ints:
    """Topics that hang together far less than the usual one, the loosest first, go to where their documents' neighbours are.

    What they share is no matter but how they are written: short, or in haste. Each is a catch-all that grows.
    """
    least = _LOOSE if is_first else _LOOSE_LATER
    while labels.max(initial=0) > 0:
        labels = np.unique(labels, return_inverse=True)[1].astype(np.int64)
        votes = _votes(labels, rows, alike)
        own = votes[np.arange(len(labels)), labels] / np.maximum(votes.sum(axis=1), np.float32(1e-6))
        held = np.bincount(labels, weights=own) / np.bincount(labels)
        loosest = int(held.argmin())
        if held[loosest] >= least * np.median(held):
            break
        votes[:, loosest] = -1
        labels = np.where(labels == loosest, votes.argmax(axis=1), labels)
    return labels


def _votes(labels: Ints, rows: Ints, alike: Vectors) -> Vectors:
    """(n_documents, n_topics): how similar the neighbours of a document that are in a topic are to it, together."""
    votes = np.zeros((len(labels), int(labels.max()) + 1), dtype=np.float32)
    for column in range(rows.shape[1]):  # a document's neighbours one by one: no cell is added to twice at a time
        votes[np.arange(len(rows)), labels[rows[:, column]]] += alike[:, column]
    return votes
