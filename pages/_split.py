"""Why a KPI moved, split as the reader likes: which KPI, by which dimension, and by a second one within it. The link keeps it.

Without a choice it is the report's own: the KPI that moved furthest beyond chance, by what stands out most.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cx import cache, compute, explain, explained, facts_term, metric, period
from cx.arrow import for_chart
from cx.charts import waterfall
from cx.language import say
from cx.reports import frozen
from cx.reports.report import Report
from pages import _address, _charts, _store, _team_parts
from pages._charts import Chart
from pages._words import language, t

_BY = (
    "channel", "product", "major_category", "category", "segment", "plan", "hour", "weekday", "team", "agent", "survey", "dimension",
)  # fmt: skip
_PEOPLE = ("agent",)
_WIDTHS = {"name": 176, "by": 116, "also": 124}


@dataclass(frozen=True)
class Split:
    """A KPI and the one or two dimensions its change is split by."""

    name: str
    by: tuple[str, ...]

    @property
    def code(self) -> str:
        """As it stands in a link: response_rate.channel.hour."""
        return ".".join((self.name, *self.by))


@dataclass(frozen=True)
class Splits:
    """What is shown while nobody chose anything, and the KPIs to choose from."""

    own: Split
    names: tuple[str, ...]


def offered(report: Report) -> tuple[str, ...]:
    """The KPIs of a report whose change can be split, in its order."""
    known = [figure for figure in report.figures if figure.metric in metric.metrics() and not figure.wave]
    return tuple(one.metric for one in known if one.value is not None and explain.can(one.metric))


def dimensions(name: str) -> tuple[str, ...]:
    """By what the change of a KPI can be split."""
    fact = metric.find(name).fact
    known, untold = compute.dimensions(fact), facts_term.UNTOLD if fact == "term_fact" else ()
    return tuple(one for one in _BY if one in known and one not in untold)


def of(report: Report) -> Splits | None:
    """What the report itself explains, else its first KPI by the first dimension; None where no change can be split."""
    names = offered(report)
    if not names or report.is_running:
        return None
    if report.why and report.why.metric in names:
        return Splits(Split(report.why.metric, tuple(str(report.why.about["by"]).split("+"))), names)
    return Splits(Split(names[0], dimensions(names[0])[:1]), names)


def read(code: str, names: Sequence[str]) -> Split | None:
    """What a link asks for; None where it names nothing that can be split here."""
    name, *by = code.split(".")
    if name not in names or not set(by) <= set(dimensions(name)) or len(set(by)) != len(by) or not 0 < len(by) <= 2:  # noqa: PLR2004 - one or both
        return None
    return Split(name, tuple(by))


def made(split: Split, asked: frozen.Asked) -> Chart:
    """The waterfall of a split change of the period of a report, against the one before."""
    is_masked = bool(set(split.by) & set(_PEOPLE)) and _team_parts.is_masked()
    last = period.end_of(asked.first, asked.every)
    selection = asked.selection.narrowed(period=f"{asked.first}..{last}", compare="previous")
    question = ("split page", split, is_masked, language())

    def make() -> Chart:
        by = split.by if len(split.by) == 2 else split.by[0]  # noqa: PLR2004 - both
        frame = explain.change(_store.current(), split.name, selection, by)
        frame = _masked(frame, split.by) if is_masked else frame
        rows = explained.chart(frame, split.name, language())
        alt = explained.said(frame, split.name, language())
        return Chart(explained.sentence(frame, split.name, language()), alt, rows, for_chart(rows))

    return cache.cached(_store.current(), question, selection, make)


def _masked(frame: pd.DataFrame, by: tuple[str, ...]) -> pd.DataFrame:
    """People have numbers for names, as on the page of teams with names hidden."""
    at = next(place for place, one in enumerate(by) if one in _PEOPLE)
    cells = [json.loads(str(one)) if len(by) > 1 else [one] for one in frame["label"]]
    numbers = {name: n for n, name in enumerate(dict.fromkeys(cell[at] for cell in cells if cell[at]), 1)}
    for cell in cells:
        cell[at] = t("team.alias", n=numbers[cell[at]]) if cell[at] else cell[at]
    labels = [json.dumps(cell, ensure_ascii=False) if len(by) > 1 else cell[0] for cell in cells]
    found = frame.assign(label=pd.Series(labels, index=frame.index, dtype=object))
    found.attrs = dict(frame.attrs)
    return found


def show(key: str, splits: Splits, asked: frozen.Asked) -> None:
    """The waterfall with its choices, of the period of a report."""
    split = read(st.session_state.get("why", ""), splits.names) or splits.own
    chart = made(split, asked)
    shown = {"label": t("chart.what"), "text": t("chart.effect")}
    _charts.show(key, chart, spec=waterfall.spec(language()), table=shown)
    if chart.rows.empty:
        st.caption(t("split.nothing"))
    _choices(split, splits.names)
    _address.write()


def _choices(split: Split, names: tuple[str, ...]) -> None:
    by = dimensions(split.name)
    others = ("", *(one for one in by if one != split.by[0]))
    st.session_state.update(why_name=split.name, why_by=split.by[0], why_also=(*split.by, "")[1])
    with st.container(horizontal=True, gap="xsmall", key="why_choices"):
        for key, options in (("name", names), ("by", by), ("also", others)):
            width = _WIDTHS[key]
            st.selectbox(
                t(f"split.{key}"), options, key=f"why_{key}", format_func=_words(key), on_change=_chosen, width=width
            )


def _words(key: str) -> Callable[[str], str]:
    tongue = language()
    if key == "name":
        return lambda code: metric.find(code).label(tongue)
    return lambda code: explained.dimension(code, tongue) if code else say("split.none", tongue)


def _chosen() -> None:
    """Somebody chose: a KPI of other facts keeps those dimensions it has."""
    name, *by = (st.session_state[key] for key in ("why_name", "why_by", "why_also"))
    known = dimensions(name)
    kept = tuple(dict.fromkeys(one for one in by if one in known)) or known[:1]
    st.session_state["why"] = Split(name, kept).code
