"""What a text is: a pain point, a feature request, a question, praise, or something else. With how sure that is.

Rules for Korean endings and phrases (and English ones) stand beside a small model of hand-written examples: a model of
sentiment learnt elsewhere falls from 92 % to 66-70 % right in another trade. What the team corrects is learnt on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cx.text.clauses import Clause, clauses
from cx.text.clean import has_content
from cx.text.examples import ByExample, Encode, Floats, Vectors, examples
from cx.text.phrases import Found, listed

KINDS = ("pain", "request", "question", "praise", "other")
_GROUPS = ("pain", "request", "question", "ask", "praise")  # of phrases
_KIND_OF = dict(zip(KINDS, KINDS, strict=True)) | {"ask": "question"}
_CONCEDING = ("praise",)
_OTHER = 0.6  # what speaks for "other" in any text, in the strength of a phrase
_SHARP = 1.1  # how fast strength turns into certainty
_MOST = 3  # phrases of a kind that count: a long text is not surer for being long
_MORE = 0.3  # what each phrase beside the strongest of its clause adds of itself
_SURE = 1.5  # strength from which a kind is meant and not only touched on
_UNMARKED = (0.0, 1.5, 0.8, 0.4, 0.0)  # against a kind without a single phrase: who wishes or asks says so
_CONCEDED = 0.3  # what a half sentence that concedes something says of the whole ("다 좋은데")
_ASIDE = 0.3  # what is said beside something that went wrong, or is wished for
_THANKED = 0.9  # thanks beside what is asked for
_EXPLAINED = 0.5  # what is asked for after something was told
_WISHED = 0.4  # the share of what is asked for that is a wish, where a change of the product is named
_STATEMENT = 6  # signs of a clause that tells something


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
    said = clauses(text)
    found = [_as_asked(ones) for ones in listed("kinds").by_clause(said)]
    strength = _strengths(said, found)
    likely = np.exp(_SHARP * strength)
    return likely / likely.sum(), list(dict.fromkeys(one for ones in found for one in ones))


def _strengths(said: Sequence[Clause], found: Sequence[Sequence[Found]]) -> Floats:
    """What speaks for each kind, in the order of `KINDS`. What went wrong outweighs what is asked for because of it, a wish
    outweighs the complaint it comes from, and praise is meant where nothing else is.
    """
    pain, request, question, ask, praise = (_strength(said, found, group) for group in _GROUPS)
    # "추가해 주세요" is a wish after a complaint, else perhaps an errand.
    wished = request + _WISHED * ask if request else 0.0
    has_pain = pain >= _SURE
    if has_request := (wished if has_pain else request) >= _SURE:
        pain, question = 0.6 * pain, 0.6 * question
    if has_pain or has_request:
        ask *= _ASIDE
        praise *= _ASIDE
    elif any(not ones and len(clause.text) >= _STATEMENT for clause, ones in zip(said, found, strict=True)):
        ask *= _EXPLAINED
    if request:
        request, ask = wished, ask - _WISHED * ask
    if question >= _SURE:
        praise *= _ASIDE
    elif ask >= _SURE:
        praise *= _THANKED
    strengths = np.array([pain, request, question + ask, praise, _OTHER], dtype=np.float64)
    return strengths - np.where(strengths == 0, _UNMARKED, 0)


def _strength(said: Sequence[Clause], found: Sequence[Sequence[Found]], group: str) -> float:
    """What the phrases of a group say in all clauses; in a clause the first says most, and what is repeated counts once."""
    met: set[str] = set()
    strengths = []
    for clause, ones in zip(said, found, strict=True):
        own = sorted((one.strength for one in ones if one.group == group and one.phrase not in met), reverse=True)
        met.update(one.phrase for one in ones)
        if own:
            weight = _CONCEDED if clause.is_conceded and group in _CONCEDING else 1.0
            strengths.append(weight * (own[0] + _MORE * sum(own[1:_MOST])))
    return sum(sorted(strengths, reverse=True)[:_MOST])


def _as_asked(found: Sequence[Found]) -> list[Found]:
    """The phrases of a clause; a question by which somebody is asked to do something is not one about the product, and who is
    asked to pass thanks on is thanked.
    """
    if any(one.group == "thanks" for one in found):
        return [
            replace(one, group="praise") if one.group == "thanks" else one
            for one in found
            if one.group not in {"ask", "question"}
        ]
    if any(one.group == "ask" for one in found):
        return [replace(one, group="ask") if one.group == "question" else one for one in found]
    return list(found)


class KindModel:
    """The kinds of texts, by rules, hand-written examples and the team's corrections (`ByExample`).

    Args:
        encode: makes the vectors, (n_texts, n_dimensions), of the examples; those of all texts given later are of its kind.

    """

    def __init__(self, encode: Encode) -> None:
        self._model = ByExample(KINDS, encode, examples("kinds", KINDS))

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
        likely = self._model.probabilities(texts, np.array([rules for rules, _ in read]), vectors)
        return [
            _kind(row, found) if has_content(text) else NO_KIND
            for text, row, (_, found) in zip(texts, likely, read, strict=True)
        ]


def _kind(likely: Floats, found: Sequence[Found]) -> Kind:
    best = int(np.argmax(likely))
    because = tuple(one.phrase.strip("$") for one in found if _KIND_OF.get(one.group) == KINDS[best])
    return Kind(KINDS[best], float(likely[best]), tuple(float(one) for one in likely), because)
