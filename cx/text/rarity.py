"""How alike texts are by letters: character 3-grams weighted by how rare they are among some texts (TF-IDF), and their cosine.

A 3-gram is one number, three letters of 21 bits; blanks do not count (Korean is spaced as one likes), nor does letter case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cx.text.clean import LONGEST
from cx.text.duplicates import same_letters

LETTERS = 500  # of a text that are compared
_GRAM = 3
_BITS = np.uint64(21)  # of a letter
_AT_ONCE = 5_000  # pairs compared
_ROUNDED = 9  # digits, so that the order of a sum decides nothing

Grams = NDArray[np.uint64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rarity:
    """How many of `texts` texts hold each 3-gram. `grams`: ascending, those of two texts or more; `holding`: as many."""

    grams: Grams
    holding: Ints
    texts: int

    def of(self, grams: Grams) -> tuple[Ints, Floats]:
        """How many hold each, and how much it weighs; the text that asks holds it at least."""
        held = np.ones(len(grams), dtype=np.int64)
        if len(self.grams):
            at = np.minimum(np.searchsorted(self.grams, grams), len(self.grams) - 1)
            held = np.where(self.grams[at] == grams, self.holding[at], 1)
        return held, np.log((1 + self.texts) / (1 + held)) + 1


@dataclass(frozen=True)
class Weighed:
    """The different 3-grams of texts with their weights, by text, then by gram; the weights of a text are of length 1."""

    texts: int
    row: Ints
    gram: Grams
    held: Ints
    weight: Floats


def learn(texts: Sequence[str]) -> Rarity:
    """What is rare among these texts."""
    _, grams, _ = _counted(texts)
    ordered = np.sort(grams)
    begins = np.flatnonzero(_is_other(ordered))
    holding = np.diff(np.append(begins, len(ordered)))
    return Rarity(ordered[begins][holding > 1], holding[holding > 1], len(texts))


def _is_other(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each is another than the one before it."""
    return np.concatenate([np.ones(min(1, len(ordered)), dtype=bool), ordered[1:] != ordered[:-1]])


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The values in order, each once; numpy's own way hashes them, which takes longer."""
    ordered = np.sort(values)
    return ordered[_is_other(ordered)]


def _counted(texts: Sequence[str]) -> tuple[Ints, Grams, Ints]:
    """The different 3-grams of each text without its blanks: row, gram, how often; by row, then by gram."""
    tight = [same_letters(text[:LONGEST]).replace(" ", "")[:LETTERS].ljust(_GRAM, "\0") for text in texts]
    if not tight:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    lengths = np.array([len(text) for text in tight], dtype=np.int64)
    letters = np.frombuffer("".join(tight).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    gram = letters[:-2] << _BITS << _BITS | letters[1:-1] << _BITS | letters[2:]
    row = np.repeat(np.arange(len(tight)), lengths)
    is_whole = row[:-2] == row[2:]
    row, gram = row[:-2][is_whole], gram[is_whole]
    order = np.lexsort((gram, row))
    row, gram = row[order], gram[order]
    begins = np.flatnonzero(_is_other(row) | _is_other(gram))
    return row[begins], gram[begins], np.diff(np.append(begins, len(row)))


def weigh(texts: Sequence[str], rarity: Rarity) -> Weighed:
    """The texts by their 3-grams: more often is more, but less than so many times; rare is more."""
    row, gram, times = _counted(texts)
    held, idf = rarity.of(gram)
    weight = (1 + np.log(times)) * idf
    length = np.sqrt(np.bincount(row, weights=weight**2, minlength=len(texts)))
    return Weighed(len(texts), row, gram, held, weight / length[row])


def cosines(some: Weighed, others: Weighed, first: Ints, second: Ints) -> Floats:
    """(n_pairs,) the cosine of each row `first` of `some` with row `second` of `others`, rounded."""
    from scipy import sparse

    grams = distinct(np.concatenate([some.gram, others.gram]))
    matrices = [
        sparse.csr_matrix(
            (one.weight, (one.row, np.searchsorted(grams, one.gram))), shape=(one.texts, max(len(grams), 1))
        )
        for one in (some, others)
    ]
    found = [np.zeros(0)]
    for begin in range(0, len(first), _AT_ONCE):
        left, right = matrices[0][first[begin : begin + _AT_ONCE]], matrices[1][second[begin : begin + _AT_ONCE]]
        found.append(np.asarray(left.multiply(right).sum(axis=1), dtype=np.float64).ravel())
    return np.concatenate(found).round(_ROUNDED)
