"""Similar texts: who else said this, in whatever words, how often and since when; and what one account came back for."""

from __future__ import annotations

import streamlit as st

from pages import _filters, _frame, _reading, _similar_parts, _store

_frame.title("similar")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()
if _reading.nothing():
    st.stop()


@_frame.fragment
def who_else_said_this() -> None:
    """What is asked, and what was found."""
    asked = _similar_parts.question()
    if asked:
        _similar_parts.found(asked)


who_else_said_this()
_similar_parts.stories()
