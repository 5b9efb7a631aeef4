"""Who decided what about a tag, when and why; each decision can be taken back."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from cx import changes
from cx.arrow import packed
from cx.cache import VOC
from cx.voc import tagging
from cx.voc.tagging import Decision
from pages import _frame, _local, _review_parts, _store
from pages._words import language, t

_SHORT = 80


def _after(one: Decision) -> str:
    if one.reason == tagging.UNDONE:
        return one.after or t("review_page.history_source")
    return t("review_page.history_kept", tag=one.after) if one.is_kept else one.after or ""


def _rows(found: tuple[Decision, ...]) -> Any:
    texts = [" ".join(one.text.split()) for one in found]
    rows = {
        "at": [_local.words(one.made_at) for one in found],
        "before": [one.before or t("review_page.untagged") for one in found],
        "after": [_after(one) for one in found],
        "who": [t("change.local") if one.made_by == changes.NOBODY else one.made_by for one in found],
        "reason": [t("review_page.history_undone") if one.reason == tagging.UNDONE else one.reason for one in found],
        "text": [text if len(text) <= _SHORT else text[: _SHORT - 1] + "…" for text in texts],
    }
    return packed(pd.DataFrame({t(f"review_page.history_{name}"): cells for name, cells in rows.items()}))


@_frame.fragment
def history() -> None:
    """The newest decisions; a chosen one can be taken back."""
    _review_parts.message()
    found = tagging.history(_store.current())
    with st.container(border=True, key="review_history"):
        if not found:
            st.subheader(t("review_page.history_none_title"), anchor=False)
            st.markdown(t("review_page.history_none"))
            return
        st.subheader(t("review_page.history_title", n=f"{len(found):,}"), anchor=False)
        turn = st.session_state.get("review_history_turn", 0)
        event = st.dataframe(
            _store.kept((VOC, "tag history rows", language()), lambda: _rows(found)),
            hide_index=True,
            key=f"review_history_{turn}_{language()}",
            on_select="rerun",
            selection_mode="single-row",
            placeholder="",
            height=460 if len(found) > 12 else "auto",  # noqa: PLR2004 - rows that need no scrolling
            alt=t("review_page.section_history"),
        )
        picked = [found[row] for row in event.selection.rows if row < len(found)]
        st.button(
            t("review_page.history_undo"),
            key="review_history_undo",
            disabled=not (picked and picked[0].is_current),
            on_click=_undo,
            args=(picked[0].correction_id if picked else 0,),
            icon=":material/undo:",
        )


def _undo(number: int) -> None:
    _review_parts.act(lambda: tagging.undo(_store.current(), number, changes.actor()))
    st.session_state["review_history_turn"] = st.session_state.get("review_history_turn", 0) + 1
