"""How often each score was given: a bar a score from zero, its share above it, coloured by what the score counts as.

Data, one row a score: `at` (rank and score), `label` (the score), `share`, `text`, `detail`, `side` ("good", "bad", "middle").
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `label`, the score
HEIGHT = 240
COLOURS = {"good": tokens.EMPHASIS, "middle": tokens.PALE, "bad": tokens.RATE}
_RANK = len("00 ")
_WHOLE = 0.01  # from this share on decimals say nothing


@cache
def spec(language: str) -> look.Spec:
    """The constant spec: how many scores there are follows from the data."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["label"])
    axis = alt.Axis(labelAngle=0, labelExpr=f"slice(datum.label, {_RANK})", title=None, labelColor=tokens.TEXT)
    base = alt.Chart().encode(x=alt.X("at:O", axis=axis, scale=alt.Scale(paddingInner=0.25)))
    bars = base.mark_bar().encode(
        y=alt.Y("share:Q", axis=None, scale=alt.Scale(zero=True, nice=False)),
        color=alt.Color("side:N", legend=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.45)),
    )
    words = base.mark_text(dy=-8).encode(y=alt.Y("share:Q", axis=None), text="text:N")
    whole = (
        base.mark_rect(opacity=0, cursor="pointer")
        .encode(
            y=alt.value(0),
            y2=alt.value("height"),
            tooltip=[
                alt.Tooltip("label:N", title=say("contacts.score", language)),
                alt.Tooltip("detail:N", title=say("chart.value", language)),
            ],
        )
        .add_params(picked)
    )
    made = look.constant(alt.layer(bars, words, whole), HEIGHT)
    return made | {"padding": {"left": 5, "right": 5, "bottom": 5, "top": 20}}


def data(scores: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """The rows of the chart from `score`, `n` and `side`, lowest score first."""
    whole = int(scores["n"].sum())
    shares = [count / whole if whole else 0.0 for count in scores["n"]]
    labels = [f"{score:g}" for score in scores["score"]]
    return pd.DataFrame(
        {
            "at": [f"{rank:02d} {label}" for rank, label in enumerate(labels)],
            "label": labels,
            "share": shares,
            "text": [_short(share, language) for share in shares],
            "detail": [
                f"{number.full(count, language)} · {number.share(share, language)}"
                for count, share in zip(scores["n"], shares, strict=True)
            ],
            "side": scores["side"].tolist(),
        }
    )


def _short(share: float, language: str) -> str:
    """Whole percents, of less than one with a decimal; nothing where nobody gave the score."""
    return number.share(share, language, 0 if share >= _WHOLE else 1) if share else ""
