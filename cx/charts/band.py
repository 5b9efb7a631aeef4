"""A score over time with the band it may be off by, how many answered under every period, and the target as a dashed rule.

Periods with few answers are hollow and grey, the running one is hollow and dashed, those with too few are a gap.
Data, one row a period: `at` (ISO date and the axis label behind it), `title`, `value`, `low`, `high`, `text`,
`detail`, `is_few`, `is_running`, `is_tail`, `is_alone` (no neighbour to draw a band to), `floor`, `ceiling`, `target` and
`target_text` (on the last row only), `target_side`, `target_end`; where there are events also the columns of `cx.charts.events`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from cx import number, sample
from cx.charts import events, look, tokens
from cx.charts.estimates import LIMITS, within_limits
from cx.language import say

HEIGHT = 290
PICK = "pick"  # the selection's name; its field is `at`, whose day is `day_of`
_FORMATS = {"share": ".0%", "score": ".2~f"}
_ISO = len("2026-01-01")
_NEAR = 2  # values beside the words of the target
_EDGE = 0.12  # of the scale, above and below
_LEAST = {"share": 0.05, "score": 0.2}  # of the scale, from its lowest to its highest value


def grain(every: str) -> str:
    """The length of a period of answers for that of a chart of contacts: days have too few of them."""
    return "week" if every == "day" else every


@cache
def spec(language: str, unit: str, *, has_events: bool = False) -> look.Spec:
    """The constant spec for a unit ("share" or "score"). `has_events`: with rules and names of events."""
    import altair as alt

    labels = f"split(slice(datum.label, {_ISO}), '\\n')"
    x = alt.X(
        "at:O",
        axis=alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=6, labelExpr=labels, title=None),
        scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15),
    )
    same_x = alt.X("at:O")
    y = alt.Y(
        "floor:Q",
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(format=_FORMATS[unit], tickCount=5, title=None),
    )
    picked = alt.selection_point(name=PICK, fields=["at"])
    base = alt.Chart()
    room = (
        base.transform_filter("isValid(datum.floor)").mark_rule(opacity=0, aria=False).encode(x=x, y=y, y2="ceiling:Q")
    )
    whole = (
        base.mark_rect(opacity=0, cursor="pointer")
        .encode(x=same_x, y=alt.value(0), y2=alt.value("height"), tooltip=_tooltip(language))
        .add_params(picked)
    )
    marks = events.layers(same_x) if has_events else []
    made = look.constant(alt.layer(room, *_lines(), *_target(), _dots(picked), *marks, whole), HEIGHT)
    # The words under the last period may be wider than it.
    return made | {"padding": {"left": 5, "right": 14, "bottom": 5, "top": events.ROOM if has_events else 5}}


def _lines() -> list[Any]:
    """The band, a bar where it has no neighbour, the line over it, and the dashed way to the running period."""
    import altair as alt

    base, same_x, same_y = alt.Chart(), alt.X("at:O"), alt.Y("value:Q")
    done = base.transform_filter("!datum.is_running")
    band = done.mark_area(color=tokens.EMPHASIS, opacity=0.16, aria=False).encode(
        x=same_x, y=alt.Y("low:Q"), y2="high:Q"
    )
    alone = (
        base.transform_filter("datum.is_alone && isValid(datum.low)")
        .mark_rule(color=tokens.EMPHASIS, opacity=0.35, strokeWidth=3, aria=False)
        .encode(x=same_x, y=alt.Y("low:Q"), y2="high:Q")
    )
    line = done.mark_line(color=tokens.EMPHASIS, strokeWidth=2.5, aria=False).encode(x=same_x, y=same_y)
    tail = (
        base.transform_filter("datum.is_tail")
        .mark_line(color=tokens.EMPHASIS, strokeWidth=2, strokeDash=[3, 3], opacity=0.7, aria=False)
        .encode(x=same_x, y=same_y)
    )
    return [band, alone, line, tail]


def _dots(picked: Any) -> Any:
    """Hollow where the period is not whole, grey where few answered, larger where it was clicked."""
    import altair as alt

    colour = alt.condition("datum.is_few", alt.value(tokens.GREY), alt.value(tokens.EMPHASIS))
    return (
        alt.Chart()
        .transform_filter("isValid(datum.value)")
        .mark_point(opacity=1, strokeWidth=2, aria=False)
        .encode(
            x=alt.X("at:O"),
            y=alt.Y("value:Q"),
            color=colour,
            fill=alt.condition(
                "datum.is_few || datum.is_running", alt.value(tokens.GROUND), alt.value(tokens.EMPHASIS)
            ),
            size=alt.condition(picked, alt.value(46), alt.value(30)),
        )
    )


def _target() -> list[Any]:
    import altair as alt

    goal = alt.Chart().transform_filter("isValid(datum.target)")
    is_above = "datum.target_side == 'above'"
    style: look.Spec = {
        "align": {"expr": "datum.target_end"},
        "x": {"expr": "datum.target_end == 'left' ? 2 : width - 2"},
        "baseline": {"expr": f"{is_above} ? 'bottom' : 'top'"},
        "dy": {"expr": f"{is_above} ? -4 : 5"},
        "fontWeight": 600,
        "aria": False,
    }
    placed: look.Spec = {"y": alt.Y("target:Q"), "text": alt.Text("target_text:N")}
    return [
        goal.mark_rule(color=tokens.RATE_TEXT, strokeDash=[5, 4], aria=False).encode(y=alt.Y("target:Q")),
        goal.mark_text(**style, color=tokens.RATE_TEXT).encode(**placed),
    ]


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("title:N", title=say("chart.period", language)),
        alt.Tooltip("text:N", title=say("chart.value", language)),
        alt.Tooltip("detail:N", title=say("chart.interval", language)),
    ]


def data(
    found: pd.DataFrame,
    *,
    every: str,
    unit: str,
    language: str,
    target: float | None,
    happened: Sequence[tuple[date, str]] = (),
) -> pd.DataFrame:
    """The rows of the chart from `compute(..., every=)` of one metric; `happened` are the days and titles of events."""
    rows = found.sort_values("period").to_dict("records")
    days = [pd.Timestamp(row["period"]).date() for row in rows]
    values, lows, highs = (
        [math.nan if number.is_missing(row[key]) else float(row[key]) for row in rows]
        for key in ("value", "low", "high")
    )
    lows, highs = ([within_limits(end, unit) for end in ends] for ends in (lows, highs))
    running = [bool(row["is_running"]) for row in rows]
    is_known = [value == value for value in values]  # noqa: PLR0124 - NaN differs from itself
    last = len(rows) - 1
    floor, ceiling = _range([*values, *lows, *highs], target, unit)
    end, side = _place(values, target)
    goal = "" if target is None else say("chart.target", language, value=number.goal(unit, target, language))
    states = _states(running, language)
    frame = pd.DataFrame(
        {
            "at": [
                f"{day.isoformat()}{number.period(day, every, language, is_first=place == 0)}\n"
                + (states[place] or say("number.n", language, n=f"{int(row['n']):,}"))
                for place, (day, row) in enumerate(zip(days, rows, strict=True))
            ],
            "title": _titles(days, states, every, language),
            "value": values,
            "low": lows,
            "high": highs,
            "text": [_text(row, unit, language) for row in rows],
            "detail": [_bounds(row, unit, language) for row in rows],
            "is_few": [row["state"] == "few" for row in rows],
            "is_running": running,
            "is_tail": [place >= last - 1 and running[last] for place in range(len(rows))],
            "is_alone": _alone([known and not is_open for known, is_open in zip(is_known, running, strict=True)]),
            "floor": [floor if place == last else None for place in range(len(rows))],
            "ceiling": [ceiling if place == last else None for place in range(len(rows))],
            "target": [target if place == last else None for place in range(len(rows))],
            "target_text": [goal if place == last else "" for place in range(len(rows))],
            "target_end": end,
            "target_side": side,
        }
    )
    return _with_events(frame, happened, days, language) if happened else frame


def day_of(at: str) -> date | None:
    """The first day of the period that was clicked; None where nothing is."""
    return date.fromisoformat(at[:_ISO]) if at else None


def _alone(is_drawn: list[bool]) -> list[bool]:
    sides = [False, *is_drawn, False]
    return [there and not sides[at] and not sides[at + 2] for at, there in enumerate(is_drawn)]


def _with_events(
    rows: pd.DataFrame, happened: Sequence[tuple[date, str]], days: list[date], language: str
) -> pd.DataFrame:
    marks = events.columns(happened, days, language)
    rows["title"] = [
        " · ".join(filter(None, (title, words)))
        for title, words in zip(rows["title"], marks["event_words"], strict=True)
    ]
    return rows.join(marks.drop(columns="event_words"))


def _range(values: Sequence[float], target: float | None, unit: str) -> tuple[float, float]:
    """Floor and ceiling around the bands and the target, within what the unit can have."""
    known = [value for value in [*values, target] if value is not None and not number.is_missing(value)]
    least, most = LIMITS[unit]
    low, high = (min(known), max(known)) if known else (least, most)
    edge = max(high - low, _LEAST[unit]) * _EDGE
    room = max(_LEAST[unit] - (high - low), 0) / 2
    return max(least, low - edge - room), min(most, high + edge + room) if most > low else high + edge


def _place(values: Sequence[float], target: float | None) -> tuple[str, str]:
    """Where the target's words have room: at the end whose first values are further from it, on the other side of the rule."""
    known = [value for value in values if not number.is_missing(value)]
    if not known or target is None:
        return "right", "above"
    ends = {"right": known[-_NEAR:], "left": known[:_NEAR]}
    end = max(ends, key=lambda name: abs(sum(ends[name]) / len(ends[name]) - target))
    return end, "below" if sum(ends[end]) / len(ends[end]) >= target else "above"


def _states(running: list[bool], language: str) -> list[str]:
    words = {True: say("chart.running", language), False: say("chart.partial", language)}
    return [words[place == len(running) - 1] if is_open else "" for place, is_open in enumerate(running)]


def _text(row: dict[str, Any], unit: str, language: str) -> str:
    if row["state"] == "withheld":
        return sample.withheld(row, language)
    small = sample.few(row, language) if row["state"] == "few" else f"({sample.size(row, language)})"
    return f"{number.write(unit, row['value'], language)} {small}"


def _bounds(row: dict[str, Any], unit: str, language: str) -> str:
    if number.is_missing(row["low"]) or number.is_missing(row["high"]):
        return number.write(unit, None, language)
    low, high = (number.write(unit, within_limits(float(row[end]), unit), language) for end in ("low", "high"))
    return say("surveys.between", language, low=low, high=high)


def _titles(days: list[date], states: list[str], every: str, language: str) -> list[str]:
    names = [
        number.long_month(day, language) if every == "month" else number.period(day, every, language) for day in days
    ]
    return [" · ".join(filter(None, (name, state))) for name, state in zip(names, states, strict=True)]
