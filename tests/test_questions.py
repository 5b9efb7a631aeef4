from dataclasses import replace

import duckdb
import pytest

from cx.importing.check import answered, questions
from cx.importing.mapping import ColumnRule
from cx.importing.sheet import Notice, Row, Sheet
from cx.language import LANGUAGES, say
from tests.staged import SEOUL, checked_whole, mapping_of, rejects_of, rows_of, sheet_of

TICKET = "ticket_id=id, opened_at=opened"
NPS = ColumnRule("survey", constant="nps")


def column(name, values, *, ids=None):
    cells = [(ids[n] if ids else str(n), value) for n, value in enumerate(values)]
    rows = [Row(n, one) for n, one in enumerate(cells, start=2)]
    return Sheet("", ("id", name), lambda: iter(rows))


def asked(sheet, mapping):
    found = questions(sheet, mapping, SEOUL)
    for one in found:
        for language in LANGUAGES:
            assert say(one.key, language, column=one.column, **one.values)
            assert all(say(f"check.option.{option}", language) for option in one.options)
    return found


def test_nothing_is_asked_where_nothing_is_doubtful():
    sheet = sheet_of("id | opened | wait\n1 | 13/10/2026 | 5m\n2 | 01/10/2026 | 00:05:00")
    assert asked(sheet, mapping_of("ticket", TICKET + ", queue_seconds=wait")) == []


def test_the_order_of_day_and_month_is_asked_once():
    sheet = sheet_of("id | opened\n1 | 01/10/2026\n2 | 02/11/2026")
    mapping = mapping_of("ticket", TICKET)
    (question,) = asked(sheet, mapping)
    assert (question.key, question.target, question.options) == ("check.ask_date_order", "opened_at", ("dmy", "mdy"))
    assert question.values == {"example": "01/10/2026"}
    told = answered(mapping, question, "dmy")
    assert told.rule("opened_at").form == "dmy"
    assert asked(sheet, told) == []
    with pytest.raises(ValueError, match="ymd"):
        answered(mapping, question, "ymd")


def test_one_column_that_fills_two_is_asked_about_once():
    sheet = sheet_of("id | opened | done\n1 | 13/10/2026 | 01/11/2026\n2 | 12/10/2026 | 02/11/2026")
    mapping = mapping_of("ticket", TICKET + ", resolved_at=done, closed_at=done, person_name=done")
    (question,) = asked(sheet, mapping)
    told = answered(mapping, question, "dmy")
    assert [rule.form for rule in told.columns] == [None, None, "dmy", "dmy", None]
    assert asked(sheet, told) == []


def test_a_five_point_column_offered_as_nps_is_asked():
    sheet = column("s", [str(n % 5 + 1) for n in range(40)])
    mapping = mapping_of("survey_answer", "answer_id=id, score=s", NPS)
    (question,) = asked(sheet, mapping)
    assert question.key == "check.ask_scale"
    assert question.options[:2] == ("0-10", "1-5")
    assert question.values == {"low": "1", "high": "5", "rows": 40, "survey": "NPS"}
    assert answered(mapping, question, "1-5").scale == (1, 5)
    assert asked(sheet, answered(mapping, question, "0-10")) == []


def test_a_ten_point_column_offered_as_csat_is_asked_a_stray_value_is_not():
    mapping = mapping_of("survey_answer", "answer_id=id, score=s", ColumnRule("survey", constant="csat"))
    (question,) = asked(column("s", [str(n % 10 + 1) for n in range(40)]), mapping)
    assert question.options[0] == "1-5"
    assert "1-10" in question.options
    assert asked(column("s", [str(n % 5 + 1) for n in range(40)] + ["9"]), mapping) == []


def test_a_full_nps_column_is_not_asked():
    assert asked(column("s", ["0", "10", "7"]), mapping_of("survey_answer", "answer_id=id, score=s", NPS)) == []


def test_answers_that_name_a_scale_are_asked_for_it():
    mapping = mapping_of("survey_answer", "answer_id=id, score=s", ColumnRule("survey", constant="csat"))
    (question,) = asked(column("s", ["5점", "4점"]), mapping)
    assert question.key == "check.ask_scale_unstated"
    assert asked(column("s", ["5점", "4점"]), answered(mapping, question, "1-5")) == []


def test_the_unit_of_plain_lengths_is_asked_unless_the_header_tells_it():
    mapping = mapping_of("ticket", TICKET + ", queue_seconds=wait")
    (question,) = asked(sheet_of("id | opened | wait\n1 | 2026-11-01 | 0\n2 | 2026-11-01 | 12"), mapping)
    assert (question.key, question.values) == ("check.ask_unit", {"example": "12"})
    assert answered(mapping, question, "minutes").rule("queue_seconds").form == "minutes"
    own = mapping_of("ticket", TICKET + ", queue_seconds=queue_seconds")
    assert asked(sheet_of("id | opened | queue_seconds\n1 | 2026-11-01 | 12"), own) == []
    zero = sheet_of("id | opened | wait\n1 | 2026-11-01 | 0")
    assert asked(zero, mapping) == []


