import json
from datetime import date, datetime

import duckdb
import pytest

from cx.errors import BadRows, UnknownName
from cx.importing.check import Context
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Notice, Row, Sheet
from cx.language import LANGUAGES, say
from tests.staged import SEOUL, checked, mapping_of, rejects_of, rows_of, sheet_of

at = datetime.fromisoformat
TICKET = "ticket_id=id, opened_at=opened"


@pytest.fixture
def con():
    return duckdb.connect()


@pytest.fixture
def run(con, tmp_path):
    def run(text, mapping, context=SEOUL):
        sheet = sheet_of(text) if isinstance(text, str) else text
        result = checked(con, tmp_path, sheet, mapping, context)
        assert result.read == result.accepted + result.rejected_rows + result.merged
        assert len(list(sheet.rows())) == result.read + result.skipped
        for notice in result.notices:
            assert all(notice.text(language) for language in LANGUAGES)
        reasons = con.execute(f"select reason_key, reason_values from {result.rejects}").fetchall()
        assert all(say(key, language, **json.loads(values)) for key, values in reasons for language in LANGUAGES)
        return result

    return run


def notices(result):
    return {notice.key: notice.values for notice in result.notices}


def test_a_plain_sheet_becomes_typed_rows_with_the_rest_in_extra(con, run):
    text = """id | opened | 채널 | 메모
              0012 | 2026-11-20 09:00:00 | 유선 | 급함
              A-2 | 2026-11-20T09:00:00Z | 채팅 |"""
    result = run(text, mapping_of("ticket", TICKET + ", channel=채널"))
    assert result.columns == ("ticket_id", "opened_at", "channel", "extra")
    assert rows_of(con, result, "line", "ticket_id", "opened_at", "channel", "extra") == [
        (2, "0012", at("2026-11-20 00:00"), "phone", '{"메모":"급함"}'),
        (3, "A-2", at("2026-11-20 09:00"), "chat", None),
    ]
    types = dict(con.execute(f"select column_name, column_type from (describe {result.table})").fetchall())
    assert types["opened_at"] == "TIMESTAMP"
    assert types["extra"] == "JSON"


def test_a_column_the_sheet_lacks_is_not_there(run):
    result = run("id | opened\n1 | 2026-11-20 09:00", mapping_of("ticket", TICKET + ", status=상태"))
    assert result.columns == ("ticket_id", "opened_at")


def test_a_missing_or_unreadable_required_cell_rejects_its_row_with_the_row_to_mend(con, run):
    text = """id | opened | note
              1 | 어제 | a
              2 | 0000-00-00 00:00:00 | b
              3 |  | c
              - | 2026-11-20 09:00 | d
              5 | 2026-11-20 09:00 | e"""
    result = run(text, mapping_of("ticket", TICKET))
    assert (result.read, result.accepted, result.rejected_rows, result.rejected_cells) == (5, 1, 4, 0)
    assert rejects_of(con, result) == [
        (2, "row", "opened", "어제", "check.date_unreadable"),
        (3, "row", "opened", "0000-00-00 00:00:00", "check.required_missing"),
        (4, "row", "opened", None, "check.required_missing"),
        (5, "row", "id", "-", "check.required_missing"),
    ]
    row = con.execute(f"select row from {result.rejects} where line = 2").fetchall()[0][0]
    assert json.loads(row) == {"id": "1", "opened": "어제", "note": "a"}


def test_the_future_rejects_what_happened_and_leaves_what_is_planned(con, run):
    text = """id | opened | resolved
              1 | 2027-06-01 09:00:00 |
              2 | 2026-11-20 09:00:00 | 2031-01-01 00:00:00
              3 | 2026-11-22 23:59:59 |
              4 | 2026-11-23 00:00:00 |"""
    result = run(text, mapping_of("ticket", TICKET + ", resolved_at=resolved"))
    assert rows_of(con, result, "ticket_id", "resolved_at") == [("2", None), ("3", None)]
    assert rejects_of(con, result) == [
        (2, "row", "opened", "2027-06-01 09:00:00", "check.in_future"),
        (3, "cell", "resolved", "2031-01-01 00:00:00", "check.in_future"),
        (5, "row", "opened", "2026-11-23 00:00:00", "check.in_future"),
    ]
    shift = run("a | s | e\nx | 2027-01-01 09:00 | 2027-01-01 18:00", mapping_of(
        "shift", "agent_id=a, starts_at=s, ends_at=e", key_from=("a", "s")))  # fmt: skip
    assert shift.accepted == 1


