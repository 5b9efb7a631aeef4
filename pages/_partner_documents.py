"""The annual reports of partners on their page: of all of them as one archive, made with numbers to watch, or of one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cx.lifecycle import partners
from cx.reports.partner import files
from pages import _store
from pages._words import language, plain, t

_ZIP = "application/zip"


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
        wanted = (str(kind), int(year), language(), store.data_version, str(store.folder))
        made = st.session_state.get("partner_made")
        if made and made[0] == wanted:
            st.download_button(
                t("partner_report.download_ready", n=made[2]),
                made[1],
                file_name=f"cx-partners-{year}-{kind}.zip",
                mime=_ZIP,
                key="partner_zip",
                on_click="ignore",
                type="primary",
                icon=":material/download:",
            )
        elif st.button(
            t("partner_report.download_all", n=len(names)), key="partner_make", icon=":material/folder_zip:"
        ):
            st.session_state["partner_made"] = (wanted, *_all(year, str(kind)))
            st.rerun()


def _all(year: int, kind: str) -> tuple[bytes, int]:
    bar = st.progress(0.0)

    def progress(done: int, total: int) -> None:
        bar.progress(done / total, text=t("partner_report.making", done=done, total=total))

    found = files.archive(files.every(_store.current(), year, kind, language(), progress=progress))
    bar.empty()
    return found


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
