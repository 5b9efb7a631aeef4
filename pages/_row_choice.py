"""A table of words of which a row can be chosen."""

from __future__ import annotations

from math import ceil

import pandas as pd
import streamlit as st

from pages._words import language

ROWS = 10  # more scroll
PAGE = 40  # more are on further pages: a page has to be there at once
_ROW, _BORDER = 35, 38  # pixels


def chosen(
    key: str, written: pd.DataFrame, *, alt: str, help_text: str, rows: int = ROWS, wide: str = ""
) -> int | None:
    """The table, PAGE rows at a time, with `help_text` below it; the place of the chosen row among all, None without one.

    The column `wide` is mostly empty, and takes room for words nevertheless.
    """
    pages = max(ceil(len(written) / PAGE), 1)
    page_key = f"{key}_page_{pages}"
    first = (min(st.session_state.get(page_key, 1), pages) - 1) * PAGE
    shown = written.iloc[first : first + PAGE]
    event = st.dataframe(
        shown,
        hide_index=True,
        key=f"{key}_{first}_{language()}" if first else f"{key}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(shown) <= rows else _ROW * rows + _BORDER,
        placeholder="",
        alt=alt,
        column_config={wide: st.column_config.Column(width="medium")} if wide in written else None,
    )
    st.caption(help_text)
    if pages > 1:
        st.pagination(pages, key=page_key)
    picked = event["selection"]["rows"]
    return first + int(picked[0]) if picked and picked[0] < len(shown) else None
