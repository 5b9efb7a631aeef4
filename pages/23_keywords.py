"""Keywords: which words do customers use, and which more than before or more than others; a click on a word opens its texts."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _keyword_parts, _reading

_reading.begin("keywords")


@_frame.fragment
def what_words() -> None:
    """The cloud beside the same words as bars; below them the word that is open."""
    _keyword_parts.which()
    view = _keyword_parts.ask()
    with st.container(border=view.cloud is None, gap="xsmall", key="keyword_title"):
        _keyword_parts.title_of(view)
    if view.cloud is None:
        return
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="xsmall"):
        _keyword_parts.cloud_of(view)
    with right, st.container(gap="xsmall"):
        _keyword_parts.bars_of(view)
    _keyword_parts.open_word()


if not _keyword_parts.begin():
    _frame.nothing_matches()
    st.stop()
what_words()
