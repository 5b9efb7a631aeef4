"""How much came over time, as bars, the running period pale; events as rules with their names.

Data, one row a period: `order` (ISO date), `at` (the same and the axis label behind it), `title`, `value`, `text`,
`is_running`; where there are events also the columns of `cx.charts.events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from cx import number
from cx.charts import events, look, tokens
from cx.language import say

HEIGHT = 190
PICK = "pick"  # the selection's name; its field is `order`
_ISO = len("2026-01-01")


@cache
def spec(language: str, *, has_events: bool = False) -> look.Spec:
    """The constant spec; `has_events`: with rules and names of events."""
    import altair as alt

    labels = f"split(slice(datum.label, {_ISO}), '\\n')"
    axis_x = alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=6, labelExpr=labels, title=None)
    x = alt.X("at:O", axis=axis_x, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    same_x = alt.X("at:O")
    picked = alt.selection_point(name=PICK, fields=["order"])
    axis_y = alt.Axis(labelExpr=say("chart.count_labels", language), tickCount=4, title=None)
    bars = (
        alt.Chart()
        .mark_bar(color=tokens.VOLUME)
        .encode(
            x=x,
            y=alt.Y("value:Q", axis=axis_y),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
            fillOpacity=alt.condition("datum.is_running", alt.value(0.35), alt.value(1)),
        )
    )
    whole = (
        alt.Chart()
        .mark_rect(opacity=0, cursor="pointer")
        .encode(x=same_x, y=alt.value(0), y2=alt.value("height"), tooltip=_tooltip(language))
        .add_params(picked)
    )
    marks = events.layers(same_x) if has_events else []
    made = look.constant(alt.layer(bars, *marks, whole), HEIGHT)
    return made | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": events.ROOM}} if has_events else made


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("title:N", title=say("chart.period", language)),
        alt.Tooltip("text:N", title=say("chart.counted", language)),
    ]


def data(found: pd.DataFrame, *, every: str, language: str, happened: Sequence[tuple[date, str]] = ()) -> pd.DataFrame:
    """The rows of the chart from a result of `compute(..., every=)` for a count; `happened` are days and titles of events."""
    rows = sorted(zip(found["period"], found["value"], found["is_running"], strict=True))
    days = [pd.Timestamp(at).date() for at, _, _ in rows]
    running = [bool(is_open) for _, _, is_open in rows]
    states = [
        "" if not is_open else say("chart.running" if place == len(rows) - 1 else "chart.partial", language)
        for place, is_open in enumerate(running)
    ]
    names = [number.period(day, every, language, is_first=place == 0) for place, day in enumerate(days)]
    long = [
        number.long_month(day, language) if every == "month" else number.period(day, every, language) for day in days
    ]
    frame = pd.DataFrame(
        {
            "order": [day.isoformat() for day in days],
            "at": [
                f"{day.isoformat()}{name}" + (f"\n{state}" if state else "")
                for day, name, state in zip(days, names, states, strict=True)
            ],
            "title": [" · ".join(filter(None, words)) for words in zip(long, states, strict=True)],
            "value": [0.0 if number.is_missing(value) else float(value) for _, value, _ in rows],
            "text": [number.full(0 if number.is_missing(value) else value, language) for _, value, _ in rows],
            "is_running": running,
        }
    )
    if not happened:
        return frame
    marks = events.columns(happened, days, language)
    frame["title"] = [
        f"{title} · {words}" if words else title
        for title, words in zip(frame["title"], marks["event_words"], strict=True)
    ]
    return frame.join(marks.drop(columns="event_words"))
