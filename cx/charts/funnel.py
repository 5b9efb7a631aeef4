"""What is left of all, step by step: a bar a step from the same zero, its number and both shares behind it.

What is taken off before the last step has a bar of its own, which ends where the step before it ended.
Data, one row a bar: `at` (rank and label), `code`, `label`, `start`, `end`, `tone` ("step", "last", "lost", "unknown", "worst"), `text`,
`text_at`, `align`, `detail`, and on the first row `room`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
COLOURS = {
    "step": tokens.PALE,
    "last": tokens.EMPHASIS,
    "lost": tokens.BAD,
    "unknown": tokens.BORDER,
    "worst": tokens.BAD_PALE,
}
ROW = 40  # pixels a step
_LABEL_WIDTH = 120
_ROOM = 1.02
_INSIDE = 0.5  # of the longest bar: from here on the words stand in it
_COLUMNS = ("at", "code", "label", "start", "end", "tone", "text", "text_at", "align", "detail", "room")


@dataclass(frozen=True)
class Step:
    """A bar `size` long that begins at `start`, and the words behind it."""

    code: str
    label: str
    size: float
    tone: str
    text: str
    start: float = 0.0


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; how high it is follows from the number of steps."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    labels = look.row_labels(_LABEL_WIDTH)
    y = alt.Y("at:O", axis=labels, scale=alt.Scale(paddingInner=0.3))
    x = alt.X("start:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=0))
    base = alt.Chart().encode(y=alt.Y("at:O"))
    room = (
        alt.Chart()
        .transform_filter("isValid(datum.room)")
        .mark_rule(opacity=0)
        .encode(x=alt.X("room:Q", axis=None), y=y)
    )
    tooltip = [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("detail:N", title=say("chart.value", language)),
    ]
    bars = base.mark_bar().encode(
        x=x,
        x2="end:Q",
        color=alt.Color("tone:N", legend=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
    )
    # A short bar is hard to hit: the whole row answers.
    whole = (
        base.mark_rect(opacity=0, cursor="pointer")
        .encode(x=alt.value(0), x2=alt.value("width"), tooltip=tooltip)
        .add_params(picked)
    )
    words = base.mark_text(
        align={"expr": "datum.align"}, dx={"expr": "datum.align == 'right' ? -6 : 6"}, fontWeight=600
    )
    text = words.encode(x=alt.X("text_at:Q", axis=None), text="text:N")
    made = look.constant(alt.layer(room, bars, text, whole), ROW)
    return look.by_rows(made, ROW)


def data(steps: Sequence[Step]) -> pd.DataFrame:
    """The rows of the chart, a bar each from top to bottom."""
    most = max((step.start + step.size for step in steps), default=0.0)
    rows: list[list[object]] = []
    for rank, step in enumerate(steps):
        end = step.start + step.size
        align = "right" if step.size > most * _INSIDE else "left"
        room = None if rows else most * _ROOM
        at = f"{rank:02d} {step.label}"
        rows.append([at, step.code, step.label, step.start, end, step.tone, step.text, end, align, step.text, room])
    return pd.DataFrame(rows, columns=list(_COLUMNS))
