"""The parts of the page of VIPs: how they are served, what they wait for, who they are."""

from __future__ import annotations

import streamlit as st

from cx import cache
from cx.charts import band
from cx.lifecycle import account, rows, vip, vip_service
from pages import _account_rows, _address, _charts, _frame, _lifecycle, _store, _vip_view
from pages._vip_view import View
from pages._words import language, plain, t

_SHOWN = 200


def _question() -> tuple[str, str]:
    return ("vip page", language())


def ask() -> View | None:
    """The page for this session's selection; None where there are no VIPs."""
    chosen = rows.about_accounts(_address.selection())
    return cache.cached(_store.current(), _question(), chosen, lambda: _vip_view.made(chosen))


def begin() -> View | None:
    """The page: which accounts are counted, and how they are served."""
    view = _frame.awaited(_question(), rows.about_accounts(_address.selection()), ask)
    said = st.session_state.pop("vip_said", "")
    if said:
        st.success(plain(said), icon=":material/check:")
    if view:
        st.caption(plain(view.basis))
        if view.title:
            st.subheader(plain(view.title), anchor=False)
        _lifecycle.cards(view.cards, "vip_cards")
    return view


def nothing() -> None:
    """Nobody is a VIP."""
    with st.container(border=True, key="vip_nothing"):
        st.subheader(t("vip.none_title"), anchor=False)
        st.markdown(t("vip.none_text"))


def waiting(view: View) -> None:
    """What is open, the oldest first."""
    n = len(view.waiting_keys)
    title = t("vip.waiting_title", n=f"{int(_open()):,}") if n else t("vip.waiting_none")
    st.subheader(title, anchor=False)
    if n:
        help_text = t("vip.waiting_help") + (" " + t("vip.waiting_most", n=_SHOWN) if n >= _SHOWN else "")
        _account_rows.listed("vip_waiting", view.waiting, view.waiting_keys, alt=title, help_text=help_text)


def _open() -> int:
    return int(vip_service.listed(_store.current(), _address.selection())["waiting"].sum())


def hotline(view: View) -> None:
    """How far the own line is used, month by month."""
    if view.hotline is not None:
        table = {"title": t("chart.period"), "text": t("vip.card_hotline"), "detail": t("chart.interval")}
        _charts.show("vip_hotline", view.hotline, spec=band.spec(language(), "share"), table=table)


def listed(view: View) -> None:
    """Every VIP; one can be taken off."""
    title = t("vip.list_title", n=f"{len(view.listed_keys):,}")
    st.subheader(title, anchor=False)
    chosen = _account_rows.listed("vip_listed", view.listed, view.listed_keys, alt=title, help_text=t("vip.list_help"))
    if chosen and st.button(
        t("vip.out_button"), key=f"vip_out_{chosen}", type="tertiary", icon=":material/person_remove:"
    ):
        mark(chosen, is_vip=False)


def mark(key: str, *, is_vip: bool | None, reason: str = "") -> None:
    """Decide about an account by hand, and say so."""
    store = _store.current()
    with st.spinner(t("vip.rule_busy")):
        vip.mark(store, key, is_vip=is_vip, reason=reason)
    done = "back" if is_vip is None else "in" if is_vip else "out"
    st.session_state["vip_said"] = t(f"vip.marked_{done}", name=account.names(store).get(key, key))
    st.rerun(scope="app")
