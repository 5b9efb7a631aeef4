"""The rule and the list of VIPs: what counts now, how it is changed, and what it was before."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import compute, number
from cx.errors import CxError
from cx.lifecycle import account, vip
from cx.lifecycle.vip import Rule
from pages import _local, _store, _vip_parts, _vip_view
from pages._words import language, plain, t

_SHOWN = 20


def editor() -> None:
    """Everything about who is a VIP."""
    place = st.expander(t("vip.rule_title"), key="vip_rule", icon=":material/rule:", on_change="rerun")
    if not place.open:
        return
    with place:
        st.caption(plain(t("vip.rule_now", words=words(vip.rule(_store.current())))))
        _form()
        _by_hand()
        st.markdown(f"**{t('vip.history')}**")
        _history()


def words(rule: Rule) -> str:
    """A rule as a sentence."""
    parts = [t("vip.said_fee", fee=number.write("money", rule.least_fee, language()))] if rule.least_fee else []
    parts += [
        t(f"vip.said_{name}", names=", ".join(values))
        for name, values in (("plans", rule.plans), ("tags", rule.tags))
        if values
    ]
    said = t("vip.said_and" if rule.is_all else "vip.said_or").join(parts)
    told = [t("vip.said_told")] if rule.is_told else []
    return t("vip.said_or").join([*([said] if said else []), *told]) or t("vip.said_nothing")


def _form() -> None:
    store = _store.current()
    now = vip.rule(store)
    plans = [str(one) for one in compute.members(store, "plan")["value"]]
    lines = list(vip.lines(store))
    with st.form("vip_form", border=True):
        left, right = st.columns(2)
        fee = left.number_input(
            t("vip.rule_fee"), min_value=0, step=10_000, value=int(now.least_fee or 0), key="vip_fee"
        )
        chosen = right.multiselect(
            t("vip.rule_plans"),
            list(dict.fromkeys([*plans, *now.plans])),
            default=list(now.plans),
            key="vip_plans",
            placeholder=t("filter.choose"),
        )
        tags = left.multiselect(
            t("vip.rule_tags"),
            list(dict.fromkeys([*vip.tags(store), *now.tags])),
            default=list(now.tags),
            key="vip_tags",
            placeholder=t("filter.choose"),
        )
        hotline = right.multiselect(
            t("vip.rule_hotline"), list(dict.fromkeys([*lines, *now.hotline])), default=list(now.hotline), key="vip_lines",
            format_func=_vip_view.line_name, placeholder=t("filter.choose"), help=t("vip.rule_hotline_help"),
        )  # fmt: skip
        is_all = left.checkbox(t("vip.rule_all"), value=now.is_all, key="vip_all")
        is_told = right.checkbox(t("vip.rule_told"), value=now.is_told, key="vip_told")
        if st.form_submit_button(t("vip.rule_save"), type="primary"):
            wanted = Rule(float(fee) or None, tuple(chosen), tuple(tags), is_all, is_told, tuple(hotline))
            try:
                with st.spinner(t("vip.rule_busy")):
                    vip.put(store, wanted)
            except CxError as error:
                st.error(plain(error.text(language())))
                return
            st.session_state["vip_said"] = t("vip.rule_saved")
            st.rerun(scope="app")


def _by_hand() -> None:
    names = account.names(_store.current())
    with st.container(horizontal=True, vertical_alignment="bottom", key="vip_by_hand"):
        key = st.selectbox(
            t("vip.add"),
            list(names),
            index=None,
            format_func=lambda one: names[one],
            key="vip_add",
            placeholder=t("account.choose_first"),
        )
        reason = st.text_input(t("vip.add_reason"), key="vip_reason", max_chars=200)
        ways = {"add": True, "out": False, "back": None}
        pressed = [st.button(t(f"vip.{way}_button"), key=f"vip_way_{way}", disabled=not key) for way in ways]
    for is_pressed, is_vip in zip(pressed, ways.values(), strict=True):
        if is_pressed and key:
            _vip_parts.mark(key, is_vip=is_vip, reason=reason)


def _history() -> None:
    store = _store.current()
    names = account.names(store)
    told = [
        (at, t("vip.history_rule", when=_local.words(at), who=who, words=words(rule)))
        for at, who, rule in vip.history(store)
    ]
    for row in vip.marks(store).to_dict("records"):
        done = "back" if pd.isna(row["is_vip"]) else "in" if row["is_vip"] else "out"
        at, name = (
            pd.Timestamp(row["made_at"]).to_pydatetime(),
            names.get(str(row["account_key"]), str(row["account_key"])),
        )
        said = t("vip.history_mark", when=_local.words(at), who=row["made_by"], name=name, what=t(f"vip.what_{done}"))
        told.append((at, f"{said} ({row['reason']})" if row["reason"] else said))
    for _, line in sorted(told, key=lambda one: one[0], reverse=True)[:_SHOWN]:
        st.caption(plain(line))
    if not told:
        st.caption(t("vip.history_none"))
