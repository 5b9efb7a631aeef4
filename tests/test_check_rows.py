import json
from datetime import datetime
from functools import partial

import duckdb
import pytest

from cx.errors import BadRows, UnknownName
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Notice, Row, Sheet
from tests.staged import checked_whole, mapping_of, notices, rejects_of, rows_of

at = datetime.fromisoformat
TICKET = "ticket_id=id, opened_at=opened"


@pytest.fixture
def con():
    return duckdb.connect()


@pytest.fixture
def run(con, tmp_path):
    return partial(checked_whole, con, tmp_path)


def test_rows_a_table_does_not_concern_are_skipped(con, run):
    text = "id | s\n1 | 5\n2 | \n3 | -\n4 | offered\n5 | 없는말"
    rule = ColumnRule("score", "s", words=(("offered", ""),))
    survey = ColumnRule("survey", constant="csat")
    result = run(text, mapping_of("survey_answer", "answer_id=id", survey, rule, when="score"))
    assert (result.read, result.accepted, result.skipped, result.rejected_cells) == (2, 2, 3, 1)
    assert rows_of(con, result, "answer_id", "score") == [("1", 5), ("5", None)]


EVENTS = """id | opened | step | state
            I1 | 2026-01-02 09:00 | 0 | New
            I1 | 2026-01-02 09:00 | 10 | Closed
            I1 | 2026-01-02 09:00 | 9 | Active
            I2 | 2026-01-03 09:00 | 1 | Active
            | 2026-01-03 09:00 | 1 | Active"""


@pytest.mark.parametrize(
    ("rows", "order", "expected"),
    [
        ("last", "step", [("I1", "closed"), ("I2", "open")]),
        ("first", "step", [("I1", "open"), ("I2", "open")]),
        ("last", None, [("I1", "open"), ("I2", "open")]),
    ],
)
def test_one_row_of_each_id_counts(con, run, rows, order, expected):
    result = run(EVENTS, mapping_of("ticket", TICKET + ", status=state", rows=rows, order=order))
    assert rows_of(con, result, "ticket_id", "status") == expected
    assert (result.read, result.accepted, result.merged, result.rejected_rows) == (5, 2, 2, 1)
    assert notices(result)["check.rows_of_one_id"]["merged"] == 2


def test_rows_are_ordered_by_times_as_times(con, run):
    text = """id | opened | changed
              1 | 2026-01-02 09:00 | 9/2/2026 10:00
              1 | 2026-01-02 09:01 | 10/1/2026 10:00
              1 | 2026-01-02 09:02 | 13/1/2026 10:00"""
    result = run(text, mapping_of("ticket", TICKET, rows="last", order="changed"))
    assert rows_of(con, result, "opened_at") == [(at("2026-01-02 00:00"),)]


def test_rows_without_an_id_get_a_key_from_their_content(con, run):
    text = "t | s | etc\n2026-11-01 | 5 | a\n2026-11-01 | 5 | b\n2026-11-01 | 4 | c"
    mapping = mapping_of(
        "survey_answer", "answered_at=t, score=s", ColumnRule("survey", constant="csat"), generated_key=True
    )
    first = [row[0] for row in rows_of(con, run(text, mapping), "answer_id")]
    assert len(set(first)) == 3
    assert first[0][:-2] == first[1][:-2] != first[2][:-2]
    moved = "etc | s | t\nx | 4 | 2026. 11. 1.\ny | 5 | 2026/11/01\nz | 5 | 2026-11-01 00:00"
    assert sorted(row[0] for row in rows_of(con, run(moved, mapping), "answer_id")) == sorted(first)


def test_a_key_joined_from_columns_and_constants(con, run):
    text = "chat | s\nc1 | 5\nc2 | 4\n | 4"
    survey = ColumnRule("survey", constant="csat")
    mapping = mapping_of("survey_answer", "score=s", survey, key_from=("chat", "survey"))
    result = run(text, mapping)
    assert rows_of(con, result, "answer_id") == [("c1:csat",), ("c2:csat",), (":csat",)]
    alone = mapping_of("survey_answer", "score=s", survey, key_from=("chat",))
    assert run(text, alone).rejected_rows == 1
    with pytest.raises(UnknownName):
        run(text, mapping_of("survey_answer", "score=s", survey, key_from=("nothing",)))


def test_the_first_filled_of_several_columns_counts(con, run):
    text = "id | a | b\n1 | 2026-11-01 09:00 | 2026-11-02 09:00\n2 | | 2026-11-02 09:00\n3 | | "
    result = run(text, mapping_of("ticket", "ticket_id=id, opened_at=a, opened_at=b"))
    assert rows_of(con, result, "opened_at") == [(at("2026-11-01 00:00"),), (at("2026-11-02 00:00"),)]
    assert result.rejected_rows == 1


