"""Documents to topics that exist, by a vote of the known documents most like them, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cx.text.space import Ints, Points, Space, natives, nearest, space_of, subset
from cx.text.terms import Tokens
from cx.text.vectors import Vectors

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
VOTERS = 15  # nearest documents asked
WEAK = 0.25  # a document of less strength is told as "other" on pages
_USUAL = 0.1  # nearly all documents are at least as like their neighbours as this share of them
MOST_KNOWN = 20_000  # documents that vote
_BATCH = 5_000
_ASKED = 1_000  # known documents that tell how alike neighbours usually are


@dataclass(frozen=True)
class Assigned:
    """`labels` (n,): topic of each document, -1 for one without content; `strength` (n,): 0 to 1, see `Assigner.assign`."""

    labels: Ints
    strength: Floats

    @property
    def other(self) -> float:
        """Share of the documents with content whose membership is weak: they sit in the topic that is least wrong."""
        found = self.strength[self.labels >= 0]
        return float((found < WEAK).mean()) if len(found) else 0.0


class Assigner:
    """Votes of known documents.

    Args:
        space, points: where the known documents lie, see `cx.text.space.space_of`.
        labels: (n_known,) their topics, any numbers from 0 on.
        alike: (n_known,) how similar each is to its neighbours on average, where that is known already.
    """

    def __init__(self, space: Space, points: Points, labels: Ints, alike: Floats | None = None) -> None:
        self.space, self.points, self.labels = space, points, labels
        if alike is None:
            alike = nearest(points, points, VOTERS, itself=True)[1].mean(axis=1) if len(points) > 1 else None
        self._usual = float(np.quantile(alike, _USUAL)) if alike is not None and len(alike) else 0.0

    @classmethod
    def of(cls, tokens: Tokens, vectors: Vectors, labels: Ints, most: int = MOST_KNOWN) -> Assigner:
        """From stored documents and the topics they have now, also after a person has renamed, merged or split some.

        Args:
            tokens: terms of the documents, (n,).
            vectors: (n, n_dimensions).
            labels: (n,); documents with -1 have no vote.
            most: so many documents vote, each topic by its share, evenly picked.
        """
        kept = np.flatnonzero((labels >= 0) & (vectors.any(axis=1) | np.array([bool(terms) for terms in tokens])))
        kept, is_korean, abroad = natives(tokens, vectors, kept)
        if len(kept) > most:
            ordered = kept[np.argsort(labels[kept], kind="stable")]
            kept = np.sort(ordered[np.linspace(0, len(ordered) - 1, most).round().astype(np.int64)])
        space, points = space_of(subset(tokens, kept), vectors[kept], is_korean=is_korean, abroad=abroad)
        some = np.arange(0, len(kept), max(1, len(kept) // _ASKED))
        alike = nearest(points[some], points, VOTERS + 1)[1][:, 1:] if len(kept) > 1 else None
        return cls(space, points, labels[kept], None if alike is None else alike.mean(axis=1))

    def assign(self, tokens: Tokens, vectors: Vectors, progress: Progress | None = None) -> Assigned:
        """The topic of each document: the one that most of its 15 nearest known documents have, the nearer the heavier.

        Strength is the share of that vote, less where even the nearest are far. Documents without content, and all where
        nothing is known, get -1 and 0.

        Args:
            tokens: (n,) terms of the documents.
            vectors: (n, n_dimensions).
            progress: told the documents done; may raise.
        """
        labels = np.full(len(tokens), -1, dtype=np.int64)
        strength = np.zeros(len(tokens), dtype=np.float32)
        for begin in range(0, len(tokens) if len(self.points) else 0, _BATCH):
            block = slice(begin, min(begin + _BATCH, len(tokens)))
            points = self.space.place(tokens[block], vectors[block])
            rows, alike = nearest(points, self.points, VOTERS)
            labels[block], strength[block] = self.voted(rows, alike)
            said = vectors[block].any(axis=1) | np.array([bool(terms) for terms in tokens[block]])
            labels[block][~said], strength[block][~said] = -1, 0
            if progress is not None:
                progress(block.stop, len(tokens))
        return Assigned(labels, strength)

    def voted(self, rows: Ints, alike: Floats, given: Ints | None = None) -> tuple[Ints, Floats]:
        """Labels and strengths from neighbours (n, k) and how similar they are; `given`: strength for these labels."""
        known, number = np.unique(self.labels, return_inverse=True)
        votes = np.zeros((len(rows), len(known)), dtype=np.float32)
        for column in range(rows.shape[1]):  # a document's neighbours one by one: no cell is added to twice at a time
            votes[np.arange(len(rows)), number[rows[:, column]]] += alike[:, column] + np.float32(1e-6)
        if not rows.shape[1]:  # one document alone is its own topic
            return (self.labels[:1].repeat(len(rows)) if given is None else given), np.ones(len(rows), dtype=np.float32)
        best = votes.argmax(axis=1) if given is None else np.searchsorted(known, given)
        share = votes[np.arange(len(rows)), best] / votes.sum(axis=1)
        near = np.minimum(1, alike.mean(axis=1) / self._usual) if self._usual > 0 else np.float32(1)
        return known[best], (share * near).astype(np.float32)
