"""When it is busy: a row a team, a column an hour of the day, the darker the more contacts.

Data, one row a cell: `at` (rank and team), `team`, `hour`, `label`, `value`, `text`.
"""

from __future__ import annotations

from functools import cache

import pandas as pd

from cx import number
from cx.charts import look, tokens
from cx.language import say

ROW = 44  # pixels a team
_HOURS = 24


@cache
def spec(language: str) -> look.Spec:
    """The constant spec; how high it is follows from the number of teams."""
    import altair as alt

    axis = look.row_labels(110)
    chart = (
        alt.Chart()
        .mark_rect(cornerRadius=2, stroke=tokens.GROUND, strokeWidth=1)
        .encode(
            x=alt.X(
                "hour:O",
                scale=alt.Scale(paddingInner=0),
                axis=alt.Axis(labelAngle=0, labelOverlap=True, title=say("team.hour", language)),
            ),
            y=alt.Y("at:O", axis=axis),
            color=alt.Color(
                "value:Q", legend=None, scale=alt.Scale(range=list(tokens.SEQUENTIAL), domainMin=0, interpolate="rgb")
            ),
            tooltip=[
                alt.Tooltip("team:N", title=say("team.team", language)),
                alt.Tooltip("label:N", title=say("team.hour", language)),
                alt.Tooltip("text:N", title=say("team.handled", language)),
            ],
        )
    )
    made = look.constant(chart, ROW)
    return look.by_rows(made, ROW)


def data(found: pd.DataFrame, teams: list[tuple[str | None, str]], *, language: str) -> pd.DataFrame:
    """The rows of the chart from `cx.agents.by_hour`, `teams` in order with their names; hours in which nobody has anything are cut off."""
    cells = {
        (team, int(hour)): (int(handled), float(per_day))
        for team, hour, handled, per_day in zip(
            found["team"], found["hour"], found["handled"], found["per_day"], strict=True
        )
    }
    busy = sorted({hour for (team, hour) in cells if team in dict(teams)})
    hours = range(busy[0], busy[-1] + 1) if busy else range(0)
    rows = []
    for rank, (team, name) in enumerate(teams):
        for hour in hours:
            handled, per_day = cells.get((team, hour), (0, 0.0))
            said = number.full(handled, language)
            rows.append(
                {
                    "at": f"{rank:02d} {name}",
                    "team": name,
                    "hour": hour,
                    "label": f"{hour:02d}:00~{(hour + 1) % _HOURS:02d}:00",
                    "value": handled,
                    "text": said
                    if number.is_missing(per_day)
                    else f"{said} · {number.write('per_day', per_day, language)}",
                }
            )
    return pd.DataFrame(rows, columns=["at", "team", "hour", "label", "value", "text"])
