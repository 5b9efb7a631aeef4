"""Retention: do accounts stay, does revenue stay, and why do they leave?"""

from __future__ import annotations

import streamlit as st

from cx.lifecycle import terms
from pages import _frame, _lifecycle, _onboarding_parts, _retention_parts, _store

if not _lifecycle.begin("retention"):
    st.stop()


@_frame.fragment
def what_stays() -> None:
    """Revenue from start to end, and why accounts leave in their own words."""
    view = _retention_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _retention_parts.money(view)
            _retention_parts.causes(view)
        with right, st.container(gap="xsmall"):
            _retention_parts.quotes()


@_frame.fragment
def since_when() -> None:
    """Renewals over time and by group."""
    view = _retention_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _retention_parts.trend(view)
        with right, st.container(gap="xsmall"):
            _retention_parts.groups(view)


@_frame.fragment
def how_long() -> None:
    """Cohorts by contract or by use, and how long accounts stay."""
    view = _retention_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _retention_parts.cohorts_of(view)
        with right, st.container(gap="xsmall"):
            _retention_parts.lives(view)


if not terms.is_any(_store.current()):
    _retention_parts.nothing()
    st.stop()
found = _retention_parts.begin()
if found:
    _retention_parts.cards(found)
    what_stays()
    since_when()
    how_long()
else:
    _onboarding_parts.nothing("nobody")
