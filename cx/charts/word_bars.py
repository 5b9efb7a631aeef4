"""Words as the bars of `cx.charts.ranking`, with more than a number on each bar: "2.1% ← 0.9%", "18곳 · 3.2배 (1.8–5.9)".

There is no last row of all others: words overlap, and their sum is no number of texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from cx.charts import look, ranking

_WIDE = 260  # pixels from which long words have room behind the bars
_SIGN = 0.03  # of the longest bar: about what a sign of the words behind it takes


@dataclass(frozen=True)
class Bar:
    """One word in words; `previous` is where its tick stands."""

    code: str
    label: str
    value: float
    text: str
    detail: str = ""
    change: str = ""
    previous: float | None = None
    short: str = ""  # the words behind the bar where there is no room for all of them


@cache
def long_spec(language: str, versus: str) -> look.Spec:
    """The bars of `cx.charts.ranking` with a tick and long words behind each, `short` ones on a narrow screen."""
    whole = ranking.spec(language, ranking.WIDE, has_previous=True, versus=versus)
    return whole | {"layer": [_shortened(layer) for layer in whole["layer"]]}


def _shortened(layer: dict[str, Any]) -> dict[str, Any]:
    if layer["mark"]["type"] != "text":
        return layer
    words = f"width > {_WIDE} ? datum.text : datum.short"
    encoding = {name: one for name, one in layer["encoding"].items() if name != "text"}
    return layer | {"mark": layer["mark"] | {"text": {"expr": words}}, "encoding": encoding}


@cache
def spec(language: str, row: int = ranking.TIGHT) -> look.Spec:
    """The bars of `cx.charts.ranking` without a word of a change, where nothing is compared."""
    whole = ranking.spec(language, row)
    return whole | {"layer": [_unchanged(layer) for layer in whole["layer"]]}


def _unchanged(layer: dict[str, Any]) -> dict[str, Any]:
    tooltip = layer["encoding"].get("tooltip")
    if not isinstance(tooltip, list):
        return layer
    kept = [one for one in tooltip if one.get("field") != "change"]
    return layer | {"encoding": layer["encoding"] | {"tooltip": kept}}


def data(bars: Sequence[Bar], emphasised: Sequence[str] = ()) -> pd.DataFrame:
    """The rows of the chart, in the order given."""
    ends = [max(bar.value, bar.previous or 0.0) for bar in bars]
    longest = max((len(bar.text) for bar in bars), default=0)
    frame = pd.DataFrame(
        {
            "at": [f"{rank:02d} {bar.label}" for rank, bar in enumerate(bars)],
            "code": [bar.code for bar in bars],
            "label": [bar.label for bar in bars],
            "value": [bar.value for bar in bars],
            "previous": pd.array([bar.previous for bar in bars], dtype="Float64").to_numpy(
                float, na_value=float("nan")
            ),
            "end": ends,
            "room": max(ends, default=0.0) * (1.15 + _SIGN * longest),
            "text": [bar.text for bar in bars],
            "short": [bar.short or bar.text for bar in bars],
            "detail": [bar.detail or bar.text for bar in bars],
            "change": [bar.change for bar in bars],
            "is_emphasised": [bar.code in emphasised for bar in bars],
            "is_rest": False,
        }
    )
    return frame.astype({"previous": "float64"})
