"""The entries of the metric dictionary: a list to choose from, and one metric in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from cx import number
from cx.arrow import packed
from cx.metric import Metric
from cx.shortened import shortened
from pages import _address
from pages._words import language, plain, t

_HEIGHT = 480  # pixels of the list: beside it the explanation of most metrics ends
_SHORT = 60  # signs of an explanation in the list


def matching(found: Sequence[Metric], wanted: str) -> list[Metric]:
    """The metrics whose code name, name or explanation has every word of `wanted`."""
    words = wanted.casefold().split()
    texts = {one.name: f"{one.name} {one.label(language())} {one.explanation(language())}".casefold() for one in found}
    return [one for one in found if all(word in texts[one.name] for word in words)]


def _sums(one: Metric) -> str:
    if not one.adds_up:
        return "not_adds_up"
    return "adds_up" if one.unit in ("count", "per_day", "per_hour") else "is_ratio"


def _facts(one: Metric) -> str:
    parts = [
        t("dictionary.unit", value=t(f"dictionary.unit_{one.unit}")),
        t(f"dictionary.good_{one.good}"),
        t(f"dictionary.{_sums(one)}"),
    ]
    if one.target_default is not None:
        parts.insert(2, t("dictionary.target", value=number.goal(one.unit, one.target_default, language())))
    return " · ".join(parts)


def listing(found: Sequence[Metric]) -> Metric | None:
    """The metrics as a list; the one that is chosen there, else the one a link names, else the first."""
    rows = st.dataframe(
        _rows(tuple(found), language()),
        hide_index=True,
        key=f"dictionary_list_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        height=min(40 + 35 * len(found), _HEIGHT),
        column_config=_columns(language()),
        placeholder="",
        alt=t("dictionary.list"),
    ).selection.rows
    picked = next((found[row] for row in rows if row < len(found)), None)
    if picked:
        _address.keep("metric", picked.name)
    linked = st.session_state.get("metric", "")
    return picked or next((one for one in found if one.name == linked), None) or next(iter(found), None)


@cache
def _rows(found: tuple[Metric, ...], words: str) -> Any:
    cells = {
        "metric": [one.label(words) for one in found],
        "meaning": [shortened(one.explanation(words), _SHORT) for one in found],
        "fact": [t(f"dictionary.{one.fact}") for one in found],
    }
    return packed(pd.DataFrame({t(f"dictionary.head_{name}"): values for name, values in cells.items()}))


@cache
def _columns(_language: str) -> dict[str, Any]:
    column = st.column_config.TextColumn
    return {
        t("dictionary.head_metric"): column(width="medium"),
        t("dictionary.head_meaning"): column(width="large"),
        t("dictionary.head_fact"): column(width="small"),
    }


def card(one: Metric) -> None:
    """One metric: name, what is counted, unit, good direction, target, whether parts add up, source."""
    st.subheader(one.label(language()), anchor=False)
    st.markdown(_body(one, language()))


@cache
def _body(one: Metric, words: str) -> str:
    small = (
        _facts(one),
        t("dictionary.source", value=one.origin(words)),
        t("dictionary.code", value=plain(one.name)),
    )
    return "\n\n".join((one.explanation(words), *(f":small[:gray[{line}]]" for line in small)))
