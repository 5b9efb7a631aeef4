"""Per source how fresh it is, and the days that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from cx import number, status
from cx.arrow import packed
from cx.importing.recognise import formats
from pages import _local, _store
from pages._words import language, t


def local(moment: object) -> str:
    """A UTC moment of the store as people of the reporting zone write it."""
    if moment is None or pd.isna(moment):
        return t("number.none")
    return _local.words(moment)


def _day(day: object) -> str:
    return t("number.none") if day is None or pd.isna(day) else f"{pd.Timestamp(day):%Y-%m-%d}"


def _format(name: str) -> str:
    known = formats()
    return known[name].label(language()) if name in known else name or t("number.none")


@dataclass(frozen=True)
class Table:
    """A title that states the finding, and the rows behind it as they are sent."""

    title: str
    rows: Any
    height: int


_NUMBERS = ("contacts", "answers", "rejected", "rejected_cells")


def _sources() -> Table | None:
    frame = status.sources(_store.current())
    if frame.empty:
        return None
    late = int(frame["state"].isin(("late", "stale")).sum())
    columns = {
        "source": list(frame["source"]),
        "state": [
            t(f"status.state_{state}", days=0 if pd.isna(days) else int(days))
            for state, days in zip(frame["state"], frame["days_ago"], strict=True)
        ],
        "last_day": [_day(day) for day in frame["last_day"]],
        "imported_at": [local(at) for at in frame["imported_at"]],
        "contacts": list(frame["contacts"]),
        "answers": list(frame["answers"]),
        "rejected": list(frame["rejected"]),
        "rejected_cells": list(frame["rejected_cells"]),
        "first_day": [_day(day) for day in frame["first_day"]],
        "format": [_format(name) for name in frame["format"]],
        "zone": list(frame["zone"]),
    }
    title = t("status.title_late" if late else "status.title_fresh", n=len(frame), late=late)
    return Table(title, packed(pd.DataFrame(columns)), min(37 + 35 * len(frame), 400))


@cache
def _columns(names: tuple[str, ...], _language: str) -> dict[str, Any]:
    column = st.column_config
    return {
        name: column.NumberColumn(t(f"status.{name}"), format="localized", width="small")
        if name in _NUMBERS
        else column.TextColumn(t(f"status.{name}"))
        for name in names
    }


def sources() -> bool:
    """The table of sources; False where there is none."""
    table = _store.kept(("sources", language()), _sources, as_of=_store.today())
    if table is None:
        return False
    st.header(table.title, anchor=False)
    st.dataframe(
        table.rows,
        hide_index=True,
        key=f"status_sources_{language()}",
        column_config=_columns(tuple(table.rows.column_names), language()),
        placeholder="",
        alt=table.title,
    )
    return True


def _gaps() -> Table | None:
    found = status.gaps(_store.current())
    if not found:
        return None
    rows = {
        t("status.source"): [gap.source for gap in found],
        t("status.gap_span"): [number.span(gap.first, gap.last, language()) for gap in found],
        t("status.gap_days"): [gap.days for gap in found],
        t("status.gap_usual"): [gap.usual for gap in found],
    }
    title = t("status.title_gaps", days=sum(gap.days for gap in found))
    return Table(title, packed(pd.DataFrame(rows)), min(37 + 35 * len(found), 250))


def gaps() -> None:
    """Days a source has nothing though its neighbours do."""
    table = _store.kept(("gaps", language()), _gaps)
    if table is None:
        st.success(t("status.title_no_gaps"), icon=":material/event_available:")
        return
    st.header(table.title, anchor=False)
    st.caption(t("status.gaps_hint"))
    st.dataframe(
        table.rows,
        hide_index=True,
        key=f"status_gaps_{language()}",
        height=table.height,
        alt=t("status.gaps"),
    )
