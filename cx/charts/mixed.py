"""Volume as bars (left), a rate as a line (right), the target as a labelled dashed rule, the running period pale.

Data, one row a period: `order` (ISO date), `at` (the same and the axis label behind it), `title`, `volume`, `volume_text`, `rate`, `rate_text`, `is_running`,
`target` and `target_text` (on the last row only), `target_side`, `has_dot`, `is_tail`, `floor` and `ceiling` of the rate
axis; where there are events also the columns of `cx.charts.events`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from cx import number
from cx.charts import events, look, tokens
from cx.language import say

HEIGHT = 290
PICK = "pick"  # the selection's name; its field is `order`
_STEP = 0.05
_ISO = len("2026-01-01")
_DOTS = 16  # a longer line has no markers
_GRAINS = ((42, "day"), (125, "week"), (1465, "month"), (3700, "quarter"))


@cache
def spec(language: str, *, has_events: bool = False) -> look.Spec:
    """The constant spec in `language`; axis titles name what is drawn. `has_events`: with rules and names of events."""
    import altair as alt

    labels = f"split(slice(datum.label, {_ISO}), '\\n')"
    axis_x = alt.Axis(labelAngle=0, labelOverlap=True, labelSeparation=6, labelExpr=labels, title=None)
    x = alt.X("at:O", axis=axis_x, scale=alt.Scale(paddingInner=0.3, paddingOuter=0.15))
    same_x = alt.X("at:O")  # axis and scale are shared: said once they hold for every layer
    picked = alt.selection_point(name=PICK, fields=["order"])
    title_y: look.Spec = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12}
    axis_y = alt.Axis(labelExpr=say("chart.count_labels", language), tickCount=5, titleX=-36, **title_y)
    bars = (
        alt.Chart()
        .mark_bar(color=tokens.VOLUME)
        .encode(
            x=x,
            y=alt.Y("volume:Q", title=say("chart.volume_axis", language), axis=axis_y),
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
    chart = alt.layer(bars, _rate(same_x, language, title_y), *marks, whole).resolve_scale(y="independent")
    made = look.constant(chart, HEIGHT)
    return made | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": events.ROOM}} if has_events else made


def _rate(x: Any, language: str, title_y: look.Spec) -> Any:
    import altair as alt

    axis = alt.Axis(
        format=".0%",
        grid=False,
        orient="right",
        labelColor=tokens.RATE_TEXT,
        titleColor=tokens.RATE_TEXT,
        titleX=0,
        **title_y,
    )
    y = alt.Y("rate:Q", scale=alt.Scale(zero=False, nice=False), title=say("chart.rate_axis", language), axis=axis)
    room = (
        alt.Chart().mark_rule(opacity=0).encode(y=alt.Y("floor:Q", title=""), y2="ceiling:Q", tooltip=alt.value(None))
    )
    line = alt.Chart().mark_line(color=tokens.RATE, strokeWidth=2.5).encode(x=x, y=y)
    done = line.transform_filter("!datum.is_running")
    same_y = alt.Y("rate:Q")
    last = (
        alt.Chart()
        .mark_line(color=tokens.RATE, strokeWidth=2, strokeDash=[3, 3], opacity=0.7, aria=False)
        .encode(x=x, y=same_y)
        .transform_filter("datum.is_tail")
    )
    dots = (
        alt.Chart()
        .transform_filter("datum.has_dot")
        .mark_point(size=36, opacity=1, color=tokens.RATE, strokeWidth=2)
        .encode(
            x=x,
            y=same_y,
            fill=alt.condition("datum.is_running", alt.value(tokens.GROUND), alt.value(tokens.RATE)),
        )
    )
    return alt.layer(room, _rule(), done, last, dots, *_target_words())


def _target() -> Any:
    import altair as alt

    return alt.Chart().transform_filter("isValid(datum.target)")


def _rule() -> Any:
    return _target().mark_rule(color=tokens.RATE_TEXT, strokeDash=[5, 4]).encode(y="target:Q")


def _target_words() -> list[Any]:
    """The target's words and, under them, their halo."""
    import altair as alt

    placed: look.Spec = {"x": alt.value("width"), "y": alt.Y("target:Q"), "text": alt.Text("target_text:N")}
    is_above = "datum.target_side == 'above'"
    style: look.Spec = {
        "align": "right",
        "baseline": {"expr": f"{is_above} ? 'bottom' : 'top'"},
        "dx": -2,
        "dy": {"expr": f"{is_above} ? -4 : 5"},
        "fontWeight": 600,
    }
    return [
        _target().mark_text(**style, stroke=tokens.GROUND, strokeWidth=4, strokeJoin="round").encode(**placed),
        _target().mark_text(**style, color=tokens.RATE_TEXT).encode(**placed),
    ]


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("title:N", title=say("chart.period", language)),
        alt.Tooltip("volume_text:N", title=say("chart.volume", language)),
        alt.Tooltip("rate_text:N", title=say("chart.rate", language)),
    ]


