"""The VOC explorer: what do customers suffer from, is it growing, for whom, since when, and in their own words.

One fragment: a click on a topic redraws its trend and its texts beside the ranking, and asks for nothing else.
"""

from __future__ import annotations

import streamlit as st

from pages import _frame, _reading, _voc_parts, _voc_search

_reading.begin("voc")
_voc_search.box()


@_frame.fragment
def what_do_customers_say() -> None:
    """The ranking beside what is open."""
    _voc_parts.wished(_voc_parts.ask())
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="xsmall"):
        if not _reading.no_topics():
            _voc_parts.rank()
            _voc_parts.trend()
    with right, st.container(gap="xsmall"):
        _voc_parts.quotes()


if not _voc_parts.begin():
    _frame.nothing_matches()
    st.stop()
what_do_customers_say()
