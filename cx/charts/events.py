"""Events on a trend: a thin rule where something happened, with its name above the chart; near ones share one name.

A chart that shows them adds `layers` to its own and `columns` to its rows, and leaves `ROOM` pixels free above.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from cx import number
from cx.charts import tokens
from cx.language import say

ROOM = 34
_LABELS = 4  # beside each other, on a wide screen
_LONGEST, _LONGEST_WITH_MORE = 16, 11  # signs of a title
_NAMED = 3  # in a tooltip
_GAP = 8  # pixels between two names
_RULE, _TICK, _NAME = -18, -10, -25  # above the plot


def layers(x: Any) -> list[Any]:
    """Rules with names, and a short tick where something happened whose name stands elsewhere; on the axis of `x`."""
    import altair as alt

    named = alt.Chart().transform_filter("isValid(datum.event)")
    rules = named.mark_rule(color=tokens.MUTED, strokeDash=[2, 3], opacity=0.8).encode(
        x=x, y=alt.value(_RULE), y2=alt.value("height")
    )
    ticks = (
        alt.Chart()
        .transform_filter("datum.has_event")
        .mark_rule(color=tokens.MUTED, strokeWidth=2)
        .encode(x=x, y=alt.value(_RULE), y2=alt.value(_TICK))
    )
    style: dict[str, Any] = {
        "align": {"expr": "datum.event_side"},
        "dx": {"expr": "datum.event_side == 'left' ? 0 : 4"},
        "limit": {"expr": f"width * datum.event_room - {_GAP}"},
        "baseline": "middle",
        "color": tokens.TEXT,
        "fontSize": 12,
    }
    return [rules, ticks, named.mark_text(**style).encode(x=x, y=alt.value(_NAME), text="event:N")]


def columns(events: Sequence[tuple[date, str]], starts: Sequence[date], language: str) -> pd.DataFrame:
    """A row a period that begins on one of `starts` (in order): `has_event`, `event` (the name that stands there, else None),
    `event_side`, `event_room` (share of the axis a name may take) and `event_words` (all events of the period, for the tooltip).

    `events` are days with titles; what lies before the first period is left out.
    """
    found: list[list[tuple[date, str]]] = [[] for _ in starts]
    for day, title in sorted(events):
        place = bisect_right(starts, day) - 1
        if place >= 0:
            found[place].append((day, title))
    size = len(starts)
    near = max(1, -(-size // _LABELS))
    names: list[str | None] = [None] * size
    places = _places([bool(there) for there in found], near)
    for place, until in pairwise([*places, size]):
        names[place] = _name([title for there in found[place:until] for _, title in there], language)
    return pd.DataFrame(
        {
            "has_event": [bool(there) for there in found],
            "event": names,
            "event_side": ["right" if place > size - near else "left" for place in range(size)],
            "event_room": near / max(size, 1),
            "event_words": [_words(there, language) for there in found],
        }
    )


def _places(has_event: list[bool], near: int) -> list[int]:
    """Where names stand: none nearer than `near` periods to the one before, and the last one, which may have to stand to the
    left of its rule, with room for two.
    """
    places: list[int] = []
    for place, there in enumerate(has_event):
        if there and (not places or place - places[-1] >= near):
            places.append(place)
    if len(places) > 1 and places[-1] > len(has_event) - near and places[-1] - places[-2] < 2 * near:
        places.pop()
    return places


def _name(titles: list[str], language: str) -> str:
    longest = _LONGEST if len(titles) == 1 else _LONGEST_WITH_MORE
    first = titles[0] if len(titles[0]) <= longest else f"{titles[0][: longest - 1].rstrip()}…"
    return first if len(titles) == 1 else say("chart.event_and_more", language, title=first, n=len(titles) - 1)


def _words(there: list[tuple[date, str]], language: str) -> str:
    words = [f"{number.short_day(day, language)} {title}" for day, title in there[:_NAMED]]
    if len(there) > _NAMED:
        words[-1] = say("chart.event_and_more", language, title=words[-1], n=len(there) - _NAMED)
    return ", ".join(words)
