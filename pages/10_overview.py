"""The overview: how are we, where did it change, what do customers say."""

from __future__ import annotations

import streamlit as st

from pages import _cards, _contacts, _filters, _frame, _overview, _store
from pages._words import t

_frame.title("overview")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()


@_frame.fragment
def body() -> None:
    """Everything below the filters: one fragment, because a click here changes only what is here."""
    page = _overview.ask()
    if page.is_empty:
        _frame.nothing_matches()
        return
    _cards.show(page.compared, page.lines, page.versus, _overview.open_card)
    _overview.panel_at("cards")
    left, right = st.columns([3, 2], border=True)
    with left:
        _overview.main(page)
    with right:
        _overview.mix(page)
    _overview.panel_at("charts")
    left, right = st.columns([2, 3], border=True)
    with left:
        _overview.ranking(page)
    with right:
        _contacts.panel(_overview.verbatims(), on_close=_overview.close if _overview.is_open("ranking") else None)


st.html(f"<span hidden>{t('overview.question')}</span>")
body()
