"""The share for whom something has (or has not) happened by each day: a step line a group, its name at its end, limits as a band.

Data, one row a step: `group`, `place` (rank of the group, 0-4), `day`, `share`, `low`, `high` (null: no band), `text` (on the last row of a group: its name),
`detail` (for the table behind it); and on the first row `rule` and `rule_text` (a day to see them against), `floor` and `room` of the scales.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

HEIGHT = 250
MOST = len(tokens.CATEGORICAL)
_ROOM = 1.36  # of the days: names stand right of the lines
_POINTS = 40  # steps a line is drawn with
Point = tuple[float, float, float | None, float | None]


@cache
def spec(language: str, unit: str = "days") -> look.Spec:
    """The constant spec; `unit` ("days" or "months") is what the axis counts."""
    import altair as alt

    axis_x = alt.Axis(
        title=say(f"survival.axis_{unit}", language), tickCount=7, labelAngle=0, titleAnchor="end", grid=False
    )
    axis_y = alt.Axis(format=".0%", tickCount=5, title=None)
    scale = alt.Scale(domain=list(range(MOST)), range=list(tokens.CATEGORICAL))
    colour = alt.Color("place:O", scale=scale, legend=None)
    x = alt.X("day:Q", axis=axis_x, scale=alt.Scale(nice=False, zero=True))
    y = alt.Y("share:Q", axis=axis_y, scale=alt.Scale(domainMax=1, zero=False, nice=False))
    first = alt.Chart().transform_filter("isValid(datum.room)")
    room = first.mark_rule(opacity=0).encode(x=alt.X("room:Q"), y=alt.Y("floor:Q"))
    band = (
        alt.Chart()
        .transform_filter("isValid(datum.low)")
        .mark_area(opacity=0.14, interpolate="step-after")
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    )
    line = (
        alt.Chart()
        .mark_line(interpolate="step-after", strokeWidth=2.2)
        .encode(x=alt.X("day:Q"), y=y, color=colour, detail="group:N")
    )
    names = (
        alt.Chart()
        .transform_filter("datum.text != ''")
        .mark_text(align="left", dx=6, fontWeight=600, limit=110)
        .encode(x=alt.X("day:Q"), y=alt.Y("label_at:Q"), text="text:N", color=colour)
    )
    whole = (
        alt.Chart()
        .mark_point(size=160, opacity=0)
        .encode(x=alt.X("day:Q"), y=alt.Y("share:Q"), tooltip=_tooltip(language))
    )
    chart = alt.layer(room, *_rule(), band, line, names, whole)
    when = look.spoken(f"survival.at_{unit}", language, n="format(datum.day, ',.0f')")
    return look.constant(chart.transform_calculate(said=f"{when} + ' · ' + format(datum.share, '.1%')"), HEIGHT)


def _rule() -> list[Any]:
    import altair as alt

    one = alt.Chart().transform_filter("isValid(datum.rule)")
    rule = one.mark_rule(color=tokens.RATE_TEXT, strokeDash=[5, 4]).encode(x=alt.X("rule:Q"))
    text = one.mark_text(color=tokens.RATE_TEXT, fontWeight=600, align="left", dx=4, baseline="top").encode(
        x=alt.X("rule:Q"), y=alt.value(2), text="rule_text:N"
    )
    return [rule, text]


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("group:N", title=say("chart.what", language)),
        alt.Tooltip("said:N", title=say("chart.value", language)),
    ]


def drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """What the chart needs of the rows of `data`."""
    return rows.drop(columns="detail")


def data(
    lines: Mapping[str, Sequence[Point]],
    *,
    language: str,
    unit: str = "days",
    rule: tuple[float, str] | None = None,
    gap: float = 0.07,
) -> pd.DataFrame:
    """The rows of the chart: of each group (at most MOST, by name) its points (day, share, low, high) in order.

    Names that would lie on each other are moved apart by `gap` of the scale.
    """
    last = max((points[-1][0] for points in lines.values() if points), default=1.0)
    shares = [share for points in lines.values() for _, share, _, _ in points]
    floor = max(0.0, min(shares, default=0.0) - 0.05)
    at = _apart({name: points[-1][1] for name, points in lines.items() if points}, gap * (1 - floor))
    rows: list[list[object]] = []
    for place, (name, points) in enumerate(lines.items()):
        kept = _thinned(points)
        for number_, (day, share, low, high) in enumerate(kept):
            is_last = number_ == len(kept) - 1
            when = say(f"survival.at_{unit}", language, n=f"{day:,.0f}")
            written = f"{when} · {number.share(share, language)}"
            rows.append(
                [name, place, day, share, low, high, name if is_last else "", at[name] if is_last else None, written]
            )
    columns = ["group", "place", "day", "share", "low", "high", "text", "label_at", "detail"]
    frame = pd.DataFrame(rows, columns=columns)
    rest = {
        "rule": rule[0] if rule else None,
        "rule_text": rule[1] if rule else "",
        "floor": floor,
        "room": last * _ROOM,
    }
    for column, value in rest.items():
        frame[column] = [value if place == 0 else None for place in range(len(frame))]
    return frame


def _apart(ends: Mapping[str, float], gap: float) -> dict[str, float]:
    placed: dict[str, float] = {}
    below = -1.0
    for name, value in sorted(ends.items(), key=lambda one: one[1]):
        below = max(value, below + gap)
        placed[name] = below
    return placed


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Not more than the eye can see: every so many, and the last."""
    every = max(1, -(-len(points) // _POINTS))
    return [point for place, point in enumerate(points) if place % every == 0 or place == len(points) - 1]
