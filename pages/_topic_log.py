"""What people did to topics, as a table: what, who, when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import cache, changes
from cx.arrow import packed
from cx.voc import catalogue
from cx.voc.catalogue import Edit, Topic
from pages import _local, _store
from pages._words import language, t


def _details(edit: Edit, known: dict[str, Topic]) -> str:
    def named(codes: str) -> str:
        return ", ".join(known[code].title if code in known else code for code in codes.split(",") if code)

    if edit.edit in ("merge", "part", "split"):  # what is not written down is the topic itself
        own = str(edit.topic_id)
        return t("voc_page.curate.from_to", before=named(edit.before or own), after=named(edit.after or own))
    if edit.edit == "rename":
        topic = known.get(str(edit.topic_id))
        found = topic.label if topic else "–"
        return t("voc_page.curate.from_to", before=edit.before or found, after=edit.after or found)
    return ""


def _rows(code: str | None) -> tuple[int, object]:
    known = catalogue.topics(_store.current())
    found = catalogue.history(_store.current(), code)
    cells = {
        "at": [_local.words(one.made_at) for one in found],
        "who": [t("change.local") if one.made_by == changes.NOBODY else one.made_by for one in found],
        "what": [t(f"voc_page.curate.edit_{one.edit}") for one in found],
        "topic": [known[str(one.topic_id)].title if str(one.topic_id) in known else "" for one in found],
        "more": [_details(one, known) for one in found],
    }
    frame = pd.DataFrame({t(f"voc_page.curate.log_{name}"): values for name, values in cells.items()})
    return len(found), packed(frame)


def log(code: str | None = None) -> None:
    """The changes of one topic, or of all, the newest first."""
    question = (cache.VOC, "topic log", code, language())
    n, rows = cache.cached(_store.current(), question, None, lambda: _rows(code))
    if not n:
        if code:
            st.caption(t("voc_page.history_none"))
        return
    title = t("voc_page.history" if code else "voc_page.curate.log_title", n=n)
    with st.expander(title, key=f"topic_log_{code or 'all'}"):
        st.dataframe(rows, hide_index=True, key=f"topic_log_{code or 'all'}_{language()}", placeholder="", alt=title)
