"""Notes about an account: written, read, and taken back with who and when."""

from __future__ import annotations

import streamlit as st

from cx.errors import CxError
from cx.lifecycle import notes
from pages import _local, _store
from pages._words import language, plain, t


def show(key: str) -> None:
    """The notes that stand, a form for another, and those taken back."""
    store = _store.current()
    st.subheader(t("account.note_title"), anchor=False)
    found = notes.of_account(store, key)
    standing, removed = found[found["removed_at"].isna()], found[found["removed_at"].notna()]
    if standing.empty:
        st.caption(t("account.note_none"))
    for row in standing.to_dict("records"):
        with st.container(border=True, gap="xsmall"):
            st.text(str(row["note"]))
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                about = t("account.note_about", when=_local.words(row["made_at"]), who=row["made_by"])
                st.caption(plain(about), width="content")
                number = int(row["note_id"])
                st.button(
                    t("account.note_remove"), key=f"note_remove_{number}", type="tertiary", icon=":material/delete:",
                    on_click=notes.remove, args=(store, number),
                )  # fmt: skip
    _form(key)
    if len(removed):
        with st.expander(t("account.note_removed", n=len(removed)), key="notes_removed"):
            for row in removed.to_dict("records"):
                st.text(str(row["note"]))
                said = {"when": _local.words(row["made_at"]), "who": row["made_by"]}
                gone = {"removed": _local.words(row["removed_at"]), "by": row["removed_by"]}
                st.caption(plain(t("account.note_removed_about", **said, **gone)))


def _form(key: str) -> None:
    with st.form(f"note_form_{key}", border=False, clear_on_submit=True):
        note = st.text_area(
            t("account.note_new"), key="note_text", max_chars=notes.LONGEST, height=80, help=t("account.note_help")
        )
        if st.form_submit_button(t("account.note_save")):
            try:
                notes.add(_store.current(), key, note)
            except CxError as error:
                st.error(plain(error.text(language())))
                return
            st.rerun(scope="app")
