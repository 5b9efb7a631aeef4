"""The usual week as a picture: one row a weekday, a bar for every open block, hours from left to right.

Data, one row a block: `weekday` (0-6), `label`, `opens`, `closes` (hours, numbers), `text`.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from cx.charts import look, tokens
from cx.language import say

_DAYS = 7
_ROW = 26


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; the axis shows the whole day, and the night where somebody works then."""
    import altair as alt

    names = [say(f"calendar_page.weekday.{number}", language) for number in range(_DAYS)]
    axis = alt.Axis(title=None, domain=False, labelColor=tokens.TEXT)
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=names, scale=alt.Scale(domain=names, paddingInner=0.25), axis=axis)
    )
    hours = alt.Axis(title=None, values=list(range(0, 37, 3)), labelExpr="(datum.value % 24) + ':00'", grid=True)
    bar = base.mark_bar(color=tokens.EMPHASIS, cornerRadius=2).encode(
        x=alt.X("opens:Q", scale=alt.Scale(domainMin=6, nice=False, zero=False), axis=hours),
        x2="closes:Q",
        tooltip=[
            alt.Tooltip("label:N", title=say("calendar_page.weekday_label", language)),
            alt.Tooltip("text:N", title=say("calendar_page.open_hours", language)),
        ],
    )
    words = base.mark_text(color=tokens.GROUND, fontSize=12).encode(x="middle:Q", text="text:N")
    return look.constant(alt.layer(bar, words), _DAYS * _ROW + 30)


def data(blocks: pd.DataFrame, language: str) -> pd.DataFrame:
    """The rows of the chart from `cx.business_hours.blocks_on`."""
    return pd.DataFrame(
        {
            "label": [say(f"calendar_page.weekday.{number}", language) for number in blocks["weekday"]],
            "opens": blocks["opens"].astype(float),
            "closes": blocks["closes"].astype(float),
            "middle": (blocks["opens"].astype(float) + blocks["closes"].astype(float)) / 2,
            "text": [
                f"{_clock(opens)}~{_clock(closes)}"
                for opens, closes in zip(blocks["opens"], blocks["closes"], strict=True)
            ],
        }
    )


def _clock(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
