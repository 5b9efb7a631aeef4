"""Merging the topics that are chosen in the list: side by side with what is typical of each, and which of them they become."""

from __future__ import annotations

import streamlit as st

from cx import changes, number
from cx.selection import Selection
from cx.voc import catalogue
from cx.voc.catalogue import Topic
from cx.voc.quotes import quotes
from pages import _quoted, _store, _topic_edit
from pages._words import language, plain, t


def _counts() -> dict[str, int]:
    found = _store.numbers(["voc"], Selection(period="all"), by=["topic"])
    return {str(code): int(n) for code, n in zip(found["topic"], found["value"], strict=True)}


def form(picked: tuple[Topic, ...]) -> None:
    """The chosen topics with a typical text each, the one they become, and the button."""
    open_ones = {one.code: one for one in picked if one.into is None}
    st.subheader(t("voc_page.merge_title", n=len(open_ones)), anchor=False)
    if len(open_ones) < len(picked):
        st.caption(t("voc_page.merge_already"))
    if len(open_ones) < 2:  # noqa: PLR2004 - one is nothing to merge
        st.caption(t("voc_page.merge_two"))
        return
    counts = _counts()
    for one in open_ones.values():
        words = t("voc_page.texts", n=f"{counts.get(one.code, 0):,}")
        quote = next((_quoted.short(text, one.terms) for text in quotes(_store.current(), one)), "")
        st.markdown(f"**{plain(one.title)}** :small[:gray[{plain(words)}]]" + (f"  \n{quote}" if quote else ""))
    key = "topic_merge_into_" + "_".join(sorted(open_ones))
    st.radio(
        t("voc_page.merge_into"),
        sorted(open_ones, key=lambda code: (-counts.get(code, 0), code)),
        key=key,
        format_func=lambda code: plain(open_ones[code].title) if code in open_ones else code,
        help=t("voc_page.merge_help"),
    )

    def change() -> str:
        into = st.session_state[key]
        catalogue.merge(_store.current(), list(open_ones), into, changes.actor())
        _topic_edit.let_go()
        names = ", ".join(one.title for code, one in open_ones.items() if code != into)
        return t("voc_page.merged", names=names, into=open_ones[into].title)

    whole = number.full(sum(counts.get(code, 0) for code in open_ones), language())
    st.button(
        t("voc_page.merge", n=whole),
        key="topic_merge",
        on_click=_topic_edit.attempt,
        args=(change,),
        type="primary",
        icon=":material/merge:",
    )
