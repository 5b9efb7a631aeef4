"""The business calendar: the usual week, its changes over time, holidays and company days of a year."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _open_week, _special_days
from pages._words import t

_frame.title("calendar", has_basis=False)
st.caption(t("calendar_page.question"))
left, right = st.columns([1, 1], border=True)
with left:
    _open_week.picture()
    _open_week.change()
    _open_week.table()
with right:
    _special_days.picture()
    _special_days.listing()
    _special_days.add()
    _special_days.from_file()
