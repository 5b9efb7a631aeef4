"""Terms of documents as a sparse matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Tokens = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of a term matrix in the order of its columns, and in how many of `documents` each occurs."""

    terms: tuple[str, ...]
    holding: NDArray[np.int64]  # (n_terms,)
    documents: int

    @cached_property
    def column(self) -> dict[str, int]:
        """Where a term stands."""
        return {term: place for place, term in enumerate(self.terms)}

    @cached_property
    def idf(self) -> NDArray[np.float32]:
        """(n_terms,): ln((1 + documents) / (1 + holding)) + 1, as scikit-learn's TfidfTransformer has it."""
        return (np.log((1 + self.documents) / (1 + self.holding)) + 1).astype(np.float32)


def vocabulary_of(tokens: Tokens, at_least: int = 1) -> Vocabulary:
    """The terms that occur in `at_least` documents, sorted; documents without terms count as documents."""
    holding: Counter[str] = Counter()
    for terms in tokens:
        holding.update(set(terms))
    kept = sorted(term for term, count in holding.items() if count >= at_least)
    return Vocabulary(tuple(kept), np.array([holding[term] for term in kept], dtype=np.int64), len(tokens))


def term_counts(tokens: Tokens, vocabulary: Vocabulary) -> sparse.csr_matrix:
    """(n_documents, n_terms): how often each document has each term of the vocabulary; other terms are left out."""
    column = vocabulary.column
    starts, columns = [0], []
    for terms in tokens:
        columns += [column[term] for term in terms if term in column]
        starts.append(len(columns))
    shape = (len(tokens), len(vocabulary.terms))
    matrix = sparse.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=shape)
    matrix.sum_duplicates()
    return matrix


def term_matrix(
    tokens: Tokens, vocabulary: Vocabulary | None = None, at_least: int = 1
) -> tuple[sparse.csr_matrix, Vocabulary]:
    """TF-IDF of the documents: (1 + ln tf) x idf, rows of length one; a document without known terms is a zero row.

    Args:
        tokens: terms of each document.
        vocabulary: of an earlier call, so that new documents stand in the same columns; None: of these documents.
        at_least: terms in fewer documents are left out of a new vocabulary.

    Returns:
        float32 (n_documents, n_terms) and its vocabulary.
    """
    vocabulary = vocabulary or vocabulary_of(tokens, at_least)
    matrix = term_counts(tokens, vocabulary)
    matrix.data = ((1 + np.log(matrix.data)) * vocabulary.idf[matrix.indices]).astype(np.float32)
    return unit_rows(matrix), vocabulary


def unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Every row at length one; zero rows stay."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1
    scaled = matrix.copy()
    scaled.data = (scaled.data / np.repeat(length, np.diff(matrix.indptr))).astype(np.float32)
    return scaled