def test_what_ends_before_it_starts(con, run):
    text = """id | opened | first | resolved
              1 | 2026-11-20 09:00 | 2026-11-20 08:59 | 2026-11-20 10:00
              2 | 2026-11-20 09:00 | 2026-11-20 09:00 | 2026-11-20 09:00"""
    result = run(text, mapping_of("ticket", TICKET + ", first_response_at=first, resolved_at=resolved"))
    assert rows_of(con, result, "first_response_at") == [(None,), (at("2026-11-20 00:00"),)]
    assert rejects_of(con, result) == [(2, "cell", "first", "2026-11-20 08:59", "check.before_opened")]


def test_a_rejected_row_names_everything_that_is_wrong_with_it(con, run):
    text = """id | name | from | to | fee
              A1 | 가온 | 2026-01-01 | 2026-12-31 | 100000
              A2 | 나래 | 2026-06-01 | 2026-05-01 | -5000
              A3 | 다솜 | 2026-01-01 |  | -1
              A4 | 라온 | 2026-01-01 |  | 0"""
    columns = "account_id=id, account_name=name, started_day=from, ended_day=to, monthly_fee=fee"
    result = run(text, mapping_of("account", columns))
    assert rejects_of(con, result) == [
        (3, "row", "fee", "-5000", "check.negative"),
        (3, "row", "to", "2026-05-01", "check.end_before_start"),
        (4, "cell", "fee", "-1", "check.negative"),
    ]
    assert rows_of(con, result, "account_id", "monthly_fee") == [("A1", 100_000), ("A3", None), ("A4", 0)]
    assert (result.rejected_rows, result.rejected_cells) == (1, 1)


SCORES = """id | s
            1 | 5
            2 | 9
            3 | 0
            4 | 4.5
            5 | 5점
            6 | 매우 만족
            7 | ★★★★☆
            8 | ５
            9 | N/A
            10 | 3"""


@pytest.mark.parametrize(
    ("stated", "expected", "rejected"),
    [
        (False, [5, None, None, None, None, None, None, 5, None, 3], 6),
        (True, [5, None, None, None, 5, 5, 4, 5, None, 3], 3),
    ],
)
def test_scores_are_never_clipped(con, run, stated, expected, rejected):
    survey = ColumnRule("survey", constant="csat")
    score = ColumnRule("score", "s", words=(("매우 만족", "5"),) if stated else ())
    result = run(SCORES, mapping_of("survey_answer", "answer_id=id", survey, score, scale=(1, 5) if stated else None))
    assert [row[0] for row in rows_of(con, result, "score")] == expected
    assert rows_of(con, result, "scale_low", "scale_high") == [(1, 5)] * 10
    assert (result.rejected_rows, result.rejected_cells) == (0, rejected)


def test_a_score_is_held_against_the_scale_of_its_own_row(con, run):
    text = """id | survey | s | low | high
              1 | NPS | 10 | |
              2 | csat | 10 | |
              3 | csat | 10 | 1 | 10
              4 | ces | 7 | |
              5 | nps | 11 | | """
    result = run(text, mapping_of("survey_answer", "answer_id=id, survey=survey, score=s, scale_low=low, scale_high=high"))
    assert rows_of(con, result, "survey", "score", "scale_low", "scale_high") == [
        ("nps", 10, 0, 10), ("csat", None, 1, 5), ("csat", 10, 1, 10), ("ces", 7, 1, 7), ("nps", None, 0, 10),
    ]  # fmt: skip


def test_unknown_channels_become_other_and_are_named_unknown_states_are_rejected(con, run):
    text = """id | opened | c | s
              1 | 2026-11-20 09:00 | 비둘기 | 해결
              2 | 2026-11-20 09:00 | 비둘기 | 모름
              3 | 2026-11-20 09:00 | 연기 | -
              4 | 2026-11-20 09:00 | Phone | New"""
    result = run(text, mapping_of("ticket", TICKET + ", channel=c, status=s"))
    assert rows_of(con, result, "channel", "status") == [
        ("other", "solved"), ("other", None), ("other", None), ("phone", "open"),
    ]  # fmt: skip
    assert notices(result)["check.words_other"] == {"column": "c", "words": "비둘기 (2), 연기 (1)", "more": 0, "rows": 3}
    assert rejects_of(con, result) == [(3, "cell", "s", "모름", "check.code_unknown")]


def test_the_mappings_words_come_before_ours(con, run):
    words = (("채팅", "phone"), ("기타", ""))
    text = "id | opened | c\n1 | 2026-11-20 09:00 | 채팅\n2 | 2026-11-20 09:00 | 기타"
    result = run(text, mapping_of("ticket", TICKET, ColumnRule("channel", "c", words=words)))
    assert rows_of(con, result, "channel") == [("phone",), (None,)]
    assert result.rejected_cells == 0


def test_reversed_scores_by_words(con, run):
    score = ColumnRule("score", "s", words=(("1", "5"), ("5", "1")))
    result = run("id | s\n1 | 1\n2 | 5\n3 | 3", mapping_of(
        "survey_answer", "answer_id=id", ColumnRule("survey", constant="csat"), score))  # fmt: skip
    assert rows_of(con, result, "score") == [(5,), (1,), (3,)]


