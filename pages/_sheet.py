"""A sheet people fill in: taken away, given back, and read before anything of it is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from cx.download import XLSX
from cx.errors import CxError
from pages._words import language, plain

Found = TypeVar("Found")
_MOST = 5  # MB


def offered(key: str, label: str, make: Callable[[], bytes], file_name: str) -> None:
    """The button that gives the sheet; it is made on the click."""
    st.download_button(
        label,
        make,
        file_name=file_name,
        mime=XLSX,
        key=f"{key}_template",
        on_click="ignore",
        icon=":material/download:",
    )


def given(key: str, label: str, read: Callable[[bytes, str], Found]) -> Found | None:
    """What `read` finds in the file somebody gives; None while there is none, and where it cannot be read, which is said."""
    turn = st.session_state.get(f"{key}_round", 0)
    file = st.file_uploader(label, key=f"{key}_upload_{turn}", max_upload_size=_MOST)
    if file is None:
        return None
    try:
        return read(file.getvalue(), file.name)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return None
