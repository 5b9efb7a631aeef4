"""KPI cards: value, change with arrow and word, target in words, n, the definition on hover, a button to the contacts.

A card is four elements: what surrounds it, the number, one text with everything in words, the button. Every element more
costs each rerun and each browser seven times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from cx import finding, metric, number, sample, targets
from cx.charts import spark
from pages._words import language, plain, t

_COLOURS = {"met": "green", "missed": "red", "open": "gray"}
_TOPS = {"ces": 7.0}  # the highest score, where the metric's own scale is fixed


@dataclass(frozen=True)
class Card:
    """Everything a card says; made once for a selection and drawn on every rerun. `words` is Markdown of ours alone."""

    name: str
    metric: dict[str, Any]
    words: str
    button: str


def made(row: Mapping[str, Any], line: Sequence[float], versus: str) -> Card:
    """The card of one row of `compare`; `line` are the completed periods, for the small picture. A card without one has
    room for the interval.
    """
    found = metric.find(row["metric"])
    row = {**row, "n": 0 if number.is_missing(row["n"]) else row["n"]}
    badge, colour = _badge(found, row)
    counted = sample.size(row, language()) if line else _counted(found, row)
    parts = [
        _picture(found, row, line),
        "" if _has_change(row) else f":small[:gray[{t('overview.no_previous')}]]",
        f":{colour}-badge[{badge}]",
        f":small[:gray[{plain(counted)}]]",
    ]
    return Card(
        found.name,
        _metric(found, row, versus),
        "  \n".join(filter(None, parts)),
        t("overview.answers" if found.fact == "answer_fact" else "overview.contacts"),
    )


def _has_change(row: Mapping[str, Any]) -> bool:
    return finding.trend(row) != "unknown"


def _picture(found: metric.Metric, row: Mapping[str, Any], line: Sequence[float]) -> str:
    known = [float(point) for point in line if not number.is_missing(point)]
    if len(known) <= 1:
        return ""
    draw = spark.bars if found.unit == "count" else spark.line
    name = t("overview.spark", name=found.label(language()))
    return f"![{plain(name)}]({draw(known, _delta_colour(found, row))})"


def _counted(found: metric.Metric, row: Mapping[str, Any]) -> str:
    """How many rows the value is made of, and its 95 % interval."""
    words = sample.size(row, language())
    interval = _interval(found, row)
    return f"{words} · {interval}" if interval else words


def _interval(found: metric.Metric, row: Mapping[str, Any]) -> str:
    if number.is_missing(row["low"]) or number.is_missing(row["high"]):
        return ""
    least, most = targets.limits(found)  # of a mean of 6.9 of 7 the interval is computed to more than 7
    low, high = (number.write(found.unit, min(max(row[end], least), most), language()) for end in ("low", "high"))
    return t("overview.interval", low=low, high=high)


def _value(found: metric.Metric, row: Mapping[str, Any]) -> str:
    text = finding.value_words(row, found.unit, language(), _TOPS.get(found.name))
    text = text if _is_exact(row) else f"≈ {text}"
    return f":gray[{text}]" if row["state"] == "few" else text


def _is_exact(row: Mapping[str, Any]) -> bool:
    return bool(row.get("is_exact", True))


def _nearness(row: Mapping[str, Any]) -> str:
    return "" if _is_exact(row) else t("overview.approximate")


def _delta_colour(found: metric.Metric, row: Mapping[str, Any]) -> str:
    went = finding.trend(row)
    if found.good == "none" or row["state"] != "ok" or went not in ("up", "down"):
        return "gray"
    return "green" if went == found.good else "red"


def _badge(found: metric.Metric, row: Mapping[str, Any]) -> tuple[str, str]:
    if row["state"] in ("few", "withheld"):
        return (sample.few if row["state"] == "few" else sample.withheld)(row, language()), "gray"
    words = finding.target_words(row, found.unit, language())
    return (words, _COLOURS[finding.verdict(row)]) if words else (t("overview.no_target"), "gray")


def _metric(found: metric.Metric, row: Mapping[str, Any], versus: str) -> dict[str, Any]:
    value, previous = row["value"], row["previous"]
    has_change = _has_change(row)
    direction = number.direction(found.unit, value, previous) if has_change else 0
    delta = f"{number.change(found.unit, value, previous, language())} {finding.change_word(row, found.unit, found.good, language())}"
    return {
        "label": found.label(language()),
        "value": _value(found, row),
        "delta": delta if has_change else None,
        "delta_color": _delta_colour(found, row),
        "delta_arrow": {1: "up", -1: "down", 0: "off"}[direction],
        "delta_description": versus if has_change else None,
        "help": "  \n".join(filter(None, (found.explanation(language()), _interval(found, row), _nearness(row)))),
    }


def show(cards: Sequence[Card], on_open: Callable[[str], None], key: str = "cards") -> None:
    """The cards side by side, each with its target, its n and the button to the rows it counted."""
    grid = st.grid(max(len(cards), 3), min_column_width=190, border=True, gap="small", key=key)
    for card in cards:
        with grid.container(horizontal_alignment="right", vertical_alignment="distribute", gap="xsmall"):
            st.metric(**card.metric)
            st.markdown(card.words)
            st.button(
                card.button,
                key=f"card_{card.name}",
                on_click=on_open,
                args=(card.name,),
                type="tertiary",
                icon=":material/list:",
            )
