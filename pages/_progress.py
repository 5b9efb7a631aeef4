"""The import that runs in the background: where it is, stopping it, and what came of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from cx.importing.job import Job, Outcome, was_cancelled
from pages import _frame, _report
from pages._words import language, plain, t


def _job() -> Job | None:
    return st.session_state.get("imports_job")


def _close() -> None:
    st.session_state.pop("imports_job", None)


def _words(job: Job) -> str:
    at = job.position
    key = "read_of" if at.stage == "read" and at.rows else at.stage
    words = t(f"imports.progress.{key}", done=f"{at.done:,}", rows=f"{at.rows:,}")
    return f"{t('imports.progress.several', number=at.number, files=at.files)} · {words}" if at.files > 1 else words


@st.fragment(run_every=0.5)
def _running() -> None:
    """Looks at the job twice a second; the rest of the page stands still. Its end makes the page anew."""
    with _frame.guard():
        job = _job()
        if job is None or not job.is_running:
            st.rerun()
            return
        with st.container(border=True, key="imports_running"):
            st.subheader(t("imports.progress.title", file=plain(job.position.file_name)), anchor=False)
            st.progress(job.position.share, _words(job))
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.caption(t("imports.progress.elsewhere"), width="content")
                st.button(
                    t("imports.progress.cancelling" if job.is_stopping else "imports.progress.cancel"),
                    key="imports_cancel",
                    on_click=job.cancel,
                    disabled=job.is_stopping,
                    icon=":material/stop_circle:",
                )


def _outcome(outcome: Outcome, key: str) -> None:
    if outcome.report is not None:
        _report.show(outcome.report, key)
    elif outcome.error is not None:
        text = plain(outcome.error.text(language()))
        words = f"{t('imports.report.failed', file=plain(outcome.file_name))} {text}"
        (st.info if was_cancelled(outcome) else st.error)(words, icon=":material/error:")


def show() -> None:
    """The running import, or the results of the last one until somebody closes them."""
    job = _job()
    if job is None:
        return
    if job.is_running:
        _running()
        return
    with st.container(border=True, key="imports_results"):
        st.subheader(t("imports.report.title"), anchor=False)
        for place, outcome in enumerate(job.outcomes):
            _outcome(outcome, f"imports_outcome_{place}")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(t("imports.report.close"), key="imports_close", type="primary", on_click=_close)
            st.page_link(
                Path(__file__).parent / "10_overview.py",
                label=t("imports.report.overview"),
                icon=":material/monitoring:",
            )
