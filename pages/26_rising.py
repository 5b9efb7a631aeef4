"""What is rising: topics and words that more customers speak of than chance explains; says so where there are none."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _reading, _rising_parts

_reading.begin("rising")


@_frame.fragment
def what_rises() -> None:
    """Topics beside words; below them what is open."""
    _rising_parts.which()
    view = _rising_parts.ask()
    if not _rising_parts.about(view):
        return
    left, right = st.columns(2, border=True)
    with left, st.container(gap="xsmall"):
        _rising_parts.chart_of(view, "topic")
    with right, st.container(gap="xsmall"):
        _rising_parts.chart_of(view, "word")
    _rising_parts.open_one()


_rising_parts.begin()
if _rising_parts.nothing_looked_at():
    _frame.nothing_matches()
    st.stop()
what_rises()
