"""The line of time of one account: what happened month by month, the newest first, twenty entries at a time; of all kinds or of some."""

from __future__ import annotations

from itertools import groupby
from math import ceil

import pandas as pd
import streamlit as st

from cx import number
from cx.lifecycle import account
from pages import _store
from pages._words import language, member, plain, t

PAGE = 20
_ICONS = {
    "starts": "description", "ends": "event", "renewed": "autorenew", "churned": "logout", "step": "flag", "call": "call",
    "note": "edit_note", "scores": "speed", "usage": "bar_chart", "contacts": "forum", "answer": "sentiment_satisfied", "voice": "record_voice_over",
}  # fmt: skip
_GROUPS = {
    "contract": ("starts", "ends", "renewed", "churned"),
    "steps": ("step", "call"),
    "contacts": ("contacts",),
    "voices": ("answer", "scores", "voice"),
    "usage": ("usage",),
    "notes": ("note",),
}


def show(key: str) -> None:
    """What happened."""
    st.subheader(t("account.story"), anchor=False)
    found = account.story(_store.current(), key)
    if found.empty:
        st.markdown(t("account.story_none"))
        return
    kinds = _kinds(set(found["kind"]))
    rows = found[found["kind"].isin(kinds)] if kinds else found
    pages = ceil(len(rows) / PAGE)
    page_key = f"account_story_{key}_{len(kinds)}_{pages}"
    first = (min(st.session_state.get(page_key, 1), pages) - 1) * PAGE
    st.markdown(_written(rows.iloc[first : first + PAGE]))
    if pages > 1:
        st.pagination(pages, key=page_key)


def _kinds(known: set[str]) -> list[str]:
    """The kinds that were chosen, of those there are; none: all."""
    there = [name for name, kinds in _GROUPS.items() if known & set(kinds)]
    if len(there) < 2:  # noqa: PLR2004 - nothing to choose from
        return []
    chosen = st.pills(
        t("account.story_kinds"), there, selection_mode="multi", wrap=True, key="account_story_kinds", label_visibility="collapsed",
        format_func=lambda name: t(f"account.story_{name}"),
    )  # fmt: skip
    return [kind for name in chosen for kind in _GROUPS[name]]


def _written(rows: pd.DataFrame) -> str:
    said = []
    for month, own in groupby(
        rows.to_dict("records"), key=lambda row: pd.Timestamp(row["at_local"]).date().replace(day=1)
    ):
        lines = "\n".join(f"- {_line(row)}" for row in own)
        said.append(f"**{number.long_month(month, language())}**\n\n{lines}")
    return "\n\n".join(said)


def _line(row: dict[str, object]) -> str:
    kind = str(row["kind"])
    what = str(row["what"] or "")
    if kind == "call":
        what = t(f"onboarding.outcome_{what}")
    elif kind == "contacts":
        what = member("category", what) if what else t("account.no_category")
    amount = "" if pd.isna(row["amount"]) else _amount(kind, float(str(row["amount"])))
    n = ""
    if kind == "scores":
        n, row = str(row["note"]), row | {"note": None}
    day = number.short_day(pd.Timestamp(str(row["at_local"])).date(), language())
    head = t(f"account.kind_{kind}", what=what or "–", amount=amount, n=n)
    note = (
        ""
        if row["note"] is None or pd.isna(row["note"]) or not str(row["note"]).strip()
        else f" :gray[{plain(row['note'])}]"
    )
    return f":material/{_ICONS[kind]}: :gray[{plain(day)}] {plain(head)}{note}"


def _amount(kind: str, value: float) -> str:
    if kind == "starts":
        return number.write("money", value, language())
    return f"{value:.2f}" if kind == "scores" else f"{value:,.0f}"
