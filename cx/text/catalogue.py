"""The topics a team has, for good, with what people decided about them: names, pins, merges, splits.

Plain records in, plain records out; people decide in `cx.voc.catalogue`, and it holds in every later run
(`cx.text.identity`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cx.errors import UnknownName
from cx.text.space import Ints
from cx.text.vectors import Vectors, unit


@dataclass(frozen=True)
class Topic:
    """A topic of the catalogue.

    Attributes:
        key: its number for good.
        label: what the last run would call it.
        name: what a person calls it; None: the label is shown.
        into: key of the topic a person merged it into.
        parent: key of the topic it was split from, by a person or by a run.
        is_kept: a person pinned, merged or split it: it never disappears, and its documents stay in it.
        is_gone: the last run had no such topic.
        size: documents in the last run.
        share: of all documents with a topic in the last run.
        centroid: mean vector of its documents, unit length.
    """

    key: int
    label: str = ""
    name: str | None = None
    into: int | None = None
    parent: int | None = None
    is_kept: bool = False
    is_gone: bool = False
    size: int = 0
    share: float = 0.0
    centroid: tuple[float, ...] = ()

    @property
    def shown(self) -> str:
        """What people read."""
        return self.name or self.label


Catalogue = tuple[Topic, ...]


def settled(catalogue: Catalogue, keys: Ints) -> Ints:
    """Keys with every merge of a person applied."""
    last = {topic.key: final(catalogue, topic.key) for topic in catalogue}
    found = np.array(keys, dtype=np.int64, copy=True)
    for key, target in last.items():
        if key != target:
            found[np.asarray(keys) == key] = target
    return found


def final(catalogue: Catalogue, key: int) -> int:
    """The topic a key stands for after all merges."""
    into = {topic.key: topic.into for topic in catalogue}
    if key not in into:
        raise UnknownName("topic", str(key), map(str, into))
    while (target := into.get(key)) is not None:
        key = target
    return key


def open_topics(catalogue: Catalogue) -> list[Topic]:
    """Topics that are not part of another."""
    return [topic for topic in catalogue if topic.into is None]


def centroid(vectors: Vectors) -> Vectors:
    """(n_dimensions,) mean direction of some vectors."""
    return np.asarray(unit(vectors.sum(axis=0, keepdims=True))[0], dtype=np.float32)


def measured(catalogue: Catalogue, keys: Ints, vectors: Vectors) -> Catalogue:
    """Sizes, shares and centroids as the documents have them; a topic without documents keeps its centroid."""
    total = max(int((keys >= 0).sum()), 1)
    found = []
    for topic in catalogue:
        rows = keys == topic.key
        size = int(rows.sum())
        middle = tuple(centroid(vectors[rows]).tolist()) if size else topic.centroid
        is_gone = topic.into is None and not size
        found.append(replace(topic, size=size, share=size / total, centroid=middle, is_gone=is_gone))
    return tuple(found)
