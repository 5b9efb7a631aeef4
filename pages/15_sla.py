"""SLA: how often promised times were kept, by policy, beside the tool's own verdict; and setting the policies."""

from __future__ import annotations

import streamlit as st

from pages import _filters, _frame, _promises, _promises_file, _store
from pages._words import t

_frame.title("sla")
st.caption(t("sla.question"))
if _store.bounds():
    _filters.bar()
_promises.message()


@_frame.fragment
def how_many_are_kept() -> None:
    """The cards, with the contacts behind them."""
    view = _promises.ask()
    if view:
        _promises.cards(view)


@_frame.fragment
def which_are_broken() -> None:
    """Every policy with what it is worth, and the form for a new one."""
    with st.container(border=True, gap="xsmall"):
        _promises.table(_promises.ask())
    _promises.PLACES.panel("policies")
    with st.container(border=True, gap="xsmall"):
        _promises.add()
        _promises_file.from_file()


if _store.bounds():
    _promises.begin()
    how_many_are_kept()
which_are_broken()
_promises.log()
