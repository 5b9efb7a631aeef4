"""One page of the rows behind a number: short cells in the table, the whole text of the row that is chosen below it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from cx import number
from cx.arrow import packed
from cx.shortened import shortened
from pages import _account_parts
from pages._words import language, member, t

CONTACT_COLUMNS = ("opened_at", "body", "channel", "category", "product", "account_name")
ANSWER_COLUMNS = ("day", "score", "comment", "survey", "dimension", "product", "channel", "account_name")
ASKED = {"contacts": (*CONTACT_COLUMNS, "subject", "account_key"), "answers": (*ANSWER_COLUMNS, "account_key")}
_CODES = ("channel", "category", "survey", "dimension")
_SHORT = 200  # characters of a text in its cell; four lines are seen
_ROW = 66  # pixels: above 60 the text wraps, so that four lines of what was said can be read
_WIDTHS: dict[str, int | str] = {
    "opened_at": 125,
    "day": 95,
    "channel": 90,
    "category": 130,
    "body": "large",
    "comment": "large",
}


@dataclass(frozen=True)
class Page:
    """Rows ready to be sent, and of every row its subject, its whole text, and the key of its account ("": none)."""

    rows: Any
    texts: tuple[tuple[str, str], ...]
    accounts: tuple[str, ...] = ()


def _short(text: str) -> str:
    return shortened(text, _SHORT)


def made(frame: pd.DataFrame) -> Page:
    """The page of a frame with the columns `ASKED` and perhaps lengths of time; codes become names, lengths words, and the
    title stands in where there is no text.
    """
    shown = frame.copy()
    for name in _CODES:
        if name in shown:
            names = {code: member(name, code) if code else "" for code in shown[name].fillna("").unique()}
            shown[name] = shown[name].fillna("").map(names)
    for name in [name for name in shown if name.endswith("_seconds")]:
        shown[name] = [number.length(seconds, language()) for seconds in shown[name].astype("float64")]
    subjects = shown.pop("subject").fillna("") if "subject" in shown else pd.Series("", index=shown.index)
    accounts = shown.pop("account_key").fillna("") if "account_key" in shown else pd.Series("", index=shown.index)
    said = "body" if "body" in shown else "comment"
    texts = shown[said].fillna("")
    shown[said] = [_short(text or subject) for text, subject in zip(texts, subjects, strict=True)]
    return Page(packed(shown), tuple(zip(subjects, texts, strict=True)), tuple(map(str, accounts)))


@cache
def _columns(names: tuple[str, ...], _language: str) -> dict[str, Any]:
    column = st.column_config
    config: dict[str, Any] = {name: column.TextColumn(t(f"contacts.{name}"), width=_WIDTHS.get(name)) for name in names}
    if "opened_at" in config:
        config["opened_at"] = column.DatetimeColumn(
            t("contacts.opened_at"), format="YYYY-MM-DD HH:mm", width=_WIDTHS["opened_at"]
        )
    if "day" in config:
        config["day"] = column.DateColumn(t("contacts.day"), format="YYYY-MM-DD", width=_WIDTHS["day"])
        config["score"] = column.NumberColumn(t("contacts.score"), format="plain", width="small")
    return config


def show(page: Page, title: str, key: str) -> None:
    """The table; below it what was said in the chosen row, from its first to its last word."""
    names = tuple(page.rows.column_names)
    chosen = st.dataframe(
        page.rows,
        hide_index=True,
        key=key,
        column_config=_columns(names, language()),
        placeholder="",
        row_height=_ROW,
        height=min(38 + _ROW * max(len(page.texts), 1), 440),
        on_select="rerun",
        selection_mode="single-row",
        alt=title,
    ).selection.rows
    for row in chosen:
        if row < len(page.texts):
            subject, text = page.texts[row]
            with st.container(border=True, gap="xsmall", key=f"{key}_whole"):
                if subject:
                    st.caption(t("contacts.subject"))
                    st.text(subject)
                st.caption(t("contacts.whole"))
                st.text(text or t("contacts.no_text"))
                if row < len(page.accounts) and page.accounts[row]:
                    _account_parts.link(page.accounts[row], key)
