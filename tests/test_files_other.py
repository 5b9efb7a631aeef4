import datetime as dt
import io
import zipfile
from decimal import Decimal

import pyarrow as pa
import pytest
from pyarrow import parquet

from cx.errors import UnknownFormat
from cx.importing.files import read_file
from cx.language import LANGUAGES
from tests import bad_workbooks  # noqa: F401 - registers its files
from tests.bad_files import MAKERS, ROWS, table


def refusal_of(data):
    with pytest.raises(UnknownFormat) as refusal:
        read_file(data, "file.csv")
    return refusal.value


@pytest.mark.parametrize(
    ("first", "key"),
    [
        (b"\x89PNG\r\n\x1a\n", "file.png"), (b"\xff\xd8\xff\xe0", "file.jpeg"), (b"GIF89a", "file.gif"),
        (b"%PDF-1.7", "file.pdf"), (b"\x1f\x8b\x08", "file.packed"), (b"\x80\x04\x95", "file.pickle"),
        (b"SQLite format 3\x00", "file.database"), (b"{\\rtf1", "file.rtf"), (b"\x7fELF", "file.program"),
        (b"MIME-Version: 1.0\r\n", "file.web_archive"), (b"ID;PWXL;N;E\r\n", "file.sylk"),
    ],
)  # fmt: skip
def test_other_types_are_named_whatever_follows(first, key):
    refusal = refusal_of(first + table(ROWS).encode())
    assert refusal.key == key
    assert all(refusal.text(language) for language in LANGUAGES)


@pytest.mark.parametrize("data", [b"", b"\n\n \r\n", b"\x00" * 50, b"\xef\xbb\xbf"])
def test_nothing_but_space_is_an_empty_file(data):
    assert refusal_of(data).key == "file.empty"


def test_a_pickle_is_never_opened(monkeypatch):
    opened = []
    monkeypatch.setattr("pickle.loads", opened.append)
    assert refusal_of(MAKERS["type_07_pickle_named.parquet"]()).key == "file.pickle"
    assert not opened


def test_an_html_table_is_read_as_text():
    content = read_file(MAKERS["type_04_html_named.xls"](), "x.xls")
    (sheet,) = content.sheets
    assert (content.kind, sheet.header) == ("html", ("접수번호", "접수일시", "내용"))
    assert [row.cells for row in sheet.rows()] == [("1", "2026-11-01 09:00", "환불 <문의>")]


def test_titles_spans_and_several_tables_of_a_page():
    page = (
        "<html><body><script>var a = '<td>';</script><table><tr><td colspan=3>11월 상담</td></tr>\n"
        "<tr><th>id<th>at<th>body</tr>\n<tr><td>1<td>2026<td>가<br>나</tr>\n<tr><td>2</td><td>x</td></tr></table>"
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>&amp;</td></tr></table></body></html>"
    )
    first, second = read_file(page.encode(), "x.xls").sheets
    rows = list(first.rows())
    assert (first.name, first.header, first.header_line) == ("table 1", ("id", "at", "body"), 2)
    assert [(row.line, row.cells) for row in rows] == [(3, ("1", "2026", "가\n나")), (4, ("2", "x", None))]
    assert [row.problem and row.problem.key for row in rows] == [None, "file.ragged"]
    assert [row.cells for row in second.rows()] == [("1", "&")]


def test_rows_of_a_page_written_on_one_line_are_told_apart():
    page = "<table><tr><th>id</th><th>body</th></tr>" + "".join(f"<tr><td>{n}</td><td>x</td></tr>" for n in range(3))
    (sheet,) = read_file(page.encode(), "x.xls").sheets
    assert [(row.line, row.cells) for row in sheet.rows()] == [(2, ("0", "x")), (3, ("1", "x")), (4, ("2", "x"))]


