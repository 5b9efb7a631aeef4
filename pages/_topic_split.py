"""Splitting the chosen topic: what it is made of, with typical texts of each part, and which parts become topics."""

from __future__ import annotations

import streamlit as st

from cx import changes
from cx.errors import CxError
from cx.voc import catalogue, splitting
from cx.voc.aside import Aside
from cx.voc.catalogue import Topic
from cx.voc.splitting import Parts
from pages import _quoted, _store, _topic_edit
from pages._words import plain, t

_SIGNS = 120  # of a quote: enough to tell the parts apart, and all of them can be seen at once
_KEY = "topic_parts"  # what was looked into last, of this session


def form(topic: Topic) -> None:
    """The button that looks into a topic; then its parts to be picked."""
    found: Parts | None = st.session_state.get(_KEY)
    if found is not None and found.code == topic.code:
        _pick(topic, found)
        return
    st.caption(t("voc_page.split_help"))
    if st.button(t("voc_page.split_look"), key="topic_split", icon=":material/account_tree:"):
        _look(topic)
        st.rerun()


def _look(topic: Topic) -> None:
    bar = st.progress(0.0, t("voc_page.splitting"))
    try:
        with Aside(nicer=0) as aside:
            st.session_state[_KEY] = splitting.parts(
                _store.current(), topic.code, aside, lambda done, total: bar.progress(done / total if total else 0.0)
            )
    except CxError as error:
        _topic_edit.failed(error)


def _close() -> None:
    st.session_state.pop(_KEY, None)


def _pick(topic: Topic, found: Parts) -> None:
    st.markdown(f"**{t('voc_page.split_title', n=len(found.parts))}**")
    st.caption(t("voc_page.split_pick"))
    picked = []
    for part in found.parts:
        words = t("voc_page.texts", n=f"{part.n:,}")
        key = f"topic_part_{topic.code}_{part.number}"
        if st.checkbox(f"**{plain(part.label)}** :small[:gray[{plain(words)}]]", key=key):
            picked.append(part.number)
        terms = tuple(part.label.split(" · "))
        st.markdown("\n".join(f"- {_quoted.short(text, terms, _SIGNS)}" for text in part.quotes[:2]))

    def change() -> str:
        with Aside(nicer=0) as aside:
            made = splitting.split(_store.current(), found, picked, changes.actor(), aside)
        _close()
        _topic_edit.let_go()
        known = catalogue.topics(_store.current())
        names = ", ".join(known[code].title for code in made)
        return t("voc_page.was_split", name=topic.title, n=len(made), names=names)

    if len(picked) == len(found.parts):
        st.caption(t("voc_page.split_all"))
    with st.container(horizontal=True):
        st.button(
            t("voc_page.split", n=len(picked)),
            key="topic_split_now",
            on_click=_topic_edit.attempt,
            args=(change,),
            type="primary",
            disabled=not picked or len(picked) == len(found.parts),
            icon=":material/call_split:",
        )
        st.button(t("voc_page.split_close"), key="topic_split_close", on_click=_close)
