"""Two linear models that start from hand-written examples and learn from the team's corrections, beside rules."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from cx.text.clean import has_content
from cx.text.lexicon import FOLDER

HALVED = 200  # corrections at which the rules weigh half
_CORRECTED = 3.0  # what a correction weighs, in examples
_SOFTNESS = 2.0  # inverse strength of regularisation, of meaning
_SPELLED_SOFTNESS = 10.0  # of letters
_SHARE = 0.7  # what each of meaning, letters and rules says of itself: together, as if all were independent, they would be too sure
_LONGEST = 1_500  # letters looked at
_FLOOR = 1e-3  # nothing is ever ruled out by the examples alone

Floats = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.floating[Any]]
Encode = Callable[[Sequence[str]], Vectors]


class ByExample:
    """Probabilities of `classes` from the meaning of a text, from its letters (Korean endings say what a sentence is for) and
    from what rules say of it, multiplied: what one rules out does not come first. With more corrections the rules weigh
    less. The same corrections in any order give the same model.

    Args:
        classes: of the texts.
        encode: makes their vectors.
        begin: hand-written texts (`examples`) and the class of each.

    Attributes:
        learnt_: how many corrections it has learnt from.
    """

    def __init__(self, classes: Sequence[str], encode: Encode, begin: tuple[Sequence[str], Sequence[str]]) -> None:
        self._classes = tuple(classes)
        self._texts, self._labels = list(begin[0]), list(begin[1])
        self._vectors = encode(self._texts)
        self._lesson: list[tuple[str, str, bytes]] | None = None  # what it learnt last
        self.fit([], np.zeros((0, self._vectors.shape[1]), dtype=np.float32), [])

    def fit(self, texts: Sequence[str], vectors: Vectors, labels: Sequence[str]) -> None:
        """Learn from texts whose class a person has set, beside the examples; in place of what was learnt before."""
        rows = sorted(
            (row for row in range(len(texts)) if has_content(texts[row])), key=lambda row: (texts[row], labels[row])
        )
        lesson = [(texts[row], labels[row], vectors[row].tobytes()) for row in rows]
        if lesson == self._lesson:  # asked for before every telling, most often with nothing new
            return
        from sklearn.linear_model import LogisticRegression

        self._lesson, self.learnt_ = lesson, len(rows)
        weight = np.concatenate([np.ones(len(self._texts)), np.full(len(rows), _CORRECTED)])
        known = np.vstack([self._vectors, vectors[rows]])
        said = (*self._labels, *(labels[row] for row in rows))
        model = LogisticRegression(C=_SOFTNESS, max_iter=300)
        self._model: Any = model.fit(known, said, sample_weight=weight)
        written = (*self._texts, *(texts[row] for row in rows))
        self._letters, self._spelled = _by_letters(written, said, weight) if rows else _of_examples(written, said)

    def probabilities(self, texts: Sequence[str], rules: Floats, vectors: Vectors) -> Floats:
        """(n_texts, n_classes) from the texts, what the rules say of them, (n_texts, n_classes), and their vectors; rows sum to 1."""
        trust = HALVED / (HALVED + self.learnt_)
        likely = np.exp(self.seen(texts, vectors) + _SHARE * trust * np.log(rules))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True))

    def seen(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """(n_texts, n_classes) what meaning and letters say of each class, as logarithms that need not sum to anything."""
        order = [list(self._model.classes_).index(name) for name in self._classes]
        meant = self._model.predict_proba(vectors)[:, order]
        spelled = self._spelled.predict_proba(self._letters.transform(texts))[:, order]
        return np.asarray(_SHARE * (np.log(meant + _FLOOR) + np.log(spelled + _FLOOR)))


def _by_letters(texts: Sequence[str], labels: Sequence[str], weight: Floats) -> tuple[Any, Any]:
    """What sees the letters of a text, and the model that tells classes by them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 3), sublinear_tf=True, min_df=2, preprocessor=_spelled
    )
    model = LogisticRegression(C=_SPELLED_SOFTNESS, max_iter=300)
    return letters, model.fit(letters.fit_transform(texts), labels, sample_weight=weight)


@lru_cache(maxsize=8)
def _of_examples(texts: tuple[str, ...], labels: tuple[str, ...]) -> tuple[Any, Any]:
    """The same of examples alone, whose letters are those with any encoder."""
    return _by_letters(texts, labels, np.ones(len(texts)))


def _spelled(text: str) -> str:
    return unicodedata.normalize("NFC", text[:_LONGEST]).lower()


@cache
def examples(name: str, classes: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The hand-written texts of `data/text/NAME_examples.toml` and their classes."""
    lists = tomllib.loads((FOLDER / f"{name}_examples.toml").read_text(encoding="utf-8"))
    pairs = [(text, label) for label in classes for text in lists[label]]
    return [text for text, _ in pairs], [label for _, label in pairs]
