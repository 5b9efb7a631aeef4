"""Search by meaning and by words together, and texts like a given one.

Similarity is the cosine of the meaning vectors + 0.5 x the cosine of the terms (TF-IDF), looked up against every document:
at 200,000 documents that is still a fraction of a second, and nothing has to be kept in step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from cx.text.clean import clean, has_content
from cx.text.terms import Tokens, Vocabulary, term_matrix

WORDS = 0.5  # weight of the terms beside the meaning
MOST = 200_000  # documents one index is meant for
_BLOCK = 500  # documents that are compared with others at a time

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.floating[Any]]


def spelled(texts: Sequence[str], tokens: Tokens) -> list[tuple[str, ...]]:
    """Tokens for a search: the terms of each text, twice as telling, and the letter pairs of its words.

    Letters find what terms leave out (stop words, another ending, a slip): .922 -> .941 of MAP@20 on paraphrased questions.
    """
    return [(*terms, *terms, *_pairs(text)) for text, terms in zip(texts, tokens, strict=True)]


def _pairs(text: str) -> list[str]:
    words = (f" {word} " for word in clean(text).lower().split()) if has_content(text) else ()
    # One object for all equal pairs: millions of them take gigabytes.
    return [intern(word[at : at + 2]) for word in words for at in range(len(word) - 1)]


@dataclass(frozen=True)
class Hit:
    """A document found: its row, its similarity (0 to 1.5), and the two cosines it is made of."""

    row: int
    similarity: float
    meaning: float
    words: float


class Terms:
    """TF-IDF of the terms of all documents, kept by term: a query reads the lists of its own terms alone."""

    def __init__(self, tokens: Tokens, before: tuple[Any, Vocabulary] | None = None) -> None:
        """`before`: rows that stand before those of `tokens`, and the vocabulary that says how rare terms are."""
        matrix, self.vocabulary = term_matrix(tokens) if before is None else term_matrix(tokens, before[1])
        whole = matrix if before is None else sparse.vstack([before[0], matrix])
        self._by_term = sparse.csc_matrix(whole)

    def __len__(self) -> int:
        return int(self._by_term.shape[0])

    def changed(self, kept: Rows, tokens: Tokens) -> Terms:
        """The kept documents and behind them new ones, with the rarity of terms as it was; terms not known then say nothing."""
        return Terms(tokens, (self._by_term.tocsr()[kept], self.vocabulary))

    def cosines(self, terms: tuple[str, ...]) -> Floats:
        """The cosine of each document with the query's terms; 0 for all where none of them is known."""
        return self._with(term_matrix([terms], self.vocabulary)[0])

    def cosines_with(self, row: int) -> Floats:
        """The cosine of each document with document `row`."""
        return self._with(self._by_term[[row]].tocsr())

    def between(self, rows: Rows, others: Rows) -> Floats:
        """(n_rows, n_others) the cosine of some documents with others."""
        by_row = self._by_term.tocsr()
        return np.asarray((by_row[rows] @ by_row[others].T).toarray(), dtype=np.float32)

    def _with(self, query: Any) -> Floats:
        found = np.zeros(self._by_term.shape[0], dtype=np.float32)
        for column, weight in zip(query.indices, query.data, strict=True):
            at = slice(self._by_term.indptr[column], self._by_term.indptr[column + 1])
            found[self._by_term.indices[at]] += self._by_term.data[at] * weight
        return found


