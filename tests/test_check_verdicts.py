"""Hostile dates, scores, ids and numbers end as the collection of bad files says; their bytes are written here.

Verdicts kept as they are. Where one leaves a choice: 오전 before the date is understood (date_01, 15); 1970-01-01 and
1900-01-01 are missing, so a row that needs the time is rejected (date_04); a scale is not taken from its own answers, so
5점 and stars wait for the scale (score_01).
"""

from datetime import datetime

import duckdb
import pytest

from cx.importing.check import questions
from cx.importing.files import read_file
from cx.importing.mapping import ColumnRule
from tests.bad_tables import ACCOUNTS, SCORES, SENTINELS, SPELLINGS, ZONES
from tests.staged import SEOUL, checked, mapping_of, rejects_of, rows_of

at = datetime.fromisoformat
TICKET = "ticket_id=ticket_id, opened_at=created_at"

UNITS = """ticket_id,created_at,first_response,handle_time,amount
1,2026-11-01,"1,234",0h 5m 10s,"₩1,200,000"
2,2026-11-01,12분,01:02:03,120만원
3,2026-11-01,-,0h 0m 0s,1.2e6
"""


@pytest.fixture
def con():
    return duckdb.connect()


@pytest.fixture
def run(con, tmp_path):
    def run(text, mapping):
        (sheet,) = read_file(text.encode(), "file.csv").sheets
        return checked(con, tmp_path, sheet, mapping)

    return run


def sheet_of_bytes(text):
    return read_file(text.encode(), "file.csv").sheets[0]


def test_eighteen_spellings(con, run):
    result = run(SPELLINGS, mapping_of("ticket", TICKET))
    expected = dict(line.split(",")[::2] for line in SPELLINGS.splitlines()[1:])
    found = con.execute(
        f"select ticket_id, strftime(opened_at + interval 9 hour, '%Y-%m-%d %H:%M:%S') from {result.table}"
    )
    assert dict(found.fetchall()) == {key: kst for key, kst in expected.items() if kst not in {"REJECT", "MISSING"}}
    assert (result.accepted, result.rejected_rows) == (14, 4)


