import time

import pytest

from cx.errors import UnknownFormat
from cx.importing import records as records_module
from cx.importing.encoding import CHUNK_BYTES
from cx.importing.files import read_file
from cx.importing.limits import MAX_CELL_CHARACTERS
from tests.bad_files import HEADER, MAKERS, ROWS, table

EXPECTED = [tuple(cell or None for cell in row) for row in ROWS]


def sheet(data):
    data = data if isinstance(data, bytes) else data.encode()
    (read,) = read_file(data, "file.csv").sheets
    return read, list(read.rows())


def problems(rows):
    return {row.line: row.problem.key for row in rows if row.problem}


def keys(read):
    return [notice.key for notice in read.notices]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    read, rows = sheet(table(ROWS, delimiter))
    assert read.header == tuple(HEADER)
    assert [row.cells for row in rows] == EXPECTED


def test_decimal_commas_do_not_look_like_delimiters():
    read, rows = sheet("id;betrag;text\n1;1,5;a\n2;2,5;b\n3;3,5;c\n")
    assert read.header == ("id", "betrag", "text")
    assert [row.cells[1] for row in rows] == ["1,5", "2,5", "3,5"]


def test_a_line_that_names_the_delimiter_is_obeyed():
    read, rows = sheet("sep=|\nid|a,b\n1|x,y\n")
    assert read.header == ("id", "a,b")
    assert [(row.line, row.cells) for row in rows] == [(3, ("1", "x,y"))]


def test_apostrophes_may_quote_cells():
    read, rows = sheet("'id','body'\n'1','a, b'\n'2','it''s'\n")
    assert read.header == ("id", "body")
    assert [row.cells for row in rows] == [("1", "a, b"), ("2", "it's")]


def test_backslashes_before_quotation_marks_are_understood():
    read, rows = sheet('id,body,at\n1,"그가 \\"안 돼요\\", 라고",x\n2,"b, \\"c\\"",y\n')
    assert [row.cells for row in rows] == [("1", '그가 "안 돼요", 라고', "x"), ("2", 'b, "c"', "y")]
    assert read.header == ("id", "body", "at")


def test_title_above_and_total_below_are_not_data():
    read, rows = sheet(MAKERS["csv_04_preamble_footer.csv"]())
    assert (read.header_line, read.header[0]) == (3, "ticket_id")
    assert read.notices[0].values == {"lines": "1", "line": 3}
    assert problems(rows) == {8: "file.total_line"}
    assert [row.cells for row in rows if not row.problem] == EXPECTED


@pytest.mark.parametrize("word", ["합계", "총 합 계", "총계:", "소계", "Total", "GRAND TOTAL", "subtotal"])
def test_total_lines_are_known_by_their_word(word):
    _, rows = sheet(table(ROWS) + f"{word},,,,,,3.5,,4\n")
    assert problems(rows) == {6: "file.total_line"}


def test_an_account_called_total_is_still_an_account():
    _, rows = sheet("account,a,b,c\nTotal,1,2,3\n")
    assert problems(rows) == {}


@pytest.mark.parametrize(
    "ending", ["보고 기간 2026-11-01 - 2026-11-30\n", "Reporting period 2026-11-01 - 2026-11-30,,,,,,,,\n"]
)
def test_a_report_period_in_the_last_line_is_not_data(ending):
    _, rows = sheet(table(ROWS) + ending)
    assert problems(rows) == {6: "file.period_line"}


def test_an_unclosed_quotation_mark_costs_its_line_only():
    _, rows = sheet(MAKERS["csv_05_unclosed_quote.csv"]())
    assert problems(rows) == {3: "file.unclosed_quote"}
    assert rows[1].problem.values == {"line": 3}
    assert [row.cells[0] for row in rows if not row.problem] == ["T-1", *(f"T-{n}" for n in range(3, 53))]


def test_an_unclosed_quotation_mark_does_not_swallow_lines_up_to_the_next_quoted_cell():
    good = "".join(f'T-{n},2026-11-03,chat,"본문, {n}"\n' for n in range(10, 15))
    _, rows = sheet('id,created_at,channel,body\nT-1,2026-11-02,chat,"안 닫힘\nT-2,2026-11-03,chat,x\n' + good)
    assert problems(rows) == {2: "file.unclosed_quote"}
    assert [row.cells[0] for row in rows] == ["T-1", "T-2", *(f"T-{n}" for n in range(10, 15))]


