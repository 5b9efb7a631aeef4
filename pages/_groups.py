"""Groups of accounts compared by a share: the largest with their intervals, which one is low, and the switch between dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from cx.arrow import for_chart
from cx.charts import estimates
from pages import _charts, _lifecycle, _survey_parts
from pages._charts import Chart
from pages._words import language, member, t

_MOST = 8


@dataclass(frozen=True)
class Groups:
    """What is drawn of a dimension, and the row of the group that is low beyond chance."""

    dimension: str
    rows: pd.DataFrame
    low: pd.Series | None
    rest: int

    def chart(self, title: str, said: str) -> Chart:
        """The groups under a title; `said` is the chart in words."""
        legend = [t("onboarding.by_legend"), t("onboarding.by_rest", n=self.rest) if self.rest else ""]
        return Chart(title, said, self.rows, for_chart(self.rows), " ".join(filter(None, legend)))


def of(found: pd.DataFrame, some: str, whole: str, dimension: str) -> Groups | None:
    """The share some / whole of every value of `grouped`; None where there is nothing to split."""
    rated = _lifecycle.rated(found, some, whole).assign(code=found["grouped"].fillna(estimates.NONE))
    shown = rated[rated["state"].isin(["ok", "few"])].head(_MOST)
    if len(shown) < 2:  # noqa: PLR2004 - one group is the whole
        return None
    place = _lifecycle.stands_out(rated, some, whole)
    low = None if place is None else rated.loc[place]
    rows = estimates.data(
        shown.sort_values(["value", "n"], ascending=[True, False], kind="stable"),
        unit="share",
        language=language(),
        name=lambda code: name(dimension, code),
        main=() if low is None else (low["code"],),
    )
    return Groups(dimension, rows, low, len(rated) - len(shown))


def name(dimension: str, code: str) -> str:
    """What a group is called."""
    if code == estimates.NONE:
        return t("partner.direct" if dimension == "partner" else "lifecycle.none")
    return member(dimension, code)


def chosen(key: str, by: Mapping[str, object]) -> tuple[str, str]:
    """The dimension looked at and what it is called; the choice is kept."""
    names = {one: t(f"lifecycle.dimension.{one}") for one in by}
    found = _survey_parts.which(key, t("onboarding.by"), tuple(by), names)
    return found, names[found]


def show(key: str, by: Mapping[str, Chart], value: str) -> None:
    """The groups of the dimension chosen; `value` is what the share is called."""
    if not by:
        return
    dimension, label = chosen(key, by)
    chart = by[dimension]
    table = {"label": label, "text": value, "detail": t("chart.interval")}
    spec = estimates.spec(language(), estimates.row_of(len(chart.rows)))
    _charts.show(f"{key}_{dimension}", chart, spec=spec, table=table)
