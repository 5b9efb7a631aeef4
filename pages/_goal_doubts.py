"""Goals from files that may mean something else, and who set or took back what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cx import targets
from cx.importing.report import Report
from pages import _changes, _goal_words, _goals, _store
from pages._words import plain, t

_ASKED = 5  # at once


def doubts(place: str = "") -> None:
    """Ask about goals from files that may lack their % sign; until somebody answers they count for nothing. `place` tells two on one
    page apart.
    """
    found = targets.doubtful(_store.current())
    for one in found[:_ASKED]:
        with st.container(border=True, key=f"targets_doubt{place}_{one.source_id}_{one.target_id}"):
            words = {
                "name": _goal_words.name(one.metric),
                "scope": _goal_words.scope(one),
                "goal": f"{one.goal:g}",
                "more": f"{(one.goal or 0) * 100:g}",
            }
            st.markdown(f"**{plain(t('target_page.doubt', **words))}**")
            with st.container(horizontal=True):
                for is_percent in (True, False):
                    label = t(f"target_page.doubt_{'yes' if is_percent else 'no'}", goal=f"{one.goal:g}")
                    if st.button(label, key=f"targets_doubt{place}_{one.source_id}_{one.target_id}_{is_percent}"):
                        kept = targets.answer(_store.current(), one, is_percent=is_percent)
                        _goals.done(
                            t(
                                "target_page.doubted",
                                name=_goal_words.name(one.metric),
                                scope=_goal_words.scope(one),
                                goal=_goal_words.goal(kept),
                            )
                        )
    if len(found) > _ASKED:
        st.caption(t("target_page.doubt_more", n=len(found) - _ASKED))


def after_import(report: Report) -> None:
    """Ask at once where a file of targets may lack its % signs."""
    if any(one.table == "target" for one in report.tables) and targets.doubtful(_store.current()):
        st.warning(t("target_page.doubt_import"), icon=":material/help:")
        doubts(f"_{report.batch_id}")


def log() -> None:
    """Who set or took back what, and when."""
    _changes.log("target", lambda told: f"{_goal_words.name(str(told['metric']))} · {_told_scope(told)}", _told_goal)


def _told_scope(told: Mapping[str, Any]) -> str:
    return _goal_words.scope(
        targets.Target(targets.OWN, "", "", None, product=told.get("product"), channel=told.get("channel"))
    )


def _told_goal(told: Mapping[str, Any]) -> str:
    words = _goal_words.goal(targets.Target(targets.OWN, "", str(told["metric"]), told["goal"]))
    days = f"{told.get('from_day', t('target_page.ever'))} ~ {told.get('to_day', '')}".strip()
    return f"{words} ({days})"
