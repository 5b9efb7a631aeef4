"""The overview: how are we, where did it change, what do customers say.

Three fragments, each with the rows behind its numbers: a click redraws one of them. What they draw is asked for once
and kept (`_findings.ask`).
"""

from __future__ import annotations

import streamlit as st

from pages import _cards, _filters, _findings, _frame, _store

_frame.title("overview")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()


@_frame.fragment
def how_are_we() -> None:
    """The KPI cards."""
    page = _findings.ask()
    if page:
        if page.cards:
            _cards.show(page.cards, _findings.open_card)
        if page.surveys:
            _cards.show(page.surveys, _findings.open_card, key="surveys")
        _findings.PLACES.panel("cards")


@_frame.fragment
def where_did_it_change() -> None:
    """Volume and response rate over time, and the channels."""
    page = _findings.ask()
    if page and page.has_contacts:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _findings.main(page)
        with right, st.container(gap="xsmall"):
            _findings.mix(page)
        _findings.PLACES.panel("charts")


@_frame.fragment
def what_do_customers_say() -> None:
    """The categories and the words beside them; only words where there are answers and no contacts."""
    page = _findings.ask()
    if page and not page.has_contacts:
        with st.container(border=True, gap="xsmall"):
            _findings.verbatims((page.cards or page.surveys)[0].name)
    elif page:
        left, right = st.columns([2, 3], border=True)
        with left, st.container(gap="xsmall"):
            _findings.ranking(page)
        with right, st.container(gap="xsmall"):
            _findings.verbatims()


if not _findings.begin():
    _frame.nothing_matches()
    st.stop()
how_are_we()
where_did_it_change()
what_do_customers_say()
