"""One account: contracts, steps, use, contacts, scores, calls and what is not solved, on one page."""

from __future__ import annotations

import streamlit as st

from pages import _account_notes, _account_parts, _account_story, _frame, _lifecycle

if not _lifecycle.begin("account", has_filters=False):
    st.stop()
chosen = _account_parts.choose()
if not chosen:
    _account_parts.nobody()
    st.stop()


@_frame.fragment
def numbers() -> None:
    """Where the account stands."""
    _account_parts.cards(str(chosen))


@_frame.fragment
def line_of_time() -> None:
    """What happened so far."""
    with st.container(border=True, gap="xsmall"):
        _account_story.show(str(chosen))


@_frame.fragment
def matters() -> None:
    """What is not solved."""
    with st.container(border=True, gap="xsmall"):
        _account_parts.open_matters(str(chosen))


@_frame.fragment
def notes() -> None:
    """What the team wrote down."""
    with st.container(border=True, gap="xsmall"):
        _account_notes.show(str(chosen))


numbers()
left, right = st.columns([3, 2])
with left:
    matters()
with right:
    notes()
line_of_time()
