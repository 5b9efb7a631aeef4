"""A table of words of which a row can be chosen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages._words import language

ROWS = 10  # more scroll
_ROW, _BORDER = 35, 38  # pixels


def chosen(
    key: str, written: pd.DataFrame, *, alt: str, help_text: str, rows: int = ROWS, wide: str = ""
) -> int | None:
    """The table with `help_text` below it; the place of the chosen row, None without one. The column `wide` is mostly empty, and takes room for words
    nevertheless.
    """
    event = st.dataframe(
        written,
        hide_index=True,
        key=f"{key}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(written) <= rows else _ROW * rows + _BORDER,
        placeholder="",
        alt=alt,
        column_config={wide: st.column_config.Column(width="medium")} if wide in written else None,
    )
    st.caption(help_text)
    picked = event["selection"]["rows"]
    return int(picked[0]) if picked and picked[0] < len(written) else None
