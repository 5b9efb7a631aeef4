"""Who decided what, and when: the log of one kind of decisions, as a table to read and sort."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from cx import cache, changes
from cx.arrow import packed
from pages import _local, _store
from pages._words import language, t

Say = Callable[[Mapping[str, object]], str]


def log(about: str, what: Say, value: Say) -> None:
    """The changes of one kind, the newest first; `what` names what was decided, `value` says what was decided about it."""

    def make() -> tuple[str, object]:
        found = changes.everything(_store.current(), about)
        shown = {
            "at": [_local.words(one.changed_at) for one in found],
            "actor": [t("change.local") if one.actor == changes.NOBODY else one.actor for one in found],
            "what": [what(one.after or one.before or {}) for one in found],
            "before": [value(one.before) if one.before else t("change.nothing") for one in found],
            "after": [value(one.after) if one.after else t("change.gone") for one in found],
        }
        frame = pd.DataFrame({t(f"change.{name}"): cells for name, cells in shown.items()})
        return t("change.title", n=len(found)) if found else "", packed(frame)

    title, rows = _store.kept((cache.VOC, "changes", about, language()), make)
    if title:
        with st.expander(title, key=f"changes_{about}"):
            st.dataframe(rows, hide_index=True, key=f"changes_{about}_{language()}", placeholder="", alt=title)
