"""Splitting the chosen topic: what it is made of, with typical texts of each part, and which parts become topics."""

from __future__ import annotations

import streamlit as st

from cx import changes, number
from cx.voc import catalogue, splitting
from cx.voc.asked import Asked
from cx.voc.catalogue import Topic
from cx.voc.splitting import Parts
from pages import _quoted, _store, _topic_edit, _watched
from pages._words import language, plain, t

_SIGNS = 120  # of a quote: enough to tell the parts apart, and all of them can be seen at once
_KEY = "topic_parts"  # the topic looked into last in this session, and what comes of it


def form(topic: Topic) -> None:
    """The button that looks into a topic; how far that is; then its parts to be picked."""
    code, asked = st.session_state.get(_KEY, ("", None))
    if asked is not None and code == topic.code:
        if asked.is_running:
            _watched.watch(lambda: asked, _draw)
            return
        if asked.found is not None:
            _pick(topic, asked.found)
            return
        if asked.error is not None:
            st.info(plain(asked.error.text(language())), icon=":material/info:")
    st.caption(t("voc_page.split_help"))
    st.button(
        t("voc_page.split_look"), key="topic_split", on_click=_look, args=(topic,), icon=":material/account_tree:"
    )


def _look(topic: Topic) -> None:
    store, (_, before) = _store.current(), st.session_state.get(_KEY, ("", None))
    if before is not None:
        before.cancel()
    st.session_state[_KEY] = topic.code, Asked(lambda told: splitting.parts(store, topic.code, told))


def _draw(asked: Asked[Parts]) -> None:
    words = t("voc_page.splitting", share=number.share(asked.share, language(), 0), seconds=asked.seconds)
    st.progress(asked.share, words)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("voc_page.splitting_elsewhere"), width="content")
        _watched.stop(asked, "topic_split_stop", t("voc_page.splitting_stop"), t("voc_page.splitting_stopping"))


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
        made = splitting.split(_store.current(), found, picked, changes.actor())
        _close()
        _topic_edit.let_go()
        known = catalogue.topics(_store.current())
        names = ", ".join(known[code].title for code in made)
        return t("voc_page.was_split", name=topic.title, n=len(made), names=names)

    if not found.stays(picked):
        st.caption(t("voc_page.split_all"))
    with st.container(horizontal=True):
        st.button(
            t("voc_page.split", n=len(picked)),
            key="topic_split_now",
            on_click=_topic_edit.attempt,
            args=(change,),
            type="primary",
            disabled=not picked or not found.stays(picked),
            icon=":material/call_split:",
        )
        st.button(t("voc_page.split_close"), key="topic_split_close", on_click=_close)
