import pytest

from cx.importing.cleaning import clean, clean_name
from cx.importing.files import read_file
from tests.bad_files import FORMULAS, MAKERS, MARKUP


def rows_of(name):
    (sheet,) = read_file(MAKERS[name](), "x.csv").sheets
    return sheet, list(sheet.rows())


def test_formula_like_texts_are_read_unchanged():
    _, rows = rows_of("text_01_formula_injection.csv")
    assert [row.cells[3] for row in rows] == FORMULAS
    assert [row.cells[2] for row in rows] == FORMULAS


def test_markup_is_read_unchanged():
    _, rows = rows_of("text_02_html_markdown.csv")
    assert [row.cells[2:] for row in rows] == [(text, text, text) for text in MARKUP]


def test_control_signs_and_terminal_colours_are_removed():
    _, rows = rows_of("text_04_control_chars.csv")
    assert rows[0].cells[8] == "빨강"


def test_repeated_texts_and_many_categories_are_all_read():
    _, same = rows_of("text_07_one_text_repeated.csv")
    _, many = rows_of("text_08_5000_categories.csv")
    assert (len(same), len({row.cells[8] for row in same})) == (300, 1)
    assert (len(many), len({row.cells[4] for row in many}), len({row.cells[7] for row in many})) == (5000, 5000, 5000)


def test_hostile_column_names_are_kept_as_names():
    sheet, rows = rows_of("name_01_sql_columns.csv")
    assert sheet.header == (
        "ticket_id", "created_at", 'x"; DROP TABLE tickets; --', "select", "a b", "상태", "1e5", "COUNT(*)", '"quoted"',
        "col newline",
    )  # fmt: skip
    assert rows[0].cells == ("T-1", "2026-11-01", "a", "b", "c", "d", "e", "f", "g", "h")
    assert rows_of("name_08_formula_headers.csv")[0].header[2:] == ("=1+1", "@SUM(A1)", "-위험")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("결제", "결제"),
        ("\u1100\u1167\u11af\u110c\u1166", "결제"),
        ("a\x00b\x07c", "abc"),
        ("\x1b[1;31m경고\x1b[0m", "경고"),
        ("\ud83d 깨짐", " 깨짐"),
        ("가온\u00a0학원\u200b", "가온 학원"),
        ("안녕\u202e하세요", "안녕하세요"),
        ("\ufeff머리", "머리"),
        ("👨\u200d👩\u200d👧 가족", "👨\u200d👩\u200d👧 가족"),
        ("탭\t줄\n끝\r", "탭\t줄\n끝\r"),
        ("plain ascii", "plain ascii"),
    ],
)
def test_text_is_composed_and_nothing_invisible_stays(text, expected):
    assert clean(text) == expected
    assert clean(clean(text)) == expected


def test_names_are_one_line_without_spaces_around():
    assert clean_name(" \u200b상태\n(최종)\u00a0 ") == "상태 (최종)"


def test_a_cell_of_spaces_is_blank():
    (sheet,) = read_file("a,b,c\n1, ,x\n\u00a0,\u3000,y\n".encode(), "x.csv").sheets
    assert [row.cells for row in sheet.rows()] == [("1", None, "x"), (None, None, "y")]
