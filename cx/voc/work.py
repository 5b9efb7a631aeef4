"""What is done aside (`cx.voc.aside`): plain values in, plain values out. The models stay loaded between calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cx.text import lexicon
from cx.text.sentences import SentenceReader
from cx.text.tokens import Progress, Tokenizer
from cx.text.vectors import UseEncoder


@dataclass(frozen=True)
class Words:
    """A team's dictionary: names that are one word, words that say nothing, words that stand for others."""

    names: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Readings:
    """What was read in texts, in their order. `vectors`: float16 (n_texts, n_dimensions); zero rows have no content."""

    terms: list[tuple[str, ...]]
    vectors: NDArray[np.float16]


def version(words: Words) -> str:
    """Changes whenever what is read in some text may."""
    return reader(words).version


@lru_cache(maxsize=1)
def reader(words: Words) -> SentenceReader:
    """The reader with a team's dictionary on top of what comes with the product."""
    stop = lexicon.default_stop_words() | set(words.silent)
    same = {**lexicon.default_synonyms(), **dict(words.same)}
    return SentenceReader(Tokenizer(words.names, stop, same), UseEncoder())


def read(texts: Sequence[str], words: Words, progress: Progress) -> Readings:
    """Terms and vectors of the texts."""
    terms, vectors = reader(words).read(texts, progress)
    return Readings(terms, vectors.astype(np.float16))
