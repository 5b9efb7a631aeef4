"""The two stores of the app, opened once per process, and the questions pages ask of the one they look at.

Every answer goes through the cache of `cx.cache`: the key holds the question, the selection, the versions of data and
settings and the as-of day, and twenty sessions asking at once cost one calculation.
"""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from cx import compute
from cx.importing import inbox
from cx.warehouse import Store, StoreKind, store_folder


@st.cache_resource(show_spinner=False)
def _open(folder: str, kind: StoreKind) -> Store:
    store = Store.open(Path(folder), name=kind)
    threading.Thread(target=inbox.serve, args=(store,), name=f"inbox-{kind}", daemon=True).start()
    return store


def opened(kind: StoreKind) -> Store:
    """The demo or the own store of this machine; opened, and serving its inbox, from the first call on."""
    return _open(str(store_folder(kind)), kind)


def default() -> StoreKind:
    """What a session without a wish begins with: its own data, or the demo while there are none."""
    return "own" if compute.last_day(opened("own")) else "demo"


def current() -> Store:
    """The store this session looks at."""
    return opened(st.session_state["store"])


def today() -> date:
    """The as-of day of what depends on the clock (grace periods)."""
    return datetime.now().astimezone().date()


def bounds() -> tuple[date, date] | None:
    """First and last day with data; None in an empty store."""
    store = current()
    last = compute.last_day(store)
    return (compute.first_day(store) or last, last) if last else None
