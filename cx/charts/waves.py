"""Survey waves: a bar a wave from 0 to 100 %, parted into detractors, passives and promoters, the score and its interval behind it.

Data, one row a part of a wave: `at` (rank and wave), `code` (part and wave), `wave`, `part`, `part_name`, `start`, `end`, `middle`,
`share_text` (empty where it has no room), `detail`; on the first part of each wave `score_text`, `interval_text`, `tone` ("ok", "few").
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
PARTS = ("detractor", "passive", "promoter")
COLOURS = {"detractor": tokens.RATE, "passive": tokens.PALE, "promoter": tokens.EMPHASIS}
ROW = 52  # pixels a wave
MOST = 8  # waves
_ROOM = 1.42  # of the bar: the score stands behind it, also on a phone
_SMALLEST = 0.09  # a part that has room for its share


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; how high the chart is follows from the number of waves."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    axis = look.row_labels(90)
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, _ROOM], nice=False, padding=0))
    base = alt.Chart().encode(y=alt.Y("at:O"))
    colour = alt.Color("part:N", legend=None, scale=alt.Scale(domain=list(PARTS), range=list(COLOURS.values())))
    bars = (
        alt.Chart()
        .mark_bar(cornerRadius=0, stroke=tokens.GROUND, strokeWidth=1, cursor="pointer")
        .encode(
            x=x,
            x2="end:Q",
            y=alt.Y("at:O", axis=axis, scale=alt.Scale(paddingInner=0.42, paddingOuter=0.2)),
            color=colour,
            opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
            tooltip=[
                alt.Tooltip("wave:N", title=say("surveys.wave", language)),
                alt.Tooltip("part_name:N", title=say("chart.what", language)),
                alt.Tooltip("detail:N", title=say("chart.value", language)),
            ],
        )
        .add_params(picked)
    )
    ink = {"expr": f"datum.part == 'promoter' ? '{tokens.GROUND}' : '{tokens.TEXT}'"}
    shares = base.mark_text(color=ink).encode(x=alt.X("middle:Q", axis=None), text="share_text:N")
    behind = base.transform_filter("isValid(datum.score_text)")
    grey = {"expr": f"datum.tone == 'few' ? '{tokens.MUTED}' : '{tokens.TEXT}'"}
    at = alt.X(datum=1, axis=None, type="quantitative")
    score = behind.mark_text(align="left", dx=8, dy=-8, fontWeight=700, fontSize=14, color=grey).encode(
        x=at, text="score_text:N"
    )
    interval = behind.mark_text(align="left", dx=8, dy=9, color=tokens.MUTED).encode(x=at, text="interval_text:N")
    made = look.constant(alt.layer(bars, shares, score, interval), ROW)
    return look.by_rows(made, ROW)


def data(waves: pd.DataFrame, *, language: str, name: Callable[[str], str]) -> pd.DataFrame:
    """The rows of the chart: `waves` has `wave`, `value`, `low`, `high`, `n`, `state` and a count per part, in order of drawing."""
    rows = []
    for rank, wave in enumerate(waves.to_dict("records")):
        n, start = int(wave["n"]), 0.0
        is_shown = wave["state"] in ("ok", "few")
        for part in PARTS:
            share = wave[part] / n if n and is_shown else 0.0
            rows.append(
                {
                    "at": f"{rank:02d} {name(wave['wave'])}",
                    "code": f"{part}:{wave['wave']}",
                    "wave": name(wave["wave"]),
                    "part": part,
                    "part_name": say(f"surveys.part.{part}", language),
                    "start": start,
                    "end": start + share,
                    "middle": start + share / 2,
                    "share_text": number.share(share, language, 0) if share >= _SMALLEST else "",
                    "detail": f"{number.share(share, language)} · {number.full(wave[part], language)}"
                    if is_shown
                    else "",
                    **(_score(wave, n, language) if part == PARTS[0] else {}),
                }
            )
            start += share
    columns = ("score_text", "interval_text", "tone")
    return pd.DataFrame(rows).reindex(columns=[*(rows[0] if rows else ()), *([] if rows else columns)])


def _score(wave: dict[str, object], n: int, language: str) -> dict[str, str]:
    value, low, high = (float(str(wave[key])) for key in ("value", "low", "high"))
    if wave["state"] == "withheld":
        return {
            "score_text": number.write("nps", None, language),
            "interval_text": say("number.n", language, n=n),
            "tone": "few",
        }
    bounds = say(
        "surveys.between", language, low=number.write("nps", low, language), high=number.write("nps", high, language)
    )
    small = wave["state"] == "few"
    return {
        "score_text": number.write("nps", value, language),
        "interval_text": say("number.small_sample", language, n=n) if small else bounds,
        "tone": "few" if small else "ok",
    }
