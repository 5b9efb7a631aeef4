"""Workbooks made to exhaust whoever opens them, and what only looks like that: a stray cell in the last row."""

import io
import re
import struct
import zipfile
import zlib

import pyarrow as pa
import pytest
from pyarrow import parquet

from cx.errors import UnknownFormat
from cx.importing import limits
from cx.importing.archive import look_into
from cx.importing.files import read_file
from tests.bad_files import HEADER, MAKERS, ROWS, plain_sheet, workbook, zipped
from tests.bad_workbooks import SHEET, replaced, with_part

EXPECTED = [tuple(cell or None for cell in row) for row in ROWS]


def read(data):
    """The only sheet and its rows."""
    (sheet,) = read_file(data, "file.xlsx").sheets
    return sheet, list(sheet.rows())


def refusal_of(data):
    with pytest.raises(UnknownFormat) as refusal:
        read_file(data, "file.xlsx")
    assert refusal.value.text("ko")
    return refusal.value


def test_a_lying_dimension_costs_nothing():
    _, rows = read(MAKERS["xlsx_11_dimension_lie.xlsx"]())
    assert len(rows) == 2


def test_a_bomb_is_refused_before_it_is_unpacked():
    refusal = refusal_of(MAKERS["xlsx_01_zip_bomb.xlsx"]())
    assert refusal.key == "file.bomb"
    assert refusal.values["ratio"] > limits.MAX_RATIO
    assert str(limits.MAX_RATIO) in refusal.text("en")


def test_one_long_text_for_very_many_cells_is_a_bomb_too(monkeypatch):
    def fill(_book, sheet):
        for line in range(500):
            sheet.write_string(line, 0, "가" * 5000)

    data = workbook(fill)
    assert len(data) < 50_000
    monkeypatch.setattr("cx.importing.archive.MAX_UNPACKED_BYTES", 5_000_000)
    assert refusal_of(data).key == "file.bomb"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_doctype_in_any_part_is_refused(part):
    def declared(xml):
        return xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1)

    refusal = refusal_of(with_part(workbook(), declared, part))
    assert (refusal.key, refusal.values) == ("file.doctype", {"part": part})


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c t="n" r="XFD1048576"><v>1</v></c></row>',
        b"<row r='9'><c\nr = 'ZZ1048576'><v>1</v></c></row>",
        b'<row r="1048575"/><row><c/><c/><c/>' + b"<c/>" * 40 + b"</row>",
        b'<x:row r="1048576"><x:c r="ZZ1048576"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_one_cell_in_the_last_corner_is_refused(cell):
    data = with_part(workbook(), replaced(b"</sheetData>", cell + b"</sheetData>"))
    refusal = refusal_of(data)
    assert refusal.key == "file.too_many_cells"
    assert refusal.values["rows"] >= 1_048_575


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "file.ragged"),
        (b'<row r="9"><c r="ZZ1048576"><v>1</v></c></row>', "file.ragged"),
        (b'<row r="1048576"><c r="B1048576"><v>1</v></c></row>', None),
        (b'<row r="1048576"><c r="A1048576" s="1"/></row>', ""),
        (b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t> </t></is></c></row>', ""),
    ],
)
def test_one_stray_cell_far_away_costs_nothing_but_its_own_row(cell, problem):
    sheet, rows = read(with_part(workbook(), replaced(b"</sheetData>", cell + b"</sheetData>")))
    assert sheet.header == tuple(HEADER)
    assert [row.cells for row in rows[:2]] == EXPECTED[:2]
    assert [(row.line, row.problem and row.problem.key) for row in rows[2:]] == (
        [(1_048_576, problem)] if problem != "" else []
    )


def test_a_million_rows_that_only_have_a_format_are_no_rows():
    blank = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="I%d" s="1"/></row>' % (n, n, n) for n in range(4, 1_048_577, 4)
    )
    _, rows = read(with_part(workbook(), replaced(b"</sheetData>", blank + b"</sheetData>")))
    assert [(row.line, row.cells) for row in rows] == list(enumerate(EXPECTED[:2], 2))


