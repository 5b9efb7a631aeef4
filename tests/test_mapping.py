import json

import pytest

from cx.errors import UnknownFormat, UnknownName
from cx.importing.mapping import ColumnRule, Mapping

FULL = Mapping(
    table="survey_answer",
    sheet="응답",
    columns=(
        ColumnRule("answer_id", column="번호"),
        ColumnRule("survey", constant="csat"),
        ColumnRule("answered_at", column="일시", form="dmy", zone="UTC"),
        ColumnRule("score", column="만족도", words=(("매우 만족", "5"), ("불만", "1")), separator="|"),
        ColumnRule("source", column="출처"),
    ),
    rows="last",
    order="갱신",
    when="score",
    missing=("없음",),
    key_from=("a", "b"),
    keep_extra=False,
    scale=(1.0, 5.0),
)


def test_json_gives_the_same_mapping_back():
    assert Mapping.from_json(FULL.to_json()) == FULL
    small = Mapping("ticket", "", (ColumnRule("ticket_id", column="id"),))
    assert Mapping.from_json(small.to_json()) == small


def test_version_is_stable_and_changes_with_every_part():
    assert Mapping.from_json(FULL.to_json()).version == FULL.version
    said = json.loads(FULL.to_json())
    said["columns"][2]["form"] = "mdy"
    assert Mapping.from_json(json.dumps(said)).version != FULL.version
    said = json.loads(FULL.to_json())
    said["scale"] = [1, 7]
    assert Mapping.from_json(json.dumps(said)).version != FULL.version


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "{}",
        '{"table": "ticket", "sheet": "", "columns": [3]}',
        '{"table": "ticket", "sheet": "", "columns": [{"target": "ticket_id", "surprise": "1"}]}',
        '{"table": "ticket", "sheet": "", "columns": [], "surprise": 1}',
        '{"table": "ticket", "sheet": "", "columns": [{"target": "ticket_id", "column": 3}]}',
        '{"table": "ticket", "sheet": "", "columns": [], "scale": [1]}',
        '{"table": "ticket", "sheet": "", "columns": [], "missing": "x"}',
        '{"table": "ticket", "sheet": "", "columns": [], "rows": 3}',
    ],
)
def test_text_that_is_no_mapping_is_refused(text):
    with pytest.raises(UnknownFormat):
        Mapping.from_json(text)


@pytest.mark.parametrize(
    "change",
    [
        {"table": "tickets"},
        {"rows": "every"},
        {"when": "created"},
        {"columns": [{"target": "scor"}]},
        {"columns": [{"target": "score", "form": "hms"}]},
        {"columns": [{"target": "answered_at", "form": "ydm"}]},
    ],
)
def test_unknown_names_are_named(change):
    with pytest.raises(UnknownName):
        Mapping.from_json(json.dumps(json.loads(FULL.to_json()) | change))


def test_rule_of_a_target():
    assert FULL.rule("survey") == ColumnRule("survey", constant="csat")
    assert FULL.rule("comment") is None
