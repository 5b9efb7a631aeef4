"""Questions somebody wrote: which columns of a survey hold a score, for which of our surveys, and on what scale."""

from __future__ import annotations

import re
from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cx.importing.format import fold
from cx.importing.looks import Looks, fit
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Notice
from cx.importing.words import contains, synonyms

_SCALE = re.compile(r"(?<!\d)(0|1)\s*점?\s*[-~–—∼_]\s*(5|7|10|100)(?!\d)")
_LEADING = re.compile(r"^\s*(\d{1,2})\s*(?:점|[-–—:.)]|$)")
_MOSTLY = 0.6  # share of the cells that must read as scores
_HIGHEST_ASKED = 10
_MIDDLE = 7  # only a scale to ten goes beyond seven
_QUESTION = ("survey", "dimension")
_OF_TICKET = frozenset({"ticket_id", "account_id", "contact_id", "agent_id", "product", "channel", "updated_at"})
_SURE, _LIKELY, _UNSURE = 0.95, 0.8, 0.5


@dataclass(frozen=True)
class Asked:
    """A column that asks for a score. `scale` is None where neither header nor values tell it; `words` are its answers."""

    column: str
    survey: str
    dimension: str
    scale: tuple[float, float] | None
    words: tuple[tuple[str, str], ...]
    confidence: float
    reason: Notice


def asked_questions(headers: Sequence[str], looks: Named[str, Looks]) -> tuple[Asked, ...]:
    """Every column whose header names a survey and whose values are scores, in the order of the sheet."""
    found = (_asked(header, looks[header]) for header in headers)
    return tuple(one for one in found if one is not None)


def _asked(header: str, looks: Looks) -> Asked | None:
    declared = synonyms()["question"]
    named = [(name, word) for name, one in declared.items() for word in one["words"] if contains(header, word)]
    if not named or not looks.filled:
        return None
    survey, word = named[0]
    words = scale_words(looks.values)
    if fit(looks, "score", (said for said, _ in words)) < _MOSTLY and _leading(looks) < _MOSTLY:
        return None
    if (looks.high or 0) > _HIGHEST_ASKED and not _SCALE.search(header):
        return None
    usual = (float(declared[survey]["scale"][0]), float(declared[survey]["scale"][1]))
    scale, sure = _scale(header, looks, usual, worded=bool(words))
    if scale is not None and scale != usual:
        sure = _UNSURE
    reason = Notice("mapping.asked", {"word": word, "survey": survey.upper()})
    return Asked(header, survey, _dimension(header, survey), scale, words, sure, reason)


def _scale(
    header: str, looks: Looks, usual: tuple[float, float], *, worded: bool
) -> tuple[tuple[float, float] | None, float]:
    """The scale, and how sure: the header may say it, words have five steps, numbers may reach the end of the usual one."""
    low, high = looks.low or 0.0, looks.high or 0.0
    if written := _SCALE.search(header):
        return (float(written[1]), float(written[2])), _SURE
    if worded:
        return (1.0, 5.0), _LIKELY
    if high > usual[1]:
        return (min(low, 1.0), float(_HIGHEST_ASKED)), _UNSURE
    if usual[1] == _HIGHEST_ASKED and high > _MIDDLE:
        return usual, _SURE
    if high == usual[1] and low >= usual[0]:
        return usual, _LIKELY
    return None, _UNSURE