def test_the_first_of_a_list_counts(con, run):
    rule = ColumnRule("agent_id", "who", separator="/")
    text = "id | opened | who\n1 | 2026-11-01 09:00 | m1 / m2\n2 | 2026-11-01 09:00 | m3"
    assert rows_of(con, run(text, mapping_of("ticket", TICKET, rule)), "agent_id") == [("m1",), ("m3",)]


def test_constants_are_read_like_cells(con, run):
    rules = (ColumnRule("channel", constant="전화"), ColumnRule("is_outbound", constant="예"))
    result = run("id | opened\n1 | 2026-11-01 09:00", mapping_of("ticket", TICKET, *rules))
    assert rows_of(con, result, "channel", "is_outbound") == [("phone", True)]
    with pytest.raises(BadRows) as caught:
        run("id | opened\n1 | 2026-11-01 09:00", mapping_of("ticket", TICKET, ColumnRule("opened_at", constant="언제")))
    assert "언제" in caught.value.text("ko")


def test_rows_the_file_could_not_give_are_rejected(con, run):
    problem = Notice("check.row_too_long", {"length": 9, "limit": 8})
    rows = [Row(2, ("1", "2026-11-01 09:00")), Row(3, ("2", None), problem)]
    result = run(Sheet("", ("id", "opened"), lambda: iter(rows)), mapping_of("ticket", TICKET))
    assert (result.read, result.accepted, result.rejected_rows) == (2, 1, 1)
    assert rejects_of(con, result) == [(3, "row", None, None, "check.row_too_long")]


def test_no_rows_and_no_mapped_columns(run):
    assert run("id | opened", mapping_of("ticket", TICKET)).read == 0
    nothing = run("a | b\n1 | 2", mapping_of("ticket", TICKET))
    assert (nothing.accepted, nothing.rejected_rows) == (0, 1)


def test_hostile_text_is_only_text(con, run):
    text = """id'; drop table x; -- | opened | "h" $1
              '); drop table y; -- | 2026-11-01 09:00 | {"a": 1}
              $header_0 | 2026-11-01 09:00 | \\"""
    mapping = mapping_of("ticket", "ticket_id=id'; drop table x; --, opened_at=opened")
    result = run(text, mapping)
    assert rows_of(con, result, "ticket_id") == [("'); drop table y; --",), ("$header_0",)]
    assert json.loads(rows_of(con, result, "extra")[0][0]) == {'"h" $1': '{"a": 1}'}


def test_answers_that_use_half_a_scale_are_told(run):
    text = "id | s\n" + "\n".join(f"{n} | {n % 5 + 1}" for n in range(10))
    nps = mapping_of("survey_answer", "answer_id=id, score=s", ColumnRule("survey", constant="nps"), scale=(0, 10))
    assert notices(run(text, nps)) == {"check.low_scale": {"column": "s", "low": "0", "top": "10", "high": "5"}}
    assert notices(run(text + "\n11 | 6", nps)) == {}


def test_a_wrong_mapping_counts_every_cell_and_lists_the_first(con, run, monkeypatch):
    monkeypatch.setattr("cx.importing.rejects.LISTED", 3)
    text = "id | opened | n\n" + "\n".join(f"{n} | 2026-11-01 09:00 | x{n}" for n in range(5)) + "\n9 | | x9"
    result = run(text, mapping_of("ticket", TICKET + ", reply_count=n"))
    assert (result.accepted, result.rejected_rows, result.rejected_cells) == (5, 1, 5)
    assert notices(result)["check.cells_unlisted"] == {"column": "n", "rows": 5, "listed": 3}
    assert [line for line, level, *_ in rejects_of(con, result) if level == "cell"] == [2, 3, 4]


@pytest.mark.parametrize(
    "options", [{}, {"when": "status"}, {"rows": "last", "order": "step"}, {"generated_key": True}]
)
def test_nothing_is_left_of_a_check_once_it_is_dropped(con, run, options):
    result = run(EVENTS, mapping_of("ticket", TICKET + ", status=state", **options))
    result.drop(con)
    left = con.execute(
        "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
    ).fetchall()
    assert [name for (name,) in left if not name.startswith("staged_")] == []


def test_an_unknown_target_is_named(run):
    with pytest.raises(UnknownName):
        run("id\n1", Mapping("ticket", "", (ColumnRule("tickt_id", "id"),)))
