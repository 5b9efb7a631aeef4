"""The app: one navigation over the files of pages/, language, store and selection in the URL. Computes nothing.

A page is a file pages/NN_name.py (NN is its order); its title is the text app.page_name.
Modules that pages share begin with an underscore, and none is called like a page.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages import _address, _frame, _store, _turns, _warm

HERE = Path(__file__).parent

st.set_page_config(page_icon=HERE / "static" / "favicon.svg", layout="wide")
with _warm.afterwards(), _turns.mine(), _frame.guard():
    _address.read(_store.default())
    _store.begin()
    page = st.navigation(_frame.pages(HERE / "pages"), position="top")
    _frame.head()
    _address.write()
    page.run()