class Similar:
    """All documents, ready to be searched. `vectors` as of an `Encoder`; 2 kB a document are held.

    An all-zero vector (a text without content) is like nothing.
    """

    def __init__(self, vectors: Vectors, tokens: Tokens | Terms) -> None:
        terms = tokens if isinstance(tokens, Terms) else Terms(tokens)
        if len(vectors) != len(terms):
            message = f"{len(vectors)} vectors and {len(terms)} documents of tokens"
            raise ValueError(message)
        self._vectors = np.asarray(vectors, dtype=np.float32)  # multiplying half precision takes ten times as long
        self._terms = terms

    def changed(self, kept: Rows, vectors: Vectors, tokens: Tokens) -> Similar:
        """The documents in the rows `kept`, in that order, and behind them new ones: see `Terms.changed`."""
        new = np.asarray(vectors, dtype=np.float32).reshape(len(tokens), self._vectors.shape[1])
        return Similar(np.concatenate([self._vectors[kept], new]), self._terms.changed(kept, tokens))

    def search(
        self, vector: Vectors, terms: tuple[str, ...], *, count: int = 20, among: Rows | None = None
    ) -> list[Hit]:
        """The `count` documents most like the query, best first; equal ones in row order. `among`: rows of a selection.

        A query without content (a zero vector and no known term) finds nothing; documents with a similarity of 0 or less
        are never told.
        """
        return _best(self._meaning(vector), self._terms.cosines(terms), among, count)

    def like(self, row: int, *, count: int = 20, among: Rows | None = None) -> list[Hit]:
        """The documents most like document `row`, without itself; see `search`."""
        found = _best(self._meaning(self._vectors[row]), self._terms.cosines_with(row), among, count + 1)
        return [hit for hit in found if hit.row != row][:count]

    def likeness(self, rows: Rows, others: Rows) -> Floats:
        """(n_rows, n_others) the similarity of some documents with others."""
        found = self._vectors[rows] @ self._vectors[others].T
        return np.asarray(found + np.float32(WORDS) * self._terms.between(rows, others), dtype=np.float32)

    def _meaning(self, vector: Vectors) -> Floats:
        return np.asarray(self._vectors @ np.asarray(vector, dtype=np.float32), dtype=np.float32)


def _best(meaning: Floats, words: Floats, among: Rows | None, count: int) -> list[Hit]:
    whole = meaning + np.float32(WORDS) * words
    rows = np.arange(len(whole)) if among is None else np.asarray(among, dtype=np.int64)
    rows = rows[whole[rows] > 0]
    if len(rows) > count:
        rows = rows[whole[rows] >= np.partition(whole[rows], -count)[-count]]
    order = rows[np.lexsort((rows, -whole[rows]))][:count]
    return [Hit(int(row), float(whole[row]), float(meaning[row]), float(words[row])) for row in order]


def alike(first: tuple[Vectors, Tokens], second: tuple[Vectors, Tokens], known: Terms) -> Floats:
    """The similarity of pairs of texts, element by element: 0 to 1.5, with the rarity of terms as in `known` texts."""
    meaning = np.einsum("ij,ij->i", np.asarray(first[0], np.float32), np.asarray(second[0], np.float32))
    one, other = (term_matrix(tokens, known.vocabulary)[0] for tokens in (first[1], second[1]))
    words = np.asarray(one.multiply(other).sum(axis=1), dtype=np.float32).ravel()
    return np.asarray(meaning + np.float32(WORDS) * words, dtype=np.float32)


def story(
    rows: Sequence[int], moments: Sequence[float], similar: Similar, *, within: float, least: float
) -> list[list[int]]:
    """Chains of contacts of one account that take up the same matter: each joins the chain of the most similar earlier one.

    `rows` are the account's documents, `moments` when each was opened (any unit), `within` the longest time between two
    links, `least` the similarity they need. Chains of two or more, in order of time.
    """
    order = sorted(range(len(rows)), key=lambda at: (moments[at], rows[at]))
    documents = np.array([rows[at] for at in order], dtype=np.int64)
    when = np.array([moments[at] for at in order], dtype=np.float64)
    chain: list[list[int]] = []
    for begin in range(0, len(documents), _BLOCK):
        own = np.arange(begin, min(begin + _BLOCK, len(documents)))
        others = np.arange(np.searchsorted(when, when[begin] - within), own[-1] + 1)
        likeness = similar.likeness(documents[own], documents[others])
        likeness[(others >= own[:, None]) | (when[own][:, None] - when[others] > within)] = -np.inf
        for at, best, whole in zip(own, others[likeness.argmax(axis=1)], likeness.max(axis=1), strict=True):
            chain.append(chain[best] if whole >= least else [])
            chain[-1].append(int(documents[at]))
    return [linked for at, linked in enumerate(chain) if linked[0] == documents[at] and len(linked) > 1]