def scale_words(values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The answers in words, with their scores, if most values are steps of one known scale; else none."""
    for scale in synonyms()["scale_words"]:
        steps = [(word, str(score)) for score, step in enumerate(scale["steps"], start=1) for word in step]
        known = {fold(word) for word, _ in steps}
        if values and sum(fold(value) in known for value in values) > _MOSTLY * len(values):
            return tuple(steps)
    return ()


def _leading(looks: Looks) -> float:
    return sum(bool(_LEADING.match(value)) for value in looks.values) / max(len(looks.values), 1)


def _dimension(header: str, survey: str) -> str:
    if survey != "ces":
        return "overall"
    listed = synonyms()["dimension"].items()
    return next((name for name, words in listed if any(contains(header, word) for word in words)), "overall")


def survey_mappings(base: Mapping, asked: Sequence[Asked], looks: Named[str, Looks]) -> tuple[Mapping, ...]:
    """One mapping per asked question, all from the rules of `base`; `base` itself where the score has its own column.

    Where none of several questions is on the scale its survey has here, the surest is kept; the others stay columns
    without a home until a person takes them in. NPS comes first, and the first has the comment and the columns without
    a home. The id of a response is shared by its questions, so with several the key is the id and the question.
    """
    if not asked:
        return (_long_form(base, looks),)
    kept = usable(asked) or (max(asked, key=lambda one: one.confidence),)
    key = base.rule("answer_id")
    found = []
    for number, one in enumerate(kept):
        own = {"score", "survey"} | ({"comment"} if number else set()) | ({"answer_id"} if len(kept) > 1 else set())
        rules = tuple(rule for rule in base.columns if rule.target not in own) + _asked_rules(one)
        key_from = (key.column, *_QUESTION) if key and key.column and len(kept) > 1 else ()
        extra = base.keep_extra and number == 0
        found.append(replace(base, columns=rules, scale=one.scale, when="score", key_from=key_from, keep_extra=extra))
    return tuple(found)


def ticket_surveys(ticket: Mapping, asked: Sequence[Asked]) -> tuple[Mapping, ...]:
    """The scores that stand in a list of tickets, as answers about these tickets, given when the ticket was done."""
    key = ticket.rule("ticket_id")
    if key is None or key.column is None:
        return ()
    same = tuple(rule for rule in ticket.columns if rule.target in _OF_TICKET)
    done = tuple(
        replace(rule, target="answered_at")
        for target in ("resolved_at", "closed_at", "opened_at")
        for rule in ticket.columns
        if rule.target == target
    )
    return tuple(
        replace(
            ticket,
            table="survey_answer",
            columns=(*same, *done, *_asked_rules(one)),
            key_from=(key.column, *_QUESTION),
            when="score",
            keep_extra=False,
            scale=one.scale,
        )
        for one in usable(asked)
    )


def usable(asked: Sequence[Asked]) -> tuple[Asked, ...]:
    """Those on the scale their survey has here, or on one nobody stated; NPS, CSAT, CES in this order."""
    usual = {name: tuple(map(float, one["scale"])) for name, one in synonyms()["question"].items()}
    kept = [one for one in asked if one.scale is None or one.scale == usual[one.survey]]
    return tuple(sorted(kept, key=lambda one: list(usual).index(one.survey)))


def _asked_rules(one: Asked) -> tuple[ColumnRule, ...]:
    score = ColumnRule("score", one.column, words=one.words)
    return (ColumnRule("survey", constant=one.survey), ColumnRule("dimension", constant=one.dimension), score)


def _long_form(base: Mapping, looks: Named[str, Looks]) -> Mapping:
    """One score column: the scale it is on where the values say so."""
    rule = base.rule("score")
    if rule is None or rule.column is None:
        return base
    words = scale_words(looks[rule.column].values)
    if not words:
        return base
    columns = tuple(replace(one, words=words) if one is rule else one for one in base.columns)
    return replace(base, columns=columns, scale=(1.0, 5.0))


def wave_wanted(mapping: Mapping) -> bool:
    """Whether the mapping is of an NPS survey and nothing says which wave it was."""
    survey = mapping.rule("survey")
    return survey is not None and survey.constant == "nps" and mapping.rule("wave") is None


def usual_scale(mapping: Mapping) -> str | None:
    """The scale this product follows for the mapping's survey, as 'low-high'; None where the survey is not said."""
    survey = mapping.rule("survey")
    if survey is None or survey.constant is None:
        return None
    low, high = synonyms()["question"][survey.constant]["scale"]
    return f"{low}-{high}"
