"""What survey charts say in their titles: the finding, and a difference only where it is beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cx import apart, finding, number, sample
from cx.language import say
from cx.metric import find

Row = Mapping[str, Any]


def name(survey: str, language: str) -> str:
    """What people call the score."""
    return say(f"surveys.name.{survey}", language)


def score(row: Row, least: int, language: str) -> str:
    """The title over a score's trend: the value beside its target, and what it did since the compared period."""
    metric = find(row["metric"])
    if row["state"] == "withheld":
        return sample.hidden(row, least, language)
    if row["state"] == "none":
        return say("surveys.score_none", language, name=name(metric.name, language))
    value = finding.value_words(row, metric.unit, language)
    if row["state"] == "few":
        small = sample.few(row, language)
        return say("surveys.score_few", language, name=name(metric.name, language), value=value, small=small)
    goal = number.goal(metric.unit, row.get("target"), language)
    said = say(f"surveys.score_{_verdict(row)}", language, name=name(metric.name, language), value=value, target=goal)
    return f"{said} {_went(row, metric.unit, language)}".strip()


def _verdict(row: Row) -> str:
    """Met, missed, open without a target, and "near" where the target lies within the interval."""
    told = finding.verdict(row)
    if told == "open" or any(number.is_missing(row[end]) for end in ("low", "high")):
        return told
    return "near" if row["low"] <= row["target"] <= row["high"] and row["low"] < row["high"] else told


def _went(row: Row, unit: str, language: str) -> str:
    went = finding.trend(row)
    if went == "unknown":
        return ""
    return say(f"surveys.went_{went}", language, change=number.change(unit, row["value"], row["previous"], language))


def waves(row: Row, found: pd.DataFrame, least: int, language: str) -> str:
    """The title over the waves: the newest score of what is looked at (`row` of `compare`) beside the wave before it."""
    if row["state"] == "withheld":
        return sample.hidden(row, least, language)
    if row["state"] == "none":
        return say("surveys.waves_before", language, n=len(found))
    value = number.write("nps", row["value"], language)
    if row["state"] == "few":
        small = say("number.small_sample", language, n=int(row["n"]))
        return say("surveys.score_few", language, name=name("nps", language), value=value, small=small)
    before = number.write("nps", row["previous"], language)
    return say(f"surveys.waves_{finding.trend(row)}", language, value=value, before=before)


def groups(survey: str, rows: pd.DataFrame, names: Sequence[str], dimension: str, language: str) -> str:
    """The title over groups: the one that is lower, else higher, than all others beyond chance; else that there is none."""
    unit = find(survey).unit
    for end in ("lowest", "highest"):
        place = apart.outermost(survey, rows, is_lowest=end == "lowest")
        if place is not None:
            value = number.write(unit, rows["value"].iloc[place], language)
            return say(f"surveys.group_{end}", language, name=names[place], value=value)
    if len(rows) == 1:
        return say("surveys.group_one", language, dimension=dimension, name=names[0])
    if (rows["state"] == "ok").sum() < 2:  # noqa: PLR2004 - one group alone is compared with nothing
        return say("surveys.group_too_few", language, dimension=dimension)
    return say("surveys.group_none", language, dimension=dimension)


def standing_out(survey: str, rows: pd.DataFrame) -> list[str]:
    """The `code` of the groups that are lower or higher than all others beyond chance."""
    places = (apart.outermost(survey, rows, is_lowest=is_lowest) for is_lowest in (True, False))
    return [str(rows["code"].iloc[place]) for place in places if place is not None]


def against_target(rows: pd.DataFrame, names: Sequence[str], target: float, language: str) -> str:
    """Which groups are over and under the target beyond chance; the rest within it is left out where it is nobody."""
    sides: dict[str, list[str]] = {"under": [], "within": [], "over": []}
    for row, one in zip(rows.to_dict("records"), names, strict=True):
        if row["state"] == "ok":
            side = "under" if row["high"] < target else "over" if row["low"] > target else "within"
            sides[side].append(one)
    words = [say(f"surveys.target_{side}", language, names=", ".join(who)) for side, who in sides.items() if who]
    return f"{' · '.join(words)}." if words else ""


def spread(survey: str, scores: pd.DataFrame, minimum: int, least: int, language: str) -> str:
    """The title over how often each score was given."""
    n = int(scores["n"].sum())
    if n < least:
        return (
            sample.hidden({"n": n}, least, language)
            if n
            else say("surveys.score_none", language, name=name(survey, language))
        )
    given = scores[scores["n"] > 0]
    if len(given) == 1:
        said = say("surveys.all_equal", language, n=f"{n:,}", score=f"{given['score'].iloc[0]:g}")
    else:
        shares = {
            side: number.share(scores.loc[scores["side"] == side, "n"].sum() / n, language)
            for side in ("good", "middle", "bad")
        }
        said = say(f"surveys.spread_{survey}", language, **shares)
    return said if n >= minimum else f"{said} · {say('number.small_sample', language, n=n)}"
