"""Chart titles that state the finding, chosen from the numbers: a text key and its values, filled by the page.

What a chart says to those who do not see it (`said_...`) is the same finding without numbers: the title beside it has them,
and a browser draws the whole chart anew when these words change. A change is called one only where the intervals allow it (`is_separable`); otherwise the title says "similar".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cx import number
from cx.language import say

Row = Mapping[str, Any]


def trend(row: Row) -> str:
    """Which way a compared metric went: "up", "down", "same" (also within the error), or "unknown" without a comparison."""
    value, previous = row.get("value"), row.get("previous")
    if number.is_missing(value) or number.is_missing(previous):
        return "unknown"
    if not row.get("is_separable") or value == previous:
        return "same"
    return "up" if float(value or 0) > float(previous or 0) else "down"


def verdict(row: Row) -> str:
    """Whether a metric reached its target: "met", "missed", or "open" where there is no target or no value."""
    is_met = row.get("is_met")
    return "open" if is_met is None or is_met != is_met else ("met" if is_met else "missed")  # noqa: PLR0124 - NaN


def inflow_and_rate(inflow: Row, rate: Row, language: str) -> str:
    """The title of the mixed chart: what the volume did and whether the response rate, if there is one, kept its target."""
    return say(
        f"overview.main_{trend(inflow)}_{_kind(rate)}",
        language,
        rate=value_words(rate, "share", language),
        target=number.goal("share", rate.get("target"), language),
    )


def said_inflow_and_rate(inflow: Row, rate: Row, language: str) -> str:
    """`inflow_and_rate` without numbers."""
    words = (f"overview.said_inflow_{trend(inflow)}", f"overview.said_rate_{_kind(rate)}")
    return ", ".join(say(key, language) for key in words)


def said_online(row: Row, language: str) -> str:
    """`online` without numbers."""
    return say(f"overview.said_mix_{_kind(row)}", language)


def said_largest(name: str, language: str) -> str:
    """`largest` without numbers."""
    return say("overview.said_first", language, name=name)


def _kind(row: Row) -> str:
    """The verdict, or "none" where there is no value."""
    return "none" if number.is_missing(row.get("value")) else verdict(row)


def online(row: Row, language: str) -> str:
    """The title of the channel mix: the online share against its target."""
    return say(
        f"overview.mix_{_kind(row)}",
        language,
        value=value_words(row, "share", language),
        target=number.goal("share", row.get("target"), language),
    )


def largest(name: str, value: float, whole: float, language: str) -> str:
    """The title of a ranking: who is first and how much of the whole that is."""
    return say(
        "overview.ranking_first", language, name=name, share=number.share(value / whole if whole else None, language)
    )


def change_word(row: Row, unit: str, good: str, language: str) -> str:
    """The word beside a change, so that colour never stands alone: better or worse, more or less, or "similar"."""
    went = trend(row)
    if went in ("same", "unknown") or not number.direction(unit, row.get("value"), row.get("previous")):
        return say(f"overview.change_{'unknown' if went == 'unknown' else 'same'}", language)
    if good == "none":
        return say(f"overview.change_{'more' if went == 'up' else 'less'}", language)
    return say(f"overview.change_{'better' if went == good else 'worse'}", language)


def value_words(row: Row, unit: str, language: str, top: float | None = None) -> str:
    """The value with enough decimals to tell it from its target: 6.497 beside a target of 6.5 that it missed."""
    value = row.get("value")
    more = number.decimals_apart(unit, value, row.get("target"))
    return number.write(unit, value, language, top=top, more=more)


def target_words(row: Row, unit: str, language: str) -> str:
    """The target badge in words: "목표 90% · 3.7%p 넘음". Empty where there is no target."""
    target, value = row.get("target"), row.get("value")
    if number.is_missing(target):
        return ""
    goal = number.goal(unit, target, language)
    if verdict(row) == "open":
        return say("overview.target", language, goal=goal)
    more = number.decimals_apart(unit, value, target)
    gap = number.unsigned(number.change(unit, value, target, language, more=more))
    side = "over" if float(value or 0) > float(target or 0) else "under"
    return say(f"overview.target_{verdict(row)}", language, goal=goal, gap=say(f"overview.{side}", language, gap=gap))
