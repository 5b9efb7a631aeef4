"""One card per dropped file: what it is and why, whose it is, what has to be decided, and the start."""

from __future__ import annotations

import streamlit as st

from cx.errors import CxError
from cx.importing import editing, saved
from cx.importing.context import Context
from cx.importing.draft import COLUMNS, FORMAT, SAVED, Draft, ways
from cx.importing.job import Task
from cx.importing.recognise import format_of
from cx.importing.run import context_of
from cx.importing.sheet import Notice
from cx.importing.suggest import TABLES
from cx.schema import TABLES as ALL_TABLES
from cx.sources import Source
from pages import _header, _intake, _mapping, _origin, _progress, _store
from pages._intake import Entry
from pages._words import language, plain, t

_COLOURS = {"ready": "green", "open": "orange", "locked": "orange", "refused": "red"}


def _context(entry: Entry) -> Context:
    return context_of(_store.current(), Source(0, "", "", _origin.zone(entry)))


def _open_points(entry: Entry) -> list[Notice]:
    """What keeps the file from being imported now."""
    if entry.draft is None:
        return [Notice("imports.open_way")]
    points = entry.draft.open_points(_context(entry))
    points += _origin.open_points(entry)
    return points


def _way_name(draft: Draft, way: str) -> str:
    if way == SAVED and draft.inspection.recognition.saved:
        return t("imports.way_saved", name=draft.inspection.recognition.saved.name)
    return t("imports.way_columns") if way == COLUMNS else format_of(way.removeprefix(FORMAT)).label(language())


def _choose_way(entry: Entry, draft: Draft) -> None:
    draft.choose(_origin.state(entry, "way"))


def _choose_table(entry: Entry, draft: Draft) -> None:
    draft.choose(COLUMNS, sheet=_origin.state(entry, "sheet") or draft.sheet, table=_origin.state(entry, "table"))


def _choose_sheet(entry: Entry, draft: Draft) -> None:
    draft.choose(COLUMNS, sheet=_origin.state(entry, "sheet"))
    st.session_state.pop(f"imports_table_{entry.number}", None)


def _what(entry: Entry, draft: Draft) -> None:
    """How it is read; by columns also what a row is, and which sheet."""
    number = entry.number
    found = {way: _way_name(draft, way) for way in ways(draft.inspection)}
    st.selectbox(
        t("imports.way"),
        list(found),
        index=list(found).index(draft.way) if draft.way else None,
        key=f"imports_way_{number}",
        format_func=found.get,
        placeholder=t("imports.way_choose"),
        on_change=_choose_way,
        args=(entry, draft),
    )
    if draft.way != COLUMNS or draft.suggestion is None:
        return
    if len(draft.sheets) > 1:
        st.selectbox(
            t("imports.sheet"),
            draft.sheets,
            index=draft.sheets.index(draft.sheet),
            key=f"imports_sheet_{number}",
            on_change=_choose_sheet,
            args=(entry, draft),
        )
    _header.choose(entry, draft)
    names = [*TABLES, *(name for name in ALL_TABLES if name not in TABLES)]
    tables = {name: t(f"format.table.{name}") for name in names}
    st.selectbox(
        t("imports.table"),
        names,
        index=names.index(draft.suggestion.table),
        key=f"imports_table_{number}",
        format_func=tables.get,
        help=draft.suggestion.reason.text(language()),
        on_change=_choose_table,
        args=(entry, draft),
    )


def _ask(entry: Entry, draft: Draft) -> None:
    """Every question only a person can answer, as a choice."""
    with st.spinner(t("imports.looking")):
        asked = draft.asked(_context(entry))
    if not asked:
        return
    st.subheader(t("imports.questions"), anchor=False)
    for place, (at, question) in enumerate(asked):
        values = {
            name: f"{value:,}" if isinstance(value, int) else plain(value) for name, value in question.values.items()
        }
        if "target" in question.values:
            values["target"] = plain(editing.target_name(str(question.values["target"]), language()))
        options = {option: t(f"check.option.{option}") for option in question.options}
        chosen = st.radio(
            t(question.key, column=plain(question.column or ""), **values),
            list(options),
            index=None,
            key=f"imports_ask_{entry.number}_{draft.round}_{at}_{place}_{question.key}",
            format_func=options.get,
            horizontal=True,
        )
        draft.answer((at, question), chosen)
        if question.key == "check.ask_rows":
            _order(entry, draft, at)


def _order(entry: Entry, draft: Draft, at: int) -> None:
    """By which column the first and the last row of an id are told."""
    proposed = draft.suggestion.repeats.orders if draft.suggestion and draft.suggestion.repeats else ()
    header = draft.inspection.sheet(draft.mappings[at].sheet).header
    columns = [*proposed, *(name for name in header if name not in proposed)]
    names = {"": t("imports.order_file")} | {name: name for name in columns}
    options = [*proposed, "", *columns[len(proposed) :]]
    usual = draft.mappings[at].order or ""
    chosen = st.selectbox(
        t("imports.order"),
        options,
        index=options.index(usual) if usual in options else 0,
        key=f"imports_order_{entry.number}_{draft.round}_{at}",
        format_func=names.get,
        width=320,
    )
    draft.orders[at] = chosen or None


