"""Entering events and listing them; files of events come through the ordinary import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from cx import annotations, templates
from cx.arrow import packed
from cx.download import XLSX
from cx.errors import CxError
from pages import _changes, _store
from pages._words import language, plain, t

_PRODUCTS = 200
_FEW = 10  # rows that need no scrolling


def message() -> None:
    """What came of the last click."""
    said = st.session_state.pop("events_message", None)
    if said:
        st.success(plain(said), icon=":material/check:")


def _done(words: str) -> None:
    st.session_state["events_round"] = st.session_state.get("events_round", 0) + 1
    st.session_state["events_message"] = words
    st.rerun()


def _kind(code: str) -> str:
    return t(f"event_page.kind.{code}")


def _listed() -> tuple[tuple[annotations.Event, ...], Any]:
    """All events and their table."""
    found = annotations.everything(_store.current())
    shown = {
        "day": [f"{event.day:%Y-%m-%d}" for event in found],
        "title": [event.title for event in found],
        "kind_label": [_kind(event.kind) for event in found],
        "product": [event.product or t("event_page.all") for event in found],
        "origin": [t(f"event_page.origin_{'own' if event.is_own else 'file'}") for event in found],
    }
    return found, packed(pd.DataFrame({t(f"event_page.{name}"): cells for name, cells in shown.items()}))


def listing() -> None:
    """All events, the newest first; those entered here can be taken back."""
    found, rows = _store.kept(("events", language()), _listed)
    title = t("event_page.listed", n=len(found))
    st.subheader(title, anchor=False)
    if not found:
        st.caption(t("event_page.empty"))
        return
    turn = st.session_state.get("events_round", 0)
    event = st.dataframe(
        rows,
        hide_index=True,
        key=f"events_list_{turn}_{language()}",
        on_select="rerun",
        selection_mode="multi-row",
        height=640 if len(found) > _FEW else "auto",
        placeholder="",
        alt=title,
    )
    picked = [found[row] for row in event.selection.rows if row < len(found)]
    own = [one.annotation_id for one in picked if one.is_own]
    if len(own) < len(picked):
        st.caption(t("event_page.from_files"))
    label = t("event_page.remove", n=len(own)) if own else t("event_page.remove_none")
    if st.button(label, key="events_remove", disabled=not own, icon=":material/delete:"):
        _done(t("event_page.removed", n=annotations.remove(_store.current(), own)))


def add() -> None:
    """Enter one event."""
    st.subheader(t("event_page.add"), anchor=False)
    turn = st.session_state.get("events_round", 0)
    with st.form(f"events_form_{turn}", border=False):
        title = st.text_input(
            t("event_page.title"),
            key=f"events_title_{turn}",
            max_chars=annotations.LONGEST,
            placeholder=t("event_page.title_example"),
        )
        with st.container(horizontal=True):
            day = st.date_input(t("event_page.day"), _store.today(), key="events_day", format="YYYY-MM-DD", width=170)
            kinds = {code: _kind(code) for code in annotations.KINDS}
            kind = st.selectbox(
                t("event_page.kind_label"), list(kinds), key="events_kind", format_func=kinds.get, width=190
            )
        products = {"": t("event_page.all"), **_store.members("product", _PRODUCTS)}
        product = st.selectbox(
            t("event_page.product"), list(products), key="events_product", format_func=products.get, width=190
        )
        if st.form_submit_button(t("event_page.save"), key="events_save", type="primary"):
            try:
                event = annotations.put(_store.current(), day, title, kind, product or None)
            except CxError as error:
                st.error(plain(error.text(language())), icon=":material/error:")
                return
            _done(t("event_page.saved", title=event.title, day=f"{event.day:%Y-%m-%d}"))


def from_file() -> None:
    """Many events at once: our template, through the import page."""
    with st.expander(t("event_page.file"), key="events_file", icon=":material/upload_file:"):
        st.caption(t("event_page.file_hint"))
        words = language()
        st.download_button(
            t("event_page.file_template"),
            lambda: templates.template_xlsx("annotation", words),
            file_name=templates.template_file_name("annotation"),
            mime=XLSX,
            key="events_template",
            on_click="ignore",
            icon=":material/download:",
        )
        st.page_link(
            Path(__file__).parent / "20_imports.py", label=t("app.page_imports"), icon=":material/upload_file:"
        )


def log() -> None:
    """Who entered or took back what, and when."""
    _changes.log("event", _what, _value)


def _what(told: Mapping[str, object]) -> str:
    return str(told["title"])


def _value(told: Mapping[str, object]) -> str:
    return " · ".join([str(told["day"]), _kind(str(told["kind"])), str(told.get("product", t("event_page.all")))])
