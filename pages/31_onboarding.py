"""Onboarding: do accounts get from contract to first value, where do they stop, and whom to call this week?"""

from __future__ import annotations

import streamlit as st

from cx.lifecycle import steps
from pages import (
    _frame,
    _lifecycle,
    _onboarding_lengths,
    _onboarding_parts,
    _onboarding_queue,
    _onboarding_steps,
    _store,
)

if not _lifecycle.begin("onboarding"):
    st.stop()


@_frame.fragment
def where() -> None:
    """How many reach each step, why others do not, and which group is behind."""
    view = _onboarding_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _onboarding_parts.steps(view)
            _onboarding_parts.causes(view)
        with right, st.container(gap="xsmall"):
            _onboarding_parts.groups(view)
        _onboarding_lengths.stopped()


@_frame.fragment
def since_when() -> None:
    """The rate by cohort, and how long it takes."""
    view = _onboarding_parts.ask()
    if view:
        left, right = st.columns([3, 2], border=True)
        with left, st.container(gap="xsmall"):
            _onboarding_parts.trend(view)
            _onboarding_lengths.show()
        with right, st.container(gap="xsmall"):
            _onboarding_parts.curve(view)


@_frame.fragment
def whom_to_call() -> None:
    """The accounts that stand still."""
    with st.container(border=True, gap="xsmall"):
        _onboarding_queue.show()


if not steps.steps(_store.current()):
    _onboarding_parts.nothing("no_steps")
    st.stop()
found = _onboarding_parts.begin()
if found:
    _onboarding_parts.cards(found)
    where()
    whom_to_call()
    since_when()
else:
    _onboarding_parts.nothing("nobody")
_onboarding_steps.editor()
