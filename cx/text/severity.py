"""How soon a matter has to be dealt with: what cannot wait is critical, what calls for a change of the product beside it is long-term.

Teams part the two: critical ones go to development at once, the others into its plan. A text tells that it is critical by what was
lost (data, money, access, privacy); long-term is what is not critical and a wish for a change of the product, or trouble that has
lasted or keeps coming back and is nobody's own mistake. A person decides, and what is decided is learnt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cx.text.causes import CRITICAL, CUSTOMER, Cause
from cx.text.examples import HALVED, ByExample, Encode, Floats, Vectors, examples
from cx.text.kinds import KINDS, Kind

SEVERITIES = ("critical", "long_term", "both", "none")
_YES, _NO = "yes", "no"
_HELD_BY = {"critical": ("critical", "both"), "long_term": ("long_term", "both")}
_WISH = "request"
_LASTING = 0.9  # how sure phrases are that something lasts
_NEVER = 0.02  # nothing is ever ruled out
_EVEN = 0.5


@dataclass(frozen=True)
class Severity:
    """`critical`, `long_term`: how probable each is, 0 to 1; what is critical is not told to be long-term."""

    critical: float
    long_term: float

    @property
    def is_critical(self) -> bool:
        """Whether it cannot wait."""
        return self.critical >= _EVEN

    @property
    def is_long_term(self) -> bool:
        """Whether it calls for a change of the product, and can wait."""
        return not self.is_critical and self.long_term >= _EVEN


class SeverityModel:
    """Severities by what is told of kinds and causes, moved by corrections: by how much more a model of examples (`ByExample`) finds a
    text to be one with them than without. Without corrections nothing is moved, far from them hardly anything.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._models: dict[str, tuple[ByExample, ByExample]] = {}
        self.learnt_ = 0

    def fit(self, texts: Sequence[str], vectors: Vectors, severities: Sequence[str]) -> SeverityModel:
        """Learn from texts whose severity (of `SEVERITIES`) a person has set, in place of what it learnt before."""
        self.learnt_ = len(texts)
        if self.learnt_ and not self._models:
            self._models = {name: (self._begun(name), self._begun(name)) for name in _HELD_BY}
        for name, (_, taught) in self._models.items():
            taught.fit(texts, vectors, [_YES if one in _HELD_BY[name] else _NO for one in severities])
            self.learnt_ = taught.learnt_
        return self

    def _begun(self, name: str) -> ByExample:
        if name == "critical":
            texts, said = examples("critical", (*CRITICAL, "none"))
            labels = [_NO if one == "none" else _YES for one in said]
        else:
            texts, said = examples("kinds", KINDS)
            labels = [_YES if one == _WISH else _NO for one in said]
        return ByExample((_NO, _YES), self._encode, (texts, labels))

    def severities(
        self, texts: Sequence[str], vectors: Vectors, kinds: Sequence[Kind], causes: Sequence[Cause]
    ) -> list[Severity]:
        """Of each text, by its kind and its cause as they were told."""
        told = {
            "critical": np.array([one.urgency for one in causes]),
            "long_term": np.array([_long_term(*both) for both in zip(kinds, causes, strict=True)]),
        }
        if self.learnt_ and len(texts):
            told = {name: self._moved(name, likely, texts, vectors) for name, likely in told.items()}
        return [Severity(float(a), float(b)) for a, b in zip(told["critical"], told["long_term"], strict=True)]

    def _moved(self, name: str, likely: Floats, texts: Sequence[str], vectors: Vectors) -> Floats:
        begun, taught = (one.seen(texts, vectors) for one in self._models[name])
        by = (taught[:, 1] - taught[:, 0]) - (begun[:, 1] - begun[:, 0])
        trust = HALVED / (HALVED + self.learnt_)
        odds = trust * np.log(np.clip(likely, _NEVER, 1 - _NEVER) / (1 - np.clip(likely, _NEVER, 1 - _NEVER))) + by
        return np.asarray(1 / (1 + np.exp(-odds)))


def _long_term(kind: Kind, cause: Cause) -> float:
    """How probable it is by the rules alone: a wish, or what lasts and is not the customer's own doing."""
    wish = kind.probabilities[KINDS.index(_WISH)]
    wish = max(wish, _EVEN) if kind.kind == _WISH else min(wish, 1 - _LASTING)
    lasting = _LASTING if cause.is_lasting and cause.cause != CUSTOMER else 0.0
    return max(wish, lasting, _NEVER)
