"""The entries of the metric dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st

from cx import number
from cx.metric import Metric
from pages._words import language, plain, t


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


def show(members: Sequence[Metric]) -> None:
    """A card per metric: name, what is counted, unit, good direction, target, whether parts add up, source."""
    grid = st.grid(2, min_column_width=320, border=True, gap="small")
    for one in members:
        with grid.container(gap="xsmall"):
            st.subheader(one.label(language()), anchor=False)
            st.markdown(_body(one, language()))


@cache
def _body(one: Metric, words: str) -> str:
    """Everything below the name, as one text: with a hundred metrics every element more costs each rerun."""
    small = (
        _facts(one),
        t("dictionary.source", value=one.origin(words)),
        t("dictionary.code", value=plain(one.name)),
    )
    return "\n\n".join((one.explanation(words), *(f":small[:gray[{line}]]" for line in small)))
