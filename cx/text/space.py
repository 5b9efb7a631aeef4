"""Where documents lie: meaning and words side by side, so that one product of rows is the similarity of two documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cx.text.terms import Tokens, Vocabulary, term_matrix, vocabulary_of
from cx.text.vectors import Vectors, unit

Ints = NDArray[np.int64]
_BLOCK = 1_000  # rows compared at a time: bounds memory
# Words weigh half as much as meaning in a text of four terms, more in longer ones: their one vector says less of each matter.
_TERMS_OF_ONE, _LEAST, _MOST = 8.0, 0.25, 2.0


@dataclass(frozen=True)
class Points:
    """Documents in a space: `meaning` (n, n_dimensions) and `words` (n, n_terms), scaled so that both squares sum to one."""

    meaning: Vectors
    words: sparse.csr_matrix

    def __len__(self) -> int:
        return len(self.meaning)

    def __getitem__(self, rows: Ints) -> Points:
        return Points(self.meaning[rows], self.words[rows])


@dataclass(frozen=True)
class Space:
    """What has to be kept to place other documents beside the fitted ones."""

    middle: Vectors  # (n_dimensions,): mean vector of the fitted documents; similarity is what goes beyond it
    vocabulary: Vocabulary

    def place(self, tokens: Tokens, vectors: Vectors) -> Points:
        """The points of documents; one without terms lies by meaning alone, one without a vector by words alone."""
        centred = unit(np.where(vectors.any(axis=1, keepdims=True), vectors - self.middle, 0))
        words, _ = term_matrix(tokens, self.vocabulary)
        length = np.array([len(terms) for terms in tokens], dtype=np.float32)
        weight = np.clip(length / _TERMS_OF_ONE, _LEAST, _MOST)
        weight[np.diff(words.indptr) == 0] = 0
        has_meaning = centred.any(axis=1)
        share = np.where(has_meaning, weight / (1 + weight), 1).astype(np.float32)
        return Points(centred * np.sqrt(1 - share)[:, None], sparse.csr_matrix(sparse.diags(np.sqrt(share)) @ words))


def space_of(tokens: Tokens, vectors: Vectors) -> tuple[Space, Points]:
    """The space that documents span, and where they lie in it."""
    has_meaning = vectors.any(axis=1)
    middle = vectors[has_meaning].mean(axis=0) if has_meaning.any() else np.zeros(vectors.shape[1], dtype=np.float32)
    space = Space(middle.astype(np.float32), vocabulary_of(tokens))
    return space, space.place(tokens, vectors)


def nearest(points: Points, among: Points, count: int, *, itself: bool = False) -> tuple[Ints, Vectors]:
    """The `count` most similar of `among` for every point, most similar first, and how similar (0 to 1).

    `itself`: both are the same documents and none is its own neighbour. Fewer columns where `among` is small.
    """
    count = min(count, len(among) - itself)
    rows = np.zeros((len(points), max(count, 0)), dtype=np.int64)
    alike = np.zeros(rows.shape, dtype=np.float32)
    if count <= 0:
        return rows, alike
    columns = sparse.csc_matrix(among.words.T)
    for begin in range(0, len(points), _BLOCK):
        block = slice(begin, min(begin + _BLOCK, len(points)))
        similarity = points.meaning[block] @ among.meaning.T
        similarity += (points.words[block] @ columns).toarray()
        if itself:
            similarity[np.arange(block.stop - begin), np.arange(begin, block.stop)] = -np.inf
        rows[block], found = _largest(similarity, count)
        alike[block] = np.clip(found, 0, 1)
    return rows, alike


def _largest(values: Vectors, count: int) -> tuple[Ints, Vectors]:
    """Where in each row the `count` largest values are, and the values; largest first, among equals the first one.

    The bound by values alone: to partition places with them takes four times as long.
    """
    bound = np.partition(values, values.shape[1] - count, axis=1)[:, values.shape[1] - count]
    row, column = np.nonzero(values >= bound[:, None])
    found = values[row, column]
    order = np.lexsort((column, -found, row))
    starts = np.searchsorted(row, np.arange(len(values)))  # a row has more than `count` where values equal the bound
    chosen = order[starts[:, None] + np.arange(count)]
    return column[chosen], found[chosen]


def subset(tokens: Tokens, rows: Sequence[int] | Ints) -> list[tuple[str, ...]]:
    """The terms of some documents."""
    return [tokens[row] for row in rows]
