"""What is shown, to take away: a button a format. A file is made when its button is clicked, in a thread of its own, and not before."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from cx import download, picture
from cx.charts import look
from cx.download import XLSX
from pages import _store
from pages._words import t

_SENTENCE = re.compile(r"(?<=\.) ")
_NUMBERS = ("value", "share", "previous", "low", "high")


@dataclass(frozen=True)
class Drawing:
    """A picture as it stands on the page: its rows as they are sent, its title, and the words that belong under it."""

    spec: look.Spec
    rows: Any
    title: str
    words: tuple[str, ...] = ()


def numbers(rows: pd.DataFrame, table: Mapping[str, str]) -> pd.DataFrame:
    """The columns `table` names, in words as people see them, and behind them the numbers those words were made from."""
    made = {heading: rows[name] for name, heading in table.items()}
    parts = {name.removesuffix("_text"): heading for name, heading in table.items() if name.endswith("_text")}
    parts |= {name: t(f"chart.number.{name}") for name in _NUMBERS if name not in table}
    for name, heading in parts.items():
        if name in rows and is_numeric_dtype(rows[name]) and not is_bool_dtype(rows[name]):
            made[t("chart.as_number", what=heading)] = rows[name]
    return pd.DataFrame(made)


def buttons(name: str, frame: Callable[[], pd.DataFrame], drawing: Drawing | None = None) -> None:
    """The formats of one chart or table. `frame` makes the rows of the files; it may not ask the session."""
    title = t("chart.sheet")
    made: dict[str, tuple[Callable[[], bytes], str]] = {
        "csv": (lambda: download.to_csv(frame()), "text/csv"),
        "xlsx": (lambda: download.to_book({title: frame()}), XLSX),
    }
    if drawing:
        made = {kind: (_drawer(draw, drawing), mime) for kind, (draw, mime) in picture.FORMATS.items()} | made
    days = _store.bounds()
    stem = "-".join(str(part) for part in ("cx", st.session_state["page"], name, *(days or ())[1:]))
    with st.container(horizontal=True, gap="xsmall", key=f"files_{name}"):
        for kind, (make, mime) in made.items():
            st.download_button(
                kind.upper(),
                make,
                file_name=f"{stem}.{kind}",
                mime=mime,
                key=f"file_{name}_{kind}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
                help=t("download.escape_note") if kind == "csv" else None,
            )


def _drawer(draw: Callable[..., bytes], drawing: Drawing) -> Callable[[], bytes]:
    return lambda: draw(drawing.spec, drawing.rows, title=drawing.title, words=drawing.words)


def of_chart(name: str, drawing: Drawing, rows: pd.DataFrame, table: Mapping[str, str]) -> None:
    """The formats of a chart and of the table behind it."""
    told = [one for one in _SENTENCE.split(" ".join(drawing.words)) if t("chart.click") not in one]
    words = (st.session_state.get("basis", ""), " ".join(told))  # nothing can be clicked in a picture
    frame = numbers(rows, table)
    buttons(name, lambda: frame, Drawing(drawing.spec, drawing.rows, drawing.title, words))
