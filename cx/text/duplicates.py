"""Texts that say the same in nearly the same letters: campaigns, forwarded mails, a form sent twice.

Compared are character 3-grams, weighted by how rare they are (TF-IDF), by cosine. Meaning is not: vectors of meaning find
paraphrases, but hold many a neighbour for a copy.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

DUPLICATE = 0.80  # cosine from which two texts are the same
REVIEW = 0.65  # and from which a person should look
_GRAM = 3
_BLOCK = 2_000  # rows compared at a time: bounds memory
_BLANK = re.compile(r"\s+")

Floats = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Group:
    """Documents that are the same: their rows in order, and the row of the one that stands for them."""

    rows: tuple[int, ...]
    representative: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.rows)


@dataclass(frozen=True)
class Near:
    """Two documents alike enough to be looked at, by the rows that stand for their groups."""

    first: int
    second: int
    similarity: float


@dataclass(frozen=True)
class Duplicates:
    """Groups of two or more, largest first, and pairs to review, most alike first."""

    groups: list[Group]
    review: list[Near]


def same_letters(text: str) -> str:
    """What is compared: NFKC, lower-case, white space as one blank. "" for a text of white space."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def duplicates(
    texts: Sequence[str],
    *,
    duplicate: float = DUPLICATE,
    review: float = REVIEW,
    most: int = 200,
    progress: Progress | None = None,
) -> Duplicates:
    """Group texts whose cosine is at least `duplicate`, and everything they are linked to; `most` pairs to review.

    Texts without a letter or digit belong to no group. The answer does not depend on the order of the texts (rows aside): one text stands for
    its group that is written most often, then is most like the others, then comes first by letter.
    """
    copies: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        plain = same_letters(text)
        if any(letter.isalnum() for letter in plain):
            copies[plain].append(row)
    distinct = sorted(copies)
    union = _Union(len(distinct))
    links: Counter[int] = Counter()
    near: list[tuple[float, int, int]] = []
    if len(distinct) > 1:
        for first, second, similarity in _pairs(weighted(distinct)[0], review, progress):
            if similarity >= duplicate:
                union.join(first, second)
                links[first] += 1
                links[second] += 1
            else:
                near.append((similarity, first, second))
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(distinct)):
        members[union.root(number)].append(number)
    leader = {
        root: min(found, key=lambda one: (-len(copies[distinct[one]]), -links[one], one))
        for root, found in members.items()
    }
    groups = [
        Group(tuple(sorted(row for one in found for row in copies[distinct[one]])), copies[distinct[leader[root]]][0])
        for root, found in members.items()
    ]
    groups = [group for group in groups if group.count > 1]
    return Duplicates(
        sorted(groups, key=lambda group: (-group.count, same_letters(texts[group.representative]))),
        _to_review(near, union, lambda root: copies[distinct[leader[root]]][0], most),
    )


def _to_review(near: list[tuple[float, int, int]], union: _Union, row: Callable[[int], int], most: int) -> list[Near]:
    """One pair for any two groups, the most alike."""
    best: dict[tuple[int, int], float] = {}
    for similarity, first, second in near:
        roots = sorted((union.root(first), union.root(second)))
        if roots[0] != roots[1]:
            key = (roots[0], roots[1])
            best[key] = max(similarity, best.get(key, 0))
    ranked = sorted(best.items(), key=lambda item: (-round(item[1], 6), item[0]))[:most]
    return [Near(row(first), row(second), similarity) for (first, second), similarity in ranked]


def weighted(texts: Sequence[str]) -> tuple[Any, Any]:
    """TF-IDF of character 3-grams, rows of length 1 (sparse, n_texts x n_grams), and the fitted vectorizer.

    A text shorter than three characters is its own gram.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True, dtype=np.float32)
    return vectorizer.fit_transform(texts), vectorizer


def grams(text: str) -> list[str]:
    """The character 3-grams of a text, blanks and letter case evened out."""
    plain = same_letters(text)
    return [plain[at : at + _GRAM] for at in range(max(1, len(plain) - _GRAM + 1))]


def _pairs(matrix: Any, bound: float, progress: Progress | None) -> Iterator[tuple[int, int, float]]:
    """All pairs of rows with a cosine of `bound` or more, without comparing all with all.

    Prefix filtering (Chaudhuri, Ganti and Kaushik 2006): let a row's columns be ordered from rare to frequent, and cut it
    where the rest is shorter than `bound`. Two rows that share nothing before their cuts cannot reach the bound.
    """
    heads = _heads(matrix, bound)
    columns = heads.T.tocsr()
    size = matrix.shape[0]
    for start in range(0, size, _BLOCK):
        shared = (heads[start : start + _BLOCK] @ columns).tocoo()
        first, second = shared.row + start, shared.col
        above = first < second
        first, second = first[above], second[above]
        for at in range(0, len(first), 100_000):
            some, other = first[at : at + 100_000], second[at : at + 100_000]
            similarity = np.asarray(matrix[some].multiply(matrix[other]).sum(axis=1)).ravel()
            for place in np.flatnonzero(similarity >= bound):
                yield int(some[place]), int(other[place]), float(similarity[place])
        if progress:
            progress(min(start + _BLOCK, size), size)


def _heads(matrix: Any, bound: float) -> Any:
    """The rare columns of each row, as ones; see `_pairs`."""
    from scipy import sparse

    often = np.bincount(matrix.indices, minlength=matrix.shape[1])
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -often[matrix.indices], row))  # within a row from frequent to rare
    squares = matrix.data[order].astype(np.float64) ** 2
    running = np.cumsum(squares)
    ended = np.concatenate([[0.0], running])[matrix.indptr[row]]
    kept = order[running - ended >= (bound - 1e-6) ** 2]
    ones = np.ones(len(kept), dtype=np.float32)
    return sparse.csr_matrix((ones, (row[kept], matrix.indices[kept])), shape=matrix.shape)


class _Union:
    """Which numbers hang together."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, one: int) -> int:
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.root(first), self.root(second)))
        self._parent[high] = low


class Copies:
    """Finds the nearest of many known texts for a new one, by letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._matrix, self._vectorizer = weighted(texts)

    def nearest(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], Floats]:
        """The row of the most similar known text for each of `texts`, and the cosine (0 where nothing is shared)."""
        new = self._vectorizer.transform(texts).tocsr()
        known = self._matrix.T.tocsr()
        rows, best = np.zeros(new.shape[0], dtype=np.int64), np.zeros(new.shape[0], dtype=np.float32)
        for start in range(0, new.shape[0], _BLOCK):
            product = (new[start : start + _BLOCK] @ known).tocsr()
            for line in range(product.shape[0]):
                found = slice(product.indptr[line], product.indptr[line + 1])
                if found.start < found.stop:
                    at = int(np.argmax(product.data[found]))
                    rows[start + line], best[start + line] = product.indices[found][at], product.data[found][at]
        return rows, best
