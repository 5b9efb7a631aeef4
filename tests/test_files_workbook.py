import datetime as dt

import pytest

from cx.errors import UnknownFormat
from cx.importing.files import read_file
from tests.bad_files import HEADER, MAKERS, ROWS, plain_sheet, workbook, zipped
from tests.bad_workbooks import PASSWORD

EXPECTED = [tuple(cell or None for cell in row) for row in ROWS]


def read(data, password=None):
    content = read_file(data, "file.xlsx", password)
    return content, content.sheets[0], list(content.sheets[0].rows())


def refusal_of(data, password=None):
    with pytest.raises(UnknownFormat) as refusal:
        read_file(data, "file.xlsx", password)
    assert refusal.value.text("ko")
    return refusal.value


def filled(cells, first_row=1):
    """A workbook with the header a, b … and one column of `cells` written by (method, value, format) triples."""

    def fill(book, sheet):
        sheet.write_row(0, 0, ["id", "value"])
        for line, (method, value, form) in enumerate(cells, first_row):
            sheet.write_string(line, 0, str(line))
            getattr(sheet, method)(line, 1, value, book.add_format({"num_format": form}) if form else None)

    return workbook(fill)


@pytest.mark.parametrize("options", [{}, {"date_1904": True}, {"constant_memory": True}, {"strings_to_numbers": True}])
def test_a_sheet_gives_the_same_text_as_a_csv(options):
    _, sheet, rows = read(workbook(lambda book, page: plain_sheet(book, page, rows=ROWS), **options))
    assert (sheet.name, sheet.header) == ("tickets", tuple(HEADER))
    assert [(row.line, row.cells) for row in rows] == list(enumerate(EXPECTED, 2))


def test_cells_become_the_text_a_person_reads():
    cells = [
        ("write_number", 5, None), ("write_number", 4.5, None), ("write_number", 0.1 + 0.2, None),
        ("write_number", 10300600000000, None), ("write_number", 1e-7, None), ("write_number", -3, None),
        ("write_boolean", True, None), ("write_string", "0012", None),
        ("write_datetime", dt.datetime.fromisoformat("2026-11-02 09:10:00"), "yyyy-mm-dd hh:mm:ss"),
        ("write_datetime", dt.date(2026, 11, 2), "yyyy-mm-dd"),
        ("write_number", 0.25, "hh:mm:ss"), ("write_number", 1.25, "[h]:mm:ss"), ("write_string", "결제\u200b", None),
    ]  # fmt: skip
    _, _, rows = read(filled(cells))
    assert [row.cells[1] for row in rows] == [
        "5", "4.5", "0.3", "10300600000000", "1e-07", "-3", "true", "0012", "2026-11-02 09:10:00", "2026-11-02",
        "06:00:00", "30:00:00", "결제",
    ]  # fmt: skip


def test_numbers_too_long_for_a_spreadsheet_are_warned_of():
    _, sheet, _ = read(filled([("write_number", 9007199254740993, None)]))
    assert [(notice.key, notice.values) for notice in sheet.notices] == [
        ("file.long_numbers", {"header": "value", "example": "9007199254740992"})
    ]


def test_the_header_below_a_title_and_merged_groups_is_found():
    _, sheet, rows = read(MAKERS["xlsx_05_merged_header.xlsx"]())
    assert (sheet.header_line, sheet.header) == (3, tuple(HEADER))
    assert [row.line for row in rows] == [4, 5]


def test_a_merged_row_with_most_groups_filled_still_gives_way_to_the_header_below():
    def fill(_book, sheet):
        sheet.write_row(0, 0, ["접수", "", "처리", "담당"])
        sheet.write_row(1, 0, ["번호", "일시", "일시", "이름"])
        sheet.write_row(1, 0, ["번호", "접수일", "처리일", "이름"])
        sheet.write_row(2, 0, ["1", "2026-11-01", "2026-11-02", "김"])

    _, sheet, rows = read(workbook(fill))
    assert sheet.header == ("번호", "접수일", "처리일", "이름")
    assert len(rows) == 1


