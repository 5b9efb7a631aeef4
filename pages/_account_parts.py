"""The parts of the page of one account: choosing it, its numbers, and what it still waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from cx import number
from cx.charts import spark
from cx.lifecycle import account, ahead, matters, rows, terms
from cx.selection import Selection
from pages import _address, _lifecycle, _renewal_words, _store
from pages._lifecycle import Card
from pages._words import language, member, plain, t

_MOST = 20  # names
_MATTERS = 6


def choose() -> str | None:
    """The account looked at: the one filter on accounts, which is in the address too."""
    names = account.names(_store.current())
    now = _address.selection().account
    key = now[0] if len(now) == 1 and now[0] in names else None
    if key is None:
        _search(names, "")
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="account_head"):
        st.subheader(plain(names[key]), anchor=False, width="content")
        other = st.popover(
            t("account.other"), icon=":material/search:", type="tertiary", key=f"account_other_{key}", on_change="rerun"
        )
        if other.open:
            with other:
                _search(names, key)
    return key


def _search(names: Mapping[str, str], now: str) -> None:
    """Find an account by a part of its name: of thousands of names only the first that fit are sent."""
    words = st.text_input(
        t("account.search"), key=f"account_search_{now}", placeholder=t("account.search_example"), icon=":material/search:", max_chars=100
    )  # fmt: skip
    fit = account.found(names, words)
    shown = {key: names[key] for key in fit[:_MOST]}
    if not shown:
        st.caption(t("account.search_none"))
        return
    chosen = f"account_found_{now}"
    st.pills(
        t("account.choose"), list(shown), key=chosen, wrap=True, label_visibility="collapsed", format_func=lambda key: plain(shown[key]),
        on_change=lambda: _take(st.session_state[chosen]),
    )  # fmt: skip
    if len(fit) > _MOST:
        st.caption(t("account.search_more", n=f"{len(fit):,}", shown=_MOST))


def _take(chosen: str | None) -> None:
    if chosen:
        _address.choose(_address.selection().narrowed(account=(chosen,)))


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


def open_matters(key: str) -> None:
    """What is not solved, by tag, with the way to what was said about it."""
    st.subheader(t("account.matters"), anchor=False)
    found = matters.matters(_store.current(), key)
    stories = f"[{t('account.stories')}](similar?{urlencode(_address.wish(Selection(account=(key,))), safe=':')})"
    if found.empty:
        st.caption(f"{t('account.matters_none')} {stories}")
        return
    st.markdown("\n".join(f"- {_matter(key, row)}" for row in found.head(_MATTERS).to_dict("records")))
    if len(found) > _MATTERS:
        st.caption(t("account.matters_more", n=len(found) - _MATTERS))
    st.caption(f"{t('account.matters_help')} {stories}")


def _matter(key: str, row: dict[str, Any]) -> str:
    tag = None if pd.isna(row["category"]) else str(row["category"])
    name = plain(member("category", tag)) if tag else t("account.no_category")
    if tag:
        wish = _address.wish(Selection(account=(key,), category=(tag,)))
        name = f"[{name}](voc?{urlencode(wish, safe=':')})"
    words = []
    if row["waiting"]:
        since = number.long_day(pd.Timestamp(row["since"]).date(), language())
        words.append(f":red[{t('account.matter_waiting', n=int(row['waiting']), since=plain(since))}]")
    words += [
        t(f"account.matter_{one}", n=int(row[one])) for one in ("critical", "lasting", "again", "pains") if row[one]
    ]
    last = number.long_day(pd.Timestamp(row["last_day"]).date(), language())
    return f"**{name}** · {' · '.join(words)} :gray[{plain(t('account.matter_last', day=last))}]"
