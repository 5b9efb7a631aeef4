"""KPI cards: value, change with arrow and word, target in words, n, the definition on hover, a button to the contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from cx import finding, metric, number
from pages._words import language, t

_COLOURS = {"met": "green", "missed": "red", "open": "gray"}
_TOPS = {"ces": 7.0}  # the highest score, where the metric's own scale is fixed


def _value(found: metric.Metric, row: Mapping[str, Any]) -> str:
    text = number.write(found.unit, row["value"], language(), top=_TOPS.get(found.name))
    return f":gray[{text}]" if row["state"] == "few" else text


def _delta_colour(found: metric.Metric, row: Mapping[str, Any]) -> str:
    went = finding.trend(row)
    if found.good == "none" or went not in ("up", "down"):
        return "gray"
    return "green" if went == found.good else "red"


def _footer(found: metric.Metric, row: Mapping[str, Any]) -> None:
    n = 0 if number.is_missing(row["n"]) else int(row["n"])
    words = finding.target_words(row, found.unit, language())
    if row["state"] in ("few", "withheld"):
        key = "number.small_sample" if row["state"] == "few" else "overview.withheld"
        st.badge(t(key, n=n), color="gray")
    elif words:
        st.badge(words, color=_COLOURS[finding.verdict(row)])
    else:
        st.badge(t("overview.no_target"), color="gray")


def _metric(found: metric.Metric, row: Mapping[str, Any], line: Sequence[float], versus: str) -> None:
    value, previous = row["value"], row["previous"]
    known = [float(point) for point in line if not number.is_missing(point)]
    has_change = finding.trend(row) != "unknown"
    direction = number.direction(found.unit, value, previous) if has_change else 0
    delta = f"{number.change(found.unit, value, previous, language())} {finding.change_word(row, found.unit, found.good, language())}"
    st.metric(
        found.label(language()),
        _value(found, row),
        delta if has_change else None,
        delta_color=_delta_colour(found, row),
        delta_arrow={1: "up", -1: "down", 0: "off"}[direction],
        delta_description=versus if has_change else None,
        help=found.explanation(language()),
        chart_data=known if len(known) > 1 else None,
        chart_type="bar" if found.unit == "count" else "line",
    )
    if not has_change:
        st.caption(t("overview.no_previous"))


def show(
    compared: Sequence[Mapping[str, Any]],
    lines: Mapping[str, Sequence[float]],
    versus: str,
    on_open: Callable[[str], None],
) -> None:
    """One card per row of `compared` (a result of `compare`); `lines` are the completed periods, for the small pictures."""
    grid = st.grid(len(compared), min_column_width=190, border=True, gap="small", key="cards")
    for row in compared:
        found = metric.find(row["metric"])
        with grid.cell():
            _metric(found, row, lines.get(found.name, ()), versus)
            _footer(found, row)
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                n = 0 if number.is_missing(row["n"]) else int(row["n"])
                st.caption(t("number.n", n=f"{n:,}"), width="content")
                st.button(
                    t("overview.answers" if found.fact == "answer_fact" else "overview.contacts"),
                    key=f"card_{found.name}",
                    on_click=on_open,
                    args=(found.name,),
                    type="tertiary",
                    icon=":material/list:",
                )
