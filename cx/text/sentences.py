"""Reading texts sentence by sentence: a greeting or an answer a thousand people send is read once, and weighs little.

Encoding takes most of the time, in proportion to the characters. Customers' texts share many sentences, and those without
a content term (greetings, signatures) say nothing of what a text is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.text.clean import clean, has_content
from cx.text.tokens import Progress, Tokenizer
from cx.text.vectors import Encoder, Vectors, unit

RULES = "1"  # raised whenever the vector of some text changes
KEPT = 100_000  # sentences remembered between calls: 110 MB
HEAVIEST = 8  # content terms beyond which a sentence weighs no more
_BATCH = 500
_END = re.compile(r"\n+|(?<=[.!?…~。！？])\s+")
_NO_TERM = 0.1  # weight of a sentence without a content term: all there is in a text of such sentences only


def split(text: str) -> list[str]:
    """The cleaned sentences of a text that have content, in order."""
    return [said for part in _END.split(text) if has_content(said := clean(part))]


def vectors_version(encoder: str, version: str) -> str:
    """How the version of what was read with this encoder ends."""
    return f"; {encoder}, {version}, by sentence {RULES}"


@dataclass
class SentenceReader:
    """Terms and vectors of texts from those of their sentences. May not be used by several threads at once."""

    tokenizer: Tokenizer
    encoder: Encoder

    def __post_init__(self) -> None:
        self._terms: dict[str, tuple[str, ...]] = {}
        self._vectors: dict[str, Vectors] = {}

    @property
    def version(self) -> str:
        """Changes whenever what is read in some text may."""
        return f"{self.tokenizer.version}{self.vectors_version}"

    @property
    def vectors_version(self) -> str:
        """The part of it, its end, that is about the vectors: where only the terms may differ, these can be kept."""
        return vectors_version(self.encoder.name, self.encoder.version)

    def terms(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """The terms alone, as `read` has them: a fraction of the work."""
        said = [split(text) for text in texts]
        distinct = sorted({sentence for sentences in said for sentence in sentences})
        known = dict(zip(distinct, self.tokenizer.tokenize(distinct), strict=True))
        return [tuple(term for sentence in sentences for term in known[sentence]) for sentences in said]

    def read(self, texts: Sequence[str], progress: Progress | None = None) -> tuple[list[tuple[str, ...]], Vectors]:
        """Terms of each text, (n_texts,), and float32 vectors (n_texts, n_dimensions) of unit length.

        A vector is the mean of those of its sentences, each weighing as many content terms as it has (at most HEAVIEST). A text
        without content has no terms and a zero row. `progress(done, total)` is called as sentences are read and may raise.
        """
        said = [split(text) for text in texts]
        self._learn({sentence for sentences in said for sentence in sentences}, len(texts), progress)
        terms = [tuple(term for sentence in sentences for term in self._terms[sentence]) for sentences in said]
        vectors = np.zeros((len(texts), self.encoder.dimensions), dtype=np.float32)
        for place, sentences in enumerate(said):
            for sentence in sentences:
                vectors[place] += self._weight(sentence) * self._vectors[sentence]
        self._forget()
        return terms, unit(vectors)

    def _weight(self, sentence: str) -> float:
        return min(len(self._terms[sentence]), HEAVIEST) or _NO_TERM

    def _learn(self, sentences: set[str], texts: int, progress: Progress | None) -> None:
        fresh = sorted(sentences - self._terms.keys())
        for begin in range(0, len(fresh), _BATCH):
            batch = fresh[begin : begin + _BATCH]
            terms = self.tokenizer.tokenize(batch)
            vectors = self.encoder.encode(batch, terms=terms)
            self._terms.update(zip(batch, terms, strict=True))
            self._vectors.update(zip(batch, vectors, strict=True))
            if progress is not None:
                progress(round(texts * (begin + len(batch)) / len(fresh)), texts)

    def _forget(self) -> None:
        for sentence in list(self._terms)[: max(0, len(self._terms) - KEPT)]:  # the oldest first
            del self._terms[sentence], self._vectors[sentence]
