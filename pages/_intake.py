"""What people drop: each file becomes an entry of the session, looked at once; its bytes leave the upload at once too.

A password opens the file in the run that follows the click and is kept nowhere.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import streamlit as st

from cx.errors import CxError
from cx.importing.cleaning import clean_file_name
from cx.importing.draft import Draft
from cx.importing.run import inspect
from cx.privacy import Mask
from pages import _store
from pages._words import language, plain, t

_PASSWORD = ("file.password_needed", "file.password_wrong")
_numbers = itertools.count(1)


@dataclass
class Entry:
    """One dropped file. `data` is there only while it waits for its password; `draft` once it could be read."""

    file_name: str
    data: bytes | None = None
    draft: Draft | None = None
    error: CxError | None = None
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def is_locked(self) -> bool:
        """Whether a password is what it waits for."""
        return self.error is not None and self.error.key in _PASSWORD

    def look(self, data: bytes, name: str, password: str | None = None) -> None:
        """Read and recognise it."""
        self.error = self.data = None
        try:
            self.draft = Draft.of(inspect(_store.current(), data, name, password=password))
        except CxError as error:
            self.error = error
            self.data = data if self.is_locked else None


def entries() -> dict[int, Entry]:
    """The files of this session that wait to be imported, in the order they came."""
    return st.session_state.setdefault("imports_entries", {})


def remove(number: int) -> None:
    """Let a file go."""
    entries().pop(number, None)


def uploader() -> None:
    """The place to drop files; what was dropped is taken over, and the place is empty again."""
    turn = st.session_state.setdefault("imports_turn", 0)
    files = st.file_uploader(
        t("imports.upload"), accept_multiple_files=True, key=f"imports_upload_{turn}", help=t("imports.upload_help")
    )
    if not files:
        return
    mask = Mask(salt=_store.current().salt)
    with st.spinner(t("imports.reading")):
        for file in files:
            entry = Entry(mask.text(clean_file_name(file.name)))
            entry.look(file.getvalue(), file.name)
            entries()[entry.number] = entry
    st.session_state["imports_turn"] = turn + 1
    st.rerun()


def refused(entry: Entry) -> None:
    """Why a file cannot be read, or the question for its password."""
    if entry.error is None:
        return
    if not entry.is_locked:
        st.error(plain(entry.error.text(language())), icon=":material/error:")
        return
    with st.form(f"imports_unlock_{entry.number}", clear_on_submit=True, border=False):
        if entry.error.key == "file.password_wrong":
            st.warning(plain(entry.error.text(language())), icon=":material/lock:")
        row = st.container(horizontal=True, vertical_alignment="bottom")
        password = row.text_input(
            t("imports.password"),
            type="password",
            key=f"imports_password_{entry.number}",
            autocomplete="off",
            help=t("imports.password_help"),
            width=320,
        )
        sent = row.form_submit_button(t("imports.unlock"), key=f"imports_open_{entry.number}", type="primary")
    if sent and password and entry.data is not None:
        with st.spinner(t("imports.reading")):
            entry.look(entry.data, entry.file_name, password)
        st.rerun()
