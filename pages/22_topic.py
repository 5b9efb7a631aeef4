"""One topic: since when, of what kind, where and by whom it is raised, and in whose words; renamed and pinned in place."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _reading, _topic_edit, _topic_log, _topic_parts, _words

_reading.begin("topic")
if _reading.no_topics():
    st.stop()
_topic_edit.message()
topic = _topic_parts.chosen()
_topic_parts.choose(topic)
if topic is None:
    st.info(_words.t("voc_page.unknown_topic"), icon=":material/search_off:")
    st.stop()


@_frame.fragment
def what_is_said() -> None:
    """The charts and the texts behind them: a click on any shows its texts."""
    view = _topic_parts.ask(topic)
    if view is None:
        return
    left, right = st.columns([3, 2], border=True)
    with left, st.container(gap="xsmall"):
        _topic_parts.trend(view, topic)
        _topic_parts.texts(topic)
    with right, st.container(gap="xsmall"):
        _topic_parts.where(view, topic)
        _topic_parts.made_of(view, topic)
        _topic_parts.accounts(view, topic)
        _topic_parts.close(topic)


view = _topic_parts.begin(topic)
if view is None:
    _topic_parts.nothing(topic)
else:
    _topic_parts.head(view, topic)
    what_is_said()
_topic_log.log(topic.code)
