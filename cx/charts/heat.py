"""A week as a heat map: a row a weekday, a column an hour; dark is where to look.

Cells outside the business hours are small, those with too few contacts pale, the ones the title names framed.
Data, one row a cell with contacts: `weekday`, `hour`, `shade` (0-9, null: too few), `is_closed`, `is_named`, `inflow`, `rate` (null: too
few) of `n`, and `wait` in words. What the browser can write itself is not sent: there are 168 cells.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

PICK = "pick"  # the selection's name; its field is `code`
HEIGHT = 262
MEASURES = ("inflow", "response_rate", "frt_median")
FEW = "#E9EDF1"
_DAYS, _HOURS = 7, 24
_SMALL = 0.55  # of a cell
_LAST_SHADE = len(tokens.SEQUENTIAL) - 1


@cache
def spec(language: str) -> look.Spec:
    """The constant spec: what is measured, and what is dark, is in the data."""
    import altair as alt

    picked = alt.selection_point(name=PICK, fields=["code"])
    names = [say(f"number.weekday.d{day}", language) for day in range(_DAYS)]
    axis_y = alt.Axis(title=None, labelExpr=f"{names}[datum.value]", labelColor=tokens.TEXT)
    axis_x = alt.Axis(title=None, labelAngle=0, orient="top", labelOverlap="parity", labelSeparation=3)
    x = alt.X("hour:O", axis=axis_x, scale=alt.Scale(domain=list(range(_HOURS)), padding=0))
    y = alt.Y("weekday:O", axis=axis_y, scale=alt.Scale(domain=list(range(_DAYS)), padding=0))
    same = {"x": alt.X("hour:O"), "y": alt.Y("weekday:O")}
    scale = alt.Scale(domain=list(range(len(tokens.SEQUENTIAL))), range=list(tokens.SEQUENTIAL))
    colour = (
        alt.when("isValid(datum.shade)").then(alt.Color("shade:O", scale=scale, legend=None)).otherwise(alt.value(FEW))
    )
    faded = alt.condition(picked, alt.value(1), alt.value(0.35))
    style: look.Spec = {"cornerRadius": 2, "stroke": tokens.GROUND, "strokeWidth": 2}
    small: look.Spec = {"width": {"band": _SMALL}, "height": {"band": _SMALL}, "cornerRadius": 2}
    usual = alt.Chart().transform_filter("!datum.is_closed").mark_rect(**style)
    closed = alt.Chart().transform_filter("datum.is_closed").mark_rect(**small)
    named = alt.Chart().transform_filter("datum.is_named")
    frame = named.mark_rect(filled=False, stroke=tokens.RATE, strokeWidth=2.5, cornerRadius=2)
    whole = alt.Chart().mark_rect(opacity=0, cursor="pointer")
    chart = alt.layer(
        usual.encode(x=x, y=y, color=colour, opacity=faded),
        closed.encode(**same, color=colour, opacity=faded),
        frame.encode(**same),
        whole.encode(**same, tooltip=_tooltip(language)).add_params(picked),
    )
    return look.constant(chart.transform_calculate(**_words(names, language)), HEIGHT)


def _words(names: list[str], language: str) -> dict[str, str]:
    """What the browser adds to every row: its code ("0-10": Monday, 10 o'clock) and the words of its tooltip."""
    hours = [say("response.hour", language, hour=hour) for hour in range(_HOURS)]
    few = say("number.small_sample", language, n="' + datum.n + '")
    outside = say("response.closed", language)
    return {
        "code": "datum.weekday + '-' + datum.hour",
        "title": f"{names}[datum.weekday] + ' ' + {hours}[datum.hour] + (datum.is_closed ? ' · {outside}' : '')",
        "rate_text": f"isValid(datum.rate) ? format(datum.rate, '.1%') + ' (n=' + format(datum.n, ',') + ')' : '{few}'",
    }


def _tooltip(language: str) -> list[object]:
    import altair as alt

    return [
        alt.Tooltip("title:N", title=say("response.when", language)),
        alt.Tooltip("inflow:Q", title=say("chart.volume", language), format=","),
        alt.Tooltip("rate_text:N", title=say("chart.rate", language)),
        alt.Tooltip("wait:N", title=say("response.first_response", language)),
    ]


def data(
    cells: pd.DataFrame,
    measure: str,
    *,
    language: str,
    closed: Collection[tuple[int, int]] = (),
    named: Collection[tuple[int, int]] = (),
) -> pd.DataFrame:
    """The rows of the chart for one of MEASURES.

    `cells`: `weekday`, `hour`, and of each measure its value, `<measure>_n` and `<measure>_state` as `cx.compute` says them. Only
    a state of "ok" is coloured; counts always are.
    """
    found = cells[cells["inflow"] > 0]
    at = list(zip(found["weekday"].astype(int), found["hour"].astype(int), strict=True))
    is_ok = found["response_rate_state"].to_numpy() == "ok"
    return pd.DataFrame(
        {
            "weekday": pd.array([weekday for weekday, _ in at], dtype="Int8"),
            "hour": pd.array([hour for _, hour in at], dtype="Int8"),
            "shade": pd.array(shades(found, measure), dtype="Int8"),
            "is_closed": [place in closed for place in at],
            "is_named": [place in named for place in at],
            "inflow": pd.array(found["inflow"].astype(int), dtype="Int32"),
            "rate": pd.array(found["response_rate"].astype(float).where(is_ok).round(4), dtype="Float32"),
            "n": pd.array(found["response_rate_n"].astype(int), dtype="Int32"),
            "wait": [
                number.length(value, language) if state == "ok" else number.length(None, language)
                for value, state in zip(found["frt_median"], found["frt_median_state"], strict=True)
            ],
        }
    )


def table(cells: pd.DataFrame, language: str) -> pd.DataFrame:
    """The same cells in words, for the table behind the chart: `code`, `title`, `volume`, `rate`, `wait`, each with its n."""
    found = cells[cells["inflow"] > 0]
    at = list(zip(found["weekday"].astype(int), found["hour"].astype(int), strict=True))
    return pd.DataFrame(
        {
            "code": [f"{weekday}-{hour}" for weekday, hour in at],
            "title": [cell(*place, language) for place in at],
            "volume": [number.full(n, language) for n in found["inflow"]],
            "rate": _written(found, "response_rate", "share", language),
            "wait": _written(found, "frt_median", "seconds", language),
        }
    )


def cell(weekday: int, hour: int, language: str) -> str:
    """월요일 10시, Mon 10:00."""
    return f"{say(f'number.weekday.d{weekday}', language)} {say('response.hour', language, hour=hour)}"


def _written(found: pd.DataFrame, name: str, unit: str, language: str) -> list[str]:
    """The value of every cell with its n, or why there is none."""
    words = []
    for value, n, state in zip(found[name], found[f"{name}_n"], found[f"{name}_state"], strict=True):
        if state in ("few", "withheld"):
            words.append(say("number.small_sample", language, n=int(n)))
        else:
            words.append(number.write(unit, value, language) + (f" (n={int(n):,})" if n else ""))
    return words


def shades(found: pd.DataFrame, measure: str) -> list[int | None]:
    """How dark every cell is: many contacts, a low response rate, a long wait (by its order of magnitude).

    Contacts from 0 to the most; the others from the best cell to the worst.
    """
    values = [
        float(value) if state == "ok" and not number.is_missing(value) else None
        for value, state in zip(found[measure], found[f"{measure}_state"], strict=True)
    ]
    known = [value for value in values if value is not None]
    if not known:
        return [None] * len(values)
    if measure == "inflow":
        return [_step(value, 0.0, max(known)) for value in values]
    if measure == "response_rate":
        return [_step(None if value is None else -value, -max(known), -min(known)) for value in values]
    lengths = [None if value is None else math.log1p(value) for value in values]
    return [_step(value, math.log1p(min(known)), math.log1p(max(known))) for value in lengths]


def _step(value: float | None, low: float, high: float) -> int | None:
    if value is None:
        return None
    return round((value - low) / (high - low) * _LAST_SHADE) if high > low else 0
