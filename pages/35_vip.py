"""VIP: who they are, whether they are served better, and what they are waiting for."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _lifecycle, _vip_parts, _vip_rule

if not _lifecycle.begin("vip"):
    st.stop()


@_frame.fragment
def waiting() -> None:
    """Open contacts come first."""
    view = _vip_parts.ask()
    if view:
        with st.container(border=True, gap="xsmall"):
            _vip_parts.waiting(view)


@_frame.fragment
def hotline() -> None:
    """The use of their own line over time."""
    view = _vip_parts.ask()
    if view and view.hotline is not None:
        with st.container(border=True, gap="xsmall"):
            _vip_parts.hotline(view)


@_frame.fragment
def listed() -> None:
    """Every VIP."""
    view = _vip_parts.ask()
    if view:
        with st.container(border=True, gap="xsmall"):
            _vip_parts.listed(view)


@_frame.fragment
def rule() -> None:
    """Who is a VIP, and what it was before."""
    _vip_rule.editor()


if _vip_parts.begin():
    waiting()
    hotline()
    listed()
else:
    _vip_parts.nothing()
rule()
