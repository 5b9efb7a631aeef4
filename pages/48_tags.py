"""The taxonomy: the team's tags in versions, and what every tag that ever was is counted as."""

from __future__ import annotations

import streamlit as st

from cx.voc import taxonomy
from pages import _frame, _reading, _store, _taxonomy_edit, _taxonomy_list
from pages._words import t

_frame.title("tags", has_basis=False)
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
if _reading.nothing():
    st.stop()
st.caption(t("tag_page.question") + " " + t("tag_page.scope"))
_taxonomy_edit.message()
if not taxonomy.current(_store.current()):
    _taxonomy_edit.begin()
    st.stop()
_taxonomy_edit.strangers()
left, right = st.columns([3, 2], border=True)
with left, st.container(gap="small"):
    chosen = _taxonomy_list.now()
with right, st.container(gap="small"):
    if chosen:
        _taxonomy_edit.change(chosen)
    else:
        st.caption(t("tag_page.choose"))
    _taxonomy_edit.add()
_taxonomy_list.versions()
