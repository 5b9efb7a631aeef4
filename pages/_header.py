"""How many rows of a sheet are its header, where a person knows better than the file looks."""

from __future__ import annotations

import streamlit as st

from cx.importing.draft import COLUMNS, Draft
from cx.importing.rehead import ROWS
from cx.importing.run import read_anew
from pages import _store
from pages._intake import Entry
from pages._words import t

_DEPENDENT = ("way", "sheet", "table")  # what was chosen of the file as it was read before


def _read_anew(entry: Entry, draft: Draft, key: str) -> None:
    entry.draft = Draft.of(read_anew(_store.current(), draft.inspection, draft.sheet, st.session_state[key]))
    entry.draft.round += draft.round  # the tables of the mapping are shown anew
    if entry.draft.way == COLUMNS:
        entry.draft.choose(COLUMNS, sheet=draft.sheet)
    for part in _DEPENDENT:
        st.session_state.pop(f"imports_{part}_{entry.number}", None)


def choose(entry: Entry, draft: Draft) -> None:
    """The choice, for a sheet whose header stands in its rows."""
    heads = draft.inspection.sheet(draft.sheet).heads
    if heads is None:
        return
    key = f"imports_heads_{entry.number}_{draft.round}"
    st.selectbox(
        t("imports.heads"),
        ROWS,
        index=ROWS.index(len(heads)),
        key=key,
        format_func=lambda rows: t(f"imports.heads_{rows}"),
        help=t("imports.heads_help"),
        on_change=_read_anew,
        args=(entry, draft, key),
    )
