"""The topics a team has, for good, and what a person decides about them: names, pins, merges, splits.

Plain records in, plain records out; a decision holds in every later run (`cx.text.identity`).
"""

from __future__ import annotations

from collections.abc import Sequence
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


def renamed(catalogue: Catalogue, key: int, name: str | None) -> Catalogue:
    """A person's name for a topic; None gives the label back."""
    return _changed(catalogue, key, name=name)


def pinned(catalogue: Catalogue, key: int, *, is_kept: bool = True) -> Catalogue:
    """A topic that no run may end, or one that is let go."""
    return _changed(catalogue, key, is_kept=is_kept)


def merged(catalogue: Catalogue, key: int, into: int) -> Catalogue:
    """A topic made part of another, which is kept from then on: later runs may not part them.

    Into itself, or into one that is part of it: nothing happens.
    """
    own, target = final(catalogue, key), final(catalogue, into)
    if own == target:
        return catalogue
    return _changed(_changed(catalogue, own, into=target), target, is_kept=True)


def parted(catalogue: Catalogue, key: int) -> Catalogue:
    """A merged topic on its own again. Its documents come back to it with the next run, or from the keys stored before."""
    return _changed(catalogue, key, into=None)


def split(
    catalogue: Catalogue, keys: Ints, key: int, parts: Ints, vectors: Vectors, *, names: Sequence[str] = ()
) -> tuple[Catalogue, Ints]:
    """A topic divided by a person: part 0 stays the topic, every other part becomes one of its own; all are kept.

    Args:
        catalogue: as it is.
        keys: (n_documents,) topics of all documents.
        key: the topic to divide.
        parts: (n_documents,) part of each of its documents (`cx.text.topics.second_level`); others do not matter.
        vectors: (n_documents, n_dimensions).
        names: labels of the parts.

    Returns:
        The catalogue and the keys after it.
    """
    found = np.array(keys, dtype=np.int64, copy=True)
    is_in = found == key
    catalogue = _changed(catalogue, key, is_kept=True)
    fresh = max(topic.key for topic in catalogue) + 1
    for part in np.unique(parts[is_in & (parts > 0)]).tolist():
        found[is_in & (parts == part)] = fresh
        label = names[part] if part < len(names) else ""
        catalogue = (*catalogue, Topic(fresh, label, parent=key, is_kept=True))
        fresh += 1
    return measured(catalogue, found, vectors), found


def open_topics(catalogue: Catalogue) -> list[Topic]:
    """Topics that are not part of another."""
    return [topic for topic in catalogue if topic.into is None]


def _changed(catalogue: Catalogue, key: int, **values: object) -> Catalogue:
    final(catalogue, key)
    return tuple(replace(topic, **values) if topic.key == key else topic for topic in catalogue)  # type: ignore[arg-type]


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
