"""Renewals ahead: whose contract ends soon, what speaks against a renewal, and what can be said for it?"""

from __future__ import annotations

import streamlit as st

from cx.lifecycle import terms
from pages import _frame, _lifecycle, _renewal_parts, _retention_parts, _store

if not _lifecycle.begin("renewals", has_period=False):
    st.stop()
if not terms.is_any(_store.current()):
    _retention_parts.nothing()
    st.stop()


@_frame.fragment
def soon() -> None:
    """The contracts that end within the days chosen, the likeliest to be lost first, and how that is known."""
    days = _renewal_parts.within()
    _renewal_parts.basis(days)
    view = _renewal_parts.found(days)
    if view is None:
        _renewal_parts.nothing()
        return
    _renewal_parts.cards(view)
    with st.container(border=True, gap="xsmall"):
        _renewal_parts.listed(view)
    _renewal_parts.trust(view)


soon()
