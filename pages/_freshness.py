"""Per source how fresh it is, and the days that are missing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import cache, number, settings, status
from cx.importing.recognise import formats
from pages import _store
from pages._words import language, t


def _local(moment: object) -> str:
    if moment is None or pd.isna(moment):
        return t("number.none")
    zone = settings.get(_store.current()).reporting_zone
    return number.moment(pd.Timestamp(moment).tz_localize("UTC").tz_convert(zone).to_pydatetime(), language())


def _day(day: object) -> str:
    return t("number.none") if day is None or pd.isna(day) else f"{pd.Timestamp(day):%Y-%m-%d}"


def local(moment: object) -> str:
    """A UTC moment of the store as people of the reporting zone write it."""
    return _local(moment)


def _format(name: str) -> str:
    known = formats()
    return known[name].label(language()) if name in known else name or t("number.none")


def sources() -> bool:
    """The table of sources; False where there is none."""
    frame = status.sources(_store.current())
    if frame.empty:
        return False
    late = int(frame["state"].isin(("late", "stale")).sum())
    key = "status.title_late" if late else "status.title_fresh"
    st.header(t(key, n=len(frame), late=late), anchor=False)
    columns = {
        "source": list(frame["source"]),
        "state": [
            t(f"status.state_{state}", days=0 if pd.isna(days) else int(days))
            for state, days in zip(frame["state"], frame["days_ago"], strict=True)
        ],
        "last_day": [_day(day) for day in frame["last_day"]],
        "imported_at": [_local(at) for at in frame["imported_at"]],
        "contacts": list(frame["contacts"]),
        "answers": list(frame["answers"]),
        "rejected": list(frame["rejected"]),
        "rejected_cells": list(frame["rejected_cells"]),
        "first_day": [_day(day) for day in frame["first_day"]],
        "format": [_format(name) for name in frame["format"]],
        "zone": list(frame["zone"]),
    }
    numbers = ("contacts", "answers", "rejected", "rejected_cells")
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        key=f"status_sources_{language()}",
        column_config={
            name: st.column_config.NumberColumn(t(f"status.{name}"), format="localized", width="small")
            if name in numbers
            else st.column_config.TextColumn(t(f"status.{name}"))
            for name in columns
        },
        placeholder="",
        alt=t(key, n=len(frame), late=late),
    )
    return True


def gaps() -> None:
    """Days a source has nothing though its neighbours do."""
    store = _store.current()
    found = cache.cached(store, "gaps", None, lambda: status.gaps(store))
    if not found:
        st.success(t("status.title_no_gaps"), icon=":material/event_available:")
        return
    st.header(t("status.title_gaps", days=sum(gap.days for gap in found)), anchor=False)
    st.caption(t("status.gaps_hint"))
    rows = {
        t("status.source"): [gap.source for gap in found],
        t("status.gap_span"): [number.span(gap.first, gap.last, language()) for gap in found],
        t("status.gap_days"): [gap.days for gap in found],
        t("status.gap_usual"): [gap.usual for gap in found],
    }
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        key=f"status_gaps_{language()}",
        height=min(37 + 35 * len(found), 250),
        alt=t("status.gaps"),
    )
