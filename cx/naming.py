"""How people call one value of a dimension, in any language: on pages, in findings and in documents."""

from __future__ import annotations

from cx.language import has, say
from cx.lifecycle.rows import CONTRACT, USAGE
from cx.lifecycle.stages import STEP

_EVENTS = {CONTRACT: "lifecycle.contract", USAGE: "lifecycle.usage"}


def member(dimension: str, value: object, language: str) -> str:
    """The name of one value of a dimension: the closed lists are translated, everything else is the user's own word.

    Missing values (None, NaN, empty) have a name too. What users wrote is returned as it is: make it harmless where it is shown.
    """
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN differs from itself
        return say("filter.no_value", language)
    if dimension == "stage" and str(value).startswith(STEP):
        return say("journey.short_step", language, step=event(str(value).removeprefix(STEP), language))
    for key in (f"filter.{dimension}_name.{value}", f"number.weekday.d{value}" if dimension == "weekday" else ""):
        if has(key):
            return say(key, language)
    if isinstance(value, bool):
        return say("filter.yes" if value else "filter.no", language)
    return str(value).replace("/", " › ") if dimension == "category" else str(value)


def event(name: str, language: str) -> str:
    """What an event in the life of an account is called: our own ones have names in every language."""
    return say(_EVENTS[name], language) if name in _EVENTS else name