def test_values_far_apart_in_many_columns_are_gathered_too():
    def fill(_book, sheet):
        sheet.write_row(0, 0, ["id", "body"])
        for number in range(1, 100_000, 1000):
            sheet.write_row(number, 0, [str(number), "a"])
            sheet.write_number(number, 16_383, 1)

    sheet, rows = read(workbook(fill))
    assert sheet.header == ("id", "body", "column 3")
    assert [row.line for row in rows] == list(range(2, 100_001, 1000))
    assert {row.cells[2] for row in rows} == {"1"}


def central(data, part, **changes):
    """The archive with other numbers in its directory's entry of `part`: `size` and `checksum`."""
    changed = bytearray(data)
    name = part.encode()
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    for field, (offset, value) in {"size": (24, changes["size"]), "checksum": (16, changes["checksum"])}.items():
        assert field in changes
        changed[entry + offset : entry + offset + 4] = struct.pack("<I", value)
    return bytes(changed)


def test_a_directory_that_lies_about_a_size_is_damage():
    """Who believes it sees a small sheet; the reader would unpack all of it."""
    plain = with_part(workbook(), lambda xml: xml)
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        seen = archive.read(SHEET)
    longer = with_part(plain, lambda xml: xml + b" " * 1_000_000)
    lying = central(longer, SHEET, size=len(seen), checksum=zlib.crc32(seen))
    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert archive.read(SHEET) == seen
    assert refusal_of(lying).key == "file.damaged_workbook"
    assert refusal_of(central(plain, SHEET, size=len(seen) + 1, checksum=0)).key == "file.damaged_workbook"


def test_an_archive_with_two_directories_or_something_behind_it_is_damage():
    plain = workbook()
    assert refusal_of(plain + plain).key == "file.damaged_workbook"
    assert refusal_of(plain + b"\n").key == "file.damaged_workbook"
    end = bytearray(plain)
    end[-2:] = struct.pack("<H", 22)
    assert refusal_of(bytes(end) + plain[-22:]).key == "file.damaged_workbook"
    with_comment = bytearray(plain) + b"made by us"
    with_comment[len(plain) - 2 : len(plain)] = struct.pack("<H", 10)
    assert len(read(bytes(with_comment))[1]) == 2


def test_many_small_parts_are_a_bomb_together():
    blob = b" " * 19_000_000
    parts = {f"xl/worksheets/x{number}.xml": blob for number in range(6)} | {"xl/workbook.xml": b"", "xl/a": b""}
    assert refusal_of(zipped(parts)).key == "file.bomb"


def sheets_of(count, part):
    """A workbook whose one sheet is called `count` times, each time as part number `part(n)`."""
    data = workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = re.search(rb"<sheet [^>]*/>", parts["xl/workbook.xml"])[0]
    link = re.search(rb'<Relationship Id="rId1"[^>]*/>', parts["xl/_rels/workbook.xml.rels"])[0]
    sheets, links = b"", b""
    for number in range(count):
        sheets += sheet.replace(b'"tickets"', b'"t%d"' % number).replace(b'"rId1"', b'"s%d"' % number)
        links += link.replace(b'"rId1"', b'"s%d"' % number).replace(b"sheet1.xml", b"sheet%d.xml" % part(number))
        parts.setdefault(f"xl/worksheets/sheet{part(number)}.xml", parts[SHEET])
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(sheet, sheets)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(link, links)
    return zipped(parts)


def test_sheets_are_as_many_as_a_person_makes_and_each_its_own_part():
    assert len(read_file(sheets_of(20, lambda number: number + 1), "x").sheets) == 20
    assert refusal_of(sheets_of(501, lambda number: number + 1)).key == "file.too_many_sheets"
    assert refusal_of(sheets_of(20, lambda _: 1)).key == "file.damaged_workbook"


