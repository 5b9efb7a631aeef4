"""Whose fault a problem is, whether it cannot wait, and whether it has been going on for long.

A customer's mistake goes to the manual and the guidance, a product's fault to development. The cause rests on phrases,
hand-written examples and the team's corrections; what is critical on phrases and examples; what is lasting on phrases
alone (`cx.text.severity` makes of it how soon it has to be dealt with, and learns). A person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cx.text.clauses import Clause, clauses
from cx.text.clean import has_content
from cx.text.examples import ByExample, Encode, Floats, Vectors, examples
from cx.text.phrases import Found, listed

CUSTOMER, PRODUCT, NEITHER = CAUSES = ("customer", "product", "neither")
CRITICAL = ("data_loss", "payment", "outage", "privacy")
_NONE = "none"
_URGENCIES = (*CRITICAL, _NONE)
_ALIKE = 0.12  # of probability: what is critical is rare among the examples, and worse to miss than to look at in vain
_SAID = 0.9  # how sure phrases are that something is critical
_DENIED = 0.1  # what is left of it where it is the customer's own outage
_SHARP = (2.0, 1.3)  # who admits a mistake outweighs what it led to ("제가 실수로 지웠는데 복구가 안 돼요")
_MOST = 6.0  # strength of phrases that counts
_NEITHER = 0.6
_CAUSE_OF = {"slip": CUSTOMER}
# What a clause has to name for it to be critical, beside phrases that say it all.
_NAMED_BY = {
    "data_loss": ("of", "by"),
    "payment": ("of", "by"),
    "outage": ("of", "by"),
    "privacy": ("of", "by", "about"),
}
# Of these the clause before may name a part: "이용료가 5만 원인데 10만 원이 나갔어요".
_SCENE = ("data_loss", "payment")
_URGENT = 2.0  # what is critical is seldom nobody's fault


@dataclass(frozen=True)
class Cause:
    """`cause`: one of `CAUSES`, "neither" where nobody's fault is told (questions, wishes, praise, prices), None for a text
    without content; `probability` of it, 0 to 1.

    `critical`: names of `CRITICAL` that apply, with the probability `urgency` that any does, half and more where one is told;
    `is_lasting`: said to last or to come back. `because`: the phrases.
    """

    cause: str | None
    probability: float
    critical: tuple[str, ...]
    urgency: float
    is_lasting: bool
    because: tuple[str, ...]


NO_CAUSE = Cause(None, 0.0, (), 0.0, is_lasting=False, because=())


class CauseModel:
    """Causes of problems (`ByExample`). `encode` makes the vectors of the examples, the same as those given later."""

    def __init__(self, encode: Encode) -> None:
        self._model = ByExample(CAUSES, encode, examples("causes", CAUSES))
        calm = [text for text in examples("causes", CAUSES)[0] if not _read(text).critical]
        urgent, names = examples("critical", _URGENCIES)
        self._critical = ByExample(_URGENCIES, encode, ([*urgent, *calm], [*names, *[_NONE] * len(calm)]))

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
        even = np.full((len(texts), len(_URGENCIES)), 1 / len(_URGENCIES))
        urgent = self._critical.probabilities(texts, even, vectors)
        read = [_read(text).with_examples(row) for text, row in zip(texts, urgent, strict=True)]
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
    since: list[Found]  # how long: of what is told, good or bad
    alike: str = ""  # what a text without such phrases is critical by, as texts like it are
    likely: float = 0.0  # how sure the examples are of that

    @property
    def critical(self) -> tuple[str, ...]:
        return tuple(name for name in CRITICAL if self.urgent[name]) or ((self.alike,) if self.alike else ())

    def with_examples(self, likely: Floats) -> _Read:
        """The same with what examples say, in the order of `_URGENCIES`."""
        best = int(np.argmax(likely[:-1]))
        name = CRITICAL[best] if likely[best] >= _ALIKE else ""
        return replace(self, alike=name, likely=float(likely[best]))

    @property
    def urgency(self) -> float:
        """How probable it is that it is critical; half where the examples are just sure enough."""
        odds = self.likely / (1 - self.likely) * (1 - _ALIKE) / _ALIKE
        by_example = odds / (1 + odds)
        return max(by_example, _SAID) if any(self.urgent.values()) else by_example


_Met = dict[str, list[list[Found]]]  # phrases of each clause, by family of groups
_FAULT = (CUSTOMER, "slip", PRODUCT, NEITHER)
_PARTS = {name: [f"{name}_{part}" for part in parts] for name, parts in _NAMED_BY.items()}
_LASTING = ("long_term", "duration")
_ONE_BY_ONE = (*_LASTING, "habit", "supposed", "solved", "not_solved", "alone")
_FAMILIES: dict[str, tuple[str, ...]] = {
    "fault": _FAULT,
    **{name: (f"critical_{name}",) for name in CRITICAL},
    **{part: (part,) for parts in _PARTS.values() for part in parts},
    **{name: (name,) for name in _ONE_BY_ONE},
}


def _read(text: str) -> _Read:
    said = clauses(text)
    met: _Met = dict(zip(_FAMILIES, listed("causes").apart(said, list(_FAMILIES.values())), strict=True))
    holds = _holding(met, len(said))
    fault = [
        [one for one in ones if stands or one.group != PRODUCT]
        for ones, stands in zip(met["fault"], holds, strict=True)
    ]
    urgent = {name: _distinct(_urgent(name, met, said, holds)) for name in CRITICAL}
    if any(met["alone"]):
        urgent["outage"] = []
    usual = [ones for ones, own in zip(met["habit"], fault, strict=True) if any(one.group == PRODUCT for one in own)]
    lasting, since = ([ones for ones, stands in zip(met[name], holds, strict=True) if stands] for name in _LASTING)
    return _Read(_distinct(fault), urgent, _distinct(lasting + usual), _distinct(since))


def _holding(met: _Met, count: int) -> list[bool]:
    """Which clauses tell of something that goes wrong now: not what is supposed or denied, nor what came before it was solved."""
    mended = max((place for place in range(count) if met["solved"][place]), default=-1)
    if any(met["not_solved"][max(mended, 0) :]):
        mended = -1
    return [place > mended and not met["supposed"][place] for place in range(count)]


def _urgent(name: str, met: _Met, said: Sequence[Clause], holds: Sequence[bool]) -> list[list[Found]]:
    """The phrases that make clauses critical: one that says it all, or one of each part, which a clause that sets the scene for
    the next may hold.
    """
    found = []
    for place, stands in enumerate(holds):
        sets_scene = place > 0 and name in _SCENE and said[place - 1].is_conceded and holds[place - 1]
        before = place - sets_scene
        parts = [[*met[part][before], *(met[part][place] if before < place else [])] for part in _PARTS[name]]
        if stands:
            found.append(met[name][place])
            if all(parts):
                found += parts
    return found


def _distinct(found: Sequence[Sequence[Found]]) -> list[Found]:
    return list(dict.fromkeys(one for ones in found for one in ones))


def _by_rules(read: _Read) -> Floats:
    own = (CUSTOMER, "slip")
    weights = [sum(one.strength for one in read.fault if one.group in groups) for groups in (own, (PRODUCT,))]
    weights[1] += _URGENT if read.critical else 0
    strength = [sharp * min(weight, _MOST) for sharp, weight in zip(_SHARP, weights, strict=True)]
    likely = np.exp(np.array([*strength, _NEITHER]))
    return np.asarray(likely / likely.sum())


def _cause(likely: Floats, read: _Read) -> Cause:
    best = int(np.argmax(likely))
    cause = CAUSES[best]
    own = [one for one in read.fault if one.group != NEITHER and _CAUSE_OF.get(one.group, one.group) == cause]
    lasting = [*read.lasting, *(read.since if cause != NEITHER or len(read.since) > 1 else ())]
    critical = tuple(
        name for name in read.critical if (name, cause) != ("outage", CUSTOMER)
    )  # his own, and known to him
    reasons = [*own, *(one for name in critical for one in read.urgent[name]), *lasting]
    because = tuple(dict.fromkeys(one.phrase.strip("$") for one in reasons))
    urgency = min(read.urgency, _DENIED) if read.critical and not critical else read.urgency
    return Cause(cause, float(likely[best]), critical, urgency, bool(lasting), because)
