"""The weekly CS report: what was this week like, what changed in it, what is pressing; and its documents.

Fragments for documents, cards, groups and open contacts: a click redraws one of them.
"""

from __future__ import annotations

import streamlit as st

from pages import _cards, _documents, _filters, _frame, _split, _store, _weekly

_frame.title("week", has_basis=False)
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar(_weekly.picker)
page = _weekly.begin()
if page is None:
    _frame.nothing_matches()
    st.stop()


@_frame.fragment
def documents() -> None:
    """Everything to take away."""
    _documents.buttons(_weekly.asked())


@_frame.fragment
def how_was_it() -> None:
    """The cards."""
    view = _weekly.ask()
    if view:
        _cards.show(view.cards, _weekly.open_card, key="week_grid")
        _weekly.PLACES.panel("week_cards")


@_frame.fragment
def where() -> None:
    """Categories beside channels and products."""
    view = _weekly.ask()
    if not view or not view.charts:
        return
    sides = [side for side in (("category",), ("channel", "product")) if set(side) & set(view.charts)]
    for column, side in zip(st.columns(len(sides), border=True), sides, strict=True):
        with column, st.container(gap="xsmall"):
            for by in side:
                if by in view.charts:
                    _weekly.group(view, by)
    _weekly.PLACES.panel("week_groups")


@_frame.fragment
def why() -> None:
    """What moved a KPI, split as chosen."""
    view = _weekly.ask()
    if view and view.splits:
        with st.container(border=True, gap="xsmall", key="week_why"):
            _split.show("week_why", view.splits, _weekly.asked())


@_frame.fragment
def what_is_pressing() -> None:
    """Urgent and long-standing contacts."""
    view = _weekly.ask()
    if view:
        with st.container(border=True, gap="xsmall", key="week_open"):
            _weekly.pressing(view)


_weekly.finding(page, documents)
how_was_it()
where()
why()
what_is_pressing()
