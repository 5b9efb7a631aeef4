"""Whose data a file holds: the named connection, chosen or made new."""

from __future__ import annotations

from typing import Any

import streamlit as st

from cx import settings, sources
from cx.clocks import zones
from cx.importing.draft import Draft
from cx.importing.recognise import format_of
from cx.importing.sheet import Notice
from cx.sources import Source
from pages import _store
from pages._intake import Entry
from pages._words import language, t

_NEW = 0


def state(entry: Entry, name: str) -> Any:
    """What this file's widget `name` says; None before it is shown."""
    return st.session_state.get(f"imports_{name}_{entry.number}")


def zone(entry: Entry) -> str:
    """The zone of the times in the file that name none."""
    number = state(entry, "source")
    known = {source.source_id: source.zone for source in sources.all(_store.current())}
    return known.get(number) or state(entry, "zone") or settings.get(_store.current()).reporting_zone


def open_points(entry: Entry) -> list[Notice]:
    """What is not decided yet about the source."""
    number = state(entry, "source")
    if number is None:
        return [Notice("imports.open_source")]
    is_named = number != _NEW or (state(entry, "name") or "").strip()
    return [] if is_named else [Notice("imports.open_source_name")]


def choose(entry: Entry, draft: Draft) -> None:
    """The source: one that is there, or a new one with its name and time zone."""
    listed, number = sources.all(_store.current()), entry.number
    names = {source.source_id: source.name for source in listed} | {_NEW: t("imports.source_new")}
    usual = draft.inspection.source.source_id if draft.inspection.source else None if listed else _NEW
    st.selectbox(
        t("imports.source"),
        list(names),
        index=list(names).index(usual) if usual is not None else None,
        key=f"imports_source_{number}",
        format_func=names.get,
        placeholder=t("imports.way_choose"),
        help=t("imports.source_help"),
    )
    if state(entry, "source") != _NEW:
        return
    formats = draft.inspection.recognition.formats
    tool = format_of(formats[0]).label(language()).partition("(")[0].strip() if formats else ""
    st.text_input(
        t("imports.source_name"),
        tool,
        key=f"imports_name_{number}",
        max_chars=80,
        placeholder=t("imports.source_example"),
    )
    st.selectbox(
        t("imports.zone"),
        zones(),
        index=zones().index(settings.get(_store.current()).reporting_zone),
        key=f"imports_zone_{number}",
        help=t("imports.zone_help"),
    )


def chosen(entry: Entry) -> Source:
    """The source; a new one is made now. Raises CxError where it cannot be."""
    store, number = _store.current(), state(entry, "source")
    if number != _NEW:
        return sources.get(store, int(number))
    name = (state(entry, "name") or "").strip()
    formats = entry.draft.inspection.recognition.formats if entry.draft else ()
    usual = formats[0] if len(formats) == 1 else ""
    return sources.find(store, name) or sources.add(store, name, usual, zone(entry))
