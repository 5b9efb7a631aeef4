"""The weekly review of consultations: doubted tags, contacts without one, tags that are mixed up, audits, what was decided.

One section at a time, each a fragment: a decision redraws its section and nothing else.
"""

from __future__ import annotations

import streamlit as st

from pages import (
    _frame,
    _reading,
    _review_audit,
    _review_doubts,
    _review_kinds,
    _review_log,
    _review_mixed,
    _review_parts,
    _review_queue,
    _store,
)

_frame.title("review", has_basis=False)  # of the last weeks, whatever period people look at
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
if _reading.nothing():
    st.stop()


@_frame.fragment
def doubts() -> None:
    """One doubted tag after another, beside what was decided."""
    if _review_parts.never_learnt():
        return
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="small"):
        _review_doubts.one()
    with right, st.container(gap="small"):
        _review_doubts.decided()
        _review_parts.model()


@_frame.fragment
def unclassified() -> None:
    """The contacts nobody has said what they are about."""
    with st.container(border=True, key="review_queue"):
        _review_queue.waiting()


@_frame.fragment
def mixed() -> None:
    """Tags that are mixed up, beside who mixes them up."""
    if _review_parts.never_learnt():
        return
    left, right = st.columns([1, 1], border=True)
    with left, st.container(gap="small"):
        _review_mixed.pairs()
    with right, st.container(gap="small"):
        _review_mixed.crew()


@_frame.fragment
def audit() -> None:
    """A sample to judge, beside how right tags are."""
    if _review_audit.never():
        return
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="small"):
        _review_audit.one()
    with right, st.container(gap="small"):
        _review_audit.accuracies()


SECTIONS = {one.__name__: one for one in (doubts, unclassified, mixed, _review_kinds.kinds, audit, _review_log.history)}
SECTIONS[_review_parts.section(tuple(SECTIONS))]()
