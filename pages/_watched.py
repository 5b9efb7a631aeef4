"""Work in the background as pages show it: looked at twice a second while it goes on, and stopped with a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from cx.background import Background
from pages import _frame

J = TypeVar("J", bound=Background)


@st.fragment(run_every=0.5)
def watch(find: Callable[[], J | None], draw: Callable[[J], None]) -> None:
    """Draw the work that is found as long as it goes on; the rest of the page stands still. Its end makes the page anew."""
    with _frame.guard():
        now = find()
        if now is None or not now.is_running:
            st.rerun()
            return
        draw(now)


def stop(now: Background, key: str, words: str, stopping: str) -> None:
    """The button that stops it; `stopping` stands on it until that has happened."""
    st.button(
        stopping if now.is_stopping else words, key=key, on_click=now.cancel, disabled=now.is_stopping, icon=":material/stop_circle:",
    )  # fmt: skip
