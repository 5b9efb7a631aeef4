"""The light encoder: terms into few dimensions, learnt from the texts themselves (TF-IDF, truncated SVD).

It knows only words, and which words go together where they were learnt: two ways to say one thing are alike where texts use
both. For machines on which the wheel of `cx.text.vectors.UseEncoder` cannot be had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from cx.text.clean import content
from cx.text.terms import Tokens, Vocabulary, term_matrix
from cx.text.tokens import Tokenizer
from cx.text.vectors import Progress, Vectors, unit

NAME = "lsa"
RULES = "1"  # raised whenever the vector of some text changes
AXES = 128
_LETTERS = 64  # directions of what is spelled in words it does not know
_SHARED_BY = 2  # documents that have a term: what one alone says connects nothing, and may be somebody's name
_MOST_TERMS = 20_000  # the most frequent ones


@dataclass(frozen=True)
class Axes:
    """What was learnt from texts. Two are equal if their versions are: the vectors of both can be compared.

    `axes`: float16 (n_axes, n_terms), n_axes at most AXES; no terms where nothing could be learnt.
    """

    version: str
    vocabulary: Vocabulary = field(compare=False)
    axes: NDArray[np.float16] = field(compare=False)


def learn(tokens: Tokens, read_by: str, seed: int = 0) -> Axes:
    """The axes of documents, from their terms, (n_documents,); in any order the same. `read_by`: the tokenizer's version."""
    matrix, vocabulary = term_matrix(sorted(tokens), at_least=_SHARED_BY)
    if len(vocabulary.terms) > _MOST_TERMS:
        kept = np.sort(np.argsort(-vocabulary.holding, kind="stable")[:_MOST_TERMS])
        names = tuple(vocabulary.terms[place] for place in kept)
        matrix, vocabulary = term_matrix(
            sorted(tokens), Vocabulary(names, vocabulary.holding[kept], vocabulary.documents)
        )
    rank = max(0, min(AXES, *(size - 1 for size in matrix.shape)))
    axes = np.zeros((rank, matrix.shape[1]), dtype=np.float16)
    if rank:
        from sklearn.decomposition import TruncatedSVD

        axes[:] = TruncatedSVD(rank, random_state=seed).fit(matrix).components_
    known = "\n".join((read_by, *vocabulary.terms)).encode(errors="replace")
    made = hashlib.blake2b(known + vocabulary.holding.tobytes() + axes.tobytes(), digest_size=6).hexdigest()
    return Axes(f"{rank} axes {made}, {RULES}", vocabulary, axes)


class LsaEncoder:
    """An `Encoder` with axes learnt before. A text of unknown words lies apart from all others, by its letters."""

    name = NAME
    dimensions = AXES + _LETTERS

    def __init__(self, tokenizer: Tokenizer, axes: Axes) -> None:
        from sklearn.feature_extraction.text import HashingVectorizer

        self._tokenizer, self._axes = tokenizer, axes
        self._directions = np.asarray(axes.axes.T, dtype=np.float32)
        self._letters = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 3), n_features=_LETTERS, dtype=np.float32)

    @property
    def version(self) -> str:
        """Of the axes, which changes with the tokenizer too."""
        return self._axes.version

    def encode(self, texts: Sequence[str], progress: Progress | None = None, terms: Tokens | None = None) -> Vectors:
        """See `Encoder.encode`."""
        said = self._tokenizer.tokenize(texts) if terms is None else terms
        matrix, _ = term_matrix(said, self._axes.vocabulary)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        vectors[:, : len(self._axes.axes)] = unit(sparse.csr_matrix.dot(matrix, self._directions))
        cleaned = [content(text) for text in texts]
        spelled = [row for row in np.flatnonzero(~vectors.any(axis=1)).tolist() if cleaned[row]]
        if spelled:
            vectors[spelled, AXES:] = self._letters.transform([cleaned[row] for row in spelled]).toarray()
        vectors[[row for row, text in enumerate(cleaned) if not text]] = 0
        if progress is not None:
            progress(len(texts), len(texts))
        return vectors
