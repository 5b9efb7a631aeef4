"""The map of the VOC explorer: the topics that are ranked, where they lie by what they mean."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx import cache
from cx.arrow import for_chart
from cx.charts import atlas
from cx.voc import finding
from cx.voc.ranking import Ranking
from cx.voc.topic_map import topic_map
from pages import _address, _charts, _store
from pages._charts import Chart
from pages._words import language, t


def _made(found: Ranking) -> Chart | None:
    """The chart; None where there are too few topics for a map."""
    known = topic_map(_store.current())
    spots = [
        atlas.Spot(
            row.code,
            row.title,
            *known.places[row.code],
            row.n,
            t("voc_page.texts", n=f"{row.n:,}"),
            finding.change(row, language()) or "–",
            "more" if row.trend == "up" and row.n > found.whole * (row.previous or 0) else row.trend,
        )
        for row in found.rows
        if row.n and row.code in known.places
    ]
    if not spots:
        return None
    rows = atlas.data(spots)
    legend = t("voc_page.map_legend_alone")
    if found.is_compared:
        legend = t("voc_page.map_legend", whole=finding.whole(found))
    near = t("voc_page.map_near", n=known.n, kept=known.kept)
    return Chart("", t("voc_page.map_said"), rows, for_chart(rows), f"{legend} {near}")


def drawn(found: Ranking, on_pick: Callable[[str], None]) -> None:
    """The map; a click on a circle opens its topic."""
    question = (cache.VOC, "explorer map", language())
    chart = cache.cached(_store.current(), question, _address.selection(), lambda: _made(found))
    if chart is None:
        st.info(t("voc_page.map_none"), icon=":material/info:")
        return
    _charts.show(
        "voc_map",
        chart,
        spec=atlas.spec(language()),
        parameter=atlas.PICK,
        field="code",
        table={
            "label": t("voc_page.head_topic"),
            "text": t("voc_page.head_texts"),
            "change": t("voc_page.head_change"),
        },
        on_pick=on_pick,
    )
