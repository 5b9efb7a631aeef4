"""What was imported when: one row a file, its report again, taking it back; and the backup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from cx import backup
from cx.arrow import packed
from cx.importing import batches
from cx.importing.report import UNDONE
from pages import _frame, _freshness, _report, _store
from pages._words import language, plain, t

_COUNTS = ("read", "inserted", "updated", "rejected")


@dataclass(frozen=True)
class Listed:
    """The batches as people read them: numbers, names and rows that count, by place, and the table as it is sent."""

    numbers: tuple[int, ...]
    files: tuple[str, ...]
    counted: tuple[int, ...]
    rows: Any


def _listed() -> Listed | None:
    frame = batches.batches(_store.current())
    if frame.empty:
        return None
    columns = {
        "number": list(frame["batch_id"]),
        "file": list(frame["file_name"]),
        "source": list(frame["source"]),
        "state": [t(f"status.{state}") for state in frame["state"]],
        "at": [_freshness.local(at) for at in frame["imported_at"]],
        "tables": [", ".join(t(f"format.table.{name}") for name in names) for names in frame["tables"]],
        **{name: list(frame[name]) for name in _COUNTS},
    }
    counted = tuple(int(n) for n in frame["read"] - frame["rejected"])
    return Listed(tuple(map(int, frame["batch_id"])), tuple(frame["file_name"]), counted, packed(pd.DataFrame(columns)))


@cache
def _columns(_language: str) -> dict[str, Any]:
    widths: dict[str, int] = {"number": 60, "file": 220, "source": 150, "state": 90, "at": 160, "tables": 160}
    config: dict[str, Any] = {
        name: st.column_config.Column(t(f"status.{name}"), width=width) for name, width in widths.items()
    }
    for name in _COUNTS:
        config[name] = st.column_config.NumberColumn(t(f"status.{name}"), format="localized", width="small")
    return config


def _table(listed: Listed) -> list[int]:
    """The list; the places in it that are chosen."""
    turn = st.session_state.get("status_round", 0)
    event = st.dataframe(
        listed.rows,
        hide_index=True,
        key=f"status_batches_{turn}_{language()}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(language()),
        height=min(37 + 35 * len(listed.numbers), 400),
        placeholder="",
        alt=t("status.batches"),
    )
    return [place for place in event.selection.rows if place < len(listed.numbers)]


def _take_back(number: int, file: str) -> None:
    report = batches.undo(_store.current(), number)
    removed, updated = (sum(getattr(one, name) for one in report.tables) for name in ("removed", "updated"))
    words = t("status.undo_done", file=plain(file), removed=f"{removed:,}", updated=f"{updated:,}")
    st.session_state["status_message"] = words
    st.session_state["status_round"] = st.session_state.get("status_round", 0) + 1


def _ask(number: int, file: str, rows: int) -> None:
    """The question before a batch is taken back."""

    @st.dialog(t("status.undo_title"), icon=":material/undo:")
    def sure() -> None:
        with _frame.guard():
            st.markdown(t("status.undo_sure", file=plain(file), rows=f"{rows:,}"))
            with st.container(horizontal=True):
                if st.button(t("status.undo_yes"), key="status_undo_yes", type="primary"):
                    with st.spinner(t("status.working")):
                        _take_back(number, file)
                    st.rerun()
                if st.button(t("status.undo_no"), key="status_undo_no"):
                    st.rerun()

    sure()


def _one(listed: Listed, place: int) -> None:
    """The chosen batch: its report, and the way back."""
    number = listed.numbers[place]
    report = batches.report_of(_store.current(), number)
    with st.container(border=True, key="status_batch"):
        _report.show(report, f"status_batch_{number}")
        if report.state != UNDONE and st.button(t("status.undo"), key="status_undo", icon=":material/undo:"):
            _ask(number, listed.files[place], listed.counted[place])


def listing() -> None:
    """All batches, newest first."""
    st.header(t("status.batches"), anchor=False)
    said = st.session_state.pop("status_message", None)
    if said:
        st.success(said, icon=":material/undo:")
    listed = _store.kept(("batches", language()), _listed)
    if listed is None:
        st.info(t("status.batches_none"))
        return
    st.caption(t("status.batches_hint"))
    for place in _table(listed):
        _one(listed, place)


def backup_button() -> None:
    """Copy the store into its own backup folder."""
    st.header(t("status.backup"), anchor=False)
    st.caption(t("status.backup_hint"))
    if st.button(t("status.backup_make"), key="status_backup", icon=":material/save:"):
        store = _store.current()
        with st.spinner(t("status.working")):
            path = backup.backup(store, store.folder / "backup")
        st.success(plain(t("status.backup_done", path=path, size=f"{path.stat().st_size / 1e6:.1f}")))
