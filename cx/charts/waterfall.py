"""From the value before to the value now, step by step: a row a step, bars that begin where the last one ended.

The two ends are marks on the scale and no bars, because the scale shows the change and does not begin at zero: what has a length
is an effect, and its length is right.
Data, one row a step: `at` (rank and label), `code`, `label`, `start`, `end`, `next` (`at` of the following row), `tone` ("better",
"worse", "neutral", "end"), `text`, `text_at`, `detail`, `base`, and on the first row `floor` and `ceiling` of the scale.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
BEFORE, NOW = "(before)", "(now)"  # codes of the two ends
COLOURS = {"better": tokens.GOOD, "worse": tokens.BAD, "neutral": tokens.EMPHASIS, "end": tokens.TEXT}
ROW = 32  # pixels a step
_LABEL_WIDTH = 150
_ROOM = 0.42  # of the scale, right of it: the value stands behind its bar, also on a phone
_EDGE = 0.04
_COLUMNS = (
    "at",
    "code",
    "label",
    "start",
    "end",
    "next",
    "tone",
    "text",
    "text_at",
    "detail",
    "base",
    "floor",
    "ceiling",
)


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; how high the chart is follows from the number of steps."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    labels = look.row_labels(_LABEL_WIDTH)
    y = alt.Y("at:O", axis=labels, scale=alt.Scale(paddingInner=0.34))
    x = alt.X("start:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=0))
    base = alt.Chart().encode(y=alt.Y("at:O"))
    room = (
        alt.Chart()
        .transform_filter("isValid(datum.floor)")
        .mark_rule(opacity=0)
        .encode(x=alt.X("floor:Q", axis=None), x2="ceiling:Q", y=y)
    )
    level = (
        alt.Chart()
        .transform_filter("isValid(datum.base)")
        .mark_rule(color=tokens.BORDER)
        .encode(x=alt.X("base:Q", axis=None))
    )
    joint = (
        base.transform_filter("isValid(datum.next)")
        .mark_rule(color=tokens.GREY, strokeWidth=1)
        .encode(x=alt.X("end:Q", axis=None), y2="next:O")
    )
    colour = alt.Color("tone:N", legend=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())))
    bars = (
        base.transform_filter("datum.tone != 'end'")
        .mark_bar(cornerRadius=2)
        .encode(x=x, x2="end:Q", color=colour, opacity=alt.condition(picked, alt.value(1), alt.value(0.45)))
    )
    whole = (
        base.mark_rect(opacity=0)
        .encode(x=alt.value(0), x2=alt.value("width"), tooltip=_tooltip(language))
        .add_params(picked)
    )
    made = look.constant(alt.layer(room, level, joint, bars, *_words(base), whole), ROW)
    return look.by_rows(made, ROW)


def _words(base: Any) -> list[Any]:
    """The marks of the two ends, and the value of every step behind it."""
    import altair as alt

    ends = (
        base.transform_filter("datum.tone == 'end'")
        .mark_tick(color=tokens.TEXT, thickness=3, size=ROW - 12)
        .encode(x=alt.X("end:Q", axis=None))
    )
    weight = {"expr": "datum.tone == 'end' ? 700 : 400"}
    words = base.mark_text(align="left", dx=6, fontWeight=weight).encode(x=alt.X("text_at:Q", axis=None), text="text:N")
    return [ends, words]


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("text:N", title=say("chart.effect", language)),
        alt.Tooltip("detail:N", title=say("chart.counted", language)),
    ]


def data(
    steps: pd.DataFrame, before: tuple[str, float, str] | tuple[()], now: tuple[str, float, str] | tuple[()]
) -> pd.DataFrame:
    """The rows of the chart: `steps` with `code`, `label`, `effect`, `text`, `tone`, `detail`, which lead from `before` to `now`.

    An end is (label, value, value in words). No ends, no rows.
    """
    if not before or not now:
        return pd.DataFrame(columns=list(_COLUMNS))
    level = before[1]
    rows: list[list[object]] = [[BEFORE, before[0], level, level, "end", before[2], ""]]
    for step in steps.to_dict("records"):
        after = level + step["effect"]
        rows.append([step["code"], step["label"], level, after, step["tone"], step["text"], step["detail"]])
        level = after
    rows.append([NOW, now[0], now[1], now[1], "end", now[2], ""])
    frame = pd.DataFrame(rows, columns=["code", "label", "start", "end", "tone", "text", "detail"])
    frame["code"] = [str(code) if code is not None else "(none)" for code in frame["code"]]
    frame["at"] = [f"{rank:02d} {label}" for rank, label in enumerate(frame["label"])]
    frame["next"] = [*frame["at"][1:], None]
    frame["text_at"] = frame[["start", "end"]].max(axis=1)
    low, high = float(frame[["start", "end"]].min().min()), float(frame[["start", "end"]].max().max())
    span = (high - low) or abs(high) or 1.0
    for name, value in (("base", before[1]), ("floor", low - span * _EDGE), ("ceiling", high + span * _ROOM)):
        frame[name] = [value, *([None] * (len(frame) - 1))]
    return frame[list(_COLUMNS)]
