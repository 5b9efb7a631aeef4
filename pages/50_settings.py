"""The rules numbers are counted by: meaning, default and allowed range of each setting, saved one by one."""

from __future__ import annotations

import streamlit as st

from cx import settings
from pages import _frame, _rules, _store
from pages._words import t

_frame.title("settings", has_basis=False)
st.caption(t("settings_page.question"))
_rules.message()
now = settings.get(_store.current())
grid = st.grid(2, min_column_width=320, border=True, gap="small", key="settings_grid")
for name in settings.NAMES:
    with grid.cell():
        _rules.card(name, getattr(now, name))