def test_two_part_lengths_are_asked():
    mapping = mapping_of("ticket", TICKET + ", talk_seconds=talk")
    (question,) = asked(sheet_of("id | opened | talk\n1 | 2026-11-01 | 5:10"), mapping)
    assert question.options == ("m:s", "h:m")
    assert asked(sheet_of("id | opened | talk\n1 | 2026-11-01 | 5:10"), answered(mapping, question, "m:s")) == []


def test_ids_that_repeat_are_asked_a_few_are_not():
    mapping = mapping_of("ticket", "ticket_id=id, subject=x")
    many = column("x", ["a"] * 40, ids=[str(n // 4) for n in range(40)])
    (question,) = asked(many, mapping)
    assert (question.key, question.values) == ("check.ask_rows", {"rows": 40, "ids": 10})
    assert answered(mapping, question, "last").rows == "last"
    assert asked(many, replace(mapping, rows="first")) == []
    assert asked(column("x", ["a"] * 40, ids=[str(min(n, 36)) for n in range(40)]), mapping) == []


def test_a_header_that_stood_twice_is_asked():
    sheet = Sheet("", ("id", "상태", "상태 (2)"), lambda: iter([]), (Notice("file.duplicate_header", {}),))
    mapping = mapping_of("ticket", "ticket_id=id, status=상태 (2)")
    (question,) = asked(sheet, mapping)
    assert (question.key, question.column) == ("check.ask_header", "상태 (2)")
    assert answered(mapping, question, "keep") == mapping
    assert answered(mapping, question, "leave").rule("status") is None


def test_rows_with_a_problem_and_blank_cells_decide_nothing():
    rows = [Row(2, ("1", "01/10/2026"), Notice("file.ragged", {})), Row(3, ("2", None))]
    assert asked(Sheet("", ("id", "opened"), lambda: iter(rows)), mapping_of("ticket", TICKET)) == []


def test_the_order_of_day_and_month_is_asked_once_for_all_columns_of_a_sheet():
    sheet = sheet_of(
        "id | opened | done | fine\n1 | 01/10/2026 | 02/10/2026 | 2026-10-03\n2 | 02/11/2026 | 03/11/2026 | 2026-11-04"
    )
    mapping = mapping_of("ticket", TICKET + ", resolved_at=done, closed_at=fine")
    (question,) = asked(sheet, mapping)
    assert (question.key, question.column, question.others) == ("check.ask_date_orders", "opened", ("done",))
    assert question.values == {"example": "01/10/2026", "columns": "opened, done", "count": 2}
    told = answered(mapping, question, "dmy")
    assert [told.rule(name).form for name in ("opened_at", "resolved_at", "closed_at")] == ["dmy", "dmy", None]
    assert asked(sheet, told) == []


def test_a_status_nobody_knows_is_asked_word_by_word_and_need_not_be_answered():
    words = ["묵혀둠"] * 3 + ["Waiting on R&D"] * 2 + ["해결", "open", "-", "없음?"]
    sheet = column("상태", words)
    mapping = mapping_of("ticket", "ticket_id=id, status=상태", missing=("없음?",))
    first, second = asked(sheet, mapping)
    assert [(one.word, one.values["rows"]) for one in (first, second)] == [("묵혀둠", 3), ("Waiting on R&D", 2)]
    assert first.is_optional
    assert first.options == ("open", "pending", "solved", "closed", "unknown")
    told = answered(mapping, first, "pending")
    assert asked(sheet, told) == [second]
    told = answered(told, second, "unknown")
    assert told.rule("status").words == (("묵혀둠", "pending"), ("Waiting on R&D", ""))
    assert asked(sheet, told) == []


def test_what_a_status_stands_for_is_what_the_cells_become(tmp_path):
    sheet = column("상태", ["묵혀둠", "묵혀둠", "Waiting on R&D", "끝남!"])
    mapping = mapping_of("ticket", "ticket_id=id, status=상태", ColumnRule("opened_at", constant="2026-01-02"))
    before = checked_whole(duckdb.connect(), tmp_path, sheet, mapping)
    assert before.rejected_cells == 4
    for word, option in (("묵혀둠", "pending"), ("Waiting on R&D", "unknown")):
        [question] = [one for one in asked(sheet, mapping) if one.word == word]
        mapping = answered(mapping, question, option)
    con = duckdb.connect()
    after = checked_whole(con, tmp_path, sheet, mapping)
    assert rows_of(con, after, "status") == [("pending",), ("pending",), (None,), (None,)]
    assert [value for *_, value, _ in rejects_of(con, after)] == ["끝남!"]


def test_only_the_most_frequent_of_many_words_are_asked_and_none_where_all_others_mean_one_thing():
    sheet = column("상태", [f"단계 {n // 2}" for n in range(40)])
    mapping = mapping_of("ticket", "ticket_id=id, status=상태")
    assert [one.word for one in asked(sheet, mapping)] == [f"단계 {n}" for n in range(6)]
    rest = ColumnRule("status", "상태", words=(("단계 1", "open"), ("*", "solved")))
    assert asked(sheet, mapping_of("ticket", "ticket_id=id", rest)) == []
