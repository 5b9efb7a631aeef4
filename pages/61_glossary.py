"""The team's glossary: product names, words that say nothing, words that mean another; the texts are read by it."""

from __future__ import annotations

import streamlit as st

from pages import _frame, _glossary_offers, _glossary_parts, _searcher, _store
from pages._words import t

_frame.title("glossary", has_basis=False)
st.caption(t("words_page.glossary_question"))
_searcher.get_ready(_store.current())
_glossary_parts.message()
left, right = st.columns([3, 2], border=True)
with left:
    _glossary_parts.listing()
with right:
    _glossary_parts.add()
_glossary_offers.offers()
_glossary_parts.log()
