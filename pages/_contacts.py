"""The rows behind a number: a table, a hundred a page, searchable, downloadable as CSV and XLSX.

What is shown is a value (`Opened`): the metric, the selection it was counted with, and the group that was clicked.
The downloads hold our own template's columns, so that they can be imported again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx import contacts, download
from cx.selection import Selection
from cx.warehouse import Store
from pages import _store
from pages._words import language, member, plain, t

PAGE = 100
LIMIT = 100_000
_ROW = 66  # pixels: above 60 the text wraps, so that four lines of what was said can be read
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CONTACT_COLUMNS = (
    "opened_at",
    "body",
    "channel",
    "category",
    "product",
    "account_name",
    "subject",
)  # the title stands in where there is no text
_ANSWER_COLUMNS = ("day", "score", "comment", "survey", "dimension", "product", "channel", "account_name")
_WIDTHS: dict[str, int | str] = {
    "opened_at": 125,
    "day": 95,
    "channel": 90,
    "category": 130,
    "body": "large",
    "comment": "large",
}


@dataclass(frozen=True)
class Opened:
    """Which number is open: where on the page, its words, and what was counted."""

    place: str
    title: str
    selection: Selection
    metric: str | None = None
    where: tuple[tuple[str, object], ...] = ()


def _searched(opened: Opened, words: str) -> Selection:
    text = f"{opened.selection.text} {words}".strip()
    return replace(opened.selection, text=text)


def _table(frame: pd.DataFrame, columns: tuple[str, ...], title: str, key: str) -> None:
    shown = frame[[name for name in columns if name in frame]].copy()
    for name in ("channel", "category", "survey", "dimension"):
        if name in shown:
            shown[name] = [member(name, value) if value else "" for value in shown[name].fillna("")]
    if "body" in shown:
        shown["body"] = shown["body"].fillna(shown.pop("subject"))
    config: dict[str, object] = {
        name: st.column_config.TextColumn(t(f"contacts.{name}"), width=_WIDTHS.get(name)) for name in shown
    }
    if "opened_at" in shown:
        config["opened_at"] = st.column_config.DatetimeColumn(
            t("contacts.opened_at"), format="YYYY-MM-DD HH:mm", width=_WIDTHS["opened_at"]
        )
    if "day" in shown:
        config["day"] = st.column_config.DateColumn(t("contacts.day"), format="YYYY-MM-DD", width=_WIDTHS["day"])
        config["score"] = st.column_config.NumberColumn(t("contacts.score"), format="plain", width="small")
    st.dataframe(
        shown,
        hide_index=True,
        key=key,
        column_config=config,
        placeholder="",
        row_height=_ROW,
        height=min(38 + _ROW * max(len(shown), 1), 440),
        alt=title,
    )


def _downloads(store: Store, opened: Opened, selection: Selection, key: str) -> None:
    """Both formats; the file is made when the button is clicked, in a thread of its own."""
    where, name = dict(opened.where), "contacts" if not _store.is_answer(opened.metric) else "answers"

    def rows() -> pd.DataFrame:
        return contacts.export(store, selection, metric=opened.metric, where=where, limit=LIMIT)

    sheet = t(f"contacts.{name}")
    st.download_button(
        "CSV",
        lambda: download.to_csv(rows()),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"{key}_csv",
        on_click="ignore",
        icon=":material/download:",
        help=t("contacts.csv_help") + " " + t("download.escape_note"),
    )
    st.download_button(
        "XLSX",
        lambda: download.to_xlsx(rows(), sheet),
        file_name=f"{name}.xlsx",
        mime=_XLSX,
        key=f"{key}_xlsx",
        on_click="ignore",
        icon=":material/download:",
        help=t("contacts.xlsx_help"),
    )


def panel(opened: Opened, on_close: Callable[[], None] | None = None) -> None:
    """Title with the count, search, one page of rows, pages and downloads below them; say so where there are none."""
    key = f"contacts_{opened.place}"
    store, where = _store.current(), dict(opened.where)
    kind = "answers" if _store.is_answer(opened.metric) else "contacts"
    heading, words = _head(opened, key, on_close)
    selection = _searched(opened, words)
    count = contacts.count(store, selection, opened.metric, where)
    counted = t(f"contacts.count_{kind}", n=f"{count:,}")
    heading.caption(counted if count <= LIMIT else f"{counted} · " + t("contacts.limited", limit=f"{LIMIT:,}"))
    if not count:
        st.info(t("contacts.nothing"), icon=":material/search_off:")
        return
    pages = ceil(count / PAGE)
    chosen = min(st.session_state.get(f"{key}_page_{pages}", 1), pages)
    columns = _ANSWER_COLUMNS if kind == "answers" else _CONTACT_COLUMNS
    frame = contacts.contacts(
        store, selection, opened.metric, where, columns=columns, limit=PAGE, offset=(chosen - 1) * PAGE
    )
    _table(frame, columns, opened.title, f"{key}_table_{language()}")
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"{key}_foot"
    ):
        if pages > 1:
            st.pagination(pages, key=f"{key}_page_{pages}")
        with st.container(horizontal=True, width="content", gap="xsmall"):
            _downloads(store, opened, selection, key)


def _head(opened: Opened, key: str, on_close: Callable[[], None] | None) -> tuple[DeltaGenerator, str]:
    """Title, search and the way out; returns the place below the title and what is searched for."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key=f"{key}_head"
    ):
        heading = st.container(width="content", gap="xsmall")
        with st.container(horizontal=True, vertical_alignment="bottom", width="content", gap="xsmall"):
            words = st.text_input(
                t("contacts.search"),
                key=f"{key}_search",
                placeholder=t("filter.text_example"),
                icon=":material/search:",
                label_visibility="collapsed",
                max_chars=100,
                width=220,
            )
            if on_close:
                st.button(
                    t("contacts.close"), key=f"{key}_close", on_click=on_close, type="tertiary", icon=":material/close:"
                )
    heading.subheader(plain(opened.title), anchor=False)
    return heading, words
