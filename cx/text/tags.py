"""Suggests a tag for a text, having learnt from those that people tagged and, above all, from those they corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cx.text.tag_features import Features, Tokens, Vectors

LEAST = 5  # documents a tag needs to be learnt
MOST_TAGS = 200  # the most frequent; what is not learnt is told
MOST_DOCUMENTS = 20_000  # learnt from; more change little and take long
CORRECTED = 5.0  # how much more a tag counts that somebody looked at twice
_SOFTNESS = 1.0  # inverse strength of regularisation, both models

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Suggestion:
    """A tag for a document and how probable it is, 0 to 1."""

    tag: str
    probability: float


class TagModel:
    """Labels from a linear support vector machine, probabilities from a logistic regression, over words, letters and meaning.

    The same documents, in any order, and the same seed give the same model.

    Attributes (after `fit`):
        status_: "ok"; "no_tags" (no tag has enough documents); "one_tag" (one tag has: nothing to choose from).
        tags_: the tags learnt, sorted.
        left_out_: tags not learnt, with their number of documents: too rare, or beyond the most frequent 200.
    """

    def __init__(self, *, least: int = LEAST, most_documents: int = MOST_DOCUMENTS, seed: int = 0) -> None:
        self._least, self._most, self._seed = least, most_documents, seed
        self._features = Features(seed)
        self._labels: Any = None
        self._odds: Any = None
        self.status_ = "no_tags"
        self.tags_: list[str] = []
        self.left_out_: dict[str, int] = {}

    def fit(
        self, texts: Sequence[str], tokens: Tokens, vectors: Vectors, tags: Sequence[str | None],
        weights: Sequence[float] | None = None,
    ) -> TagModel:  # fmt: skip
        """Learn from the documents that have a tag (None and "" are untagged) and any content.

        `weights` says how much each counts (`CORRECTED` for one a person reviewed); 0 leaves it out. Of more than
        `most_documents`, the corrected ones and an even sample of each tag are learnt from.
        """
        weight = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=np.float64)
        self.tags_, self.left_out_ = chosen(_usable(texts, tags, weight), self._least)
        self.status_ = status_of(self.tags_)
        if self.status_ != "ok":
            return self
        rows = rows_in_order(texts, tags, self.tags_, weight > 0)
        rows = _sampled(rows, [tags[row] or "" for row in rows], weight[rows], self._most, self._seed)
        known = {tag: number for number, tag in enumerate(self.tags_)}
        target = np.array([known[tags[row] or ""] for row in rows])
        said, terms = [texts[row] for row in rows], [tokens[row] for row in rows]
        wide, dense = self._features.fit(said, terms).both(said, terms, vectors[rows])
        self._labels, self._odds = separator(self._seed), odds()
        self._labels.fit(wide, target, sample_weight=weight[rows])
        self._odds.fit(dense, target, sample_weight=weight[rows])
        return self

    def label(self, texts: Sequence[str], tokens: Tokens, vectors: Vectors) -> list[str | None]:
        """The best tag for each document; None for one without content, and for all where nothing was learnt."""
        return [found[0].tag if found else None for found in self.suggest(texts, tokens, vectors, count=1)]

    def suggest(
        self, texts: Sequence[str], tokens: Tokens, vectors: Vectors, *, count: int = 3
    ) -> list[list[Suggestion]]:
        """Up to `count` tags for each document, the label first, then by probability; none for one without content."""
        result: list[list[Suggestion]] = [[] for _ in texts]
        rows = [row for row, terms in enumerate(tokens) if terms or np.any(vectors[row])]
        if self.status_ != "ok" or not rows:
            return result
        wide, dense = self._features.both([texts[row] for row in rows], [tokens[row] for row in rows], vectors[rows])
        best, probable = self._labels.predict(wide), self._odds.predict_proba(dense)
        for row, label, likely in zip(rows, best, probable, strict=True):
            others = [number for number in np.argsort(-likely, kind="stable") if number != label]
            order = [int(label), *others][:count]
            result[row] = [Suggestion(self.tags_[number], float(likely[number])) for number in order]
        return result


def separator(seed: int) -> Any:
    """The machine that says which tag."""
    from sklearn.svm import LinearSVC

    return LinearSVC(C=_SOFTNESS, random_state=seed)


def odds() -> Any:
    """The model that says how probable each tag is."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_SOFTNESS, max_iter=100, tol=1e-3)


def status_of(tags: Sequence[str]) -> str:
    """Whether there is anything to choose from: "ok", "one_tag", "no_tags"."""
    return "ok" if len(tags) > 1 else "one_tag" if tags else "no_tags"


def chosen(counts: Counter[str], least: int, most: int = MOST_TAGS) -> tuple[list[str], dict[str, int]]:
    """The tags with at least `least` documents, at most the `most` most frequent, and the others with their numbers."""
    ranked = sorted(counts, key=lambda tag: (-counts[tag], tag))
    kept = [tag for tag in ranked if counts[tag] >= least][:most]
    return sorted(kept), {tag: counts[tag] for tag in ranked if tag not in set(kept)}


def _usable(texts: Sequence[str], tags: Sequence[str | None], weight: npt.NDArray[np.float64]) -> Counter[str]:
    return Counter(
        tag for text, tag, much in zip(texts, tags, weight, strict=True) if tag and text.strip() and much > 0
    )


def rows_in_order(
    texts: Sequence[str], tags: Sequence[str | None], known: Sequence[str], used: npt.NDArray[np.bool_]
) -> Rows:
    """The rows to learn from, sorted by what they say: the order in which they came must not matter."""
    wanted = set(known)
    rows = [row for row, tag in enumerate(tags) if tag in wanted and texts[row].strip() and used[row]]
    return np.array(sorted(rows, key=lambda row: (texts[row], tags[row] or "")), dtype=np.int64)


def _sampled(rows: Rows, tags: Sequence[str], weight: npt.NDArray[np.float64], most: int, seed: int) -> Rows:
    """At most about `most` rows: every corrected one, and of each tag an even part, never fewer than fifty if it has them."""
    if len(rows) <= most:
        return rows
    rank = np.random.default_rng(seed).random(len(rows))
    names = np.array(tags)
    kept = weight > 1
    part = most / len(rows)
    for tag in sorted(set(tags)):
        own = np.flatnonzero(names == tag)
        quota = max(50, round(len(own) * part))
        kept[own[np.argsort(rank[own])][:quota]] = True
    return rows[kept]
