"""Targets: what every metric should reach, whether it does, and how that changed over time."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _goal_doubts, _goals
from pages._words import t

_frame.title("targets", has_basis=False)
st.caption(t("target_page.question"))
_goals.message()
_goal_doubts.doubts()
left, right = st.columns([3, 2], border=True)
with left:
    _goals.now()
with right:
    _goals.add()
with st.container(border=True, key="targets_history"):
    _goals.history()
_goal_doubts.log()
