"""Which month or week a page is about: every one with data, with one step back and forth. It is the period of every other page too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from cx import period
from cx.reports import headline
from pages import _address, _store
from pages._words import language, t


def choose(first: date, grain: str) -> None:
    """Look at the month or week that begins on `first`, on every page."""
    _address.choose(_address.selection().narrowed(period=f"{first}..{period.end_of(first, grain)}"))


def picker(grain: str, now: date) -> None:
    """The months or weeks to choose from, the newest first; `now` is the one looked at, also where it has no data."""
    first, last = _store.reach() or (date.min, date.min)
    tongue, key = language(), f"{grain}_chosen"
    starts = sorted({bucket.first for bucket in period.buckets(first, last, grain)} | {now}, reverse=True)
    at = starts.index(now)
    st.session_state[key] = now
    _step(f"{grain}_before", "month.before", "chevron_left", starts[at + 1 : at + 2], grain)
    st.selectbox(
        t(f"{grain}.which"),
        starts,
        key=key,
        format_func=lambda one: headline.called(one, grain, tongue),
        on_change=lambda: choose(st.session_state[key], grain),
        width=190,
    )
    _step(f"{grain}_after", "month.after", "chevron_right", starts[max(at - 1, 0) : at], grain)


def _step(key: str, label: str, icon: str, to: Sequence[date], grain: str) -> None:
    st.button(
        t(label),
        key=key,
        icon=f":material/{icon}:",
        on_click=lambda: choose(to[0], grain),
        disabled=not to,
        type="tertiary",
    )
