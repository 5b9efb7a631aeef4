"""The search of the explorer: by words, as part of the selection and its link; or by meaning, beside the ranking."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import cache
from cx.errors import CxError
from cx.voc import alike
from cx.voc.search import LONGEST
from pages import _address, _quoted, _searcher, _store
from pages._words import language, plain, t

WAYS = ("words", "meaning")


def _is_meant() -> bool:
    return st.session_state.get("voc_way") == WAYS[1]


def box() -> None:
    """Where to write what is sought, and how it is to be found. A link says what is sought by meaning."""
    _follow()
    is_meant = _is_meant()
    key = "voc_meant" if is_meant else "voc_search"
    st.session_state[key] = st.session_state.get("voc_asked", "") if is_meant else _address.selection().text
    with st.container(horizontal=True, vertical_alignment="center", key="voc_search_row"):
        st.text_input(
            t("voc_page.search"),
            key=key,
            placeholder=t("voc_page.search_meaning" if is_meant else "filter.text_example"),
            icon=":material/search:",
            label_visibility="collapsed",
            max_chars=LONGEST if is_meant else 200,
            on_change=_take,
            args=(key,),
        )
        st.session_state["voc_way"] = WAYS[is_meant]
        st.segmented_control(
            t("voc_page.search_way"),
            WAYS,
            key="voc_way",
            format_func=lambda one: t(f"voc_page.search_by_{one}"),
            required=True,
            label_visibility="collapsed",
        )
    _address.tell("meaning", asked())


def _follow() -> None:
    """Seek what a link says, once."""
    said = str(st.session_state.get("meaning", ""))
    if said != st.session_state.get("meaning_followed", "") or (said and "voc_way" not in st.session_state):
        st.session_state["voc_asked"] = said[:LONGEST]
        st.session_state["voc_way"] = WAYS[bool(said)]


def _take(key: str) -> None:
    words = st.session_state[key].strip()
    if key == "voc_meant":
        st.session_state["voc_asked"] = words
    else:
        _address.choose(_address.selection().narrowed(text=words))


def asked() -> str:
    """What is sought by meaning; "" where nothing is."""
    return st.session_state.get("voc_asked", "") if _is_meant() else ""


def _close() -> None:
    st.session_state["voc_asked"] = ""


def show() -> None:
    """What means the same as what is sought, the closest first, within what is looked at."""
    words, seen, store = asked(), _address.selection(), _store.current()
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(plain(t("voc_page.found_title", words=words)), anchor=False, width="content")
        st.button(t("contacts.close"), key="voc_found_close", on_click=_close, type="tertiary", icon=":material/close:")
    try:
        with st.spinner(t("voc_page.searching")):
            matches = _searcher.of(store).find(words)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return

    def make() -> tuple[int, _quoted.Page]:
        kin = alike.kin(store, seen, matches)
        rows = pd.DataFrame([one.newest | {"text": one.text, "text_hash": one.text_hash} for one in kin])
        return len(rows), _quoted.made(rows, _quoted.sought(words)) if kin else _quoted.Page("", ())

    n, page = cache.cached(store, (cache.VOC, "found", words, language()), seen, make)
    if not n:
        st.info(t("voc_page.found_nothing"), icon=":material/search_off:")
        return
    st.caption(t("voc_page.found_hint", n=n))
    _quoted.show(page, "voc_found")
