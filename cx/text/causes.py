"""Whose fault a problem is, whether it cannot wait, and whether it has been going on for long.

A customer's mistake goes to the manual and the guidance, a product's fault to development. The cause rests on phrases,
hand-written examples and the team's corrections; what is critical or lasting on phrases alone, which are shown. A person
decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.text.clauses import clauses
from cx.text.clean import has_content
from cx.text.examples import ByExample, Encode, Floats, Vectors
from cx.text.phrases import Found, listed

CUSTOMER, PRODUCT, NEITHER = CAUSES = ("customer", "product", "neither")
CRITICAL = ("data_loss", "payment", "outage", "privacy")
_SHARP = (2.0, 1.3)  # who admits a mistake outweighs what it led to ("제가 실수로 지웠는데 복구가 안 돼요")
_MOST = 6.0  # strength of phrases that counts
_NEITHER = 0.6
_URGENT = 2.0  # what is critical is seldom nobody's fault


@dataclass(frozen=True)
class Cause:
    """`cause`: one of `CAUSES`, "neither" where nobody's fault is told (questions, wishes, praise, prices), None for a text
    without content; `probability` of it, 0 to 1.

    `critical`: names of `CRITICAL` that apply; `is_long_term`: said to last or to come back. `because`: the phrases.
    """

    cause: str | None
    probability: float
    critical: tuple[str, ...]
    is_long_term: bool
    because: tuple[str, ...]


NO_CAUSE = Cause(None, 0.0, (), is_long_term=False, because=())


class CauseModel:
    """Causes of problems (`ByExample`). `encode` makes the vectors of the examples, the same as those given later."""

    def __init__(self, encode: Encode) -> None:
        self._model = ByExample("causes", CAUSES, encode)

    @property
    def learnt_(self) -> int:
        """How many corrections it has learnt from."""
        return self._model.learnt_

    def fit(self, texts: Sequence[str], vectors: Vectors, causes: Sequence[str]) -> CauseModel:
        """Learn from texts whose cause (of `CAUSES`) a person has set, in place of what it learnt before."""
        self._model.fit(texts, vectors, causes)
        return self

    def causes(self, texts: Sequence[str], vectors: Vectors) -> list[Cause]:
        """What each text says about its cause."""
        if not len(texts):
            return []
        read = [_read(text) for text in texts]
        likely = self._model.probabilities(texts, np.array([_by_rules(one) for one in read]), vectors)
        return [
            _cause(row, one) if has_content(text) else NO_CAUSE
            for text, row, one in zip(texts, likely, read, strict=True)
        ]


@dataclass(frozen=True)
class _Read:
    """The phrases of a text: on whose fault it is, those that make it critical by name, those that tell it has lasted."""

    fault: list[Found]
    urgent: dict[str, list[Found]]
    lasting: list[Found]

    @property
    def critical(self) -> tuple[str, ...]:
        return tuple(name for name in CRITICAL if self.urgent[name])


def _read(text: str) -> _Read:
    said = clauses(text)
    urgent = {name: listed("causes", f"critical_{name}").among(said) for name in CRITICAL}
    lasting = listed("causes", "long_term").among(said)
    return _Read(listed("causes", CUSTOMER, PRODUCT, NEITHER).among(said), urgent, lasting)


def _by_rules(read: _Read) -> Floats:
    weights = [sum(one.strength for one in read.fault if one.group == name) for name in (CUSTOMER, PRODUCT)]
    weights[1] += _URGENT if read.critical else 0
    strength = [sharp * min(weight, _MOST) for sharp, weight in zip(_SHARP, weights, strict=True)]
    likely = np.exp(np.array([*strength, _NEITHER]))
    return np.asarray(likely / likely.sum())


def _cause(likely: Floats, read: _Read) -> Cause:
    best = int(np.argmax(likely))
    own = [one for one in read.fault if one.group == CAUSES[best]]
    reasons = [*own, *(one for name in read.critical for one in read.urgent[name]), *read.lasting]
    because = tuple(dict.fromkeys(one.phrase.strip("$") for one in reasons))
    return Cause(CAUSES[best], float(likely[best]), read.critical, bool(read.lasting), because)
