"""What a split change (`cx.explain`) says in words and steps: who moved the number, by how much, and what is left.

Names in the sentences may be words of users: make them harmless where they are shown.
"""

from __future__ import annotations

import json

import pandas as pd

from cx import naming, number
from cx.charts import waterfall
from cx.language import say
from cx.metric import find

MIX, REST = "(mix)", "(rest)"  # codes of the steps that are no member
BREAK = "break "  # before an hour in which nobody works between hours in which people do
_NOON = range(11, 15)
STEPS = 8
_SAID = 3
_Step = tuple[object, str, float, int, int]
_NOTHING = 1e-12


def steps(frame: pd.DataFrame, language: str, limit: int = STEPS) -> pd.DataFrame:
    """From the value before to the value now: a row a member, largest effect first, then all others together, among them those
    whose effect would be written as nothing.

    Columns `code` (the member, MIX or REST), `label`, `effect` in the metric's unit, `n`, `previous_n`. The changed shares of all
    members are one step (MIX); the steps add up to the change.
    """
    by = str(frame.attrs["by"])
    rows: list[_Step] = [
        (code, member(by, label, language), float(effect), int(n), int(before))
        for code, label, effect, n, before in zip(
            frame["member"], frame["label"], frame["rate"], frame["n"], frame["previous_n"], strict=True
        )
    ]
    if frame.attrs["way"] == "rates":
        mix = say("explain.mix", language, dimension=dimension(by, language))
        rows.append((MIX, mix, float(frame["mix"].sum()), int(frame["n"].sum()), int(frame["previous_n"].sum())))
    rows = sorted((row for row in rows if abs(row[2]) > _NOTHING), key=lambda row: -abs(row[2]))
    unit = find(str(frame.attrs["metric"])).unit
    named = sum(_is_written(unit, row[2]) for row in rows)
    named = named if len(rows) <= limit + 1 else min(named, limit)
    shown, rest = rows[:named], rows[named:]
    if rest:
        effect = float(frame["total"].sum()) - sum(row[2] for row in shown)
        members = [row for row in rest if str(row[0]) != MIX]
        n, before = sum(row[3] for row in members), sum(row[4] for row in members)
        shown.append((REST, say("chart.rest", language, n=len(rest)), effect, n, before))
    return pd.DataFrame(shown, columns=["code", "label", "effect", "n", "previous_n"])


def member(by: str, label: object, language: str) -> str:
    """The name of a member, or of a cell of two dimensions ("channel+hour"): the phone at noon."""
    if "+" in by:
        names = [member(*each, language) for each in zip(by.split("+"), json.loads(str(label)), strict=True)]
        return say("explain.cell", language, one=names[0], other=names[1])
    if by == "hour" and label is not None:
        hour = int(str(label).removeprefix(BREAK))
        is_lunch = str(label).startswith(BREAK) and hour in _NOON
        return say("explain.lunch" if is_lunch else "explain.hour", language, hour=hour)
    return naming.member(by, label, language)


def dimension(by: str, language: str) -> str:
    """The name of a dimension: channel, product, agent; of two, both."""
    return "·".join(say(f"explain.by.{one}", language) for one in by.split("+"))


def sentence(frame: pd.DataFrame, metric: str, language: str) -> str:
    """The finding: "응대율 −2.1%p: 전화 −1.6%p, 채널 구성 −0.3%p, 그 외 −0.2%p".

    A change that is not beyond chance is called similar and given no reasons; without a comparison it says so.
    """
    found = find(metric)
    name, about = found.label(language), frame.attrs
    if number.is_missing(about["change"]):
        return say("explain.unknown", language, name=name)
    whole = change_words(found.unit, about["value"], about["previous"], language)
    if not number.direction(found.unit, about["value"], about["previous"]):
        return say("explain.same", language, name=name)
    if not about["is_separable"]:
        return say("explain.similar", language, name=name, change=whole)
    parts = _said(frame, found.unit, language)
    return say(
        "explain.moved" if parts else "explain.moved_alone", language, name=name, change=whole, parts=", ".join(parts)
    )


def _said(frame: pd.DataFrame, unit: str, language: str) -> list[str]:
    """The largest steps and all others in sum, without those that would be written as nothing."""
    others = say("explain.others", language)
    rows = [row for row in steps(frame, language, limit=_SAID).to_dict("records") if _is_written(unit, row["effect"])]
    names = [others if row["code"] == REST else row["label"] for row in rows]
    return [
        say("explain.part", language, name=name, change=signed(unit, row["effect"], language))
        for name, row in zip(names, rows, strict=True)
    ]


def _is_written(unit: str, effect: float) -> bool:
    return any(sign in "123456789" for sign in signed(unit, effect, "en"))


def said(frame: pd.DataFrame, metric: str, language: str) -> str:
    """The finding without numbers, for those who do not see the chart; it stays the same while the names do."""
    name = find(metric).label(language)
    rows = steps(frame, language, limit=_SAID)
    if rows.empty:
        return say("explain.said_nothing", language, name=name)
    return say("explain.said", language, name=name, parts=", ".join(rows["label"][:_SAID]))


def signed(unit: str, effect: float, language: str) -> str:
    """An effect with its sign, in the unit itself: −1.6%p, +812건, −12초."""
    if unit in ("share", "score", "seconds"):
        return number.change(unit, effect, 0.0, language)
    written = number.write(unit, abs(effect), language)
    return (
        f"{number.MINUS if effect < 0 else '+'}{written}" if any(sign in "123456789" for sign in written) else written
    )


def change_words(unit: str, value: float, previous: float, language: str) -> str:
    """The whole change: in its own unit, counts also in percent: +1,240건(+4.2%)."""
    words = signed(unit, value - previous, language)
    if unit in ("count", "per_day", "per_hour") and previous:
        words = say(
            "explain.with_percent", language, change=words, percent=number.change(unit, value, previous, language)
        )
    return words


def chart(frame: pd.DataFrame, metric: str, language: str) -> pd.DataFrame:
    """The rows of `cx.charts.waterfall` for a split change; empty where there is nothing to compare."""
    found, about = find(metric), frame.attrs
    if number.is_missing(about["change"]):
        return waterfall.data(pd.DataFrame(columns=["code", "label", "effect", "n", "previous_n"]), (), ())
    rows = steps(frame, language)
    rows["text"] = [signed(found.unit, effect, language) for effect in rows["effect"]]
    rows["tone"] = [tone(effect, found.good) for effect in rows["effect"]]
    rows["detail"] = [
        say("explain.detail", language, n=f"{n:,}", previous=f"{before:,}")
        for n, before in zip(rows["n"], rows["previous_n"], strict=True)
    ]
    ends = [
        (say(f"explain.{key}", language), float(about[at]), number.write(found.unit, about[at], language))
        for key, at in (("before", "previous"), ("now", "value"))
    ]
    return waterfall.data(rows, ends[0], ends[1])


def tone(effect: float, good: str) -> str:
    """What an effect means: "better", "worse", or "neutral" for a metric without a good direction."""
    if good == "none" or not effect:
        return "neutral"
    return "better" if (effect > 0) == (good == "up") else "worse"
