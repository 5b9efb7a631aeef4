"""The parts of the journey map: the matrix, and the pain of one stage with the way to its verbatims."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import cache, number
from cx.lifecycle import journey, rows
from pages import _account_parts, _address, _frame, _journey_view, _store
from pages._journey_view import View
from pages._words import language, plain, t


def _question() -> tuple[str, str, str]:
    return (cache.VOC, "journey page", language())


def ask() -> View | None:
    """The page for this session's selection; None where nothing happened."""
    chosen = rows.about_accounts(_address.selection())
    return cache.cached(_store.current(), _question(), chosen, lambda: _journey_view.made(chosen))


def begin() -> View | None:
    """The page; says what is counted."""
    view = _frame.awaited(_question(), rows.about_accounts(_address.selection()), ask)
    if view:
        st.caption(plain(view.basis))
    return view


def nothing() -> None:
    """No contact has an account, or none of the selection."""
    with st.container(border=True, key="journey_nothing"):
        st.subheader(t("journey.none_title"), anchor=False)
        st.markdown(t("journey.none_text"))


def matrix(view: View) -> None:
    """Stages by measures."""
    st.subheader(plain(view.title), anchor=False)
    st.markdown(plain(" ".join(view.said)))
    st.html(_journey_view.STYLE + view.table)
    st.caption(" ".join((t("journey.legend"), t("journey.note_steps"))))


def stage(view: View) -> None:
    """What hurts at the chosen stage; the worst one until somebody chooses."""
    if st.session_state.get("journey_stage") not in view.names:
        st.session_state["journey_stage"] = view.worst
    st.segmented_control(
        t("journey.choose"),
        list(view.names),
        format_func=lambda code: plain(view.names[code]),
        key="journey_stage",
        required=True,
        wrap=True,
    )
    code = str(st.session_state["journey_stage"])
    left, right = st.columns([2, 3])
    with left, st.container(gap="xsmall"):
        st.subheader(plain(t("journey.pains_title", stage=view.names[code])), anchor=False)
        _ways(view, code)
    with right, st.container(gap="xsmall"):
        _quotes(code)


def _ways(view: View, code: str) -> None:
    """From a stage to its verbatims: those of a tag, all that hurts, everything that was said."""
    one = view.stages[code]
    for place, (name, n) in enumerate(one.tops):
        words = t("journey.to_voc", name=_journey_view.category(name), n=f"{n:,}")
        if name:
            _way(words, f"tag_{place}", code, kind=("pain",), category=(name,))
        else:
            st.caption(plain(words))
    if one.pains:
        _way(t("journey.to_pains", n=f"{one.pains:,}"), "pains", code, kind=("pain",))
    if one.texts:
        _way(t("journey.to_all", n=f"{one.texts:,}"), "all", code)


def _way(words: str, name: str, code: str, **also: object) -> None:
    """A button to the texts of a stage in the VOC explorer, which shows them as long as its filter says so."""
    if st.button(
        plain(words), key=f"journey_voc_{name}", type="tertiary", icon=":material/arrow_forward:", help=t("journey.to_voc_help"),
    ):  # fmt: skip
        _address.choose(_address.selection().narrowed(stage=(code,), **also))
        st.switch_page("pages/21_voc.py")


def _quotes(code: str) -> None:
    found = journey.quotes(_store.current(), _address.selection(), code)
    st.subheader(t("journey.quotes_title"), anchor=False)
    if found.empty:
        st.caption(t("journey.quotes_none"))
        return
    for place, row in enumerate(found.to_dict("records")):
        with st.container(border=True, gap="xsmall"):
            st.text(" ".join(str(row["text"]).split()))
            day = number.long_day(pd.Timestamp(row["day"]).date(), language())
            about = " · ".join(
                (
                    day,
                    str(row["account_name"]),
                    _journey_view.category(None if pd.isna(row["category"]) else str(row["category"])),
                )
            )
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.caption(plain(about), width="content")
                _account_parts.link(str(row["account_key"]), f"journey_{place}")
