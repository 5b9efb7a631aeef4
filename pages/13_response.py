"""Response and backlog: do we answer in time, when do we not, and what is still lying about.

Four fragments, each with the rows behind its numbers; what they draw is asked for once and kept (`_response_parts.ask`).
"""

from __future__ import annotations

import streamlit as st

from pages import _filters, _frame, _response_parts, _store

_frame.title("response")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()


@_frame.fragment
def do_we_answer() -> None:
    """The cards."""
    page = _response_parts.ask()
    if page:
        _response_parts.promises(page)


@_frame.fragment
def when_do_we_not() -> None:
    """The week by hours, and beside it contacts against agents."""
    page = _response_parts.ask()
    if page:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _response_parts.week(page)
        with right, st.container(gap="xsmall"):
            _response_parts.staff(page)
        _response_parts.PLACES.panel("week")


@_frame.fragment
def how_much_is_open() -> None:
    """The backlog over time and its age."""
    page = _response_parts.ask()
    if page:
        sides = st.columns([3, 2], border=True) if page.ages else [st.container(border=True)]
        with sides[0], st.container(gap="xsmall"):
            _response_parts.trend(page)
        for side in sides[1:]:
            with side, st.container(gap="xsmall"):
                _response_parts.ages(page)


@_frame.fragment
def what_is_open() -> None:
    """Where the open contacts lie, and the oldest of them."""
    page = _response_parts.ask()
    if page and page.oldest is not None:
        sides = st.columns([1, 2], border=True) if page.groups else [st.container(border=True)]
        if page.groups:
            with sides[0], st.container(gap="xsmall"):
                _response_parts.groups(page)
        with sides[-1], st.container(gap="xsmall"):
            _response_parts.rows(page)


if not _response_parts.begin():
    _frame.nothing_matches()
    st.stop()
do_we_answer()
when_do_we_not()
how_much_is_open()
what_is_open()
