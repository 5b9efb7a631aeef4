"""Estimates side by side: a dot where the value is, a line as far as it may be off, a row a group; the target as a dashed rule.

A dot needs no zero: the scale shows what is asked about, how far the groups are apart. Few answers are hollow and grey, too few
to show have words and no dot.
Data, one row a group: `at` (rank and label), `code`, `label`, `value`, `low`, `high`, `text`, `text_at`, `detail`, `tone` ("main",
"other", "few"), and on the first row `floor` and `ceiling` of the scale, `target` and `target_text`, `from` and `to` of a grey range.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pandas as pd

from cx import number, sample
from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
NONE = "(none)"  # the code of the rows without a value
ROWS = TIGHT, WIDE = 28, 36  # pixels a group: of many, of few
_MANY = 8
LIMITS = {
    "share": (0.0, 1.0),
    "score": (1.0, 7.0),
    "nps": (-100.0, 100.0),
}  # what a unit can have; the one score is CES
COLOURS = {"main": tokens.EMPHASIS, "other": tokens.GREY, "few": tokens.PALE}
_LABEL_WIDTH = 130
_ROOM, _EDGE = (
    0.75,
    0.05,
)  # of the scale: right of the marks for the words behind them, also on a phone, and left of them
_NARROW = 420  # pixels: there is no room for more words than the numbers
_LOW, _TOP = 5, 22  # pixels above the rows: without and with the words of a target
_BOUNDS = ("floor", "ceiling", "target", "target_text", "from", "to")


@cache
def spec(language: str, row: int = WIDE, *, has_range: bool = False, has_target: bool = True) -> look.Spec:
    """The constant spec with `row` (TIGHT or WIDE) pixels a group, a grey range to see them against where it `has_range`, and
    room for the words of a target where it `has_target`.
    """
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    labels = look.row_labels(_LABEL_WIDTH, "000 ", grid=True)
    y = alt.Y("at:O", axis=labels, scale=alt.Scale(padding=0.5))
    x = alt.X("floor:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=0))
    base = alt.Chart().encode(y=alt.Y("at:O"))
    room = (
        alt.Chart()
        .transform_filter("isValid(datum.floor)")
        .mark_rule(opacity=0, aria=False)
        .encode(x=x, x2="ceiling:Q", y=y)
    )
    opacity = alt.condition(picked, alt.value(1), alt.value(0.45))
    line = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=3, strokeCap="round", aria=False)
        .encode(x=alt.X("low:Q", axis=None), x2="high:Q", color=_colour(), opacity=opacity)
    )
    dot = (
        base.transform_filter("isValid(datum.value)")
        .mark_point(size=90, strokeWidth=2, opacity=1, aria=False)
        .encode(x=alt.X("value:Q", axis=None), color=_colour(), fill=_colour(few=tokens.GROUND))
    )
    words = base.encode(x=alt.X("text_at:Q", axis=None))
    brief = f"replace(datum.text, '{_few_words(language)}', '')"
    text_of = {"expr": f"width < {_NARROW} && datum.tone == 'few' ? {brief} : datum.text"}
    grey = {"expr": f"datum.tone == 'few' ? '{tokens.MUTED}' : '{tokens.TEXT}'"}
    halo = words.mark_text(
        text=text_of, align="left", dx=9, stroke=tokens.GROUND, strokeWidth=4, strokeJoin="round", aria=False
    )
    text = words.mark_text(text=text_of, align="left", dx=9, color=grey)
    whole = (
        base.mark_rect(opacity=0, cursor="pointer")
        .encode(x=alt.value(0), x2=alt.value("width"), tooltip=_tooltip(language))
        .add_params(picked)
    )
    made = look.constant(alt.layer(room, *_ground(has_range=has_range), line, dot, halo, text, whole), row)
    return look.by_rows(made, row) | {
        "padding": {"left": 5, "right": 5, "bottom": 5, "top": _TOP if has_target else _LOW}
    }


def _few_words(language: str) -> str:
    """What says that a sample is small, before how small; where there is no room the grey says it."""
    return say("number.small_sample", language, n="").partition("(")[0].strip()


def _colour(few: str = COLOURS["few"]) -> Any:
    import altair as alt

    tones = alt.when("datum.tone == 'main'").then(alt.value(COLOURS["main"]))
    return tones.when("datum.tone == 'few'").then(alt.value(few)).otherwise(alt.value(COLOURS["other"]))


def _ground(*, has_range: bool) -> list[Any]:
    """What lies under the dots: a grey range over all rows, and the target with its words above them."""
    import altair as alt

    one = alt.Chart()
    band = (
        one.transform_filter("isValid(datum.from)")
        .mark_rect(color=tokens.SEQUENTIAL[1], opacity=0.8, aria=False)
        .encode(x=alt.X("from:Q", axis=None), x2="to:Q", y=alt.value(0), y2=alt.value("height"))
    )
    goal = one.transform_filter("isValid(datum.target)")
    rule = goal.mark_rule(color=tokens.RATE_TEXT, strokeDash=[5, 4], aria=False).encode(x=alt.X("target:Q", axis=None))
    text = goal.mark_text(color=tokens.RATE_TEXT, fontWeight=600, baseline="bottom", dy=-4, aria=False).encode(
        x=alt.X("target:Q", axis=None), y=alt.value(0), text="target_text:N"
    )
    return [*([band] if has_range else []), rule, text]


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("text:N", title=say("chart.value", language)),
        alt.Tooltip("detail:N", title=say("chart.interval", language)),
    ]


def data(
    rows: pd.DataFrame,
    *,
    unit: str,
    language: str,
    name: Callable[[str], str],
    target: float | None = None,
    main: Iterable[str] = (),
    within: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """The rows of the chart, in the order given: `code`, `value`, `low`, `high`, `n`, `state` of `compute`.

    Groups are called `name(code)`, those of `main` coloured; `within` is a range to see them against.
    """
    known = [value for column in ("value", "low", "high") for value in rows[column].astype(float) if value == value]  # noqa: PLR0124 - NaN
    known = [within_limits(value, unit) for value in known]
    ends = [*known, *(within or ()), *([target] if target is not None else [])]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    span = (high - low) or abs(high) or 1.0
    first = (
        low - span * _EDGE,
        high + span * _ROOM,
        target,
        "" if target is None else say("chart.target", language, value=number.goal(unit, target, language)),
        *(within or ()),
    )
    emphasised = set(main)
    listed = [_row(row, unit, language, low) for row in rows.to_dict("records")]
    labels = [name(str(code)) for code in rows["code"]]
    tones = [
        "few" if row["state"] != "ok" else "main" if row["code"] in emphasised else "other"
        for row in rows.to_dict("records")
    ]
    frame = pd.DataFrame(listed, columns=["value", "low", "high", "text", "text_at", "detail"])
    frame.insert(0, "at", [f"{rank:03d} {label}" for rank, label in enumerate(labels)])
    frame.insert(1, "code", rows["code"].tolist())
    frame.insert(2, "label", labels)
    frame["tone"] = tones
    for column, value in zip(_BOUNDS[: len(first)], first, strict=True):
        frame[column] = [value if place == 0 else None for place in range(len(frame))]
    return frame


def within_limits(value: float, unit: str) -> float:
    """The end of an interval as far as answers can go: of a mean of 6.9 of 7 it is computed as more than 7. NaN stays."""
    least, most = LIMITS.get(unit, (-math.inf, math.inf))
    return value if number.is_missing(value) else min(max(value, least), most)


def row_of(groups: int) -> int:
    """How many pixels each of so many groups should have."""
    return TIGHT if groups > _MANY else WIDE


def _row(row: dict[str, Any], unit: str, language: str, least: float) -> dict[str, Any]:
    value, low, high = (
        math.nan if number.is_missing(row[key]) else float(row[key]) for key in ("value", "low", "high")
    )
    low, high = within_limits(low, unit), within_limits(high, unit)
    has_bounds = low == low and high == high and low < high  # noqa: PLR0124 - NaN differs from itself
    written = [number.write(unit, end, language) for end in (low, high)]
    if row["state"] == "withheld":
        text = sample.withheld(row, language)
    elif row["state"] == "none":
        text = number.write(unit, None, language)
    else:
        small = sample.few(row, language) if row["state"] == "few" else f"({sample.brief(row, language)})"
        text = f"{number.write(unit, value, language)} {small}"
    return {
        "value": value,
        "low": low if has_bounds else math.nan,
        "high": high if has_bounds else math.nan,
        "text": text,
        "text_at": max([end for end in (value, high) if end == end], default=least),  # noqa: PLR0124
        "detail": _detail(row, written, language) if has_bounds else number.write(unit, None, language),
    }


def _detail(row: dict[str, Any], written: list[str], language: str) -> str:
    """The interval, and of answers of which a person gave several both how many and of how many people."""
    between = say("surveys.between", language, low=written[0], high=written[1])
    return between if sample.people(row) == int(row["n"]) else f"{between} · {sample.size(row, language)}"
