"""What an import did, in words and counts, and its rejected rows as a table and as files to mend."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cx import download
from cx.download import XLSX
from cx.importing import mending
from cx.importing.report import IMPORTED, Report
from pages import _goal_doubts, _store
from pages._words import language, plain, t

_COUNTS = ("read", "inserted", "updated", "unchanged", "merged", "duplicate", "rejected")
_ALWAYS = {"read", "inserted", "rejected"}
_EXPLAINED = {"merged", "duplicate"}


def headline(report: Report, own: Callable[[str], str] = plain) -> str:
    """One sentence: the file, its source, rows read and taken; names through `own`, which is `str` where no Markdown is read."""
    read = sum(count.read for count in report.tables)
    values = {"read": f"{read:,}", "kept": f"{read - report.rejected_rows:,}"}
    is_same = report.state == IMPORTED and read and read == sum(one.unchanged + one.duplicate for one in report.tables)
    return t(
        f"imports.report.{'same' if is_same else report.state}",
        file=own(report.file_name),
        source=own(report.source),
        **values,
    )


def counts(report: Report, key: str) -> None:
    """Per table: read = inserted + updated + unchanged + merged + duplicate + rejected; what is nowhere any is left out, so
    that a phone shows the rest.
    """
    shown = [name for name in _COUNTS if name in _ALWAYS or any(getattr(one, name) for one in report.tables)]
    rows = [
        {"table": t(f"format.table.{one.table}"), **{name: getattr(one, name) for name in shown}}
        for one in report.tables
    ]
    config: dict[str, object] = {
        name: st.column_config.NumberColumn(t(f"imports.report.{name}"), format="localized", width="small")
        for name in shown
    }
    config["table"] = st.column_config.TextColumn(t("imports.report.table"), width=90)
    st.dataframe(
        pd.DataFrame(rows, columns=["table", *shown]),
        hide_index=True,
        key=f"{key}_counts_{language()}",
        column_config=config,
        alt=headline(report, str),
    )
    if _EXPLAINED & set(shown):
        st.caption(t("imports.report.counts_help"))


def notices(report: Report) -> None:
    """Warnings in words, each once."""
    texts = list(dict.fromkeys(plain(notice.text(language())) for notice in report.notices))
    if texts:
        body = "\n".join(f"- {text}" for text in texts)
        st.warning(f"**{t('imports.report.notices')}**\n\n{body}", icon=":material/info:")


def rejects(report: Report, key: str) -> None:
    """The rejected rows and cells, and the downloads to mend them."""
    if not report.rejected_rows and not report.rejected_cells:
        return
    store = _store.current()
    st.subheader(
        t("imports.report.wrong", rows=f"{report.rejected_rows:,}", cells=f"{report.rejected_cells:,}"), anchor=False
    )
    st.caption(t("imports.report.wrong_hint"))
    frame = mending.wrong(store, report.batch_id, language())
    names = ["line", "reason", "column", "value", "level"]
    if len(set(frame["sheet"])) > 1:
        names.insert(0, "sheet")
    shown = frame[names].assign(level=[t(f"imports.report.level_{level}") for level in frame["level"]])
    widths: dict[str, int | str] = {"line": 60, "reason": 420, "column": 140, "value": 200, "level": 110}
    labels = {"line": t("imports.line"), "sheet": t("imports.sheet"), "reason": t("imports.report.why")}
    config = {
        name: st.column_config.Column(labels.get(name) or t(f"imports.report.{name}"), width=widths.get(name, 120))
        for name in names
    }
    st.dataframe(
        shown,
        hide_index=True,
        key=f"{key}_wrong_{language()}",
        column_config=config,
        height=min(37 + 35 * max(len(shown), 1), 300),
        placeholder="",
        alt=t("imports.report.wrong", rows=report.rejected_rows, cells=report.rejected_cells),
    )
    if len(frame) >= mending.SHOWN:
        st.caption(t("imports.report.wrong_limit", n=f"{mending.SHOWN:,}"))
    _downloads(report, key, sorted(set(frame["sheet"])))


def _downloads(report: Report, key: str, sheets: list[str]) -> None:
    """Per sheet, as CSV and XLSX; made when clicked."""
    store, words = _store.current(), language()
    with st.container(horizontal=True):
        for place, sheet in enumerate(sheets):
            name = f"{plain(sheet)}" if len(sheets) > 1 else ""
            label = "imports.report.download_sheet" if name else "imports.report.download"
            st.download_button(
                t(label, format="CSV", sheet=name),
                lambda sheet=sheet: download.to_csv(mending.to_mend(store, report.batch_id, words)[sheet]),
                file_name=f"rejected-{report.batch_id}.csv",
                mime="text/csv",
                key=f"{key}_csv_{place}",
                on_click="ignore",
                icon=":material/download:",
                help=t("download.escape_note"),
            )
            st.download_button(
                t(label, format="XLSX", sheet=name),
                lambda sheet=sheet: download.to_xlsx(
                    mending.to_mend(store, report.batch_id, words)[sheet], sheet or t("imports.report.value")
                ),
                file_name=f"rejected-{report.batch_id}.xlsx",
                mime=XLSX,
                key=f"{key}_xlsx_{place}",
                on_click="ignore",
                icon=":material/download:",
            )


def show(report: Report, key: str) -> None:
    """The whole report."""
    is_whole = not (report.rejected_rows or report.rejected_cells)
    box = st.info if report.state != IMPORTED else st.success if is_whole else st.warning
    box(headline(report), icon=":material/task_alt:" if is_whole else ":material/rule:")
    if report.state != IMPORTED:
        return
    counts(report, key)
    notices(report)
    _goal_doubts.after_import(report)
    rejects(report, key)
    st.caption(t("imports.report.seconds", seconds=f"{sum(report.seconds.values()):.1f}"))
