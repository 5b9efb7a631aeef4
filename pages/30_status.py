"""Data status: how fresh and whole the data are, what was imported and can be taken back, who is the same as whom."""

from __future__ import annotations

import streamlit as st

from pages import _batches, _frame, _freshness, _matching
from pages._words import t

_frame.title("status", has_basis=False)
st.caption(t("status.question"))
if not _freshness.sources():
    _frame.nothing_imported()
    st.stop()
_freshness.gaps()
_batches.listing()
_matching.show()
_batches.backup_button()