def test_blank_is_not_zero_and_words_for_missing_are_missing(con, run):
    text = """id | opened | wait | replies | bot
              1 | 2026-11-20 09:00 | | | 없음
              2 | 2026-11-20 09:00 | N/A | - | 예
              3 | 2026-11-20 09:00 | 0 | 0 | 몰라요
              4 | 2026-11-20 09:00 | 측정불가 | 0 | """
    columns = TICKET + ", queue_seconds=wait, reply_count=replies, is_bot_involved=bot"
    result = run(text, mapping_of("ticket", columns, missing=("측정불가",)))
    assert rows_of(con, result, "queue_seconds", "reply_count", "is_bot_involved") == [
        (None, None, False), (None, None, True), (0, 0, None), (None, 0, None),
    ]  # fmt: skip
    assert rejects_of(con, result) == [(4, "cell", "bot", "몰라요", "check.flag_unreadable")]


def test_text_may_say_none_but_an_id_may_not(con, run):
    text = "id | opened | who | what\n1 | 2026-11-20 09:00 | None | 없음\n2 | 2026-11-20 09:00 | nan | n/a"
    result = run(text, mapping_of("ticket", TICKET + ", agent_id=who, body=what"))
    assert rows_of(con, result, "agent_id", "body") == [(None, "없음"), (None, None)]


def test_ids_that_lost_digits_are_told(run):
    text = "id | opened | who\n1 | 2026-11-20 09:00 | 1.03006E+13\n2 | 2026-11-20 09:00 | 1.03006E+13"
    result = run(text, mapping_of("ticket", TICKET + ", contact_id=who"))
    assert notices(result)["check.digits_lost"] == {"column": "who", "rows": 2, "different": 1}
    assert result.accepted == 2


def test_the_order_of_day_and_month_is_found_on_the_column_and_told(con, run):
    text = "id | opened\n1 | 01/10/2026 9:05\n2 | 13/10/2026 10:00\n3 | 2/11/2026"
    result = run(text, mapping_of("ticket", TICKET))
    assert rows_of(con, result, "opened_at") == [
        (at("2026-10-01 00:05"),), (at("2026-10-13 01:00"),), (at("2026-11-01 15:00"),),
    ]  # fmt: skip
    assert notices(result)["check.date_order_dmy"]["column"] == "opened"


def test_an_undecided_order_is_never_guessed(con, run):
    text = "id | opened\n1 | 01/10/2026\n2 | 02/02/2026"
    result = run(text, mapping_of("ticket", TICKET))
    assert rejects_of(con, result) == [(2, "row", "opened", "01/10/2026", "check.date_order_unknown")]
    stated = mapping_of("ticket", "ticket_id=id", ColumnRule("opened_at", "opened", form="mdy"))
    assert rows_of(con, run(text, stated), "opened_at") == [(at("2026-01-09 15:00"),), (at("2026-02-01 15:00"),)]


def test_mixed_and_odd_times_are_told(con, run):
    text = """id | opened
              1 | 2026-03-29 02:30
              2 | 2025-10-26 02:30
              3 | 2026-03-29T00:00:00Z"""
    result = run(text, mapping_of("ticket", TICKET), Context("Europe/Paris", date(2026, 11, 21)))
    found = notices(result)
    assert found["check.time_nonexistent"]["rows"] == 1
    assert found["check.time_ambiguous"]["rows"] == 1
    assert rows_of(con, result, "opened_at")[0] == (at("2026-03-29 01:30"),)
    mixed = run("id | opened\n1 | 2026-03-29 02:30\n2 | 2026-03-29T00:00:00Z", mapping_of("ticket", TICKET))
    assert notices(mixed)["check.zones_mixed"] == {"column": "opened", "zone": "Asia/Seoul", "naive": 1, "zoned": 1}


def test_the_zone_of_a_column_goes_before_the_zone_of_the_source(con, run):
    rule = ColumnRule("opened_at", "opened", zone="UTC")
    result = run("id | opened\n1 | 2026-11-20 09:00", mapping_of("ticket", "ticket_id=id", rule))
    assert rows_of(con, result, "opened_at") == [(at("2026-11-20 09:00"),)]


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


def test_no_table_is_left_but_the_two_that_are_handed_over(con, run):
    result = run(EVENTS, mapping_of("ticket", TICKET + ", status=state", rows="last", order="step"))
    tables = {name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()}
    assert {name for name in tables if not name.startswith("staged_")} == {result.table, result.rejects}


def test_an_unknown_target_is_named(run):
    with pytest.raises(UnknownName):
        run("id\n1", Mapping("ticket", "", (ColumnRule("tickt_id", "id"),)))
