"""Pulls on a score: a row a topic, left of zero what lowers it, right what raises it, each with its interval.

Words at the top say what either side means. The full dot is the pull as it is, the hollow one below it that with channel and
segment held fixed, each with its interval; what chance may explain is grey, of the hollow one pale.
Data, one row a topic: `at` (rank and label), `code`, `label`, `value`, `low`, `high`, `fixed`, `fixed_low`, `fixed_high`,
`is_fixed_clear`, `text`, `short`, `detail`, `fixed_text`, `is_clear`, and on the first row `floor`, `zero` and `ceiling` of the scale. The words stand in a column of their
own at the right end, on a narrow screen without how many answers they are of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
ROW = 30  # pixels a topic
MOST = 12
_LABEL_WIDTH = 150
_ABOVE, _BELOW = -4, 5  # pixels from the middle of a row: where the two marks stand, so that neither hides the other
_TOP = 22  # pixels above the rows, for what either side of zero means
_ROOM = 0.04  # of the scale, beyond the marks
_WIDE, _COLUMN, _NARROW = 300, 124, 62  # pixels from which the words are whole, and what they and the short ones take

Span = tuple[float, float, float]  # a pull and the ends of its interval
# Topic, answers, its pull, and that with the rest held fixed (None: cannot be told).
Pull = tuple[str, int, Span, Span | None]


@cache
def spec(language: str) -> look.Spec:
    """The constant spec."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    base = alt.Chart().encode(y=alt.Y("at:O"))
    axis = look.row_labels(_LABEL_WIDTH, "000 ", grid=True)
    ends = alt.expr(f"max(width - (width > {_WIDE} ? {_COLUMN} : {_NARROW}), 20)")
    x = alt.X("floor:Q", axis=None, scale=alt.Scale(zero=True, nice=False, range=[0, ends]))
    room = (
        alt.Chart()
        .transform_filter("isValid(datum.floor)")
        .mark_rule(opacity=0, aria=False)
        .encode(x=x, x2="ceiling:Q", y=alt.Y("at:O", axis=axis, scale=alt.Scale(padding=0.5)))
    )
    zero = (
        alt.Chart()
        .transform_filter("isValid(datum.zero)")
        .mark_rule(color=tokens.MUTED, aria=False)
        .encode(x=alt.X("zero:Q", axis=None), y=alt.value(0), y2=alt.value("height"))
    )
    colour = alt.when("!datum.is_clear").then(alt.value(tokens.PALE)).otherwise(alt.value(tokens.EMPHASIS))
    opacity = alt.condition(picked, alt.value(1), alt.value(0.5))
    line = base.mark_rule(strokeWidth=3, strokeCap="round", yOffset=_ABOVE, aria=False).encode(
        x=alt.X("low:Q", axis=None), x2="high:Q", color=colour, opacity=opacity
    )
    dot = base.mark_point(size=80, filled=True, opacity=1, yOffset=_ABOVE, aria=False).encode(
        x=alt.X("value:Q", axis=None), color=colour
    )
    place: dict[str, Any] = {"align": "right", "x": {"expr": "width"}, "aria": False}
    words = [
        base.mark_text(opacity={"expr": shown}, **place).encode(text=f"{field}:N")
        for field, shown in (("text", f"width > {_WIDE} ? 1 : 0"), ("short", f"width > {_WIDE} ? 0 : 1"))
    ]
    tooltip = [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("text:N", title=say("chart.value", language)),
        alt.Tooltip("detail:N", title=say("chart.interval", language)),
        alt.Tooltip("fixed_text:N", title=say("impact_page.fixed", language)),
    ]
    whole = base.mark_rect(opacity=0, cursor="pointer").encode(x=alt.value(0), x2=alt.value("width"), tooltip=tooltip)
    made = look.constant(
        alt.layer(room, zero, *_sides(language), line, dot, *_held(base), *words, whole.add_params(picked)), ROW
    )
    return look.by_rows(made, ROW) | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": _TOP}}


def _held(base: Any) -> list[Any]:
    """The pull with channel and segment held fixed, below the other: its interval, pale where chance may explain it, and a dot."""
    import altair as alt

    told = base.transform_filter("isValid(datum.fixed)")
    line = told.mark_rule(strokeWidth=1.5, strokeCap="round", color=tokens.RATE, yOffset=_BELOW, aria=False).encode(
        x=alt.X("fixed_low:Q", axis=None),
        x2="fixed_high:Q",
        opacity=alt.when("datum.is_fixed_clear").then(alt.value(1)).otherwise(alt.value(0.45)),
    )
    dot = told.mark_point(
        size=45, strokeWidth=2, stroke=tokens.RATE, fill="white", opacity=1, yOffset=_BELOW, aria=False
    ).encode(x=alt.X("fixed:Q", axis=None))
    return [line, dot]


def _sides(language: str) -> list[Any]:
    """Above the rows, what either side of zero means."""
    import altair as alt

    zero = alt.Chart().transform_filter("isValid(datum.zero)")
    sides: dict[str, dict[str, Any]] = {
        "impact_page.lowers": {"align": "right", "dx": -8},
        "impact_page.raises": {"align": "left", "dx": 8},
    }
    place: dict[str, Any] = {"color": tokens.MUTED, "baseline": "bottom", "aria": False}
    return [
        zero.mark_text(text=say(key, language), **place, **side).encode(x=alt.X("zero:Q", axis=None), y=alt.value(-4))
        for key, side in sides.items()
    ]


def told(unit: str, value: float | None, language: str) -> str:
    """A pull in words; of CES and NPS with a decimal more than usual, as one topic of many moves them little."""
    return number.change(unit, value, 0.0, language, more=1 if unit in ("score", "nps") else 0)


def _between(unit: str, ends: tuple[float, float], language: str) -> str:
    low, high = (told(unit, end, language) for end in ends)
    return say("surveys.between", language, low=low, high=high)


def _is_clear(low: float, high: float) -> bool:
    """Whether chance alone does not explain it."""
    return low > 0 or high < 0


def data(rows: Sequence[Pull], *, unit: str, language: str, name: Callable[[str], str]) -> pd.DataFrame:
    """The rows of the chart, in the order given."""
    ends = [0.0, *(end for row in rows for span in row[2:] if span for end in span)]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    listed = []
    for rank, (code, answers, plain, fixed) in enumerate(rows):
        value, at_least, at_most = plain
        counted = say("number.n", language, n=f"{answers:,}")
        listed.append(
            {
                "at": f"{rank:03d} {name(code)}",
                "code": code,
                "label": name(code),
                "value": value,
                "low": at_least,
                "high": at_most,
                **dict(zip(("fixed", "fixed_low", "fixed_high"), fixed or (None,) * 3, strict=True)),
                "is_fixed_clear": bool(fixed and _is_clear(*fixed[1:])),
                "text": f"{told(unit, value, language)} ({counted})",
                "short": told(unit, value, language),
                "detail": _between(unit, (at_least, at_most), language),
                "fixed_text": f"{told(unit, fixed[0], language)} ({_between(unit, fixed[1:], language)})"
                if fixed
                else told(unit, None, language),
                "is_clear": _is_clear(at_least, at_most),
                "floor": low - span * _ROOM if rank == 0 else None,
                "zero": 0.0 if rank == 0 else None,
                "ceiling": high + span * _ROOM if rank == 0 else None,
            }
        )
    return pd.DataFrame(listed)
