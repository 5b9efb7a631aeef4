"""Search by meaning and by words together, and texts like a given one.

Similarity is the cosine of the meaning vectors + 0.5 x the cosine of the terms (TF-IDF), looked up against every document:
at 200,000 documents that is still a fraction of a second, and nothing has to be kept in step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WORDS = 0.5  # weight of the terms beside the meaning
MOST = 200_000  # documents one index is meant for
_BLOCK = 16_384  # rows turned to float32 at a time: fits the processor's cache well enough

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Hit:
    """A document found: its row, its similarity (0 to 1.5), and the two cosines it is made of."""

    row: int
    similarity: float
    meaning: float
    words: float


class Terms:
    """TF-IDF of the terms of all documents, kept by term: a query reads the lists of its own terms alone."""

    def __init__(self, tokens: Sequence[tuple[str, ...]]) -> None:
        from scipy import sparse

        self.vocabulary: dict[str, int] = {}
        size = len(tokens)
        rows: list[int] = []
        columns: list[int] = []
        counts: list[int] = []
        for row, terms in enumerate(tokens):
            for term, count in Counter(terms).items():
                rows.append(row)
                columns.append(self.vocabulary.setdefault(term, len(self.vocabulary)))
                counts.append(count)
        often = np.bincount(columns, minlength=len(self.vocabulary)) if columns else np.zeros(0)
        self.rarity = (np.log((1 + size) / (1 + often)) + 1).astype(np.float32)
        values = (1 + np.log(np.array(counts, dtype=np.float32))) * self.rarity[np.array(columns, dtype=np.int64)]
        lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=size)) if rows else np.ones(size)
        values /= np.maximum(lengths[np.array(rows, dtype=np.int64)], 1e-9).astype(np.float32)
        shape = (size, len(self.vocabulary))
        self.matrix = sparse.csc_matrix((values.astype(np.float32), (rows, columns)), shape=shape)

    def cosines(self, terms: tuple[str, ...]) -> Floats:
        """The cosine of each document with the query's terms; 0 for all where none of them is known."""
        weights = {
            self.vocabulary[term]: (1 + np.log(count)) * self.rarity[self.vocabulary[term]]
            for term, count in Counter(terms).items()
            if term in self.vocabulary
        }
        found = np.zeros(self.matrix.shape[0], dtype=np.float32)
        length = float(np.sqrt(sum(weight**2 for weight in weights.values())))
        for column, weight in weights.items():
            at = slice(self.matrix.indptr[column], self.matrix.indptr[column + 1])
            found[self.matrix.indices[at]] += self.matrix.data[at] * np.float32(weight / length)
        return found


class Similar:
    """All documents, ready to be searched. `vectors` as of an `Encoder`, of any float type; `float16` halves the memory.

    An all-zero vector (a text without content) is like nothing.
    """

    def __init__(self, vectors: npt.NDArray[np.floating], tokens: Sequence[tuple[str, ...]]) -> None:
        if len(vectors) != len(tokens):
            message = f"{len(vectors)} vectors and {len(tokens)} documents of tokens"
            raise ValueError(message)
        self._vectors = vectors
        self._terms = Terms(tokens)

    def search(
        self,
        vector: npt.NDArray[np.floating],
        terms: tuple[str, ...],
        *,
        count: int = 20,
        among: Rows | None = None,
        words: float = WORDS,
    ) -> list[Hit]:
        """The `count` documents most like the query, best first; equal ones in row order. `among`: rows of a selection.

        A query without content (a zero vector and no known term) finds nothing; documents with a similarity of 0 or less
        are never told.
        """
        meaning, said = self._meaning(vector), self._terms.cosines(terms)
        whole = meaning + np.float32(words) * said
        rows = np.arange(len(whole)) if among is None else np.asarray(among, dtype=np.int64)
        score = whole[rows]
        if len(rows) > count:
            bound = np.partition(score, len(score) - count)[len(score) - count]
            rows, score = rows[score >= bound], score[score >= bound]
        order = np.lexsort((rows, -score))[:count]
        return [
            Hit(int(row), float(whole[row]), float(meaning[row]), float(said[row]))
            for row in rows[order]
            if whole[row] > 0
        ]

    def like(self, row: int, *, count: int = 20, among: Rows | None = None) -> list[Hit]:
        """The documents most like document `row`, without itself."""
        matrix = self._terms.matrix
        own = np.zeros(matrix.shape[1], dtype=np.float32)
        own[:] = matrix[row].toarray().ravel() if matrix.shape[1] else 0
        meaning, said = self._meaning(self._vectors[row]), np.asarray(matrix @ own, dtype=np.float32)
        whole = meaning + np.float32(WORDS) * said
        rows = np.arange(len(whole)) if among is None else np.asarray(among, dtype=np.int64)
        rows = rows[rows != row]
        order = np.lexsort((rows, -whole[rows]))[:count]
        return [
            Hit(int(one), float(whole[one]), float(meaning[one]), float(said[one]))
            for one in rows[order]
            if whole[one] > 0
        ]

    def _meaning(self, vector: npt.NDArray[np.floating]) -> Floats:
        """Cosines with the query; half-precision vectors are widened piece by piece."""
        query = np.asarray(vector, dtype=np.float32)
        if self._vectors.dtype == np.float32:
            return np.asarray(self._vectors @ query, dtype=np.float32)
        found = np.empty(len(self._vectors), dtype=np.float32)
        for start in range(0, len(found), _BLOCK):
            found[start : start + _BLOCK] = self._vectors[start : start + _BLOCK].astype(np.float32) @ query
        return found


def alike(
    first: npt.NDArray[np.floating], second: npt.NDArray[np.floating], first_terms: Sequence[tuple[str, ...]],
    second_terms: Sequence[tuple[str, ...]], known: Terms,
) -> Floats:  # fmt: skip
    """The similarity of pairs of texts, element by element: 0 to 1.5, with the rarity of terms as in `known` texts."""
    meaning = np.einsum("ij,ij->i", first.astype(np.float32), second.astype(np.float32))
    said = [_overlap(one, other, known) for one, other in zip(first_terms, second_terms, strict=True)]
    return np.asarray(meaning + np.float32(WORDS) * np.array(said, dtype=np.float32), dtype=np.float32)


def _overlap(first: tuple[str, ...], second: tuple[str, ...], known: Terms) -> float:
    """The cosine of two texts' terms; a term never seen counts as the rarest."""
    rarest = float(known.rarity.max()) if len(known.rarity) else 1.0

    def weights(terms: tuple[str, ...]) -> dict[str, float]:
        return {
            term: (1 + float(np.log(count))) * (float(known.rarity[known.vocabulary[term]]) if term in known.vocabulary else rarest)
            for term, count in Counter(terms).items()
        }  # fmt: skip

    one, other = weights(first), weights(second)
    length = float(np.sqrt(sum(value**2 for value in one.values()) * sum(value**2 for value in other.values())))
    return sum(value * other[term] for term, value in one.items() if term in other) / length if length else 0.0