def test_a_table_that_begins_further_in_keeps_its_line_numbers():
    def fill(_book, sheet):
        sheet.write_row(4, 2, ["id", "body"])
        sheet.write_row(6, 2, ["1", "a"])
        sheet.write_row(7, 2, ["합계", ""])

    _, sheet, rows = read(workbook(fill))
    assert (sheet.header, sheet.header_line) == (("id", "body"), 5)
    assert [(row.line, row.cells, row.problem and row.problem.key) for row in rows] == [
        (7, ("1", "a"), None), (8, ("합계", None), "file.total_line"),
    ]  # fmt: skip


def test_hidden_sheets_come_last_and_are_marked():
    content, _, rows = read(MAKERS["xlsx_07_hidden_first_sheet.xlsx"]())
    assert [(page.name, page.hidden) for page in content.sheets] == [("상담", False), ("tickets", True)]
    assert len(rows) == 2
    assert content.notices[0].values == {"sheets": "tickets", "count": 1}


def test_hidden_rows_and_columns_are_counted():
    _, sheet, rows = read(MAKERS["xlsx_08_hidden_rows_cols.xlsx"]())
    assert sheet.notices[0].values == {"rows": 1, "columns": 1}
    assert len(rows) == 2


def test_formulas_without_a_result_are_blank_and_counted():
    _, sheet, rows = read(MAKERS["xlsx_04_formulas_no_cache.xlsx"]())
    assert [row.cells[9] for row in rows] == [None, None]
    assert sheet.notices[0].values == {"count": 2}


def test_formulas_with_a_result_give_it_without_a_warning():
    _, sheet, rows = read(filled([("write_formula", "=1+1", None)]))
    assert ([row.cells[1] for row in rows], sheet.notices) == (["0"], ())


def test_spaces_nobody_sees_do_not_make_another_category():
    _, _, rows = read(MAKERS["xlsx_17_invisible_spaces.xlsx"]())
    assert {row.cells[4].strip() for row in rows} == {"결제", "로그인"}
    assert {row.cells[7].strip(" ") for row in rows} == {"가온학원", "나래교육"}


def test_an_old_xls_is_read():
    _, sheet, rows = read(MAKERS["xlsx_13_old_biff8.xls"]())
    assert (sheet.name, [row.cells for row in rows]) == ("상담", [EXPECTED[0]])


def test_a_password_is_asked_for_checked_and_not_kept():
    data = MAKERS["xlsx_14_password.xlsx"]()
    assert refusal_of(data).key == "file.password_needed"
    assert refusal_of(data, "").key == "file.password_needed"
    wrong = refusal_of(data, "not-this-one")
    assert wrong.key == "file.password_wrong"
    assert "not-this-one" not in repr(wrong) + wrong.text("ko")
    content, _, rows = read(data, PASSWORD)
    assert [row.cells for row in rows] == EXPECTED[:2]
    assert PASSWORD not in repr(content)


def test_other_archives_and_damage_are_named():
    content = workbook()
    assert refusal_of(MAKERS["type_08_zip_of_csv.zip"]()).key == "file.zip"
    assert refusal_of(zipped({"xl/workbook.bin": b""})).values == {"kind": "xlsb"}
    assert refusal_of(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})).values == {"kind": "ods"}
    for damaged in (content[:-100], content[:3000], content[:500] + bytes(200) + content[700:], b"PK\x03\x04"):
        assert refusal_of(damaged).key == "file.damaged_workbook"
    for damaged in (MAKERS["xlsx_13_old_biff8.xls"]()[:1500], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)):
        assert refusal_of(damaged).key == "file.damaged_workbook"


def test_a_workbook_without_a_cell_is_empty():
    assert refusal_of(workbook(lambda _book, _sheet: None)).key == "file.empty"
