"""Automation: what does the bot take off us, and is it really solved?

Three fragments, each with the contacts behind its numbers: a click redraws one of them.
"""

from __future__ import annotations

import streamlit as st

from pages import _cards, _filters, _frame, _ledger_parts, _store

_frame.title("automation")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()


@_frame.fragment
def how_much() -> None:
    """The rates, each with its interval, n and target."""
    view = _ledger_parts.ask()
    if view:
        _cards.show(view.cards, _ledger_parts.open_card, key="ledger_grid")
        _ledger_parts.PLACES.panel("ledger_cards")


@_frame.fragment
def is_it_solved() -> None:
    """From all contacts to those that were really over, and what that is worth."""
    view = _ledger_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _ledger_parts.steps(view)
        with right, st.container(gap="xsmall"):
            _ledger_parts.money(view)
        _ledger_parts.PLACES.panel("ledger_steps")


@_frame.fragment
def since_when_and_where_not() -> None:
    """ROAR over time, and where most come back."""
    view = _ledger_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _ledger_parts.trend(view)
        with right, st.container(gap="xsmall"):
            _ledger_parts.fails(view)
        _ledger_parts.PLACES.panel("ledger_fails")


if _ledger_parts.nothing():
    st.stop()
if not _ledger_parts.begin():
    _frame.nothing_matches()
    st.stop()
how_much()
is_it_solved()
since_when_and_where_not()
