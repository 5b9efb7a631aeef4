"""The mapping of one file as people see it: an editable table per kind of row, constants, the masked preview."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cx import schema
from cx.importing import editing, preview
from cx.importing.draft import SCALE, Draft, fillable
from cx.importing.questions import OTHER_SCALES
from cx.importing.suggest import Wanted
from cx.language import has
from pages import _store
from pages._words import language, member, plain, t

_FORMS_KNOWN = "check.option"
_OPEN = "-"  # a choice of its own for "nowhere" and "as it comes": a blank cell would look like a mistake


def _label(table: schema.Table, target: str) -> str:
    name = editing.target_name(target.removeprefix(_OPEN), language())
    return f"{name} *" if target in table.required else name


def _form(form: str) -> str:
    if form == _OPEN:
        return t("imports.form.auto")
    key = f"{_FORMS_KNOWN}.{form}"
    return t(key) if has(key) else t(f"imports.form.{form}")


def _key(number: int, draft: Draft, part: str) -> str:
    return f"imports_{part}_{number}_{draft.round}"


def _frame_of(draft: Draft, at: int) -> tuple[list[editing.Line], pd.DataFrame]:
    mapping = draft.mappings[at]
    sheet = draft.inspection.sheet(mapping.sheet)
    guesses = draft.suggestion.columns if draft.suggestion and at == 0 else ()
    found = editing.lines(sheet, mapping, guesses)
    examples = preview.examples(_store.current(), draft.inspection, mapping.sheet, draft.mappings)
    frame = pd.DataFrame(
        {
            "column": [line.column for line in found],
            "target": [line.target or _OPEN for line in found],
            "form": [line.form or _OPEN for line in found],
            "example": [examples[line.column] for line in found],
            "reason": [line.reason.text(language()) for line in found],
            "confidence": [line.confidence for line in found],
        }
    )
    return found, frame.astype({"confidence": "float64"})


def _config(table: schema.Table) -> dict[str, object]:
    return {
        "column": st.column_config.TextColumn(t("imports.column"), disabled=True, width=140, pinned=True),
        "target": st.column_config.SelectboxColumn(
            t("imports.fills"),
            options=[target or _OPEN for target in editing.targets(table.name)],
            format_func=lambda target: _label(table, target),
            required=True,
            width=170,
        ),
        "form": st.column_config.SelectboxColumn(
            t("imports.form_label"),
            options=[form or _OPEN for form in editing.forms(table.name)],
            format_func=_form,
            required=True,
            width=140,
        ),
        "example": st.column_config.TextColumn(t("imports.example"), disabled=True, width=260),
        "reason": st.column_config.TextColumn(t("imports.reason"), disabled=True, width=300),
        "confidence": st.column_config.ProgressColumn(
            t("imports.confidence"), min_value=0, max_value=1, format="percent", width=100
        ),
    }


def _editor(number: int, draft: Draft, at: int) -> None:
    """The table of one mapping; it stays as it was first shown while somebody edits it, only its cells change."""
    key = f"{_key(number, draft, 'map')}_{at}_{language()}"
    if key not in st.session_state or f"{key}_lines" not in st.session_state:
        st.session_state[f"{key}_lines"] = (draft.mappings[at], *_frame_of(draft, at))
    mapping, lines, frame = st.session_state[f"{key}_lines"]
    table = schema.table(mapping.table)
    changed = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        column_config=_config(table),
        placeholder="",
        alt=t("imports.mapping", used=0, all=len(frame)),
    )
    wishes = [
        (str(target or "").removeprefix(_OPEN), str(form or "").removeprefix(_OPEN))
        for target, form in zip(changed["target"], changed["form"], strict=True)
    ]
    draft.edit(at, editing.edited(mapping, lines, wishes))


def tables(number: int, draft: Draft) -> None:
    """Every mapping of the file, one tab each."""
    sheets = {mapping.sheet for mapping in draft.mappings}
    used = {(one.sheet, rule.column) for one in draft.mappings for rule in one.columns if rule.column}
    total = sum(len(draft.inspection.sheet(sheet).header) for sheet in sheets)
    place = st.expander(
        t("imports.mapping", used=len(used), all=total),
        expanded=draft.needs_look,
        key=_key(number, draft, "mapping"),
        on_change="rerun",
        icon=":material/table_chart:",
    )
    if not place.open:
        return
    with place:
        st.caption(t("imports.mapping_hint"))
        if len(draft.mappings) == 1:
            _editor(number, draft, 0)
            return
        names = [t(f"format.table.{mapping.table}") for mapping in draft.mappings]
        twice = {name for name in names if names.count(name) > 1}
        shown = [f"{name} · {plain(_told(draft, at))}" if name in twice else name for at, name in enumerate(names)]
        st.caption(t("imports.mapping_several", n=len(names)))
        for at, tab in enumerate(st.tabs(shown, key=_key(number, draft, "tabs"))):
            with tab:
                _editor(number, draft, at)


def _told(draft: Draft, at: int) -> str:
    """What tells this mapping from another of the same table: the survey it holds, or its sheet."""
    mapping = draft.mappings[at]
    rules = [mapping.rule(name) for name in ("survey", "dimension")]
    said = [str(rule.constant) for rule in rules if rule and rule.constant and rule.constant != "overall"]
    column = mapping.rule("score")
    return " ".join([*(member("survey", one) for one in said), (column.column or "") if column else mapping.sheet])[:40]


def constants(number: int, draft: Draft) -> None:
    """One value for all rows, for what no column fills; what the file leaves open comes first."""
    wanted = {(one.mapping, one.target): one for one in draft.wanted()}
    for at, mapping in enumerate(draft.mappings):
        options = list(fillable(mapping))
        asked = [target for place, target in wanted if place == at]
        options = [target for target in (*asked, *options) if target in options or target in asked]
        options = list(dict.fromkeys(options))
        label = t("imports.constants")
        if len(draft.mappings) > 1:
            label = f"{label} · {t(f'format.table.{mapping.table}')} {plain(_told(draft, at))}"
        key = f"{_key(number, draft, 'constants')}_{at}"
        if key not in st.session_state:
            st.session_state[key] = list(
                dict.fromkeys([*asked, *(name for place, name in draft.constants if place == at)])
            )
        st.session_state[key] = [target for target in st.session_state[key] if target in options]
        names = {target: editing.target_name(target, language()) for target in options}
        chosen = st.multiselect(
            label,
            options,
            key=key,
            format_func=names.get,
            placeholder=t("imports.constants_choose"),
            help=t("imports.constants_help"),
            select_all=False,
        )
        for place, target in list(draft.constants):
            if place == at and target not in chosen:
                del draft.constants[place, target]
        for target in chosen:
            _value(f"{key}_{target}", draft, (at, target), wanted.get((at, target)))


def _value(key: str, draft: Draft, place: tuple[int, str], wanted: Wanted | None) -> None:
    at, target = place
    proposal, why = (wanted.proposal, wanted.reason.text(language())) if wanted else (None, None)
    codes = () if target == SCALE else schema.table(draft.mappings[at].table).column(target).codes
    options = OTHER_SCALES if target == SCALE else schema.CODES[codes] if codes else ()
    label, now = editing.target_name(target, language()), draft.constants.get((at, target), proposal)
    if options:
        names = {code: t(f"check.option.{code}") if target == SCALE else member(codes, code) for code in options}
        value = st.selectbox(
            label,
            options,
            index=options.index(now) if now in options else None,
            key=key,
            format_func=names.get,
            placeholder=t("imports.way_choose"),
            width=320,
            help=why,
        )
    else:
        value = st.text_input(label, now or "", key=key, width=320, help=why, max_chars=200)
    draft.constants[at, target] = value or ""


def rows(number: int, draft: Draft) -> None:
    """The masked first rows of each sheet that is read."""
    place = st.expander(
        t("imports.preview", n=preview.ROWS),
        key=_key(number, draft, "preview"),
        on_change="rerun",
        icon=":material/visibility:",
    )
    if not place.open:
        return
    with place:
        st.caption(t("imports.preview_hint"))
        for at, sheet in enumerate(dict.fromkeys(mapping.sheet for mapping in draft.mappings)):
            frame = preview.preview(_store.current(), draft.inspection, sheet, draft.mappings)
            if sheet:
                st.caption(plain(sheet))
            st.dataframe(
                frame,
                key=f"{_key(number, draft, 'rows')}_{at}_{language()}",
                hide_index=True,
                height=min(37 + 35 * max(len(frame), 1), 320),
                column_config={"#": st.column_config.NumberColumn(t("imports.line"), width=60, format="plain")},
                placeholder="",
                alt=t("imports.preview", n=len(frame)),
            )
