"""Audits: a sample to judge one by one, and how right tags are, of all, by tag and by agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from cx import changes, number, settings
from cx.arrow import packed
from cx.cache import VOC
from cx.text.mistags import Accuracy
from cx.voc import audits
from cx.voc.audits import Drawn
from pages import _review_parts, _store
from pages._words import language, plain, t

_KINDS = ("tag", "agent")
_MOST = 200  # rows sent


def never() -> bool:
    """Whether nothing was ever drawn; then the page says what an audit is."""
    found = audits.audited(_store.current())
    if found.drawn or found.whole.audited:
        return False
    with st.container(border=True, key="review_audit_never"):
        _review_parts.message()
        st.subheader(t("review_page.audit_title_none"), anchor=False)
        _begin(0)
    return True


def one() -> None:
    """The next document of the sample, or what an audit is."""
    _review_parts.message()
    found = audits.audited(_store.current())
    if not found.open:
        _begin(len(found.drawn))
        return
    total, done = len(found.drawn), len(found.drawn) - len(found.open)
    minutes = max(1, round(len(found.open) / 5))
    st.progress(done / total, t("review_page.progress", total=total, done=done, minutes=minutes))
    skipped = st.session_state.setdefault("review_audit_skipped", set())
    left = [one for one in found.open if one.document not in skipped] or list(found.open)
    drawn = left[0]
    _review_parts.document(drawn.text, drawn.about, (), "review_drawn")
    st.markdown(f":gray[{t('review_page.audit_given')}] **{plain(_review_parts.short(drawn.given))}**")
    turn = st.session_state.get("review_audit_turn", 0)
    with st.container(horizontal=True, gap="small", key="review_audit_keys"):
        st.button(
            t("review_page.audit_right"),
            key="review_right",
            shortcut="1",
            on_click=_judge,
            args=(drawn, True),
            type="primary",
        )
        st.button(t("review_page.audit_wrong"), key="review_wrong", shortcut="2", on_click=_judge, args=(drawn, False))
        st.button(
            t("review_page.skip"),
            key="review_pass",
            shortcut="3",
            on_click=skipped.add,
            args=(drawn.document,),
            type="tertiary",
        )
    with st.container(width=300):
        _review_parts.tag_choice(f"review_audit_tag_{turn}", t("review_page.audit_instead"))


def _judge(drawn: Drawn, is_right: bool) -> None:  # noqa: FBT001 - the argument of a button
    turn = st.session_state.get("review_audit_turn", 0)
    instead = st.session_state.get(f"review_audit_tag_{turn}")

    def do() -> None:
        audits.judge(_store.current(), drawn, changes.actor(), is_right=is_right)

    if _review_parts.act(do) and not is_right and instead:
        _review_parts.decide([drawn.document], instead)
    st.session_state["review_audit_turn"] = turn + 1


def _begin(seen: int) -> None:
    if seen:
        st.markdown(t("review_page.audit_done", n=seen))
    st.markdown(t("review_page.audit_text", n=audits.SIZE))
    label = t("review_page.audit_again" if seen else "review_page.audit_draw", n=audits.SIZE)
    st.button(label, key="review_draw", on_click=_draw, type="primary", icon=":material/casino:")


def _draw() -> None:
    _review_parts.act(lambda: audits.draw(_store.current()))


def _title(whole: Accuracy) -> str:
    rules = settings.get(_store.current())
    if not whole.audited:
        return t("review_page.audit_title_none")
    if whole.audited < rules.withhold_n:
        return t("review_page.audit_title_few", n=whole.audited, least=rules.withhold_n)
    share, low, high = (number.share(value, language()) for value in (whole.value, whole.low, whole.high))
    key = "review_page.audit_title_small" if whole.audited < rules.minimum_n else "review_page.audit_title"
    return t(key, share=share, low=low, high=high, n=whole.audited)


def _table(found: Mapping[str, Accuracy]) -> Any:
    """Names with their accuracy; too few audited show how many instead."""
    rules = settings.get(_store.current())
    rows: dict[str, list[str]] = {"name": [], "share": [], "counts": [], "interval": []}
    for name, at in list(found.items())[:_MOST]:
        is_shown = at.audited >= rules.withhold_n
        low, high = (number.share(value, language(), 0) for value in (at.low, at.high))
        share = number.share(at.value, language(), 0)
        if at.audited < rules.minimum_n:
            share = t("review_page.audit_small", share=share)
        rows["name"].append(name)
        rows["share"].append(share if is_shown else t("review_page.audit_withheld", n=at.audited))
        rows["counts"].append(f"{at.right} / {at.audited}")
        rows["interval"].append(f"{low} ~ {high}" if is_shown else "")
    return packed(pd.DataFrame({t(f"review_page.audit_{name}"): cells for name, cells in rows.items()}))


def accuracies() -> None:
    """How right tags are: in words, then by tag and by agent."""
    found = audits.audited(_store.current())
    st.subheader(plain(_title(found.whole)), anchor=False)
    if not found.whole.audited:
        return
    kind = st.segmented_control(
        t("review_page.audit_by_tag"),
        _KINDS,
        default=_KINDS[0],
        key="review_audit_by",
        format_func=lambda name: t(f"review_page.audit_by_{name}"),
        label_visibility="collapsed",
        required=True,
    )
    groups = found.by_tag if kind == _KINDS[0] else found.by_agent
    table = _store.kept((VOC, "audit rows", kind, language()), lambda: _table(groups))
    st.dataframe(
        table,
        hide_index=True,
        key=f"review_accuracy_{kind}_{language()}",
        placeholder="",
        height=380 if len(groups) > 9 else "auto",  # noqa: PLR2004 - rows that need no scrolling
        alt=t(f"review_page.audit_by_{kind}"),
    )
    st.caption(t("review_page.audit_legend"))
