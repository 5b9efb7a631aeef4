"""How many needed how long: a bar a range of days from zero, its number above it; the one with the median is coloured.

Data, one row a bar: `at` (rank and label), `label`, `value`, `text`, `detail`, `is_main`.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

HEIGHT = 200
_MOST = 14  # bars: on a phone their labels still stand beside each other
_WIDTHS = (1, 2, 3, 5, 7, 10, 14, 30, 60, 90, 180, 365)
_RANK = len("00 ")


@cache
def spec(language: str) -> look.Spec:
    """The constant spec: how many bars there are follows from the data."""
    import altair as alt

    axis = alt.Axis(
        labelAngle=0,
        labelExpr=f"slice(datum.label, {_RANK})",
        title=say("onboarding.lengths_axis", language),
        titleAnchor="end",
        labelOverlap=True,
    )
    base = alt.Chart().encode(x=alt.X("at:O", axis=axis, scale=alt.Scale(paddingInner=0.15)))
    colour = alt.when("datum.is_main").then(alt.value(tokens.EMPHASIS)).otherwise(alt.value(tokens.PALE))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(zero=True, nice=False))
    bars = base.mark_bar().encode(y=y, color=colour)
    words = base.mark_text(dy=-8, fontSize=11).encode(y=y, text="text:N")
    tooltip = [
        alt.Tooltip("label:N", title=say("chart.what", language)),
        alt.Tooltip("detail:N", title=say("chart.value", language)),
    ]
    whole = base.mark_rect(opacity=0).encode(y=alt.value(0), y2=alt.value("height"), tooltip=tooltip)
    return look.constant(alt.layer(bars, words, whole), HEIGHT)


def data(days: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """The rows of the chart, of whole `bucket` (days needed, from 0) and `n`; ranges are as wide as at most 14 bars take."""
    last = int(days["bucket"].max()) if len(days) else 0
    width = next((one for one in _WIDTHS if (last + 1) / one <= _MOST), _WIDTHS[-1])
    place = (days["bucket"] // width).astype(int)
    counts = days.groupby(place)["n"].sum().reindex(range(last // width + 1), fill_value=0)
    whole = int(counts.sum())
    main = int((counts.cumsum() * 2 >= whole).idxmax()) if whole else -1
    labels = [_range(at * width, width, language) for at in counts.index]
    return pd.DataFrame(
        {
            "at": [f"{at:02d} {label}" for at, label in zip(counts.index, labels, strict=True)],
            "label": [say("onboarding.lengths_days", language, n=label) for label in labels],
            "value": counts.to_numpy(dtype=float),
            "text": [f"{n:,}" if n else "" for n in counts],
            "detail": [f"{n:,} · {number.share(n / whole if whole else None, language)}" for n in counts],
            "is_main": [at == main for at in counts.index],
        }
    )


def _range(first: int, width: int, language: str) -> str:
    last = first + width - 1
    return str(first) if width == 1 else say("onboarding.between_days", language, first=first, last=last)
