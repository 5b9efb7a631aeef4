"""Topics as circles on a map: as large as they have texts, coloured where they grew or shrank beyond chance.

Axes mean nothing and are not drawn. Only names that do not cover each other are written, the largest topics' first; the
others are told where the pointer rests. Data, one row a topic: `code`, `label`, `x`, `y` (0 to 1), `value`, `text`, `change`,
`trend` ("up", "more" than all texts, "down", "same"), `wide` and `narrow` (the name where it is written, "" where not).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
HEIGHT = 430
_LARGEST = 2_600  # square pixels of the largest circle
_WIDE = 420  # pixels from which the names of `wide` have room
_SIZES = (680, 280)  # pixels for which names are chosen
_SIGN, _LINE = 11.5, 16  # pixels a sign and a line of a name take
_NAME = 14  # signs of a name that is written


@dataclass(frozen=True)
class Spot:
    """One topic on the map."""

    code: str
    label: str
    x: float
    y: float
    value: int
    text: str
    change: str = ""
    trend: str = "same"


@cache
def spec(language: str) -> look.Spec:
    """The constant spec."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.12, 1.12]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.08, 1.08]))
    colour = (
        alt.when("datum.trend == 'more'")
        .then(alt.value(tokens.EMPHASIS))
        .when("datum.trend == 'up'")
        .then(alt.value(tokens.SEQUENTIAL[4]))
        .when("datum.trend == 'down'")
        .then(alt.value(tokens.CATEGORICAL[2]))
        .otherwise(alt.value(tokens.GREY))
    )
    largest = alt.expr(f"width > {_WIDE} ? {_LARGEST} : {_LARGEST // 2}")
    base = alt.Chart().encode(x=x, y=y)
    tooltip = [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("text:N", title=say("chart.value", language)),
        alt.Tooltip("change:N", title=say("voc_page.head_change", language)),
    ]
    circle = base.mark_circle(stroke="white", strokeWidth=1, cursor="pointer").encode(
        size=alt.Size("value:Q", legend=None, scale=alt.Scale(zero=True, range=[0, largest])),
        color=colour,
        opacity=alt.condition(picked, alt.value(0.85), alt.value(0.3)),
        tooltip=tooltip,
    )
    halo: dict[str, Any] = {
        "stroke": tokens.GROUND,
        "strokeWidth": 3,
        "strokeJoin": "round",
    }  # a name is read on any circle
    plain: dict[str, Any] = {}
    names = [
        base.mark_text(aria=False, opacity={"expr": shown}, **edge).encode(text=f"{field}:N")
        for field, shown in (("wide", f"width > {_WIDE} ? 1 : 0"), ("narrow", f"width > {_WIDE} ? 0 : 1"))
        for edge in (halo, plain)
    ]
    return look.constant(alt.layer(circle.add_params(picked), *names), HEIGHT)


def data(spots: Sequence[Spot]) -> pd.DataFrame:
    """The rows of the chart, the largest first."""
    listed = sorted(spots, key=lambda spot: (-spot.value, spot.code))
    wide, narrow = (_written(listed, width) for width in _SIZES)
    marks = {"more": "▲ ", "up": "▲ ", "down": "▼ "}

    def name(spot: Spot, written: set[str]) -> str:
        return marks.get(spot.trend, "") + _short(spot.label) if spot.code in written else ""

    return pd.DataFrame(
        {
            "code": [spot.code for spot in listed],
            "label": [spot.label for spot in listed],
            "x": [spot.x for spot in listed],
            "y": [spot.y for spot in listed],
            "value": [float(spot.value) for spot in listed],
            "text": [spot.text for spot in listed],
            "change": [spot.change for spot in listed],
            "trend": [spot.trend for spot in listed],
            "wide": [name(spot, wide) for spot in listed],
            "narrow": [name(spot, narrow) for spot in listed],
        }
    )


def _short(label: str) -> str:
    first = label.split(" · ")
    name = " · ".join(first[:2]) if len(" · ".join(first[:2])) <= _NAME else first[0]
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _written(listed: Sequence[Spot], width: int) -> set[str]:
    """The topics whose names are written at this width: from the largest on, where no earlier name is in the way."""
    taken: list[tuple[float, float, float]] = []
    found: set[str] = set()
    for spot in listed:
        half = (len(_short(spot.label)) + 2) * _SIGN / 2
        x, y = (spot.x + 0.12) / 1.24 * width, (spot.y + 0.08) / 1.16 * HEIGHT
        if x - half < 0 or x + half > width:
            continue
        if all(abs(x - other) >= half + reach or abs(y - line) >= _LINE for other, line, reach in taken):
            taken.append((x, y, half))
            found.add(spot.code)
    return found
