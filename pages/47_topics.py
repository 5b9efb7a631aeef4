"""Topic curation: what the topics are called, which are one, which are mixed; what people did, and what the last run found."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _reading, _store, _topic_edit, _topic_list, _topic_log
from pages._words import t

_frame.title("topics", has_basis=False)
st.caption(t("voc_page.curate.question"))
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
if _reading.nothing():
    st.stop()
_reading.line()
_topic_edit.message()
if _reading.no_topics():
    _topic_log.log()
    st.stop()
left, right = st.columns([3, 2])
with left, st.container(border=True):
    picked = _topic_list.chosen()
with right, st.container(border=True):
    _topic_list.edit(picked)
with st.container(border=True, key="topics_run"):
    _topic_list.last_run()
    _topic_list.past_runs()
_topic_log.log()