def grain(first: date, last: date) -> str:
    """The length of a period on the axis: days up to six weeks, weeks up to half a year, months up to four years."""
    days = (last - first).days + 1
    return next((every for limit, every in _GRAINS if days <= limit), "year")


def rate_range(rates: Iterable[float], target: float | None) -> tuple[float, float]:
    """Floor and ceiling of the rate axis in steps of 5 %, around the rates and the target, within 0 and 1."""
    known = [value for value in [*rates, target] if value is not None and not number.is_missing(value)]
    if not known:
        return 0.0, 1.0
    low = max(0.0, math.floor(round(min(known) / _STEP, 6)) * _STEP - _STEP)
    high = min(1.0, math.ceil(round(max(known) / _STEP, 6)) * _STEP)
    low = max(0.0, min(low, high - 2 * _STEP))
    return round(low, 2), round(max(high, low + 2 * _STEP), 2)


def data(
    volume: pd.DataFrame,
    rate: pd.DataFrame,
    *,
    every: str,
    language: str,
    target: float | None,
    happened: Sequence[tuple[date, str]] = (),
) -> pd.DataFrame:
    """The rows of the chart from two results of `compute(..., every=)`: `period`, `value`, `n`, `is_running`.

    `happened` are the days and titles of events; only with some are there columns for them.
    """
    known = {at: (float(share), n) for at, share, n in zip(rate["period"], rate["value"], rate["n"], strict=True)}
    found = sorted(zip(volume["period"], volume["value"], volume["is_running"], strict=True))
    days = [pd.Timestamp(at).date() for at, _, _ in found]
    rates = [known.get(at, (math.nan, 0))[0] for at, _, _ in found]
    counts = [known.get(at, (math.nan, 0))[1] for at, _, _ in found]
    running = [bool(is_open) for _, _, is_open in found]
    floor, ceiling = rate_range(rates, target)
    last = len(found) - 1
    goal = say("chart.target", language, value=number.share(target, language, 0)) if target is not None else ""
    rows = pd.DataFrame(
        _names(days, running, every, language)
        | {
            "volume": [float(value) for _, value, _ in found],
            "volume_text": [number.full(value, language) for _, value, _ in found],
            "rate": rates,
            "rate_text": [
                f"{number.share(value, language)} (n={0 if number.is_missing(n) else int(n):,})"
                for value, n in zip(rates, counts, strict=True)
            ],
            "is_running": running,
            "is_tail": [index >= last - 1 and running[last] for index in range(len(found))],
            "target": [target if index == last else None for index in range(len(found))],
            "target_text": [goal if index == last else "" for index in range(len(found))],
            "target_side": _side(rates, target),
            "has_dot": [is_open or len(found) <= _DOTS for is_open in running],
            "floor": floor,
            "ceiling": ceiling,
        }
    )
    return _with_events(rows, happened, days, language) if happened else rows


def _names(days: list[date], running: list[bool], every: str, language: str) -> dict[str, list[str]]:
    """What every period is called on the axis and in the tooltip."""
    states = _states(running, language)
    return {
        "order": [day.isoformat() for day in days],
        "at": [
            day.isoformat() + number.period(day, every, language, is_first=index == 0) + (f"\n{state}" if state else "")
            for index, (day, state) in enumerate(zip(days, states, strict=True))
        ],
        "title": [
            _title(day, every, language) + (f" · {state}" if state else "")
            for day, state in zip(days, states, strict=True)
        ],
    }


def _with_events(
    rows: pd.DataFrame, happened: Sequence[tuple[date, str]], days: list[date], language: str
) -> pd.DataFrame:
    marks = events.columns(happened, days, language)
    rows["title"] = [
        f"{title} · {words}" if words else title
        for title, words in zip(rows["title"], marks["event_words"], strict=True)
    ]
    return rows.join(marks.drop(columns="event_words"))


def _side(rates: Sequence[float], target: float | None) -> str:
    """Where the target's words have room at the right end: on the other side of its rule than the line."""
    known = [rate for rate in rates if not number.is_missing(rate)][-2:]
    return "below" if known and target is not None and sum(known) / len(known) >= target else "above"


def _states(running: list[bool], language: str) -> list[str]:
    """A word for every period that is not whole: the last is in progress, an earlier one was only partly looked at."""
    words = {True: say("chart.running", language), False: say("chart.partial", language)}
    return [words[index == len(running) - 1] if is_open else "" for index, is_open in enumerate(running)]


def _title(day: date, every: str, language: str) -> str:
    return number.long_month(day, language) if every == "month" else number.period(day, every, language)
