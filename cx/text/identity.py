"""Which topic of a run is which of the catalogue, what changed, and every decision of a person put back in force.

A run only numbers its topics; the catalogue gives each a key for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cx.text.catalogue import Catalogue, Topic, centroid, measured, open_topics, settled
from cx.text.space import Ints
from cx.text.vectors import Vectors, unit

_SHARED = 0.25  # of the documents of both (Jaccard) make two topics the same
_ALIKE = 0.6  # cosine of centroids that does where they share no document
_MOST_OF = 0.5  # of its documents tell where a topic went or came from
_GROWN, _SHRUNK = 1.25, 0.8  # share of all documents now / before


@dataclass(frozen=True)
class Change:
    """What became of a topic: new, same, grown, shrunk, split (off `other`), merged (by the run, into `other`) or gone."""

    kind: str
    key: int
    other: int | None = None


@dataclass(frozen=True)
class Run:
    """`keys` (n_documents,) topic of each document, -1 for none; the catalogue after the run; a change per topic."""

    keys: Ints
    catalogue: Catalogue
    changes: tuple[Change, ...]


def match(
    catalogue: Catalogue, before: Ints, labels: Ints, vectors: Vectors, names: dict[int, str] | None = None
) -> Run:
    """Give the topics of a new run the keys of the catalogue.

    Two topics are the same if they share documents enough (Jaccard index over the documents that both runs know), or,
    sharing none, if their centroids are alike; of all ways to pair them the one with most in common is taken (Hungarian
    method). What is left of the run is new, or split off the topic most of its documents had.

    Args:
        catalogue: () before the first run.
        before: (n_documents,) keys the documents had, -1 for new ones.
        labels: (n_documents,) topics of the new run, -1 for none.
        vectors: (n_documents, n_dimensions).
        names: label of each topic of the new run.
    """
    open_ = open_topics(catalogue)
    before = settled(catalogue, before)
    before = np.where(np.isin(before, [topic.key for topic in open_]), before, -1)
    topics = np.unique(labels[labels >= 0])
    key_of, ended = _paired(open_, before, labels, vectors, topics)
    fresh = max((topic.key for topic in catalogue), default=-1) + 1
    made: list[Topic] = []
    for topic in [one for one in topics.tolist() if one not in key_of]:
        key_of[topic] = fresh + len(made)
        made.append(Topic(key_of[topic], parent=_mostly(before[labels == topic])))
    table = np.full(int(labels.max(initial=-1)) + 2, -1, dtype=np.int64)
    for topic, key in key_of.items():
        table[topic] = key
    keys = _held(catalogue, before, table[labels], vectors)
    called = {key: (names or {}).get(topic, "") for topic, key in key_of.items()}
    filled = [topic for topic in made if (keys == topic.key).any()]
    whole = tuple(replace(topic, label=called.get(topic.key) or topic.label) for topic in (*catalogue, *filled))
    now = measured(whole, keys, vectors)
    return Run(keys, now, _changes(now, catalogue, ended))


def _changes(now: Catalogue, earlier: Catalogue, ended: dict[int, int | None]) -> tuple[Change, ...]:
    """A change for every topic that has documents, or had."""
    shares = {topic.key: topic.share for topic in earlier}
    found = []
    for topic in open_topics(now):
        if topic.key not in shares:
            found.append(Change("new" if topic.parent is None else "split", topic.key, topic.parent))
        elif topic.size:
            kind = "grown" if topic.share >= _GROWN * shares[topic.key] else "same"
            found.append(Change("shrunk" if topic.share <= _SHRUNK * shares[topic.key] else kind, topic.key))
        elif shares[topic.key]:
            other = ended.get(topic.key)
            found.append(Change("gone" if other is None else "merged", topic.key, other))
    return tuple(found)


def _mostly(keys: Ints) -> int | None:
    """The key that most of the documents which had one had."""
    known, counts = np.unique(keys[keys >= 0], return_counts=True)
    if not len(known) or counts.max() <= _MOST_OF * counts.sum():
        return None
    return int(known[counts.argmax()])


def _paired(
    open_: list[Topic], before: Ints, labels: Ints, vectors: Vectors, topics: Ints
) -> tuple[dict[int, int], dict[int, int | None]]:
    """Topics of the run that are known -> their keys; keys that are not among them -> the key that has their documents."""
    if not open_ or not len(topics):
        return {}, {}
    from scipy.optimize import linear_sum_assignment

    both = (before >= 0) & (labels >= 0)
    rows = np.array([topic.key for topic in open_])
    order = np.argsort(rows)
    row = order[np.searchsorted(rows[order], before[both])]
    shared = np.zeros((len(open_), len(topics)))
    np.add.at(shared, (row, np.searchsorted(topics, labels[both])), 1)
    whole = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    common = shared / np.maximum(whole, 1)
    alike = _alike(open_, labels, vectors, topics)
    strange = (shared.sum(axis=1, keepdims=True) == 0) | (shared.sum(axis=0, keepdims=True) == 0)
    score = np.where(common >= _SHARED, 1 + common, np.where(strange & (alike >= _ALIKE), alike, 0))
    pairs = zip(*linear_sum_assignment(-score), strict=True)
    key_of = {int(topics[column]): open_[line].key for line, column in pairs if score[line, column] > 0}
    ended: dict[int, int | None] = {}
    for line, topic in enumerate(open_):
        if topic.key not in key_of.values():
            is_clear = shared[line].max() > _MOST_OF * shared[line].sum()
            ended[topic.key] = key_of.get(int(topics[shared[line].argmax()])) if is_clear else None
    return key_of, ended


def _alike(open_: list[Topic], labels: Ints, vectors: Vectors, topics: Ints) -> NDArray[np.float64]:
    """Cosine of the centroids, beyond what all topics have in common."""
    width = vectors.shape[1]
    known = np.array([topic.centroid if len(topic.centroid) == width else (0.0,) * width for topic in open_])
    now = np.stack([centroid(vectors[labels == topic]) for topic in topics])
    middle = now.mean(axis=0) if len(now) > 1 else np.zeros(width)
    centred = unit(np.where(known.any(axis=1, keepdims=True), known - middle, 0))
    return np.asarray(centred @ unit(now - middle).T, dtype=np.float64)


def _held(catalogue: Catalogue, before: Ints, keys: Ints, vectors: Vectors) -> Ints:
    """Keys after a person's decisions: documents of kept topics stay, and draw the new ones that are more like them."""
    found = keys.copy()
    for topic in open_topics(catalogue):
        stays = before == topic.key
        if not topic.is_kept or not stays.any():
            continue
        found[stays] = topic.key
        middle = centroid(vectors[stays])
        for other in np.unique(keys[stays & (keys >= 0) & (keys != topic.key)]).tolist():
            new = np.flatnonzero((found == other) & (before < 0))
            rivals = vectors[(found == other) & (before >= 0)]
            is_nearer = vectors[new] @ middle > (vectors[new] @ centroid(rivals) if len(rivals) else -1)
            found[new[is_nearer]] = topic.key
    return settled(catalogue, found)
