"""The overview: how are we, where did it change, what do customers say."""

from __future__ import annotations

import streamlit as st

from pages import _cards, _contacts, _filters, _findings, _frame, _store

_frame.title("overview")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()


@_frame.fragment
def body() -> None:
    """Everything below the filters: one fragment, because a click here changes only what is here."""
    with st.skeleton(height=700):
        page = _findings.ask()
    if page is None:
        _frame.nothing_matches()
        return
    _cards.show(page.compared, page.lines, page.versus, _findings.open_card)
    _findings.panel_at("cards")
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="xsmall"):
        _findings.main(page)
    with right, st.container(gap="xsmall"):
        _findings.mix(page)
    _findings.panel_at("charts")
    left, right = st.columns([2, 3], border=True)
    with left, st.container(gap="xsmall"):
        _findings.ranking(page)
    with right, st.container(gap="xsmall"):
        _contacts.panel(_findings.verbatims(), on_close=_findings.close if _findings.is_open("ranking") else None)


body()
