"""What stood at the end of each period, as bars; the last one, which stands now, is emphasised. Events as rules.

Data, one row a period: `at` (ISO date and axis label), `more` (what else there is to say of it), `value`, `label` (of the last bar, and of all where there are few),
`age_text`, `is_now`, `label_at` (how high the label stands), `longest` (signs of the longest label); where there are events also the columns of `cx.charts.events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from cx import number
from cx.charts import events, look, tokens
from cx.language import say

HEIGHT = 262
_ISO = len("2026-01-01")
_LABELLED = 14  # more bars have no room for their values
_BESIDE = 8  # narrow bars a label lies over, on a phone
# Whether a bar and the gap beside it (a quarter of both) are as wide as the longest label.
_FITS = "datum.longest * 7 < bandwidth('x') / 0.75"


@cache
def spec(language: str, *, has_events: bool = False) -> look.Spec:
    """The constant spec; `has_events`: with rules and names of events."""
    import altair as alt

    axis_x = alt.Axis(
        labelAngle=0, labelOverlap=True, labelSeparation=6, labelExpr=f"slice(datum.label, {_ISO})", title=None
    )
    x = alt.X("at:O", axis=axis_x, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.15))
    same_x = alt.X("at:O")
    axis_y = alt.Axis(labelExpr=say("chart.count_labels", language), tickCount=4, title=None)
    y = alt.Y("value:Q", axis=axis_y)
    colour = alt.condition("datum.is_now", alt.value(tokens.EMPHASIS), alt.value(tokens.GREY))
    bars = alt.Chart().mark_bar().encode(x=x, y=y, color=colour)
    room = alt.Chart().mark_rule(opacity=0).encode(y="room:Q")
    # Where bars are narrow only the last one says its value, and that ends where the bar does: never beyond the chart.
    words = alt.Chart().mark_text(
        baseline="bottom",
        dy=-4,
        fontWeight={"expr": "datum.is_now ? 600 : 400"},
        color={"expr": f"datum.is_now ? '{tokens.EMPHASIS}' : '{tokens.TEXT}'"},
        align={"expr": f"{_FITS} ? 'center' : 'right'"},
        opacity={"expr": f"datum.is_now || {_FITS} ? 1 : 0"},
    )
    labels = words.encode(x=same_x, y=alt.Y("label_at:Q"), text="label:N")
    whole = (
        alt.Chart()
        .mark_rect(opacity=0)
        .encode(x=same_x, y=alt.value(0), y2=alt.value("height"), tooltip=_tooltip(language))
    )
    marks = events.layers(same_x) if has_events else []
    title = f"slice(datum.at, {_ISO}) + (datum.more ? ' · ' + datum.more : '')"
    made = look.constant(
        alt.layer(bars, room, labels, *marks, whole).transform_calculate(title=title, room="datum.value * 1.1"), HEIGHT
    )
    return made | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": events.ROOM}} if has_events else made


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("title:N", title=say("response.period_end", language)),
        alt.Tooltip("value:Q", title=say("response.standing", language), format=","),
        alt.Tooltip("age_text:N", title=say("response.age", language)),
    ]


def data(
    found: pd.DataFrame,
    ages: Sequence[float],
    *,
    every: str,
    language: str,
    happened: Sequence[tuple[date, str]] = (),
) -> pd.DataFrame:
    """The rows of the chart from a result of `compute(..., every=)` for what stands at ends, and the median age at each."""
    days = [pd.Timestamp(at).date() for at in found["period"]]
    values = [float(value) for value in found["value"]]
    last = len(days) - 1
    more = [say("response.now", language) if place == last else "" for place in range(len(days))]
    labels = [
        number.compact(value, language)
        if not number.is_missing(value) and (place == last or len(days) <= _LABELLED)
        else ""
        for place, value in enumerate(values)
    ]
    # Among narrow bars the label of the last one lies over those before it: it stands above the highest of them.
    near = _BESIDE if len(days) > _LABELLED else 1
    heights = [
        np.nanmax(values[max(place - near + 1, 0) : place + 1]) if labels[place] else np.nan
        for place in range(len(days))
    ]
    rows = pd.DataFrame(
        {
            "at": [
                day.isoformat() + number.period(day, every, language, is_first=place == 0)
                for place, day in enumerate(days)
            ],
            "more": more,
            "value": np.array(values, dtype=np.float32),
            "label": labels,
            "label_at": np.array(heights, dtype=np.float32),
            "age_text": [number.length(age, language) for age in ages],
            "is_now": [place == last for place in range(len(days))],
            "longest": max(map(len, labels), default=0),
        }
    )
    if not happened:
        return rows
    marks = events.columns(happened, days, language)
    rows["more"] = [" · ".join(filter(None, words)) for words in zip(more, marks["event_words"], strict=True)]
    return rows.join(marks.drop(columns="event_words").astype({"event_room": "float32"}))


def table(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """The same in words, for the table behind the chart: `title`, `value`, `age_text`."""
    return pd.DataFrame(
        {
            "title": [f"{at[:_ISO]} · {at[_ISO:]}" for at in rows["at"]],
            "value": [number.full(value, language) for value in rows["value"]],
            "age_text": rows["age_text"],
        }
    )