def test_a_later_quotation_mark_at_the_end_of_a_cell_does_not_hide_an_unclosed_one():
    lines = [f"T-{n},2026-11-03,x" for n in range(2, 9)]
    text = "\n".join(["id,at,body", 'T-1,2026-11-02,"open', *lines, 'T-9,2026-11-03,"', "T-10,2026-11-03,x", ""])
    _, rows = sheet(text)
    assert problems(rows) == {2: "file.unclosed_quote", 10: "file.unclosed_quote"}
    assert len([row for row in rows if not row.problem]) == 8


def test_a_cell_of_many_lines_is_kept_and_counts_as_one_row():
    body = "첫 줄\n\n둘째, 줄\n셋째\n넷째\n다섯째"
    _, rows = sheet(table([[*ROWS[0][:8], body], ROWS[1]]))
    assert [(row.line, row.cells[8]) for row in rows] == [(2, body), (8, ROWS[1][8])]


def test_an_unfinished_cell_goes_on_in_the_next_chunk():
    long = "줄\n" * 1000
    count = CHUNK_BYTES // len(long.encode()) + 300
    _, rows = sheet("id,body\n" + "".join(f'{n},"{long}"\n' for n in range(count)))
    assert len(rows) == count
    assert {row.cells[1] for row in rows} == {long}
    assert rows[-1].line == 2 + (count - 1) * 1001


def test_stray_quotation_marks_inside_a_line_are_forgiven_when_the_cells_come_out_right():
    _, rows = sheet('id,size,body\n1,"24" monitor,ok\n2,5" tall,ok\n')
    assert [row.cells for row in rows] == [("1", "24 monitor", "ok"), ("2", '5" tall', "ok")]
    _, rows = sheet('id,size,body\n1,"24" wide, ok\n2,a,b\n3,"24" wide, 5" high, ok\n')
    assert problems(rows) == {4: "file.unclosed_quote"}


@pytest.mark.parametrize(("line", "found"), [("T-9,2026-11-02\n", 2), (",".join("abcdefghij") + "\n", 10)])
def test_rows_with_too_few_or_too_many_cells_are_rejected_by_number(line, found):
    _, rows = sheet(table(ROWS[:1]) + line)
    assert problems(rows) == {3: "file.ragged"}
    assert rows[1].problem.values == {"line": 3, "found": found, "expected": 9}
    assert len(rows[1].cells) == 9
    assert "3행" in rows[1].problem.text("ko")


def test_blank_cells_too_many_and_blank_lines_do_not_matter():
    _, rows = sheet("a,b,,\n\n1,2,,\n,,,\n3,4\n   \n5,6,,,,,\n")
    assert [(row.line, row.cells, row.problem) for row in rows] == [
        (3, ("1", "2"), None), (5, ("3", "4"), None), (7, ("5", "6"), None),
    ]  # fmt: skip


def test_duplicate_headers_are_both_kept_and_named():
    read, rows = sheet(MAKERS["csv_07_dup_headers.csv"]())
    assert read.header == ("id", "created_at", "상태", "상태 (2)", "내용")
    assert rows[0].cells == ("1", "2026-11-01", "open", "closed", "a")
    assert read.notices[0].values == {"header": "상태", "count": 2, "renamed": "“상태 (2)”"}


def test_a_header_that_comes_many_times_is_one_notice():
    read, _ = sheet(",".join(["a", *["x"] * 300]) + "\n" + ",".join("1" * 301))
    assert [notice.values for notice in read.notices] == [
        {"header": "x", "count": 300, "renamed": "“x (2)”, “x (3)”, “x (4)”, …"}
    ]


def test_a_renamed_header_never_takes_a_name_that_exists():
    read, _ = sheet("a,a,a (2),a\n1,2,3,4\n")
    assert read.header == ("a", "a (3)", "a (2)", "a (4)")


def test_blank_headers_get_the_number_of_their_column():
    read, rows = sheet(MAKERS["csv_08_blank_headers.csv"]())
    assert read.header == ("ticket_id", "created_at", "column 3", "column 4", "body")
    assert rows[0].cells == ("1", "2026-11-01", "a", "b", "c")
    assert read.notices[0].values == {"columns": "3, 4", "count": 2}


def test_headers_are_stripped_and_written_on_one_line():
    read, _ = sheet('"\u200b ticket\u00a0id ","a\nb","  결제  유형 "\n1,2,3\n')
    assert read.header == ("ticket id", "a b", "결제 유형")


def test_a_first_line_that_may_be_values_is_warned_of():
    read, _ = sheet("2024,2025,2026,channel\n12,15,9,chat\n7,8,9,phone\n")
    assert read.header == ("2024", "2025", "2026", "channel")
    assert "file.data_as_header" in keys(read)


