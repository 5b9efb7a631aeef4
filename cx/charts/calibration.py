"""What was said against what came true, a column a group of like cases: a tick where it was said, a dot with its interval where it came, n below.

Data, one row a group: `at` (rank), `said`, `came`, `low`, `high` (shares), `said_text`, `n_text`, `detail`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

HEIGHT = 260


@cache
def spec(language: str) -> look.Spec:
    """The constant spec."""
    import altair as alt

    share = alt.Axis(format=".0%", tickCount=5, title=None)
    below = alt.Axis(
        title=say("renewal.axis_said", language),
        titleAnchor="end",
        labelAngle=0,
        labelExpr="split(slice(datum.label, 3), '|')",
        labelLineHeight=15,
    )
    x = alt.X("at:O", axis=below, scale=alt.Scale(padding=0.5))
    y = alt.Y("came:Q", axis=share, scale=alt.Scale(zero=True, nice=True))
    line = (
        alt.Chart()
        .mark_rule(strokeWidth=3, strokeCap="round", color=tokens.VOLUME, aria=False)
        .encode(x=x, y=alt.Y("low:Q", axis=share), y2="high:Q")
    )
    dot = alt.Chart().mark_point(size=90, filled=True, opacity=1, color=tokens.EMPHASIS, aria=False).encode(x=x, y=y)
    tick = alt.Chart().mark_tick(thickness=3, size=26, color=tokens.RATE, aria=False).encode(x=x, y=alt.Y("said:Q"))
    whole = alt.Chart().mark_bar(opacity=0).encode(x=x, y=alt.Y("high:Q"), tooltip=_tooltip(language))
    return look.constant(alt.layer(line, tick, dot, whole), HEIGHT)


def _tooltip(language: str) -> list[Any]:
    import altair as alt

    return [
        alt.Tooltip("detail:N", title=say("chart.what", language)),
        alt.Tooltip("n_text:N", title=say("chart.value", language)),
    ]


def data(bins: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """The rows of the chart, of `said`, `came`, `low`, `high`, `n`."""
    rows = bins[["said", "came", "low", "high"]].astype(float).reset_index(drop=True)
    rows["n_text"] = [say("number.n", language, n=f"{int(n):,}") for n in bins["n"]]
    rows["said_text"] = [number.share(said, language, 0) for said in rows["said"]]
    rows["at"] = [
        f"{place:02d} {row['said_text']}|{int(n):,}"
        for place, (row, n) in enumerate(zip(rows.to_dict("records"), bins["n"], strict=True))
    ]
    rows["detail"] = [
        say("renewal.bin", language, said=number.share(said, language), came=number.share(came, language),
            low=number.share(low, language), high=number.share(high, language))
        for said, came, low, high in bins[["said", "came", "low", "high"]].to_numpy(dtype=float)
    ]  # fmt: skip
    return rows
