"""A year of the business calendar as a picture: a row a month, a cell a day, colour only for what is not usual.

Data, one row a day: `date` (1-31), `month_label`, `kind_label`, `text` (for the tooltip).
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

COLOURS = {
    "usual": "#DCE9F5",
    "off": "#EBEEF2",
    "public": tokens.BAD,
    "substitute": tokens.RATE,
    "company": "#5A1540",
    "open": tokens.EMPHASIS,
}
_MONTHS = 12
_ROW = 20


@cache
def spec(language: str) -> look.Spec:
    """The constant spec."""
    import altair as alt

    months = [say(f"calendar_page.month.{number}", language) for number in range(1, _MONTHS + 1)]
    kinds = [say(f"calendar_page.kind.{kind}", language) for kind in COLOURS]
    chart = (
        alt.Chart()
        .mark_rect(cornerRadius=2, stroke=tokens.GROUND, strokeWidth=2)
        .encode(
            x=alt.X("date:O", axis=alt.Axis(title=None, labelAngle=0, orient="top", labelOverlap=True)),
            y=alt.Y("month_label:N", sort=months, scale=alt.Scale(domain=months), axis=alt.Axis(title=None)),
            color=alt.Color(
                "kind_label:N",
                scale=alt.Scale(domain=kinds, range=list(COLOURS.values())),
                legend=alt.Legend(orient="bottom", columns=2, symbolType="square"),
            ),
            tooltip=[alt.Tooltip("text:N", title=say("calendar_page.day", language))],
        )
    )
    return look.constant(chart, _MONTHS * _ROW + 105)


def data(days: pd.DataFrame, language: str) -> pd.DataFrame:
    """The rows of the chart from `cx.business_hours.year`."""
    texts = []
    for row in days.itertuples(index=False):
        parts = [number.long_day(row.day, language), row.name or say(f"calendar_page.kind.{row.kind}", language)]
        if row.hours:
            parts.append(number.length(row.hours * 3600, language))
        texts.append(" · ".join(parts))
    return pd.DataFrame(
        {
            "date": days["date"],
            "month_label": [say(f"calendar_page.month.{month}", language) for month in days["month"]],
            "kind_label": [say(f"calendar_page.kind.{kind}", language) for kind in days["kind"]],
            "text": texts,
        }
    )
