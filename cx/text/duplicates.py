"""Texts that say the same in nearly the same letters: campaigns, forwarded mails, a form sent twice.

Compared are character 3-grams, weighted by how rare they are (TF-IDF), by cosine. Meaning is not: vectors of meaning find
paraphrases, but hold many a neighbour for a copy.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

DUPLICATE = 0.80  # cosine from which two texts are the same
REVIEW = 0.65  # and from which a person should look
_GRAM = 3
_BLOCK = 500  # rows compared at a time: bounds memory
_PART = 50_000  # pairs
_MOST_NEAR = 500  # pairs to review that are kept of a part
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

    Texts without a letter or digit belong to no group. The answer does not depend on the order of the texts (rows
    aside): one text stands for its group that is written most often, then is nearest to the middle of all, then comes
    first by letter.
    """
    copies: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        plain = same_letters(text)
        if any(letter.isalnum() for letter in plain):
            copies[plain].append(row)
    distinct = sorted(copies)
    if not distinct:
        return Duplicates([], [])
    matrix = weighted(distinct)[0]
    linked = _linked(matrix, duplicate, review, progress)
    members: dict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(linked.labels):
        members[int(label)].append(number)
    leader = {
        label: _leader(found, matrix, [len(copies[distinct[one]]) for one in found]) for label, found in members.items()
    }
    row_of = {label: copies[distinct[one]][0] for label, one in leader.items()}
    groups = [
        Group(tuple(sorted(row for one in found for row in copies[distinct[one]])), row_of[label])
        for label, found in members.items()
    ]
    groups = [group for group in groups if group.count > 1]
    near = [Near(row_of[first], row_of[second], similarity) for first, second, similarity in linked.review(most)]
    return Duplicates(sorted(groups, key=lambda group: (-group.count, same_letters(texts[group.representative]))), near)


def _leader(found: list[int], matrix: Any, copies: list[int]) -> int:
    """The one of a group that is written most often, then the one nearest to the middle of all, then the first."""
    if len(found) == 1:
        return found[0]
    own = matrix[found]
    middle = np.asarray(own @ np.asarray(own.sum(axis=0)).ravel())
    order = np.lexsort((np.arange(len(found)), -middle.round(4), -np.array(copies)))
    return found[int(order[0])]


@dataclass
class _Linked:
    """Which rows hang together (`labels`), and the pairs of rows to review with their cosine."""

    labels: npt.NDArray[np.int64]
    near: list[tuple[int, int, float]]

    def review(self, most: int) -> list[tuple[int, int, float]]:
        """The most alike pair for any two groups, as labels."""
        best: dict[tuple[int, int], float] = {}
        for first, second, similarity in self.near:
            one, other = sorted((int(self.labels[first]), int(self.labels[second])))
            if one != other:
                best[one, other] = max(similarity, best.get((one, other), 0.0))
        ranked = sorted(best.items(), key=lambda item: (-round(item[1], 6), item[0]))[:most]
        return [(first, second, similarity) for (first, second), similarity in ranked]


def _linked(matrix: Any, duplicate: float, review: float, progress: Progress | None) -> _Linked:
    """Join what is alike, block by block; what hangs together already is not compared again (a campaign of thousands)."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = matrix.shape[0]
    labels = np.arange(size)
    near: list[tuple[int, int, float]] = []
    for first, second, similarity in _pairs(matrix, review, labels, progress):
        same = similarity >= duplicate
        edges = coo_matrix((np.ones(int(same.sum())), (labels[first[same]], labels[second[same]])), shape=(size, size))
        labels[:] = connected_components(edges, directed=False)[1][labels]
        alike = np.argsort(-similarity[~same], kind="stable")[:_MOST_NEAR]
        near += zip(
            first[~same][alike].tolist(), second[~same][alike].tolist(), similarity[~same][alike].tolist(), strict=True
        )
    return _Linked(labels, near)


def weighted(texts: Sequence[str]) -> tuple[Any, Any]:
    """TF-IDF of character 3-grams, rows of length 1 (sparse, n_texts x n_grams), and the fitted vectorizer.

    A text shorter than three characters is its own gram.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True, dtype=np.float32)
    return vectorizer.fit_transform(texts), vectorizer


def grams(text: str) -> list[str]:
    """The character 3-grams of a text without its blanks (Korean is spaced as one likes), letter case evened out."""
    tight = same_letters(text).replace(" ", "")
    return [tight[at : at + _GRAM] for at in range(max(1, len(tight) - _GRAM + 1))]


def _pairs(
    matrix: Any, bound: float, labels: npt.NDArray[np.int64], progress: Progress | None
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]]:
    """All pairs of rows with a cosine of `bound` or more and different labels, some at a time, without comparing all with all.

    Prefix filtering (Chaudhuri, Ganti and Kaushik 2006): let a row's columns be ordered from rare to frequent, and cut it
    where the rest is shorter than `bound`. Two rows that share nothing before their cuts cannot reach the bound.
    """
    heads = _heads(matrix, bound)
    columns = heads.T.tocsr()
    size = matrix.shape[0]
    for start in range(0, size, _BLOCK):
        shared = (heads[start : start + _BLOCK] @ columns).tocoo()
        first, second = (shared.row + start).astype(np.int64), shared.col.astype(np.int64)
        above = first < second
        first, second = first[above], second[above]
        for at in range(0, len(first), _PART):
            one, other = first[at : at + _PART], second[at : at + _PART]
            apart = labels[one] != labels[other]
            one, other = one[apart], other[apart]
            similarity = np.asarray(matrix[one].multiply(matrix[other]).sum(axis=1), dtype=np.float32).ravel()
            alike = similarity >= bound
            yield one[alike], other[alike], similarity[alike]
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
