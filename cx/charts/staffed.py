"""A day by its hours: contacts as bars (left), contacts per agent as a line (right).

Data, one row an hour: `hour`, `title`, `volume` (contacts a day; `volume_text` for the table), `agents_text`, `load` (contacts per agent
and hour; null: nobody there, or too few contacts), `load_text`, `is_named` and `name` (of the busiest hours).
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

HEIGHT = 262


@cache
def spec(language: str) -> look.Spec:
    """The constant spec."""
    import altair as alt

    above: look.Spec = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12}
    axis_x = alt.Axis(title=None, labelAngle=0, labelOverlap="parity", labelSeparation=3)
    x = alt.X("hour:O", axis=axis_x, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.15))
    same_x = alt.X("hour:O")
    axis_y = alt.Axis(tickCount=4, titleX=-30, **above)
    bars = (
        alt.Chart()
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("volume:Q", title=say("response.volume_a_day", language), axis=axis_y),
            color=alt.condition("datum.is_named", alt.value(tokens.EMPHASIS), alt.value(tokens.VOLUME)),
        )
    )
    whole = (
        alt.Chart()
        .mark_rect(opacity=0)
        .encode(x=same_x, y=alt.value(0), y2=alt.value("height"), tooltip=_tooltip(language))
    )
    chart = alt.layer(bars, _load(same_x, language, above), whole).resolve_scale(y="independent")
    return look.constant(chart, HEIGHT)


def _load(x: Any, language: str, above: look.Spec) -> Any:
    import altair as alt

    axis = alt.Axis(
        grid=False,
        orient="right",
        tickCount=4,
        labelColor=tokens.RATE_TEXT,
        titleColor=tokens.RATE_TEXT,
        **(above | {"titleAlign": "right", "titleX": 28}),
    )
    y = alt.Y("load:Q", scale=alt.Scale(zero=True), title=say("response.load_axis", language), axis=axis)
    there = alt.Chart().transform_filter("isValid(datum.load)")
    line = alt.Chart().mark_line(color=tokens.RATE, strokeWidth=2.5, invalid="break-paths-filter-domains")
    dots = there.mark_point(size=30, filled=True, opacity=1, color=tokens.RATE)
    named = there.transform_filter("datum.is_named")
    style: look.Spec = {"baseline": "bottom", "dy": -6, "fontWeight": 600}
    halo = named.mark_text(**style, stroke=tokens.GROUND, strokeWidth=4, strokeJoin="round")
    words = named.mark_text(**style, color=tokens.RATE_TEXT)
    same_y, text = alt.Y("load:Q"), alt.Text("load_text:N")
    room = alt.Chart().transform_calculate(room="datum.load * 1.12").mark_rule(opacity=0)
    return alt.layer(
        line.encode(x=x, y=y),
        room.encode(y="room:Q"),
        dots.encode(x=x, y=same_y),
        halo.encode(x=x, y=same_y, text=text),
        words.encode(x=x, y=same_y, text=text),
    )


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    words = {"title": "response.when", "agents_text": "response.agents", "load_text": "response.load_axis"}
    found = [alt.Tooltip(f"{name}:N", title=say(key, language)) for name, key in words.items()]
    found.insert(1, alt.Tooltip("volume:Q", title=say("response.volume_a_day", language), format=",.3~r"))
    return found


def data(hours: pd.DataFrame, *, language: str, named: Collection[int] = ()) -> pd.DataFrame:
    """The rows of the chart from the hours of `cx.staffing`: `hour`, `contacts`, `agents`, `load`."""
    load = [math.nan if number.is_missing(value) else float(value) for value in hours["load"]]
    return pd.DataFrame(
        {
            "hour": pd.array(hours["hour"].astype(int), dtype="Int8"),
            "title": [say("response.hour", language, hour=int(hour)) for hour in hours["hour"]],
            "volume": hours["contacts"].astype("float32").round(2),
            "volume_text": [
                say("number.count", language, n=number.average(value, language)) for value in hours["contacts"]
            ],
            "agents_text": [
                say("response.people", language, n=number.average(value, language)) for value in hours["agents"]
            ],
            "load": np.round(np.array(load, dtype=np.float32), 3),
            "load_text": [number.average(value, language) for value in load],
            "is_named": [int(hour) in named for hour in hours["hour"]],
        }
    )
