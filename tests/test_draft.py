"""A file between upload and import: ways to read it, edits, constants, questions, and what is still open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cx import sources
from cx.importing import editing, saved
from cx.importing.context import Context
from cx.importing.draft import COLUMNS, SAVED, Draft, fillable, ways
from cx.importing.mapping import IGNORED, ColumnRule
from cx.importing.run import import_file, inspect
from cx.warehouse import Store

CONTEXT = Context("Asia/Seoul", date(2026, 11, 20), 0, "Asia/Seoul", 1)
TEMPLATE = "ticket_id,opened_at,channel,body\nT1,2026-03-02 09:00:00,phone,안녕하세요\nT2,2026-03-02 10:00:00,chat,네\n"
ODD = "접수 번호,접수한 때,무슨 말,잡다\n" + "".join(
    f"A{n},0{n % 9 + 1}/0{n % 5 + 1}/2026 10:00,말 {n},x\n" for n in range(30)
)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def draft_of(store, text):
    return Draft.of(inspect(store, text.encode(), "file.csv"))


def key(found, name):
    return next(one for one in found if one.column == name)


def test_a_known_file_is_ready(store):
    draft = draft_of(store, TEMPLATE)
    assert ways(draft.inspection) == ("format:template_contacts", COLUMNS)
    assert (draft.way, draft.needs_look, draft.open_points(CONTEXT)) == ("format:template_contacts", False, [])
    assert draft.rows == 2
    assert draft.final(CONTEXT) == draft.inspection.mappings


def test_an_ambiguous_date_is_asked_and_its_answer_decides(store):
    draft = draft_of(store, ODD)
    assert draft.way == COLUMNS
    [asked] = draft.asked(CONTEXT)
    assert asked[1].key == "check.ask_date_order"
    assert [point.key for point in draft.open_points(CONTEXT)] == ["imports.open_questions"]
    draft.answer(asked, "dmy")
    assert draft.open_points(CONTEXT) == []
    [mapping] = draft.final(CONTEXT)
    assert mapping.rule("opened_at").form == "dmy"
    draft.answer(asked, None)
    assert draft.open_points(CONTEXT) != []


def test_without_what_is_needed_it_is_not_ready(store):
    draft = draft_of(store, ODD)
    [asked] = draft.asked(CONTEXT)
    draft.answer(asked, "dmy")
    kept = tuple(rule for rule in draft.mappings[0].columns if rule.target != "opened_at")
    from dataclasses import replace

    draft.edit(0, replace(draft.mappings[0], columns=kept))
    assert draft.is_edited
    assert [point.values for point in draft.open_points(CONTEXT)] == [{"target": "opened_at"}]
    draft.constants[0, "opened_at"] = "2026-03-02"
    assert draft.open_points(CONTEXT) == []
    assert draft.final(CONTEXT)[0].rule("opened_at") == ColumnRule("opened_at", constant="2026-03-02")


def test_another_way_begins_anew(store):
    draft = draft_of(store, TEMPLATE)
    draft.constants[0, "product"] = "A"
    draft.choose(COLUMNS, table="feedback")
    assert (draft.table, draft.constants, draft.mappings[0].table) == ("feedback", {}, "feedback")
    draft.choose("format:template_contacts")
    assert draft.mappings == draft.inspection.mappings


def test_a_scale_is_set_for_all_rows(store):
    draft = draft_of(store, "응답시각,추천 점수\n2026-03-02 10:00,9\n2026-03-03 10:00,3\n")
    draft.choose(COLUMNS, table="survey_answer")
    assert "scale" in fillable(draft.mappings[0])
    draft.constants[0, "scale"] = "0-10"
    draft.constants[0, "wave"] = " 2026 "
    mapping = draft.final(CONTEXT)[0]
    assert mapping.scale == (0.0, 10.0)
    assert mapping.rule("wave").constant == "2026"


def test_a_saved_mapping_comes_first(store):
    draft = draft_of(store, ODD)
    draft.answer(draft.asked(CONTEXT)[0], "dmy")
    saved.save(store, "우리 표", draft.final(CONTEXT))
    again = draft_of(store, ODD)
    assert again.way == SAVED
    assert [one.key for one in again.inspection.recognition.reasons] == ["format.saved_again"]
    assert again.open_points(CONTEXT) == []
    source = sources.add(store, "Desk")
    report = import_file(store, again.inspection, source=source, mappings=again.final(CONTEXT), today=CONTEXT.today)
    assert report.tables[0].inserted == 30


def test_looking_at_a_mapping_does_not_edit_it(store):
    draft = draft_of(store, TEMPLATE)
    constants_first = (ColumnRule("product", constant="A"), *draft.mappings[0].columns)
    mapping = replace(draft.mappings[0], columns=constants_first)
    lines = editing.lines(draft.inspection.sheet(""), mapping)
    assert editing.edited(mapping, lines, [(line.target, line.form) for line in lines]) is mapping


def test_edited_lines_change_only_their_rule(store):
    draft = draft_of(store, ODD)
    mapping = draft.mappings[0]
    sheet = draft.inspection.sheet("")
    lines = editing.lines(sheet, mapping, draft.suggestion.columns)
    assert [line.column for line in lines] == list(sheet.header)
    same = [(line.target, line.form) for line in lines]
    assert editing.edited(mapping, lines, same) == mapping
    changed = editing.edited(mapping, lines, [*same[:3], ("product", "dmy")])
    assert changed.rule("product") == ColumnRule("product", "잡다")  # a label has no order of day and month
    assert changed.rule("opened_at") == mapping.rule("opened_at")
    dated = editing.edited(mapping, lines, [same[0], ("opened_at", "mdy"), *same[2:]])
    assert dated.rule("opened_at").form == "mdy"
    left = editing.edited(mapping, lines, [*same[:2], ("", ""), (IGNORED, "")])
    assert left.rule("body") is None
    assert left.rule(IGNORED).column == "잡다"


def test_a_survey_without_an_id_makes_its_key(store):
    draft = draft_of(store, "응답번호,응답시각,추천 점수\n1,2026-03-02 10:00,9\n2,2026-03-03 10:00,3\n")
    draft.choose(COLUMNS, table="survey_answer")
    mapping, sheet = draft.mappings[0], draft.inspection.sheet("")
    lines = editing.lines(sheet, mapping)
    wishes = [("", "") if line.column == "응답번호" else (line.target, line.form) for line in lines]
    without = editing.edited(mapping, lines, wishes)
    assert without.generated_key != bool(without.key_from)
    wishes = [("answer_id", "") if line.column == "응답번호" else (line.target, line.form) for line in lines]
    assert not editing.edited(without, editing.lines(sheet, without), wishes).generated_key
