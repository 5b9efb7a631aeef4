"""Topics as sorted bars with what else a meeting asks about them beside each: change, share, accounts, score.

Ranked by what they tell of (`OF_MATTER`) the columns say whose fault and how grave that is, instead of size. A narrow screen shows
bars and one column only. What is beyond the tenth, and what has no topic, stand below as words without
bars: they would dwarf the ones people look at.
Data, one row a topic: `at` (rank and label), `code`, `label`, `value`, `previous` (null without one), `end`, `text`, `change`,
`is_change`, `share`, `accounts`, `causes`, `score`, the columns of `OF_MATTER`, `tone` (of the score: "good", "bad", "none"),
`is_emphasised`, `is_rest`; on the first row `head_text` (over the bars) and of every column that is shown `head_change` and so on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
LIMIT = 10
REST, NONE = "(rest)", "(none)"
OF_SIZE = ("change", "share", "accounts", "causes", "score")
OF_MATTER = ("product", "customer", "critical", "long_term")  # texts, and their share of the topic's
HEADS = ("change", "share", "accounts", *OF_MATTER, "score")  # of the table behind, and of the tooltip
_ROW = 30
_LABEL_WIDTH = 150
_WIDE = 400  # pixels from which there is room for all columns
_AT = {"score": 0, "causes": 112, "accounts": 200, "share": 258, "change": 310} | {
    "long_term": 0,
    "critical": 82,
    "customer": 164,
    "product": 246,
}  # their right ends, from the right
_COLUMNS, _OF_MATTER, _NARROW, _VALUE = (
    384,
    330,
    78,
    52,
)  # pixels right of the bars: of all columns of either kind, of one alone, of a bar's value
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
    causes: str = ""
    matter: Mapping[str, str] = field(default_factory=dict)  # by OF_MATTER


@cache
def spec(language: str, by: str = "change") -> look.Spec:
    """The constant spec; how many rows there are follows from the data. `by`: the column a narrow screen shows, one of `OF_MATTER` where
    topics are ranked by it.
    """
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    y = alt.Y("at:O", axis=look.row_labels(_LABEL_WIDTH), scale=alt.Scale(paddingInner=0.3))
    room = f"(width > {_WIDE} ? {(_OF_MATTER if by in OF_MATTER else _COLUMNS) + _VALUE} : {_NARROW + _VALUE})"
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
    shown_columns = OF_MATTER if by in OF_MATTER else OF_SIZE
    columns = [*heads, *(layer for name in shown_columns for layer in _column(base, name, is_main=name == by))]
    made = look.by_rows(look.constant(alt.layer(bar, words, tick, *columns, whole), _ROW), _ROW)
    return made | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": _TOP}}


def _column(base: Any, name: str, *, is_main: bool) -> list[Any]:
    """The words of one column and its heading; the main one is there on a narrow screen too."""
    import altair as alt

    place: dict[str, Any] = {"align": "right", "x": {"expr": f"width - {_AT[name]}"}}
    if is_main:
        place["x"] = {"expr": f"width > {_WIDE} ? width - {_AT[name]} : width"}
    else:
        place["opacity"] = {"expr": f"width > {_WIDE} ? 1 : 0"}
    tones = {
        "change": f"datum.is_change ? '{tokens.TEXT}' : '{tokens.MUTED}'",
        "score": f"datum.tone == 'bad' ? '{tokens.BAD}' : datum.tone == 'good' ? '{tokens.GOOD}' : '{tokens.MUTED}'",
    }
    colour = {"expr": tones[name]} if name in tones else tokens.TEXT
    weight = {"fontWeight": {"expr": "datum.is_change ? 600 : 400" if name == "change" else "600"}} if is_main else {}
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
    heads = {name: say(f"voc_page.head_{name}", language) for name in (*OF_SIZE, *OF_MATTER)} | {"score": score}
    has_previous = any(one.previous is not None for one in lines)
    shown = [name for name in heads if heads[name] and (name != "change" or has_previous)]
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
            "causes": [one.causes for one in lines],
            "score": [one.score for one in lines],
            **{name: [one.matter.get(name, "") for one in lines] for name in OF_MATTER},
            "tone": [one.tone for one in lines],
            "is_emphasised": [one.code in emphasised for one in lines],
            "is_rest": [one.is_rest for one in lines],
        }
    )
    frame["head_text"] = [say("voc_page.head_count", language) if rank == 0 else None for rank in range(len(frame))]
    for name in heads:
        frame[f"head_{name}"] = [heads[name] if name in shown and rank == 0 else None for rank in range(len(frame))]
    return frame