@pytest.mark.parametrize(
    ("page", "cells"),
    [
        ("<td title='a<b' class=\"x>y\">1<td>2", ("1", "2")),
        ("<td>1 < 2<td>a & b &amp; c &bogus; &#44608;", ("1 < 2", "a & b & c &bogus; 김")),
        ("<!-- <td>no --><td>1<script>'<td>'</script><td>2<style><td></style>", ("1", "2")),
        ("<TD COLSPAN='2'>1", ("1", None)),
        ("<td>1<td>2</td><!-- never closed <td>3", ("1", "2")),
        ("<td>1<td>2</td><script>never closed <td>3", ("1", "2")),
        ("<td>1<td>2</td><td never closed", ("1", "2")),
        ("<td>1<td><![CDATA[x]]>2<?php y ?>", ("1", "2")),
    ],
)
def test_a_broken_page_gives_what_stands_in_it(page, cells):
    (sheet,) = read_file(f"<table><tr><th>a<th>b<tr>{page}".encode(), "x.xls").sheets
    assert [row.cells for row in sheet.rows()] == [cells]


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("<tr>" + "<td colspan=2000>" * 20, "file.too_many_columns"),
        ("<tr><td colspan=2000>1" * 10_001, "file.too_many_cells"),
        ("</table><table><tr><td>a<tr><td>1" * 501, "file.too_many_sheets"),
        ("<table><tr><td>" * 20_000, "file.html"),
        ("<td " + "a='1' " * 100_000, "file.html"),
        ("<a" * 500_000, "file.html"),
        ("<!--" * 500_000, "file.html"),
    ],
)
def test_a_page_made_to_exhaust_its_reader_is_refused(page, key):
    assert refusal_of(f"<table>{page}".encode()).key == key


def test_a_page_without_a_table_and_other_xml_are_refused():
    assert refusal_of(b"<!DOCTYPE html><html><body><p>Log in</p></body></html>").key == "file.html"
    assert refusal_of(b'<?xml version="1.0"?><Workbook><Row/></Workbook>').key == "file.xml"
    assert refusal_of(b'\xef\xbb\xbf<tickets at="now">\n <t><id>1</id></t></tickets>\n').key == "file.xml"
    assert read_file(b"<b>,note\n1,<b>2</b>\n", "x.csv").sheets[0].header == ("<b>", "note")


@pytest.mark.parametrize(
    ("part", "key", "kind"),
    [
        ("Index/Document.iwa", "file.other_spreadsheet", "numbers"),
        ("word/document.xml", "file.document", None),
        ("Contents/content.hpf", "file.document", None),
        ("a.csv", "file.zip", None),
    ],
)
def test_what_is_packed_is_refused_by_what_it_is(part, key, kind):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, "x")
    refusal = refusal_of(out.getvalue())
    assert (refusal.key, refusal.values.get("kind")) == (key, kind)


def stored(columns):
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_values_become_text():
    data = stored(
        {
            "id": [9007199254740993, 2],
            "at": pa.array([dt.datetime.fromisoformat("2026-11-02 09:10:00"), None], pa.timestamp("us")),
            "at_utc": pa.array([dt.datetime(2026, 11, 2, 9, 10, tzinfo=dt.UTC), None], pa.timestamp("us", "UTC")),
            "day": [dt.date(2026, 11, 2), None],
            "score": [4.5, float("nan")],
            "money": [Decimal("1200.50"), None],
            "body": ["결제\x00", ""],
            "tags": [["a", "b"], []],
            "상태": pa.array(["open", "open"]).dictionary_encode(),
        }
    )
    content = read_file(data, "x.csv")
    (sheet,) = content.sheets
    assert content.kind == "parquet"
    assert [row.cells for row in sheet.rows()] == [
        (
            "9007199254740993", "2026-11-02 09:10:00", "2026-11-02 09:10:00+00:00", "2026-11-02", "4.5", "1200.50", "결제",
            "a,b", "open",
        ),
        ("2", None, None, None, None, None, None, None, "open"),
    ]  # fmt: skip


def test_damaged_parquet_is_named():
    good = stored({"a": list(range(1000))})
    for damaged in (b"PAR1", b"PAR1" + bytes(100) + b"PAR1", good[:-30] + good[-8:]):
        assert refusal_of(damaged).key == "file.damaged_parquet"


def test_a_parquet_file_of_too_many_rows_is_refused_with_the_limit():
    refusal = refusal_of(MAKERS["pq_04_row_bomb.parquet"]())
    assert refusal.values == {"count": 5_000_001, "limit": 5_000_000}
