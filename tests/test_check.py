import json
from datetime import date, datetime
from functools import partial

import duckdb
import pytest

from cx.importing.check import Context
from cx.importing.mapping import ColumnRule
from tests.staged import checked_whole, mapping_of, notices, rejects_of, rows_of

at = datetime.fromisoformat
TICKET = "ticket_id=id, opened_at=opened"


@pytest.fixture
def con():
    return duckdb.connect()


@pytest.fixture
def run(con, tmp_path):
    return partial(checked_whole, con, tmp_path)


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
    result = run(
        text, mapping_of("survey_answer", "answer_id=id, survey=survey, score=s, scale_low=low, scale_high=high")
    )
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
    assert notices(result)["check.words_other"] == {
        "column": "c",
        "words": "비둘기 (2), 연기 (1)",
        "more": 0,
        "rows": 3,
    }
    assert rejects_of(con, result) == [(3, "cell", "s", "모름", "check.code_unknown")]


def test_the_mappings_words_come_before_ours(con, run):
    words = (("채팅", "phone"), ("기타", ""))
    text = "id | opened | c\n1 | 2026-11-20 09:00 | 채팅\n2 | 2026-11-20 09:00 | 기타"
    result = run(text, mapping_of("ticket", TICKET, ColumnRule("channel", "c", words=words)))
    assert rows_of(con, result, "channel") == [("phone",), (None,)]
    assert result.rejected_cells == 0


def test_one_meaning_for_all_words_the_mapping_does_not_name(con, run):
    words = (("user", "true"), ("*", "false"))
    text = "id | opened | c\n1 | 2026-11-20 09:00 | USER\n2 | 2026-11-20 09:00 | cron\n3 | 2026-11-20 09:00 | -"
    result = run(text, mapping_of("ticket", TICKET, ColumnRule("is_outbound", "c", words=words)))
    assert rows_of(con, result, "is_outbound") == [(True,), (False,), (None,)]
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
