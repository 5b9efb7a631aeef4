"""Importing: drop files, see what they are and how they are read, decide what only people can, import, read the report."""

from __future__ import annotations

import streamlit as st

from pages import _drafts, _frame, _intake, _offers, _progress
from pages._words import t

_frame.title("imports", has_basis=False)
st.caption(t("imports.question"))
if _frame.is_demo():
    _frame.own_data_only("imports.demo")
else:
    _progress.show()
    _intake.uploader()
    _drafts.show()
_offers.known()
_offers.empty_templates()
if not _frame.is_demo():
    _offers.remembered()
