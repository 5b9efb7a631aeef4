"""The annual reports of partners on their page: of all of them as one archive, made with numbers to watch, or of one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from cx.lifecycle import partners
from cx.reports.partner import files
from cx.reports.partner.job import Job
from pages import _store, _watched
from pages._words import language, plain, t

_ZIP = "application/zip"
_Work = tuple[Job, tuple[int, str]]
_running: dict[Path, _Work] = {}  # by the folder of the store: whoever comes back after a reload finds it again


def show() -> None:
    """Year and format, and the way to all reports."""
    store = _store.current()
    years, names = files.years(store), partners.known(store)
    if not years or not names:
        return
    st.subheader(t("partner_report.download_title"), anchor=False)
    st.caption(t("partner_report.download_help"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="partner_documents"):
        year = st.selectbox(
            t("partner_report.download_year"),
            years,
            index=min(1, len(years) - 1),
            format_func=lambda one: t(f"partner_report.year_{'running' if one == years[0] else 'whole'}", year=one),
            key="partner_year",
            width=160,
        )
        kind = st.segmented_control(
            t("partner_report.download_format"),
            list(files.FORMATS),
            format_func=str.upper,
            key="partner_format",
            default="pdf",
            required=True,
        )
        wanted = (int(year), str(kind), language())
        _offer(wanted, len(names))
    _watch_if_running()


def _offer(wanted: tuple[int, str, str], n: int) -> None:
    """The archive that was made of what is wanted, else the button that begins it; nothing while one is being made."""
    store, job = _store.current(), _job()
    if job is not None and job.is_running:
        return
    year, kind, _ = wanted
    if job is not None and job.made is not None and job.asked == wanted:
        content, many = job.made
        st.download_button(
            t("partner_report.download_ready", n=many),
            content,
            file_name=f"cx-partners-{year}-{kind}.zip",
            mime=_ZIP,
            key="partner_zip",
            on_click="ignore",
            type="primary",
            icon=":material/download:",
        )
    elif st.button(t("partner_report.download_all", n=n), key="partner_make", icon=":material/folder_zip:"):
        st.session_state["partner_job"] = _running[store.folder] = (Job(store, *wanted), _state())
        st.rerun()


def _state() -> tuple[int, str]:
    """What an archive is made from: with other data it is another one."""
    store = _store.current()
    return store.data_version, str(store.folder)


def _job() -> Job | None:
    """What this session began, or what runs in its store: one at a time; None where the data are others now."""
    found = st.session_state.get("partner_job") or _running.get(_store.current().folder)
    if found is None or found[1] != _state():
        return None
    if found[0].is_running:
        st.session_state["partner_job"] = found
    return found[0]


def _watch_if_running() -> None:
    """The work while it goes on, and what came of it where that is no archive."""
    job = _job()
    if job is None:
        return
    if job.is_running:
        _watched.watch(_job, _draw)
    elif job.error is not None:
        st.error(plain(job.error.text(language())), icon=":material/error:")
    elif job.made is None:
        st.info(t("partner_report.stopped", done=job.done, total=job.total), icon=":material/stop_circle:")


def _draw(job: Job) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="partner_progress"):
        share = job.done / job.total if job.total else 0.0
        st.progress(share, t("partner_report.making", done=job.done, total=job.total or "…"))
        _watched.stop(job, "partner_cancel", t("partner_report.cancel"), t("partner_report.cancelling"))


def one(name: str) -> None:
    """A button for the report of one partner, of the year and in the format chosen."""
    years = files.years(_store.current())
    year = int(st.session_state.get("partner_year") or years[min(1, len(years) - 1)])
    kind = str(st.session_state.get("partner_format") or "pdf")
    st.download_button(
        plain(f"{t('partner_report.download_one', name=name)} · {year} {kind.upper()}"),
        _maker(name, year, kind),
        file_name=f"{year}-{files.file_stem(name)}.{files.FORMATS[kind].ENDING}",
        mime=files.FORMATS[kind].MIME,
        key="partner_one",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _maker(name: str, year: int, kind: str) -> Callable[[], bytes]:
    store, tongue = _store.current(), language()
    return lambda: files.make(store, name, year, kind, tongue)
