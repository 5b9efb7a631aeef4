"""Sorted horizontal bars with the value on every bar: at most ten, one emphasised, zero baseline.

All others together are the last row, in words without a bar: it would dwarf the ones people look at.
Data, one row a bar: `at` (rank and label), `code`, `label`, `value`, `text`, `is_emphasised`, `is_rest`, and for the
comparison tick `previous` (null where there is none).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
LIMIT = 10
REST = "(rest)"  # the code of the bar that holds everything beyond the tenth
NONE = "(none)"  # the code of the bar of rows without a value
ROWS = TIGHT, WIDE = 27, 34  # pixels a bar
_ROOM = 1.3  # of the longest bar: its value stands behind it, also on a phone
_LABEL_WIDTH = 150


@cache
def spec(language: str, row: int = TIGHT, *, has_previous: bool = False, versus: str = "chart.change") -> look.Spec:
    """The constant spec with `row` (TIGHT or WIDE) pixels a bar: how many there are follows from the data, so that a filter changes the
    bars and not the chart. `versus` is the key of what the tooltip calls the distance to the tick.
    """
    whole = _spec(language, has_previous, versus)
    layers = [
        layer | {"mark": layer["mark"] | {"size": row - 8}} if layer["mark"]["type"] == "tick" else layer
        for layer in whole["layer"]
    ]
    return look.by_rows(whole | {"layer": layers}, row)


@cache
def _spec(language: str, has_previous: bool, versus: str) -> look.Spec:  # noqa: FBT001 - a key of the cache
    """The spec before its size is known."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    axis = look.row_labels(_LABEL_WIDTH)
    base = alt.Chart().encode(y=alt.Y("at:O"))  # axis and scale are shared: the first layer says them for all
    x = alt.X("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False, padding=0))
    shown = base.transform_filter("!datum.is_rest")
    bar = shown.mark_bar().encode(
        x=x,
        color=alt.when(picked, empty=False)
        .then(alt.value(tokens.EMPHASIS))
        .when("datum.is_emphasised")
        .then(alt.value(tokens.EMPHASIS))
        .otherwise(alt.value(tokens.PALE)),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
    )
    y = alt.Y("at:O", axis=axis, scale=alt.Scale(paddingInner=0.28))
    room = shown.mark_rule(opacity=0).encode(x=alt.X("room:Q", axis=None), y=y)
    words = base.mark_text(align="left", dx=5).encode(x=alt.X("end:Q", axis=None), text="text:N")
    tick = shown.transform_filter("isValid(datum.previous)").mark_tick(color=tokens.TEXT, thickness=2)
    ticks = [tick.encode(x=alt.X("previous:Q", axis=None))] if has_previous else []
    tooltip = [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("detail:N", title=say("chart.value", language)),
        alt.Tooltip("change:N", title=say(versus, language)),
    ]
    whole = base.mark_rect(opacity=0, cursor="pointer").encode(x=alt.value(0), x2=alt.value("width"), tooltip=tooltip)
    return look.constant(alt.layer(room, bar, words, *ticks, whole.add_params(picked)), TIGHT)


def top(frame: pd.DataFrame, dimension: str, *, limit: int = LIMIT) -> pd.DataFrame:
    """The largest `limit` groups of an additive metric and one row for all others together.

    `frame` has `dimension`, `value`, and `previous` where periods are compared; missing values count as nothing.
    Returns `code` (NONE for rows without a value, REST for the others together), `value`, `previous`, `is_rest` and
    `rest`: the members of the last row, None among them for rows without a value.
    """
    codes = [NONE if pd.isna(code) else str(code) for code in frame[dimension]]
    before = frame["previous"].tolist() if "previous" in frame else [None] * len(codes)
    found = zip(codes, frame["value"].tolist(), before, strict=True)
    groups = [
        (code, value, math.nan if number.is_missing(then) else float(then)) for code, value, then in found if value > 0
    ]
    groups.sort(key=lambda group: (-group[1], group[0]))
    shown, rest = (groups, []) if len(groups) <= limit + 1 else (groups[:limit], groups[limit:])
    rows: list[tuple[object, ...]] = [(*group, False, ()) for group in shown]
    if rest:
        known = [then for _, _, then in rest if then == then]  # noqa: PLR0124 - NaN differs from itself
        members = tuple(None if code == NONE else code for code, _, _ in rest)
        rows.append((REST, sum(value for _, value, _ in rest), sum(known) if known else math.nan, True, members))
    return pd.DataFrame(rows, columns=["code", "value", "previous", "is_rest", "rest"])


def data(
    rows: pd.DataFrame,
    *,
    language: str,
    name: Callable[[str], str],
    emphasised: tuple[str, ...] = (),
    as_share: bool = False,
) -> pd.DataFrame:
    """The rows of the chart from `top()`: names by `name(code)`, those of `emphasised` coloured, bars as shares of the whole where `as_share`."""
    counts, whole, whole_before = rows["value"].tolist(), rows["value"].sum(), rows["previous"].sum()
    is_rest: list[bool] = rows["is_rest"].tolist()
    value = [count / whole if as_share and whole else float(count) for count in counts]
    previous = [then / whole_before if as_share and whole_before else float(then) for then in rows["previous"]]
    labels = [
        say("chart.rest", language, n=f"{len(rest):,}") if beyond else name(code)
        for code, beyond, rest in zip(rows["code"], is_rest, rows["rest"], strict=True)
    ]
    unit = "share" if as_share else "count"
    shares = [number.share(count / whole if whole else None, language) for count in counts]
    texts = [number.write(unit, one, language) for one in value]
    # max() keeps the first where the second is no number: then there is nothing to compare with.
    ends = [0.0 if beyond else max(now, then) for now, then, beyond in zip(value, previous, is_rest, strict=True)]
    return pd.DataFrame(
        {
            "at": [f"{rank:02d} {label}" for rank, label in enumerate(labels)],
            "code": rows["code"].tolist(),
            "label": labels,
            "value": value,
            "previous": previous,
            "end": ends,
            "room": max(ends, default=0.0) * _ROOM,
            "text": [
                f"{text} · {share}" if beyond and not as_share else text
                for text, share, beyond in zip(texts, shares, is_rest, strict=True)
            ],
            "detail": [f"{number.full(n, language)} · {share}" for n, share in zip(counts, shares, strict=True)],
            "change": [number.change(unit, now, then, language) for now, then in zip(value, previous, strict=True)],
            "is_emphasised": [code in emphasised for code in rows["code"]],
            "is_rest": is_rest,
        }
    )
