"""The rows behind a number: a table, twenty a page (of quotes fifteen), searchable, downloadable as CSV and XLSX.

What is shown is a value (`Opened`): the metric, the selection it was counted with, and the group that was clicked.
The downloads hold our own template's columns, so that they can be imported again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from math import ceil

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from cx import cache, contacts, download, metric
from cx.download import XLSX
from cx.selection import Selection
from cx.warehouse import Store
from pages import _quoted, _store, _verbatims
from pages._words import language, plain, t

PAGE, QUOTED = 20, 15  # rows a page; quotes are longer, and a page of twenty went beyond what a click may send
_SIDE = {"ranking": "verbatims"}  # places that show their rows in the same table


@dataclass(frozen=True)
class Opened:
    """Which number is open: where on the page, its words, and what was counted; `terms` are marked in documents."""

    place: str
    title: str
    selection: Selection
    metric: str | None = None
    where: tuple[tuple[str, object], ...] = ()
    terms: tuple[str, ...] = ()


def _searched(opened: Opened, words: str) -> Selection:
    text = f"{opened.selection.text} {words}".strip()
    return replace(opened.selection, text=text)


def _a_page(kind: str) -> int:
    return QUOTED if kind == "documents" else PAGE


def _columns(name: str | None, kind: str) -> tuple[str, ...]:
    """What is asked of each row; of a length of time also how long it was."""
    own = metric.find(name).measured if name else ""
    first, *rest = _verbatims.ASKED[kind]
    return (first, own, *rest) if own else (first, *rest)


def _rows(store: Store, opened: Opened, selection: Selection, columns: tuple[str, ...], number: int) -> pd.DataFrame:
    """Rows of one page."""
    where, limit = dict(opened.where), _a_page(_store.rows_of(opened.metric))
    offset = (number - 1) * limit
    return contacts.contacts(store, selection, opened.metric, where, columns=columns, limit=limit, offset=offset)


def _page(store: Store, opened: Opened, selection: Selection, kind: str, number: int) -> _verbatims.Page:
    """Rows of one page, drawn from the cache on a rerun."""

    def make() -> _verbatims.Page:
        return _verbatims.made(_rows(store, opened, selection, _columns(opened.metric, kind), number))

    question = ("verbatims", opened.metric, opened.where, number, language())
    return cache.cached(store, question, selection, make)


def _quotes(store: Store, opened: Opened, selection: Selection, number: int) -> _quoted.Page:
    """Documents of one page, drawn from the cache on a rerun."""
    terms = (*opened.terms, *selection.text.split())

    def make() -> _quoted.Page:
        return _quoted.made(_rows(store, opened, selection, _quoted.ASKED, number), terms)

    question = (cache.VOC, "quotes", opened.where, terms, number, language())
    return cache.cached(store, question, selection, make)


def _downloads(store: Store, opened: Opened, selection: Selection, key: str) -> None:
    """Both formats; the file is made when the button is clicked, in a thread of its own."""
    where, name = dict(opened.where), _store.rows_of(opened.metric)

    def rows() -> pd.DataFrame:
        return contacts.export(store, selection, metric=opened.metric, where=where)

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
        mime=XLSX,
        key=f"{key}_xlsx",
        on_click="ignore",
        icon=":material/download:",
        help=t("contacts.xlsx_help"),
    )


def panel(opened: Opened, on_close: Callable[[], None] | None = None) -> None:
    """Title with the count, search, one page of rows, pages and downloads below them; say so where there are none."""
    key = f"contacts_{opened.place}"
    store, where = _store.current(), dict(opened.where)
    kind = _store.rows_of(opened.metric)
    heading, words = _head(opened, key, on_close)
    selection = _searched(opened, words)
    count = contacts.count(store, selection, opened.metric, where)
    counted = t(f"contacts.count_{kind}", n=f"{count:,}")
    heading.caption(
        counted
        if count <= download.ROW_LIMIT
        else f"{counted} · " + t("contacts.limited", limit=f"{download.ROW_LIMIT:,}")
    )
    if not count:
        st.info(t("contacts.nothing"), icon=":material/search_off:")
        return
    pages = ceil(count / _a_page(kind))
    chosen = min(st.session_state.get(f"{key}_page_{pages}", 1), pages)
    if kind == "documents":
        _quoted.show(_quotes(store, opened, selection, chosen), key)
    else:
        table = _table(_SIDE.get(opened.place, opened.place), (opened, words, chosen, language()))
        _verbatims.show(_page(store, opened, selection, kind, chosen), opened.title, table)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"{key}_foot"
    ):
        if pages > 1:
            st.pagination(pages, key=f"{key}_page_{pages}")
        with st.container(horizontal=True, width="content", gap="xsmall"):
            _downloads(store, opened, selection, key)


def _table(place: str, view: Hashable) -> str:
    """The key of the table at a place. Another list in it begins without a chosen row: where one is chosen, it is another
    table then; else the same one shows other rows, which costs a browser a third.
    """
    shown, turn = st.session_state.get(f"contacts_{place}_shown", (view, 0))
    state = st.session_state.get(f"contacts_{place}_table_{turn}")
    if shown != view and state and state["selection"]["rows"]:
        turn += 1
    st.session_state[f"contacts_{place}_shown"] = (view, turn)
    return f"contacts_{place}_table_{turn}"


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