def test_a_cell_over_the_limit_is_rejected_with_the_limit_and_the_rest_kept():
    _, rows = sheet(MAKERS["csv_10_10mb_cell.csv.gz"]())
    assert [(row.line, row.problem and row.problem.values) for row in rows] == [
        (2, {"line": 2, "limit": MAX_CELL_CHARACTERS}), (3, None),
    ]  # fmt: skip
    assert rows[0].cells[0] == "T-1"
    assert sum(len(cell or "") for cell in rows[0].cells) < 5_000


def test_too_many_columns_are_refused_quickly_and_the_limit_named():
    begin = time.monotonic()
    with pytest.raises(UnknownFormat) as refusal:
        read_file(MAKERS["csv_11_no_newline_20mb_like.csv"](), "x.csv")
    assert time.monotonic() - begin < 10
    assert refusal.value.values == {"count": 200_001, "limit": 2_000}
    assert "2,000" in refusal.value.text("ko")


def test_lines_quoted_once_more_are_unwrapped():
    read, rows = sheet(MAKERS["csv_13_double_encoded.csv"]())
    assert read.header == ("id", "title", "body", "created_at")
    assert [(row.line, row.cells) for row in rows] == [
        (2, ("1", "첫 이슈", "본문, 쉼표", "2026-11-01T00:00:00Z")), (3, ("2", "둘째", "b", "2026-11-02T00:00:00Z")),
    ]  # fmt: skip
    assert keys(read) == ["file.double_encoded"]


def test_a_column_of_sentences_with_commas_is_one_column():
    read, rows = sheet("의견\n네, 감사합니다\n아니요\n좋아요, 정말, 최고\n빨라요, 네\n별로\n친절, 신속\n")
    assert read.header == ("의견",)
    assert [row.cells[0] for row in rows][:3] == ["네, 감사합니다", "아니요", "좋아요, 정말, 최고"]
    assert keys(read) == ["file.one_column"]


def test_ids_a_spreadsheet_has_rounded_are_named_with_what_is_left():
    read, rows = sheet(MAKERS["csv_14_excel_ids.csv"]())
    assert read.notices[0].values == {"header": "Requester id", "count": 2, "different": 1, "example": "1.03006E+13"}
    assert [row.cells[1] for row in rows] == ["1.03006E+13", "1.03006E+13"]


def test_numbers_with_units_stay_as_they_are_written():
    _, rows = sheet(MAKERS["csv_16_numbers_with_units.csv"]())
    assert [row.cells[2:] for row in rows] == [
        ("1,234", "0h 5m 10s", "₩1,200,000"), ("12분", "01:02:03", "120만원"), ("-", "0h 0m 0s", "1.2e6"),
    ]  # fmt: skip


def test_leading_zeros_and_long_ids_are_kept():
    _, rows = sheet("id,phone\n0012,01012345678\n9007199254740993,007\n")
    assert [row.cells for row in rows] == [("0012", "01012345678"), ("9007199254740993", "007")]


def test_line_ends_of_all_systems_also_mixed():
    _, rows = sheet(b"a,b,c\r\n1,2,3\n4,5,6\r7,8,9\r\n")
    assert [(row.line, row.cells) for row in rows] == [
        (2, ("1", "2", "3")), (3, ("4", "5", "6")), (4, ("7", "8", "9")),
    ]  # fmt: skip


def test_a_sheet_can_be_read_again_and_previewed():
    read, rows = sheet(table(ROWS))
    assert list(read.rows()) == rows
    assert read.preview(2) == rows[:2]


def test_many_broken_lines_take_no_longer_than_whole_ones():
    bad = 'x,"a\n' * 20_000
    begin = time.monotonic()
    _, rows = sheet("id,body\n1,ok\n" + bad)
    assert time.monotonic() - begin < 5
    assert len(problems(rows)) == 20_000


def test_a_quotation_mark_left_open_over_megabytes_is_given_up(monkeypatch):
    monkeypatch.setattr(records_module, "CARRIED_CHARACTERS", 100_000)
    _, rows = sheet('id,body\n1,"open\n' + "".join(f"{n},x\n" for n in range(2, 150_000)))
    assert problems(rows) == {2: "file.unclosed_quote"}
    assert len(rows) == 149_999


def test_records_that_end_with_a_lone_cr_have_lines_of_their_own():
    _, rows = sheet("id,body\n" + "0,z\n" * 300 + "1,a\r2,b\r\r3,c\r\n4,d\n5,e\r6,f\n7,x,y\n")
    assert [(row.line, row.cells[0]) for row in rows[300:]] == [
        (302, "1"), (303, "2"), (305, "3"), (306, "4"), (307, "5"), (308, "6"), (309, "7"),
    ]  # fmt: skip
    assert problems(rows) == {309: "file.ragged"}
