"""A table of accounts of which a row leads to the account's own page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pages import _account_parts, _row_choice
from pages._words import t


def listed(key: str, written: pd.DataFrame, accounts: Sequence[str], *, alt: str, help_text: str = "") -> str:
    """`written` in words, with the key of the account of every row in `accounts`; the account of the chosen row, "" without one."""
    place = _row_choice.chosen(key, written, alt=alt, help_text=help_text or t("partner.accounts_help"))
    if place is None:
        return ""
    _account_parts.link(str(accounts[place]), key)
    return str(accounts[place])