def test_a_worksheet_hidden_under_another_name_is_looked_through_too():
    far = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/_rels/workbook.xml.rels": b"<r/>", "xl/other/A.XML": far}
    assert refusal_of(zipped(parts)).key == "file.too_many_cells"


def test_a_claimed_number_of_strings_reserves_no_memory():
    def claimed(xml):
        return re.sub(rb'uniqueCount="[0-9]+"', b'uniqueCount="99999999999"', xml)

    assert refusal_of(with_part(workbook(), claimed, "xl/sharedStrings.xml")).key == "file.damaged_workbook"


def test_an_old_xls_with_a_cell_beyond_its_grid_ends_in_a_refusal():
    data = bytearray(MAKERS["xlsx_13_old_biff8.xls"]())
    label = data.index(struct.pack("<HHH", 0x0204, 9 + 2 * len("ticket_id"), 0)) + 4
    data[label : label + 4] = b"\xff\xff\xff\xff"
    assert refusal_of(bytes(data)).key == "file.damaged_workbook"


def test_the_rectangle_of_ordinary_sheets_is_known_exactly_enough():
    def fill(book, sheet):
        plain_sheet(book, sheet)
        sheet.write_string(4, 29, "AD5")

    facts = look_into(workbook(fill))["tickets"]
    assert (facts.rows, facts.columns, facts.cells) == (5, 30, 9 + 9 + 9 + 1)


def stored(columns, **options):
    out = io.BytesIO()
    parquet.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def repeated(text, rows):
    """A column that holds one text once and says it in every row."""
    return pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))


@pytest.mark.parametrize(
    ("columns", "options", "key"),
    [
        ({"body": repeated("x" * 1_000_000, 2000)}, {}, "file.bomb"),
        ({"body": repeated("x" * 400, 4_000_000)}, {}, "file.bomb"),
        ({"body": ["x" * 30_000_000]}, {"compression": "zstd", "use_dictionary": False}, "file.bomb"),
    ],
)
def test_a_parquet_file_that_would_grow_too_large_is_refused(columns, options, key):
    data = stored(columns, **options)
    assert len(data) < 2_000_000
    assert refusal_of(data).key == key


def test_a_parquet_file_with_too_many_values_in_few_rows_is_refused():
    values = pa.Array.from_buffers(pa.int8(), 20_000_001, [None, pa.py_buffer(bytes(20_000_001))])
    lists = pa.ListArray.from_arrays(pa.array([0, 20_000_001], pa.int32()), values)
    assert refusal_of(stored({"n": lists})).key == "file.too_many_cells"


def test_texts_that_stand_in_many_rows_are_read_the_same_in_either_way(monkeypatch):
    columns = {"id": [str(n) for n in range(5000)], "body": ["가", None, "나" * 3000, " "] * 1250, "n": [[1, 2]] * 5000}
    data = stored(columns)
    plain = [row.cells for row in read(data)[1]]
    monkeypatch.setattr("cx.importing.parquet_sizes._MUCH", 1000)
    assert [row.cells for row in read(data)[1]] == plain
    assert plain[:2] == [("0", "가", "1,2"), ("1", None, "1,2")]


def test_documents_of_more_tables_than_a_person_makes_are_refused():
    document = "{" + ",".join(f'"k{n}": [{{"a": 1}}]' for n in range(501)) + "}"
    assert refusal_of(document.encode()).key == "file.too_many_sheets"


@pytest.mark.parametrize("inner", ['{"a":' * 150 + "1" + "}" * 150, "[" * 150 + "]" * 150, '{"a":[' * 60 + "]}" * 60])
def test_what_is_nested_deeper_than_any_export_is_refused_wherever_it_is_read(inner):
    assert refusal_of(f'[{{"id": "1", "x": {inner}}}]'.encode()).key == "file.json_too_deep"
    lines = f'{{"id": "1"}}\n{{"id": "2", "x": {inner}}}\n{{"id": "3"}}\n'
    assert [row.problem and row.problem.key for row in read(lines.encode())[1]] == [None, "file.json_broken_line", None]
