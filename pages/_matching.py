"""The same account or agent in several sources: pairs proposed by name, merged and parted by a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from cx import matching
from cx.arrow import packed
from cx.errors import CxError
from pages import _frame, _store
from pages._words import language, plain, t

_KINDS = ("account", "agent")


def _said(kind: str, words: str) -> None:
    st.session_state["status_matched"] = (kind, words)
    st.session_state["status_match_round"] = st.session_state.get("status_match_round", 0) + 1


def _merge(kind: str, pairs: Sequence[tuple[str, str]]) -> None:
    """Merge (key, into) pairs."""
    try:
        for key, into in pairs:
            matching.merge(_store.current(), kind, [key], into)
    except CxError as error:
        st.session_state["status_match_error"] = error.text(language())
        return
    _said(kind, t("status.merged_done", n=len(pairs)))


def _split(kind: str, keys: Sequence[str]) -> None:
    for key in keys:
        matching.split(_store.current(), kind, key)
    _said(kind, t("status.split_done", n=len(keys)))


@dataclass(frozen=True)
class Pairs:
    """Pairs people choose of: the two keys of each, and the table as it is sent."""

    keys: tuple[tuple[str, str], ...]
    rows: Any


def _pairs(frame: pd.DataFrame, columns: dict[str, str]) -> Pairs | None:
    """The pairs of a result of `cx.matching`, `columns` of it with their headings; None where there are none."""
    if frame.empty:
        return None
    shown = frame.assign(
        first=[f"{name} ({key})" for name, key in zip(frame["into_name"], frame["into_key"], strict=True)],
        second=[f"{name} ({key})" for name, key in zip(frame["name"], frame["key"], strict=True)],
    )
    keys = tuple(zip(map(str, frame["key"]), map(str, frame["into_key"]), strict=True))
    return Pairs(keys, packed(shown[list(columns)].rename(columns=columns)))


def _chooser(kind: str, part: str, pairs: Pairs) -> list[tuple[str, str]]:
    """A table people choose rows of; the chosen pairs of keys."""
    turn, count = st.session_state.get("status_match_round", 0), len(pairs.keys)
    event = st.dataframe(
        pairs.rows,
        hide_index=True,
        key=f"status_{part}_{kind}_{turn}_{language()}",
        on_select="rerun",
        selection_mode="multi-row",
        height=min(37 + 35 * max(count, 1), 300),
        placeholder="",
        alt=t(f"status.{part}", n=count),
    )
    return [pairs.keys[row] for row in event.selection.rows if row < count]


def _suggested(kind: str) -> None:
    columns = {
        "first": t("status.into"),
        "into_source": t("status.into_source"),
        "second": t("status.other"),
        "source": t("status.source"),
    }
    pairs = _store.kept(
        ("suggested", kind, language()), lambda: _pairs(matching.suggest(_store.current(), kind), columns)
    )
    if pairs is None:
        st.caption(t("status.suggested_none"))
        return
    st.markdown(t("status.suggested", n=len(pairs.keys)))
    _act(kind, "merge_chosen", _chooser(kind, "suggested", pairs), _merge, empty="merge_none")


def _act(
    kind: str,
    label: str,
    chosen: Sequence[object],
    do: Callable[..., None],
    *,
    empty: str,
    icon: str = ":material/merge:",
) -> None:
    words = t(f"status.{label}", n=len(chosen)) if chosen else t(f"status.{empty}")
    key = f"status_{label}_{kind}"
    if st.button(words, key=key, disabled=not chosen, icon=icon):
        with st.spinner(t("status.working")):
            do(kind, chosen)
        st.rerun()


def _by_hand(kind: str) -> None:
    """Any two, for what has different names."""
    with st.expander(t("status.by_hand"), key=f"status_hand_{kind}", on_change="rerun") as place:
        if not place.open:
            return
        frame = matching.members(_store.current(), kind)
        names = {
            str(row.key): f"{row.name if isinstance(row.name, str) else row.key} · {row.source} ({row.key})"
            for row in frame.itertuples(index=False)
        }
        turn = st.session_state.get("status_match_round", 0)
        common = {"format_func": names.get, "index": None, "placeholder": t("status.choose")}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            other = st.selectbox(t("status.other"), list(names), key=f"status_hand_other_{kind}_{turn}", **common)
            into = st.selectbox(t("status.into"), list(names), key=f"status_hand_into_{kind}_{turn}", **common)
        if st.button(t("status.merge"), key=f"status_hand_merge_{kind}", disabled=not (other and into)):
            with st.spinner(t("status.working")):
                _merge(kind, [(str(other), str(into))])
            st.rerun()


def _merged(kind: str) -> None:
    columns = {"first": t("status.into"), "second": t("status.other")}
    pairs = _store.kept(("merged", kind, language()), lambda: _pairs(matching.merged(_store.current(), kind), columns))
    if pairs is None:
        return
    st.markdown(t("status.merged", n=len(pairs.keys)))
    keys = [key for key, _ in _chooser(kind, "merged", pairs)]
    _act(kind, "split", keys, _split, empty="split_none", icon=":material/call_split:")


@_frame.fragment
def show() -> None:
    """Both kinds, one tab each."""
    st.header(t("status.matching"), anchor=False)
    st.caption(t("status.matching_hint"))
    error = st.session_state.pop("status_match_error", None)
    if error:
        st.error(plain(error), icon=":material/error:")
    done = st.session_state.pop("status_matched", None)
    if done:
        st.success(done[1], icon=":material/check:")
    for kind, tab in zip(
        _KINDS, st.tabs([t(f"status.kind_{kind}") for kind in _KINDS], key="status_kinds"), strict=True
    ):
        with tab:
            _suggested(kind)
            _by_hand(kind)
            _merged(kind)
