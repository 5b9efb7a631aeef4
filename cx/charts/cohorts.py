"""Who is left of each cohort at each age: a row a cohort, a column an age, the share in the cell; dark is much.

Cells of fewer than ten accounts are grey, those of a cohort that is not wholly old enough have a dashed frame.
Data, one row a cell: `at` (rank and label), `age`, `shade` (0-9, null: too few), `text`, `is_dark`, `is_running`, `stayed` of `accounts`; and for the
table behind it `label` and `detail`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

FEW = 10  # accounts: below, a share says nothing
ROW = 26  # pixels a cohort
_GREY = "#E9EDF1"
_LAST = len(tokens.SEQUENTIAL) - 1
_NARROW = 420  # pixels: in narrower cells words lie on each other; the tooltip and the table have them
_DARK = 5  # from this shade on words are white


@cache
def spec(language: str, axis: str = "cohorts.axis") -> look.Spec:
    """The constant spec: how many cohorts there are follows from the data. `axis` is the key of what the columns count."""
    import altair as alt

    axis_y = look.row_labels(110)
    axis_x = alt.Axis(title=say(axis, language), labelAngle=0, orient="top", titleAnchor="start", labelOverlap=True)
    x = alt.X("age:O", axis=axis_x, scale=alt.Scale(padding=0))
    y = alt.Y("at:O", axis=axis_y, scale=alt.Scale(padding=0))
    scale = alt.Scale(domain=list(range(_LAST + 1)), range=list(tokens.SEQUENTIAL))
    colour = (
        alt.when("isValid(datum.shade)")
        .then(alt.Color("shade:O", scale=scale, legend=None))
        .otherwise(alt.value(_GREY))
    )
    tooltip = [
        alt.Tooltip("name:N", title=say("cohorts.cohort", language)),
        alt.Tooltip("said:N", title=say("chart.value", language)),
    ]
    base = alt.Chart().encode(x="age:O", y="at:O")
    cells = (
        base.encode(x=x, y=y)
        .mark_rect(stroke=tokens.GROUND, strokeWidth=2, cornerRadius=2)
        .encode(color=colour, tooltip=tooltip)
    )
    running = (
        base.transform_filter("datum.is_running")
        .mark_rect(filled=False, stroke=tokens.RATE, strokeWidth=1.2, strokeDash=[3, 2])
        .encode()
    )
    words = base.mark_text(fontSize=11, opacity={"expr": f"width < {_NARROW} ? 0 : 1"}).encode(
        text="text:N", color=alt.condition("datum.is_dark", alt.value(tokens.GROUND), alt.value(tokens.TEXT))
    )
    values = {name: f"datum.{name}" for name in ("age", "stayed", "accounts")}
    said = look.spoken(
        axis.replace("axis", "detail"), language, **values, share="format(datum.stayed / datum.accounts, '.1%')"
    )
    told = {"name": "slice(datum.at, 3)", "said": said}
    made = look.constant(alt.layer(cells, running, words).transform_calculate(**told), ROW)
    return look.by_rows(made, ROW)


def drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """What the chart needs of the rows of `data`; the table behind it shows the words."""
    return rows.drop(columns=["label", "detail"])


def data(
    cells: pd.DataFrame, *, language: str, every: str, months: int = 1, detail: str = "cohorts.detail"
) -> pd.DataFrame:
    """The rows of the chart: `period`, `age` (in steps of `months`), `accounts`, `stayed`, `is_whole`; `detail` is the key of a cell in words."""
    days: list[date] = [pd.Timestamp(at).date() for at in cells["period"]]
    ranks = {day: place for place, day in enumerate(sorted(set(days)))}
    name: Callable[[date], str] = lambda day: number.period(day, every, language, is_first=not ranks[day])  # noqa: E731 - said once
    shares = [
        stayed / accounts if accounts else None
        for stayed, accounts in zip(cells["stayed"], cells["accounts"], strict=True)
    ]
    known = [share if accounts >= FEW else None for share, accounts in zip(shares, cells["accounts"], strict=True)]
    told = [share for share in known if share is not None]
    low, high = (min(told), max(told)) if told else (0.0, 1.0)
    shades = [
        None if share is None else round((share - low) / (high - low) * _LAST) if high > low else _LAST
        for share in known
    ]
    return pd.DataFrame(
        {
            "at": [f"{ranks[day]:02d} {name(day)}" for day in days],
            "label": [name(day) for day in days],
            "age": pd.array([int(age) * months for age in cells["age"]], dtype="int16"),
            "shade": pd.array(shades, dtype="Int8"),
            "text": [
                number.share(share, language, 0) if accounts >= FEW else ""
                for share, accounts in zip(shares, cells["accounts"], strict=True)
            ],
            "is_dark": [shade is not None and shade >= _DARK for shade in shades],
            "stayed": pd.to_numeric(cells["stayed"], downcast="integer").to_numpy(),
            "accounts": pd.to_numeric(cells["accounts"], downcast="integer").to_numpy(),
            "is_running": [not bool(whole) for whole in cells["is_whole"]],
            "detail": [
                say(
                    detail,
                    language,
                    age=int(age) * months,
                    stayed=int(stayed),
                    accounts=int(accounts),
                    share=number.share(share, language),
                )
                for age, stayed, accounts, share in zip(
                    cells["age"], cells["stayed"], cells["accounts"], shares, strict=True
                )
            ],
        }
    )
