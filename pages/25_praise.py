"""Praise: what and whom do customers praise, in their own words, ready to be shared with the team."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _praise_parts, _reading

_reading.begin("praise")
found = _praise_parts.begin()
if not found.documents:
    _frame.nothing_matches()
    st.stop()
if _praise_parts.nothing(found):
    st.stop()


@_frame.fragment
def wall() -> None:
    """Whom it is about beside the quotes."""
    left, right = st.columns([2, 3])
    with (
        left,
        st.container(border=True, gap="xsmall"),
    ):  # as high as its chart: the quotes beside it are three times as long
        _praise_parts.groups(found)
    with right, st.container(border=True, gap="xsmall"):
        _praise_parts.quotes(found)


wall()