def _keep(entry: Entry, draft: Draft) -> None:
    """Whether the mapping is remembered, and under which name."""
    if not (draft.needs_look or draft.is_edited):
        return
    row = st.container(horizontal=True, vertical_alignment="bottom")
    if row.checkbox(t("imports.save"), value=True, key=f"imports_keep_{entry.number}", width="content"):
        name = entry.file_name.rpartition(".")[0] or entry.file_name
        row.text_input(
            t("imports.save_name"), name[:80], key=f"imports_keep_name_{entry.number}", max_chars=80, width=280
        )


def start(chosen: list[Entry]) -> None:
    """Begin to import these files in the background; an entry that cannot begin says why and stays."""
    tasks = []
    for entry in chosen:
        if entry.draft is None:
            continue
        try:
            mappings = entry.draft.final(_context(entry))
            if _origin.state(entry, "keep") and (entry.draft.needs_look or entry.draft.is_edited):
                saved.save(_store.current(), _origin.state(entry, "keep_name") or entry.file_name[:80], mappings)
            tasks.append(Task(entry.draft.inspection, _origin.chosen(entry), mappings, entry.draft.rows))
        except CxError as error:
            entry.error = error
            continue
        _intake.remove(entry.number)
    if tasks:
        _progress.begin(tasks)


def _begin(entry: Entry, points: list[Notice]) -> None:
    if points:
        names = [plain(_point(point)) for point in points]
        st.info("\n".join(f"- {name}" for name in names) if len(names) > 1 else names[0], icon=":material/help:")
    st.button(
        t("imports.start"),
        key=f"imports_start_{entry.number}",
        type="primary",
        disabled=bool(points) or _is_busy(),
        on_click=start,
        args=([entry],),
        icon=":material/download_done:",
    )


def _point(point: Notice) -> str:
    values = dict(point.values)
    if "target" in values:
        values["target"] = editing.target_name(str(values["target"]), language())
    return t(point.key, **values)


def _is_busy() -> bool:
    job = _progress.job()
    return job is not None and job.is_running


def _head(entry: Entry, state: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.subheader(plain(entry.file_name), anchor=False, width="content")
            st.badge(t(f"imports.state_{state}"), color=_COLOURS[state])
        st.button(
            t("imports.remove"),
            key=f"imports_remove_{entry.number}",
            type="tertiary",
            icon=":material/close:",
            on_click=_intake.remove,
            args=(entry.number,),
        )


def _facts(draft: Draft) -> None:
    """What the file is, and how it was known."""
    content = draft.inspection.content
    visible = [sheet for sheet in content.sheets if not sheet.hidden]
    rows = f"{draft.rows:,}" if draft.rows else "–"
    if len(visible) > 1:
        kind = t("imports.file_kind_sheets", kind=content.kind.upper(), rows=rows, sheets=len(visible))
    else:
        columns = len(visible[0].header) if visible else 0
        kind = t("imports.file_kind", kind=content.kind.upper(), rows=rows, columns=columns)
    reasons = draft.inspection.recognition.reasons
    unread = [reason for reason in reasons if reason.key == "format.sheets_unused"]
    st.caption(" · ".join([kind, *(plain(reason.text(language())) for reason in reasons if reason not in unread)]))
    for reason in unread:
        next_step = t("imports.sheets_unused_next", way=t("imports.way_columns"))
        st.markdown(f":orange[{plain(reason.text(language()))}. {plain(next_step)}]")
    whose = [("", notice) for notice in content.notices]
    whose += [(sheet.name if len(visible) > 1 else "", notice) for sheet in visible for notice in sheet.notices]
    texts = [f"{name}: {notice.text(language())}" if name else notice.text(language()) for name, notice in whose]
    for text in dict.fromkeys(texts):
        st.markdown(f":orange[{plain(text)}]")


def card(entry: Entry) -> bool:
    """One file; whether it is ready to be imported."""
    with st.container(border=True, key=f"imports_card_{entry.number}"):
        draft = entry.draft
        if draft is None:
            _head(entry, "locked" if entry.is_locked else "refused")
            _intake.refused(entry)
            return False
        head, facts = st.container(), st.container()
        left, right = st.columns(2)
        with left:
            _what(entry, draft)
        with right:
            _origin.choose(entry, draft)
        _mapping.tables(entry.number, draft)
        if draft.needs_look or draft.is_edited:
            _mapping.constants(entry.number, draft)
        _ask(entry, draft)
        _mapping.rows(entry.number, draft)
        _keep(entry, draft)
        if entry.error:
            st.error(plain(entry.error.text(language())), icon=":material/error:")
        points = _open_points(entry)
        with head:
            _head(entry, "open" if points else "ready")
        with facts:
            _facts(draft)
        _begin(entry, points)
        return not points


def show() -> None:
    """All files of the session; with several ready ones a button for all of them."""
    place = st.container()
    ready = [entry for entry in list(_intake.entries().values()) if card(entry)]
    if len(ready) > 1:
        place.button(
            t("imports.start_all", n=len(ready)),
            key="imports_start_all",
            type="primary",
            disabled=_is_busy(),
            on_click=start,
            args=(ready,),
            icon=":material/download_done:",
        )
