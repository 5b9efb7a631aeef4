"""Tables without a header, and with a header of two rows: told from the values, nothing of the data is lost."""

import pytest

from cx.importing.files import read_file
from tests.importers.samples import workbook


def sheet(text):
    (read,) = read_file(text.encode(), "file.csv").sheets
    return read, list(read.rows())


def keys(read):
    return [notice.key for notice in read.notices]


def test_a_first_row_of_values_is_data():
    read, rows = sheet("1,2026-11-01 09:00:00,user@example.com,chat\n2,2026-11-02 09:00:00,b@example.com,phone\n")
    assert (read.header, read.header_line, read.heads) == (("1", "2", "3", "4"), 0, ())
    assert [(row.line, row.cells[0], row.problem) for row in rows] == [(1, "1", None), (2, "2", None)]
    assert keys(read) == ["file.no_header"]


def test_one_time_over_times_is_enough():
    _, rows = sheet("T-1,2026-11-01 09:00,채팅,배송,늦어요\nT-2,2026-11-01 09:30,전화,결제,두 번 결제됐어요\n")
    assert len(rows) == 2


@pytest.mark.parametrize(
    "text",
    [
        "id,2026-11-01,2026-11-02\n1,12,15\n2,7,8\n",  # a table with a column per day
        "지역,2024,2025,2026\n서울,12,15,9\n부산,7,8,9\n",  # and per year
        "id,24/7,memo\n1,예,좋아요\n2,아니오,느려요\n",
        "Q,A,label\n안녕,반가워요,0\n잘 가,또 봐요,0\n",
        "이름,의견\n가,좋아요\n나,느려요\n",
        "문의번호,접수일시\n1001,2026-11-01 09:00:00\n",
    ],
)
def test_a_header_stays_a_header(text):
    read, rows = sheet(text)
    first, *below = text.splitlines()
    assert read.header == tuple(first.split(","))
    assert len(rows) == len(below)
    assert "file.no_header" not in keys(read)


def test_rows_of_different_length_end_with_their_last_filled_cell():
    lines = [
        f"{1793577600 + number}|{1793577600 + number}.1|700|NONE|ENTERQUEUE||0100000000{number}|1"
        for number in range(3)
    ]
    _, rows = sheet("\n".join([*lines, "1793577700|NONE|NONE|PJSIP/201|PAUSEALL|"]) + "\n")
    assert [row.problem for row in rows] == [None] * 4
    assert rows[3].cells == ("1793577700", "NONE", "NONE", "PJSIP/201", "PAUSEALL", None, None, None)


def test_a_longer_row_far_below_the_first_ones_keeps_its_cells():
    lines = [f"{1793577600 + number}|{1793577600 + number}.1|700|NONE|CONNECT|5" for number in range(400)]
    lines[100] = "1793577700|NONE|NONE|PJSIP/201|PAUSEALL"
    read, rows = sheet("\n".join([*lines, "1793578000|1793577600.1|700|PJSIP/201|BLINDTRANSFER|a|b|3|40|1"]))
    assert len(read.header) == 10
    assert rows[-1].cells[5:] == ("a", "b", "3", "40", "1")
    assert not any(row.problem for row in rows)


def test_equally_long_rows_without_header_still_reject_a_short_one():
    lines = [f"{number},2026-11-01 09:00:0{number},chat" for number in range(1, 8)]
    _, rows = sheet("\n".join(lines) + "\n")
    assert not any(row.problem for row in rows)


def test_titles_above_values_are_told_and_left_out():
    read, rows = sheet("통화 기록\n1,2026-11-01 09:00:00,chat,a\n2,2026-11-01 09:10:00,chat,b\n")
    assert [row.line for row in rows] == [2, 3]
    assert keys(read) == ["file.lines_above_data", "file.no_header"]
    assert read.notices[0].values == {"lines": "1", "line": 2}


SURVEY = """Respondent ID,Start Date,How likely?,Which do you use?,,,Why?
,,Response,Print,Pay,Other (please specify),Open-Ended Response
1,11/01/2026 10:00:00 AM,9,Print,,,
2,11/02/2026 01:00:00 PM,0 - Not at all likely,,Pay,slow,because
"""


def test_two_header_rows_are_one_header():
    read, rows = sheet(SURVEY)
    assert read.header == (
        "Respondent ID",
        "Start Date",
        "How likely?",
        "Which do you use? / Print",
        "Which do you use? / Pay",
        "Which do you use? / Other (please specify)",
        "Why?",
    )
    assert [row.line for row in rows] == [3, 4]
    assert read.notices[0].key == "file.two_header_rows"
    assert read.notices[0].values == {"first": 1, "second": 2}


def test_two_header_rows_in_a_workbook_and_below_a_title():
    rows = [["월간 현황"], ["고객사", "응대", "", "만족도", ""], ["", "건수", "평균", "점수", "응답"]]
    rows += [["가온", "12", "3.5", "4.5", "3"], ["나래", "7", "2.5", "4.0", "2"]]
    (read,) = read_file(workbook({"월": rows}), "a.xlsx").sheets
    assert read.header == ("고객사", "응대 / 건수", "응대 / 평균", "만족도 / 점수", "만족도 / 응답")
    assert [row.line for row in read.rows()] == [4, 5]


def test_a_blank_header_over_a_row_of_data_is_one_header():
    read, rows = sheet("id,at,,memo\n1,2026-11-01,a,b\n2,2026-11-02,c,d\n")
    assert read.header == ("id", "at", "column 3", "memo")
    assert len(rows) == 2


def test_many_answers_below_few_questions_are_still_two_rows():
    options = [f"option {number}" for number in range(30)]
    text = "Respondent ID,Date,Which?" + "," * 29 + "\n,," + ",".join(options) + "\n"
    text += "1,2026-11-01 10:00," + "option 0" + "," * 29 + "\n"
    read, rows = sheet(text)
    assert read.header[:3] == ("Respondent ID", "Date", "Which? / option 0")
    assert read.header[-1] == "Which? / option 29"
    assert [row.line for row in rows] == [3]


def test_a_first_row_of_another_kind_is_data_where_most_of_it_is():
    last = "1793580290|1793580000.6|701|PJSIP/203|BLINDTRANSFER|204|from-internal|29|200|1"
    lines = [f"{1793577600 + n}|{1793577600 + n}.1|700|PJSIP/201|CONNECT|{n}|{1793577600 + n}.2|3" for n in range(9)]
    read, rows = sheet("\n".join([last, *lines]))
    assert (read.header_line, len(rows)) == (0, 10)
