"""Events: what happened that every trend should show; entered here, imported, taken back."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _happenings
from pages._words import t

_frame.title("events", has_basis=False)
st.caption(t("event_page.question"))
_happenings.message()
left, right = st.columns([3, 2], border=True)
with left:
    _happenings.listing()
with right:
    _happenings.add()
    _happenings.from_file()
_happenings.log()
