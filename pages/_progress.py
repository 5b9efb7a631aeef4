"""The import that runs in the background: where it is, stopping it, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from cx.importing.job import Job, Outcome, Task, was_cancelled
from pages import _report, _store, _watched
from pages._words import language, plain, t

_running: dict[Path, Job] = {}  # by the folder of the store: whoever comes back after a reload finds it again


def begin(tasks: Sequence[Task]) -> None:
    """Import these in the background."""
    store = _store.current()
    st.session_state["imports_job"] = _running[store.folder] = Job(store, tasks)


def job() -> Job | None:
    """The import this session began or saw running, or else the one that runs in its store."""
    own = st.session_state.get("imports_job")
    found = _running.get(_store.current().folder)
    if own is None and found is not None and found.is_running:
        own = st.session_state["imports_job"] = found
    return own


def _close() -> None:
    st.session_state.pop("imports_job", None)


def _words(now: Job) -> str:
    at = now.position
    key = "read_of" if at.stage == "read" and at.rows else at.stage
    words = t(f"imports.progress.{key}", done=f"{at.done:,}", rows=f"{at.rows:,}")
    return f"{t('imports.progress.several', number=at.number, files=at.files)} · {words}" if at.files > 1 else words


def _draw(now: Job) -> None:
    with st.container(border=True, key="imports_running"):
        st.subheader(t("imports.progress.title", file=plain(now.position.file_name)), anchor=False)
        st.progress(now.position.share, _words(now))
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(t("imports.progress.elsewhere"), width="content")
            _watched.stop(now, "imports_cancel", t("imports.progress.cancel"), t("imports.progress.cancelling"))


def _outcome(outcome: Outcome, key: str) -> None:
    if outcome.report is not None:
        _report.show(outcome.report, key)
    elif outcome.error is not None:
        text = plain(outcome.error.text(language()))
        words = f"{t('imports.report.failed', file=plain(outcome.file_name))} {text}"
        (st.info if was_cancelled(outcome) else st.error)(words, icon=":material/error:")


def show() -> None:
    """The running import, or the results of the last one until somebody closes them."""
    last = job()
    if last is None:
        return
    if last.is_running:
        _watched.watch(job, _draw)
        return
    with st.container(border=True, key="imports_results"):
        st.subheader(t("imports.report.title"), anchor=False)
        for place, outcome in enumerate(last.outcomes):
            _outcome(outcome, f"imports_outcome_{place}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(t("imports.report.close"), key="imports_close", type="primary", on_click=_close)
            st.page_link(
                Path(__file__).parent / "10_overview.py",
                label=t("imports.report.overview"),
                icon=":material/monitoring:",
            )
