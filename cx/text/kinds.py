"""What a text is: a pain point, a feature request, a question, praise, or something else. With how sure that is.

Rules for Korean endings and phrases (and English ones) stand beside a small model of hand-written examples: a model of
sentiment learnt elsewhere falls from 92 % to 66-70 % right in another trade. What the team corrects is learnt on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.text.clean import has_content
from cx.text.examples import ByExample, Encode, Floats, Vectors
from cx.text.phrases import Found, listed

KINDS = ("pain", "request", "question", "praise", "other")
_OTHER = 0.6  # what speaks for "other" in any text, in the strength of a phrase
_SHARP = 1.1  # how fast strength turns into certainty
_MOST = 3  # phrases of a kind that count: a long text is not surer for being long


@dataclass(frozen=True)
class Kind:
    """The most probable kind of a text and its probability, the probabilities of all (in the order of `KINDS`), and the
    phrases that speak for it. None for a text without content.
    """

    kind: str | None
    probability: float
    probabilities: tuple[float, ...]
    because: tuple[str, ...]


NO_KIND = Kind(None, 0.0, (0.0,) * len(KINDS), ())


def by_rules(text: str) -> tuple[Floats, list[Found]]:
    """The probability of each kind by the phrases alone, and the phrases."""
    found = listed("kinds").found(text)
    strength = np.array([_strength(found, kind) for kind in KINDS], dtype=np.float64)
    strength[-1] = _OTHER
    likely = np.exp(_SHARP * strength)
    return likely / likely.sum(), found


def _strength(found: Sequence[Found], kind: str) -> float:
    return sum(sorted((one.strength for one in found if one.group == kind), reverse=True)[:_MOST])


class KindModel:
    """The kinds of texts, by rules, hand-written examples and the team's corrections (`ByExample`).

    Args:
        encode: makes the vectors, (n_texts, n_dimensions), of the examples; those of all texts given later are of its kind.

    """

    def __init__(self, encode: Encode) -> None:
        self._model = ByExample("kinds", KINDS, encode)

    @property
    def learnt_(self) -> int:
        """How many corrections it has learnt from."""
        return self._model.learnt_

    def fit(self, texts: Sequence[str], vectors: Vectors, kinds: Sequence[str]) -> KindModel:
        """Learn from texts whose kind (of `KINDS`) a person has set, in place of what it learnt before."""
        self._model.fit(texts, vectors, kinds)
        return self

    def kinds(self, texts: Sequence[str], vectors: Vectors) -> list[Kind]:
        """The kind of each text."""
        if not len(texts):
            return []
        read = [by_rules(text) for text in texts]
        likely = self._model.probabilities(np.array([rules for rules, _ in read]), vectors)
        return [
            _kind(row, found) if has_content(text) else NO_KIND
            for text, row, (_, found) in zip(texts, likely, read, strict=True)
        ]


def _kind(likely: Floats, found: Sequence[Found]) -> Kind:
    best = int(np.argmax(likely))
    because = tuple(one.phrase.strip("$") for one in found if one.group == KINDS[best])
    return Kind(KINDS[best], float(likely[best]), tuple(float(one) for one in likely), because)
