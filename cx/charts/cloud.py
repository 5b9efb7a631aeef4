"""A cloud of words: horizontal, two colours, each word where it was placed before, so that the spec stays the same.

Two layouts travel with the rows, one for a wide place and one for a phone; the picture takes the one that fits.
Data, one row a word: `code`, `label` (as written in the cloud), `detail` (what the tooltip says), `is_emphasised`, and of both
layouts the middle and the size of the font: `x`, `y`, `size`, and `narrow_x`, `narrow_y`, `narrow_size` (0: left out there).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
WIDE, NARROW = (700, 340), (300, 340)  # pixels of the layouts
_SWITCH = 560  # pixels from which the wide layout is drawn
WEIGHT: Final = 600  # the files it was measured in are of this weight


@dataclass(frozen=True)
class At:
    """Where a word stands in a layout, and the size of its font, in pixels."""

    x: float
    y: float
    size: float


_NOWHERE = At(0, 0, 0)


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; both layouts are as high."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])

    def either(name: str, factor: str = "") -> alt.Parameter | alt.ExprRef:
        wide, narrow = f"datum.{name}{factor}", f"datum.narrow_{name}{factor}"
        return alt.expr(
            f"width > {_SWITCH} ? {wide.replace('@', str(WIDE[0]))} : {narrow.replace('@', str(NARROW[0]))}"
        )

    words = (
        alt.Chart()
        .mark_text(
            baseline="middle",
            align="center",
            fontWeight=WEIGHT,
            cursor="pointer",
            x=either("x", " * width / @"),
            y=either("y"),
            fontSize=either("size", " * min(1, width / @)"),
        )
        .encode(
            text="label:N",
            color=alt.when("datum.is_emphasised").then(alt.value(tokens.EMPHASIS)).otherwise(alt.value(tokens.MUTED)),
            opacity=alt.condition(picked, alt.value(1), alt.value(0.3)),
            tooltip=[
                alt.Tooltip("code:N", title=say("words_page.head_word", language)),
                alt.Tooltip("detail:N", title=say("chart.value", language)),
            ],
        )
        .add_params(picked)
    )
    return look.constant(words, WIDE[1])


def data(
    words: Mapping[str, str],
    details: Mapping[str, str],
    emphasised: frozenset[str],
    layouts: tuple[Mapping[str, At], ...],
) -> pd.DataFrame:
    """The rows: `words` as shown by code, what the tooltip says of each, and where each stands in the wide and the narrow layout."""
    wide, narrow = layouts
    columns: dict[str, list[object]] = {
        "code": list(words),
        "label": list(words.values()),
        "detail": [details[code] for code in words],
        "is_emphasised": [code in emphasised for code in words],
    }
    for prefix, layout in (("", wide), ("narrow_", narrow)):
        found = [layout.get(code, _NOWHERE) for code in words]
        columns |= {f"{prefix}{name}": [float(round(getattr(at, name))) for at in found] for name in ("x", "y", "size")}
    return pd.DataFrame(columns)
