"""What the tags of a team teach, learnt aside (`cx.voc.work`): plain values in, plain values out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from cx.text.mistags import FOLDS, REPEATS, Confusable, Doubt, Probabilities, confusable, doubtful, out_of_fold
from cx.text.tags import Suggestion, TagModel
from cx.text.tokens import Progress

REASONS = 3  # terms shown
_TELLING = log(3.0)  # a term is a reason if it is said three times as often
_UNSEEN = 0.5

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Lesson:
    """Different texts, and the documents that consist of them.

    `texts`, `terms` (n_texts,), `vectors` float16 (n_texts, n_dimensions). Of the tagged documents, each (n_documents,): `at` the text,
    `tags`, `weights` how much each counts, `is_asked` whether it may be asked about. `untagged`: (n_untagged,) texts to suggest tags for.
    """

    texts: list[str]
    terms: list[tuple[str, ...]]
    vectors: NDArray[np.float16]
    at: Ints
    tags: list[str]
    weights: list[float]
    is_asked: NDArray[np.bool_]
    untagged: Ints


@dataclass(frozen=True)
class Doubted:
    """A doubt about a document (its row among the tagged ones), and the terms that speak for the other tag."""

    doubt: Doubt
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Learnt:
    """What was learnt. `judged`: documents judged by models that had not seen them; `is_unlikely` those whose tag was not the
    most probable one, both (n_judged,) rows among the tagged ones and flags. `suggestions`: (n_untagged,), None without content.
    """

    status: str
    n_tags: int
    left_out: dict[str, int]
    judged: Ints
    is_unlikely: NDArray[np.bool_]
    doubts: list[Doubted] = field(default_factory=list)
    pairs: list[Confusable] = field(default_factory=list)
    suggestions: list[Suggestion | None] = field(default_factory=list)

    @property
    def accuracy(self) -> float | None:
        """Share of the judged whose tag is the most probable one; None where none was judged."""
        return float(1 - self.is_unlikely.mean()) if len(self.judged) else None


def learn_tags(lesson: Lesson, size: int, progress: Progress) -> Learnt:
    """Learn the tags: doubts about at most `size` documents, pairs that are mixed up, and a tag for those without one."""
    steps = FOLDS * REPEATS + 2  # the last two are the model that suggests
    texts, terms = [lesson.texts[row] for row in lesson.at], [lesson.terms[row] for row in lesson.at]
    vectors = lesson.vectors[lesson.at].astype(np.float32)
    progress(0, steps)
    found = out_of_fold(
        texts, terms, vectors, lesson.tags, weights=lesson.weights, progress=lambda done, _: progress(done, steps)
    )
    best = found.matrix.argmax(axis=1) if len(found.rows) else np.zeros(0, dtype=np.int64)
    is_unlikely = best != found.given
    doubts = _doubts(found, is_unlikely, lesson, terms, size)
    suggestions: list[Suggestion | None] = []
    if len(lesson.untagged):
        model = TagModel().fit(texts, terms, vectors, lesson.tags, lesson.weights)
        progress(steps - 1, steps)
        suggestions = _suggested(model, lesson)
    progress(steps, steps)
    return Learnt(
        found.status,
        len(found.tags),
        found.left_out,
        found.rows,
        is_unlikely,
        doubts,
        confusable(found) if found.status == "ok" else [],
        suggestions,
    )


def _doubts(
    found: Probabilities, is_unlikely: NDArray[np.bool_], lesson: Lesson, terms: Sequence[tuple[str, ...]], size: int
) -> list[Doubted]:
    """Documents of which another tag is more probable; what was reviewed is not asked again."""
    likely = {int(row) for row, flag in zip(found.rows, is_unlikely, strict=True) if not flag}
    left_out = likely | {int(row) for row in np.flatnonzero(~lesson.is_asked)}
    doubts = doubtful(found, size=size, reviewed=left_out)
    said = _said(terms, lesson.tags)
    return [Doubted(doubt, reasons(terms[doubt.row], said[doubt.other], said[doubt.given])) for doubt in doubts]


Said = tuple[Counter[str], int]


def _said(terms: Sequence[tuple[str, ...]], tags: Sequence[str]) -> dict[str, Said]:
    """Per tag: in how many documents each term is, and how many documents there are."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for words, tag in zip(terms, tags, strict=True):
        counts[tag].update(set(words))
    sizes = Counter(tags)
    return {tag: (counts[tag], sizes[tag]) for tag in sizes}


def reasons(terms: Sequence[str], other: Said, given: Said) -> tuple[str, ...]:
    """The terms of a document said at least three times as often under the other tag, the most telling first."""

    def odds(term: str) -> float:
        (there, of_there), (here, of_here) = other, given
        return log((there[term] + _UNSEEN) / (of_there + 1)) - log((here[term] + _UNSEEN) / (of_here + 1))

    told = sorted({term for term in terms if odds(term) >= _TELLING}, key=lambda term: (-odds(term), term))
    return tuple(told[:REASONS])


def _suggested(model: TagModel, lesson: Lesson) -> list[Suggestion | None]:
    rows, places = np.unique(lesson.untagged, return_inverse=True)
    texts, terms = [lesson.texts[row] for row in rows], [lesson.terms[row] for row in rows]
    found = model.suggest(texts, terms, lesson.vectors[rows].astype(np.float32), count=1)
    return [found[place][0] if found[place] else None for place in places]
