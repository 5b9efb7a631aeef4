"""A table of accounts of which a row leads to the account's own page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages import _account_parts
from pages._words import language, t

_ROWS = 10


def listed(key: str, written: pd.DataFrame, accounts: Sequence[str], *, alt: str, help_text: str = "") -> str:
    """`written` in words, with the key of the account of every row in `accounts`; the account of the chosen row, "" without one."""
    event = st.dataframe(
        written,
        hide_index=True,
        key=f"{key}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(written) <= _ROWS else 35 * _ROWS + 38,
        placeholder="",
        alt=alt,
    )
    st.caption(help_text or t("partner.accounts_help"))
    chosen = event["selection"]["rows"]
    if not chosen or chosen[0] >= len(accounts):
        return ""
    _account_parts.link(str(accounts[chosen[0]]), key)
    return str(accounts[chosen[0]])
