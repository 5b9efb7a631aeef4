"""What the VOC explorer says about a selection: the ranking, the trend of one topic or of all; made once and kept until texts change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from cx import annotations, period
from cx.arrow import for_chart
from cx.charts import flow, mixed, topics
from cx.selection import Selection
from cx.voc import finding
from cx.voc.ranking import Ranking, ranking
from pages import _charts, _filters, _store
from pages._charts import Chart
from pages._words import language, t


@dataclass(frozen=True)
class View:
    """The ranking as a chart, and everything behind it; `rest` are the codes of the last bar, `listed` all topics as a table and
    `codes` those of its rows.
    """

    ranking: Ranking
    chart: Chart
    rest: tuple[str, ...]
    listed: pd.DataFrame
    codes: tuple[str, ...]


def made(chosen: Selection, order: str) -> View:
    """The page for a selection with its topics in an order."""
    found = ranking(_store.current(), chosen)
    lines, rest = finding.lines(found, order, language())
    first = next((row.code for row in finding.ordered(found, order)), "")  # pinned or not: the title speaks of it
    rows = topics.data(lines, language=language(), score=finding.score_head(found, language()), emphasised=(first,))
    legend = t("voc_page.rank_legend_alone")
    if found.is_compared:
        legend = t("voc_page.rank_legend", whole=finding.whole(found))
    legend = f"{legend} {t('voc_page.score_legend')}" if found.score else legend
    legend = f"{legend} {t('voc_page.causes_legend')}"
    if order in topics.OF_MATTER:
        legend = f"{t('voc_page.matter_legend')} {t('voc_page.cause_leads')}"
    chart = Chart(finding.ranked(found, language(), order), t("voc_page.rank_said"), rows, for_chart(rows), legend)
    every = finding.on_top(finding.ordered(found, order))
    listed = pd.DataFrame(finding.table(every, found.score, language(), _head))
    return View(found, chart, rest, listed, tuple(row.code for row in every))


def _head(name: str) -> str:
    name = name.removesuffix("_percent")
    in_percent = {"share", *topics.OF_MATTER}
    return f"{t(f'voc_page.head_{name}')}(%)" if name in in_percent else t(f"voc_page.head_{name}")


@cache
def columns(_language: str) -> dict[str, Any]:
    """How the numbers of the table are written."""
    column = st.column_config.NumberColumn
    counts = {_head(name): column(format="localized") for name in ("texts", "previous", "accounts", "score_n")}
    wide = {_head("topic"): st.column_config.TextColumn(width=200)}  # pixels: a phone shows the counts beside it
    shares = {_head(name): column(format="%.1f") for name in ("share", *topics.OF_MATTER)}
    return wide | counts | shares | {_head("score"): column(format="%+.2f")}


def happened(chosen: Selection) -> list[tuple[date, str]]:
    """The events of the period, for the trend."""
    first, last = _filters.whole_span(chosen)
    return [(event.day, event.title) for event in annotations.shown(_store.current(), chosen, first, last)]


def trend(chosen: Selection, codes: tuple[str | None, ...] | None, title: str) -> tuple[Chart, str]:
    """Texts over time of some topics (None among them: of none), or of all where `codes` is None; and the length of a period."""
    first, last = _filters.whole_span(chosen)
    every = mixed.grain(first, last)
    frame = _store.numbers(["voc"], chosen, every=every)
    if codes is not None:
        frame = frame.assign(value=_of(chosen, every, codes, frame["period"]))
    events = happened(chosen)
    rows = flow.data(frame, every=every, language=language(), happened=events)
    said = t("voc_page.trend_said")
    return Chart(title, said, rows, for_chart(rows), t("voc_page.trend_legend"), has_events=bool(events)), every


def _of(chosen: Selection, every: str, codes: tuple[str | None, ...], periods: pd.Series) -> list[float]:
    """How many texts of these topics each period has: one question for all topics, so that a click asks nothing anew."""
    found = _store.numbers(["voc"], chosen, by=["topic"], every=every)
    mine = found["topic"].isin([code for code in codes if code is not None])
    if None in codes:
        mine |= found["topic"].isna()
    counts = found[mine].groupby("period")["value"].sum()
    return [float(counts.get(at, 0.0)) for at in periods]


def draw_trend(name: str, chart: Chart, every: str, on_pick: Callable[[str], None]) -> None:
    """Draw texts over time; a click on a period hands its first day on, "" where it is let go."""
    _charts.show(
        name,
        chart,
        spec=flow.spec(language(), has_events=chart.has_events),
        parameter=flow.PICK,
        field="order",
        table={"title": t(f"period.every.{every}"), "text": t("voc_page.head_texts")},
        on_pick=on_pick,
    )


def span_of(chosen: Selection, every: str, code: str) -> period.Span:
    """The part of what is looked at that lies in the period a bar of the trend stands for."""
    start, (first, last) = date.fromisoformat(code), _filters.whole_span(chosen)
    return period.Span(max(start, first), min(period.end_of(start, every), last))
