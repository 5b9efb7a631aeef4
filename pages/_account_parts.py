"""The parts of the page of one account: choosing it, its numbers, and its line of time."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import streamlit as st

from cx import number
from cx.charts import spark
from cx.lifecycle import account, ahead, rows, terms
from cx.selection import Selection
from pages import _address, _lifecycle, _renewal_words, _store
from pages._lifecycle import Card
from pages._words import language, member, plain, t

_ICONS = {
    "starts": "description", "ends": "event", "renewed": "autorenew", "churned": "logout", "step": "flag", "call": "call",
    "note": "edit_note", "scores": "speed", "usage": "bar_chart", "contacts": "forum", "answer": "sentiment_satisfied", "voice": "record_voice_over",
}  # fmt: skip


def choose() -> str | None:
    """The account looked at: the one filter on accounts, which is in the address too."""
    names = account.names(_store.current())
    now = _address.selection().account
    st.session_state["account_chosen"] = now[0] if len(now) == 1 and now[0] in names else None
    st.selectbox(
        t("account.choose"), list(names), format_func=lambda key: names[key], key="account_chosen", placeholder=t("account.choose_first"),
        on_change=_take, index=None,
    )  # fmt: skip
    return st.session_state["account_chosen"]


def _take() -> None:
    chosen = st.session_state["account_chosen"]
    _address.choose(_address.selection().narrowed(account=(chosen,) if chosen else ()))


def link(account_key: str, place: str = "") -> None:
    """A button that leads from a row to the account's own page; `place` tells several on one page apart."""
    if st.button(
        t("account.open"), key=f"account_open_{place}_{account_key}", icon=":material/domain:", type="tertiary"
    ):
        _address.choose(_address.selection().narrowed(account=(account_key,)))
        st.switch_page("pages/34_account.py")


def nobody() -> None:
    """No account is chosen yet."""
    with st.container(border=True, key="account_none"):
        st.subheader(t("account.choose_first"), anchor=False)
        st.markdown(t("account.choose_help"))


def cards(key: str) -> None:
    """Fee, end of the contract, use, and the signs about its renewal."""
    store = _store.current()
    about = account.about(store, key) or {}
    used = account.usage(store, key)
    fee, seats = about.get("monthly_fee"), about.get("seats")
    words = t("account.card_fee_words", plan=about.get("plan") or "–", seats=seats if seats is not None else "–")
    if about.get("owner"):
        words += " · " + t("account.owner", name=about["owner"])
    money = number.write("money", None if fee is None else float(str(fee)), language())
    shown = [Card(t("account.card_fee"), money, _lifecycle.small(words), words), _ends(key)]
    if used:
        picture = f"![{t('account.card_usage')}]({spark.bars(used, 'gray')})" if len(used) > 1 else ""
        small = _lifecycle.small(t("account.card_usage_words"))
        shown.append(
            Card(
                t("account.card_usage"),
                t("account.times", n=f"{used[-1]:,.0f}"),
                f"{picture}  \n{small}",
                t("account.card_usage"),
            )
        )
    due = ahead.ahead(store, Selection(account=(key,)))
    if len(due):
        row = due.iloc[0]
        why = " · ".join(_renewal_words.sign(name, row.to_dict()) for name in row["signs"]) or "–"
        shown.append(
            Card(t("account.card_risk"), t(f"renewal.risk_{row['risk']}"), _lifecycle.small(why), t("renewal.rules"))
        )
    _lifecycle.cards(shown, "account_cards")


def _ends(key: str) -> Card:
    store = _store.current()
    known = rows.known_day(store)
    ends = terms.last_day(store, key)
    if ends is None or known is None:
        return Card(
            t("account.card_ends"),
            number.share(None, language()),
            _lifecycle.small(t("account.card_ends_open")),
            t("account.card_ends"),
        )
    left = (ends - known).days
    words = t("account.card_ends_words", n=left) if left >= 0 else t("account.card_ends_over", n=-left)
    return Card(
        t("account.card_ends"), number.long_day(ends, language()), _lifecycle.small(words), t("account.card_ends")
    )


def story(key: str) -> None:
    """What happened, month by month, the newest first."""
    st.subheader(t("account.story"), anchor=False)
    found = account.story(_store.current(), key)
    if found.empty:
        st.markdown(t("account.story_none"))
        return
    said = []
    for month, own in groupby(
        found.to_dict("records"), key=lambda row: pd.Timestamp(row["at_local"]).date().replace(day=1)
    ):
        lines = "\n".join(f"- {_line(row)}" for row in own)
        said.append(f"**{number.long_month(month, language())}**\n\n{lines}")
    st.markdown("\n\n".join(said))


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
