"""Where documents lie: meaning and words side by side, so that one product of rows is the similarity of two documents."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from cx.text.terms import Tokens, Vocabulary, term_matrix, vocabulary_of
from cx.text.tongues import foreign, usual
from cx.text.vectors import Vectors, unit

Ints = NDArray[np.int64]
_BLOCK = 1_000  # rows compared at a time: bounds memory
_WORKERS = 2  # blocks compared at a time
_PILES = 256
_ENOUGH = 100  # documents that tell which language is the usual one
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
    is_korean: bool | None  # see `cx.text.tongues.usual`
    abroad: Vectors  # (n_dimensions,): mean vector of documents in a language few write in

    def place(self, tokens: Tokens, vectors: Vectors) -> Points:
        """The points of documents; one without terms, or in a language few write in, lies by meaning alone, one without a
        vector by words alone.
        """
        is_foreign = foreign(tokens, is_korean=self.is_korean)
        middle = np.where(is_foreign[:, None], self.abroad, self.middle)
        centred = unit(np.where(vectors.any(axis=1, keepdims=True), vectors - middle, 0))
        words, _ = term_matrix(tokens, self.vocabulary)
        length = np.array([len(terms) for terms in tokens], dtype=np.float32)
        weight = np.clip(length / _TERMS_OF_ONE, _LEAST, _MOST)
        weight[is_foreign | (np.diff(words.indptr) == 0)] = 0
        has_meaning = centred.any(axis=1)
        share = np.where(has_meaning, weight / (1 + weight), 1).astype(np.float32)
        return Points(centred * np.sqrt(1 - share)[:, None], sparse.csr_matrix(sparse.diags(np.sqrt(share)) @ words))


def space_of(
    tokens: Tokens, vectors: Vectors, *, is_korean: bool | None = None, abroad: Vectors | None = None
) -> tuple[Space, Points]:
    """The space that documents span, and where they lie in it. `is_korean` and `abroad`: see `Space`."""
    middle = mean_of(vectors)
    space = Space(middle, vocabulary_of(tokens), is_korean, middle if abroad is None else abroad)
    return space, space.place(tokens, vectors)


def mean_of(vectors: Vectors) -> Vectors:
    """(n_dimensions,): the mean of the rows that are not all zero; zeros where there are none."""
    has_meaning = vectors.any(axis=1)
    found = vectors[has_meaning].mean(axis=0) if has_meaning.any() else np.zeros(vectors.shape[1])
    return np.asarray(found, dtype=np.float32)


def natives(tokens: Tokens, vectors: Vectors, rows: Ints) -> tuple[Ints, bool | None, Vectors | None]:
    """Of some documents those in the language most write in, which that is (None: not told, or too few), and the mean vector of
    the others (None where there are none). For `space_of`.
    """
    some = subset(tokens, rows)
    is_korean = usual(some) if len(rows) >= _ENOUGH else None
    is_foreign = foreign(some, is_korean=is_korean)
    return rows[~is_foreign], is_korean, mean_of(vectors[rows[is_foreign]]) if is_foreign.any() else None


def nearest(points: Points, among: Points, count: int, *, itself: bool = False) -> tuple[Ints, Vectors]:
    """The `count` most similar of `among` for every point, most similar first, and how similar (0 to 1).

    `itself`: both are the same documents and none is its own neighbour. Fewer columns where `among` is small.
    """
    count = max(min(count, len(among) - itself), 0)
    rows = np.zeros((len(points), count), dtype=np.int64)
    alike = np.zeros(rows.shape, dtype=np.float32)
    columns = sparse.csc_matrix(among.words.T)

    def fill(begin: int) -> None:
        block = slice(begin, min(begin + _BLOCK, len(points)))
        similarity = points.meaning[block] @ among.meaning.T
        similarity += (points.words[block] @ columns).toarray()
        if itself:
            similarity[np.arange(block.stop - begin), np.arange(begin, block.stop)] = -np.inf
        rows[block], found = _largest(similarity, count)
        alike[block] = np.clip(found, 0, 1)

    begins = range(0, len(points) if count else 0, _BLOCK)
    if len(begins) <= 1:
        for begin in begins:
            fill(begin)
    else:  # the products of a block need one core; their last bits depend on how many share one
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(fill, begins))
    return rows, alike


def _largest(values: Vectors, count: int) -> tuple[Ints, Vectors]:
    """Where in each row the `count` largest values are, and the values; largest first, among equals the first one.

    Columns are folded into piles first. The least of the `count` largest tops is a bound that no value sought lies under, so
    that only piles with such a top are looked through: partitioning whole rows takes four times as long.
    """
    deep = max(1, values.shape[1] // max(_PILES, count))
    piles = values.shape[1] // deep
    folded = values[:, : deep * piles].reshape(len(values), deep, piles)
    tops = folded.max(axis=1)
    bound = np.partition(tops, piles - count, axis=1)[:, piles - count]
    row, pile = np.nonzero(tops >= bound[:, None])
    where, level = np.nonzero(folded[row, :, pile] >= bound[row, None])
    rest, beyond = np.nonzero(values[:, deep * piles :] >= bound[:, None])
    row = np.concatenate([row[where], rest])
    column = np.concatenate([level * piles + pile[where], beyond + deep * piles])
    found = values[row, column]
    order = np.lexsort((column, -found, row))
    starts = np.searchsorted(row[order], np.arange(len(values)))  # a row may have more than `count`
    chosen = order[starts[:, None] + np.arange(count)]
    return column[chosen], found[chosen]


def subset(tokens: Tokens, rows: Sequence[int] | Ints) -> list[tuple[str, ...]]:
    """The terms of some documents."""
    return [tokens[row] for row in rows]
