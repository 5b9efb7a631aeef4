"""What drives the score: which topics lower or raise CES, CSAT and NPS, and is that more than chance or the mix of customers."""

from __future__ import annotations

import streamlit as st

from pages import _filters, _frame, _impact_parts, _reading, _store
from pages._words import t

_frame.title("impact")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()
if _reading.nothing():
    st.stop()
_reading.line()


@_frame.fragment
def what_pulls() -> None:
    """The pulls, and below them the texts of the topic that is open."""
    found = _impact_parts.begin(_impact_parts.which())
    if not found.answers:
        st.info(t("impact_page.nothing"), icon=":material/info:")
        return
    with st.container(border=True, gap="xsmall"):
        _impact_parts.drawn(found)
    _impact_parts.verbatims()


what_pulls()
