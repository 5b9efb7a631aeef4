"""What drives the score: which topics lower or raise CES, CSAT and NPS, and is that more than chance or the mix of customers."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _impact_parts, _reading
from pages._words import t

_reading.begin("impact")
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
