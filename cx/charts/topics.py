"""Topics as sorted bars with what else a meeting asks about them beside each: change, share, accounts, score.

A narrow screen shows bars and changes only. What is beyond the tenth, and what has no topic, stand below as words without
bars: they would dwarf the ones people look at.
Data, one row a topic: `at` (rank and label), `code`, `label`, `value`, `previous` (null without one), `end`, `text`, `change`,
`is_change`, `share`, `accounts`, `score`, `tone` (of the score: "good", "bad", "none"), `is_emphasised`, `is_rest`; on the
first row `head_text` (over the bars), `head_change`, `head_share`, `head_accounts`, `head_score`.
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
LIMIT = 10
REST, NONE = "(rest)", "(none)"
HEADS = ("change", "share", "accounts", "score")
_ROW = 30
_LABEL_WIDTH = 150
_WIDE = 400  # pixels from which there is room for all columns
_AT = {"score": 0, "accounts": 112, "share": 172, "change": 226}  # their right ends, from the right
_COLUMNS, _NARROW, _VALUE = (
    300,
    78,
    52,
)  # pixels right of the bars: of all columns, of the change alone, of a bar's value
_TOP = 24


@dataclass(frozen=True)
class Line:
    """One row in words; `value` None for a row without a bar."""

    code: str
    label: str
    value: int
    text: str
    previous: int | None = None
    change: str = ""
    is_change: bool = False
    share: str = ""
    accounts: str = ""
    score: str = ""
    tone: str = "none"
    is_rest: bool = False


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; how many rows there are follows from the data."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    y = alt.Y("at:O", axis=look.row_labels(_LABEL_WIDTH), scale=alt.Scale(paddingInner=0.3))
    room = f"(width > {_WIDE} ? {_COLUMNS + _VALUE} : {_NARROW + _VALUE})"
    scale = alt.Scale(zero=True, nice=False, range=[0, alt.expr(f"max(width - {room}, 20)")])
    base = alt.Chart().encode(y=alt.Y("at:O"))
    shown = base.transform_filter("!datum.is_rest")
    colour = (
        alt.when(picked, empty=False)
        .then(alt.value(tokens.EMPHASIS))
        .when("datum.is_emphasised")
        .then(alt.value(tokens.EMPHASIS))
        .otherwise(alt.value(tokens.PALE))
    )
    opacity = alt.condition(picked, alt.value(1), alt.value(0.45))
    bar = shown.mark_bar().encode(x=alt.X("value:Q", axis=None, scale=scale), y=y, color=colour, opacity=opacity)
    tick = (
        shown.transform_filter("isValid(datum.previous)")
        .mark_tick(color=tokens.TEXT, thickness=2, size=20)
        .encode(x=alt.X("previous:Q", axis=None))
    )
    words = base.mark_text(align="left", dx=5).encode(x=alt.X("end:Q", axis=None), text="text:N")
    whole = (
        base.mark_rect(opacity=0, cursor="pointer")
        .encode(x=alt.value(0), x2=alt.value("width"), tooltip=_tooltip(language))
        .add_params(picked)
    )
    count = base.transform_filter("isValid(datum.head_text)").mark_text(
        align="left", color=tokens.MUTED, baseline="bottom", dy=-6, aria=False
    )
    heads = [count.encode(x=alt.value(0), y=alt.value(0), text="head_text:N")]
    columns = [*heads, *(layer for name in HEADS for layer in _column(base, name))]
    made = look.by_rows(look.constant(alt.layer(bar, words, tick, *columns, whole), _ROW), _ROW)
    return made | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": _TOP}}


def _column(base: Any, name: str) -> list[Any]:
    """The words of one column and its heading."""
    import altair as alt

    place: dict[str, Any] = {"align": "right", "x": {"expr": f"width - {_AT[name]}"}}
    if name == "change":
        place["x"] = {"expr": f"width > {_WIDE} ? width - {_AT[name]} : width"}
    else:
        place["opacity"] = {"expr": f"width > {_WIDE} ? 1 : 0"}
    tones = {
        "change": f"datum.is_change ? '{tokens.TEXT}' : '{tokens.MUTED}'",
        "score": f"datum.tone == 'bad' ? '{tokens.BAD}' : datum.tone == 'good' ? '{tokens.GOOD}' : '{tokens.MUTED}'",
    }
    colour = {"expr": tones[name]} if name in tones else tokens.TEXT
    weight = {"fontWeight": {"expr": "datum.is_change ? 600 : 400"}} if name == "change" else {}
    head = base.transform_filter(f"isValid(datum.head_{name})").mark_text(
        color=tokens.MUTED, baseline="bottom", dy=-6, aria=False, **place
    )
    return [
        base.mark_text(color=colour, aria=False, **weight, **place).encode(text=f"{name}:N"),
        head.encode(y=alt.value(0), text=f"head_{name}:N"),
    ]


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    names = {"label": "chart.what", "text": "chart.value"} | {name: f"voc_page.head_{name}" for name in HEADS}
    return [alt.Tooltip(f"{name}:N", title=say(key, language)) for name, key in names.items()]


def data(lines: Sequence[Line], *, language: str, score: str, emphasised: Sequence[str] = ()) -> pd.DataFrame:
    """The rows of the chart, in the order given; `score` heads the last column ("": no text has a score)."""
    heads = {name: say(f"voc_page.head_{name}", language) for name in HEADS} | {"score": score}
    has_previous = any(one.previous is not None for one in lines)
    shown = [name for name in HEADS if heads[name] and (name != "change" or has_previous)]
    frame = pd.DataFrame(
        {
            "at": [f"{rank:02d} {one.label}" for rank, one in enumerate(lines)],
            "code": [one.code for one in lines],
            "label": [one.label for one in lines],
            "value": [float(one.value) for one in lines],
            "previous": [None if one.previous is None or one.is_rest else float(one.previous) for one in lines],
            "end": [0.0 if one.is_rest else float(max(one.value, one.previous or 0)) for one in lines],
            "text": [one.text for one in lines],
            "change": [one.change for one in lines],
            "is_change": [one.is_change for one in lines],
            "share": [one.share for one in lines],
            "accounts": [one.accounts for one in lines],
            "score": [one.score for one in lines],
            "tone": [one.tone for one in lines],
            "is_emphasised": [one.code in emphasised for one in lines],
            "is_rest": [one.is_rest for one in lines],
        }
    )
    frame["head_text"] = [say("voc_page.head_count", language) if rank == 0 else None for rank in range(len(frame))]
    for name in HEADS:
        frame[f"head_{name}"] = [heads[name] if name in shown and rank == 0 else None for rank in range(len(frame))]
    return frame