def test_two_hundred_days_in_one_order(con, run):
    days = [(1 + n * 11 % 28, 1 + n // 20) for n in range(200)]
    text = "id,survey_date,month\n" + "".join(f"{n},{d:02}/{m:02}/26,{m}\n" for n, (d, m) in enumerate(days))
    mapping = mapping_of("survey_answer", "answer_id=id, answered_at=survey_date", ColumnRule("survey", constant="nps"))
    assert questions(sheet_of_bytes(text), mapping, SEOUL) == []
    result = run(text, mapping)
    months = con.execute(
        f"select count(*) filter (month(answered_at + interval 9 hour) = (extra->>'month')::int) from {result.table}"
    ).fetchall()[0][0]
    assert months == result.accepted == len(days)


def test_zones(con, run):
    result = run(ZONES, mapping_of("ticket", TICKET))
    half_past_midnight, morning = at("2026-11-20 15:30"), at("2026-11-21 00:30")
    assert [moment for (moment,) in rows_of(con, result, "opened_at")] == [
        morning, half_past_midnight, half_past_midnight, half_past_midnight, half_past_midnight, morning,
        at("1988-06-01 02:00"),
    ]  # fmt: skip
    said = {notice.key: notice.values for notice in result.notices}
    assert said["check.zones_mixed"] == {"column": "created_at", "zone": "Asia/Seoul", "naive": 1, "zoned": 6}


def test_sentinels(con, run):
    result = run(SENTINELS, mapping_of("ticket", TICKET + ", resolved_at=resolved_at"))
    assert rows_of(con, result, "ticket_id", "resolved_at") == [("3", None), ("6", at("2026-11-01 01:00"))]
    assert (result.accepted, result.rejected_rows, result.rejected_cells) == (2, 6, 0)


@pytest.mark.parametrize(
    ("survey", "column", "plain", "stated", "refused"),
    [
        ("csat", "csat_1_5", {1: 5, 8: 5, 10: 3}, {5: 5, 6: 5, 7: 4}, 6),
        ("ces", "ces_1_7", {1: 7, 8: 7, 10: 6}, {5: 7}, 4),
        ("nps", "nps_0_10", {1: 10, 8: 10, 10: 8}, {5: 10}, 4),
    ],
)
def test_scores(con, run, survey, column, plain, stated, refused):  # noqa: PLR0917 - a case has these parts
    constant = ColumnRule("survey", constant=survey)
    base = "answer_id=response_id, answered_at=answered_at"
    result = run(SCORES, mapping_of("survey_answer", base, constant, ColumnRule("score", column)))
    found = {int(key): score for key, score in rows_of(con, result, "answer_id", "score") if score is not None}
    assert (found, result.accepted, result.rejected_cells) == (plain, 10, refused)
    rule = ColumnRule("score", column, words=(("매우 만족", "5"), ("매우 쉬움", "7")))
    scale = {"csat": (1, 5), "ces": (1, 7), "nps": (0, 10)}[survey]
    result = run(SCORES, mapping_of("survey_answer", base, constant, rule, scale=scale))
    found = {int(key): score for key, score in rows_of(con, result, "answer_id", "score") if score is not None}
    assert found == plain | stated
    assert result.rejected_cells == refused - len(stated)


def test_five_points_offered_as_nps():
    text = "response_id,answered_at,score\n" + "".join(f"{n},2026-11-01,{n % 5 + 1}\n" for n in range(40))
    mapping = mapping_of("survey_answer", "answer_id=response_id, score=score", ColumnRule("survey", constant="nps"))
    assert [one.key for one in questions(sheet_of_bytes(text), mapping, SEOUL)] == ["check.ask_scale"]


def test_ids_in_scientific_notation(con, run):
    text = "Id,Requester id,Created at,Status\n297732,1.03006E+13,08-04-2023 20:52,Solved\n311457,1.03006E+13,24-04-2023 19:32,Closed\n"
    result = run(
        text, mapping_of("ticket", "ticket_id=Id, contact_id=Requester id, opened_at=Created at, status=Status")
    )
    assert result.accepted == 2
    assert [notice.key for notice in result.notices if notice.key == "check.digits_lost"]
    assert rows_of(con, result, "opened_at")[0] == (at("2023-04-08 11:52"),)


def test_numbers_with_units(con, run):
    columns = TICKET + ", first_response_seconds=first_response, talk_seconds=handle_time"
    result = run(UNITS, mapping_of("ticket", columns))
    assert rows_of(con, result, "first_response_seconds", "talk_seconds") == [(1234, 310), (720, 3723), (None, 0)]
    money = run(UNITS, mapping_of("account", "account_id=ticket_id, monthly_fee=amount"))
    assert rows_of(con, money, "monthly_fee") == [(1_200_000,)] * 3
    broken = run(UNITS.replace("12분", "금방"), mapping_of("ticket", columns))
    assert rejects_of(con, broken) == [(3, "cell", "first_response", "금방", "check.length_unreadable")]


def test_accounts_that_contradict_themselves(con, run):
    columns = "account_id=account_id, account_name=name, plan=plan, started_day=start_date, ended_day=end_date, monthly_fee=mrr"
    result = run(ACCOUNTS, mapping_of("account", columns))
    assert [key for (key,) in rows_of(con, result, "account_id")] == ["A1", "A1", "A3"]
    assert [(line, key) for line, _, _, _, key in rejects_of(con, result)] == [
        (4, "check.end_before_start"), (4, "check.negative"),
    ]  # fmt: skip


def test_big_numbers_of_json_stay_two_ids(con, tmp_path):
    text = b'{"id": 9007199254740993, "t": "2026-11-01", "n": NaN}\n{"id": 9007199254740992, "t": "2026-11-01", "n": Infinity}\n'
    (sheet,) = read_file(text, "a.jsonl").sheets
    result = checked(con, tmp_path, sheet, mapping_of("ticket", "ticket_id=id, opened_at=t, reply_count=n"))
    assert rows_of(con, result, "ticket_id", "reply_count") == [("9007199254740993", None), ("9007199254740992", None)]
