"""The month on one page, for who reads one page a month: did we keep our promises, why did it move, what do customers say.

The week has a page of its own (12), for who works in it: what changed, where, and what is pressing.
"""

from __future__ import annotations

import streamlit as st

from pages import _documents, _filters, _frame, _monthly, _store

_frame.title("month", has_basis=False)
if not _store.reach():
    _frame.nothing_imported()
    st.stop()
_filters.bar(_monthly.picker)
page = _monthly.ask()
if page is None:
    _frame.nothing_matches()
    st.stop()


@_frame.fragment
def documents() -> None:
    """Everything to take away."""
    _documents.buttons(_monthly.asked())


@_frame.fragment
def why() -> None:
    """What moved a KPI, split as chosen."""
    view = _monthly.ask()
    if view:
        _monthly.why(view)


_monthly.finding(page)
documents()
_monthly.kpis(page)
left, right = st.columns([3, 2], border=True) if _store.bounds() else (None, st.container(border=True))
if left:
    with left, st.container(gap="xsmall"):
        _monthly.trend(page)
with right, st.container(gap="xsmall"):
    why()
_monthly.groups(page)
_monthly.notes(page)
_monthly.overview()
