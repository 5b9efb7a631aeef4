"""Partners: do the accounts of each start well, stay, and find it easy?"""

from __future__ import annotations

import streamlit as st

from pages import _frame, _lifecycle, _partner_documents, _partner_parts

if not _lifecycle.begin("partners"):
    st.stop()


@_frame.fragment
def compared() -> None:
    """Partners by one measure."""
    view = _partner_parts.ask()
    if view:
        with st.container(border=True, gap="xsmall"):
            _partner_parts.compared(view)


@_frame.fragment
def listed() -> None:
    """Every partner with its numbers, and the accounts of the chosen one."""
    view = _partner_parts.ask()
    if view:
        with st.container(border=True, gap="xsmall"):
            _partner_parts.listed(view)


@_frame.fragment
def documents() -> None:
    """What partners are sent once a year."""
    with st.container(border=True, gap="xsmall"):
        _partner_documents.show()


if _partner_parts.begin():
    compared()
    listed()
    documents()
else:
    _partner_parts.nothing()
