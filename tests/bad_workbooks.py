"""The hostile and odd workbooks and Parquet files of `bad_files.csv`."""

from __future__ import annotations

import io
import struct
import zipfile

import msoffcrypto.format.ooxml
import pyarrow as pa
from pyarrow import parquet

from tests.bad_files import HEADER, MAKERS, ROWS, bad_file, plain_sheet, workbook

PASSWORD = "cx2026pw"
SHEET = "xl/worksheets/sheet1.xml"


def with_part(data, change, part=SHEET):
    """The workbook `data` with one part changed by `change(bytes) -> bytes`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out.getvalue()


def replaced(old, new):
    """A change of a part that must find what it replaces."""

    def change(xml):
        assert old in xml
        return xml.replace(old, new, 1)

    return change


@bad_file("xlsx_01_zip_bomb.xlsx")
def zip_bomb():
    return with_part(workbook(), replaced(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000))


@bad_file("xlsx_02_xxe.xlsx")
def external_entity():
    declared = b'<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><worksheet'
    return with_part(workbook(), replaced(b"<worksheet", declared))


@bad_file("xlsx_04_formulas_no_cache.xlsx")
def formulas_without_result():
    def fill(book, sheet):
        plain_sheet(book, sheet)
        sheet.write_string(0, 9, "score_x2")
        sheet.write_formula(1, 9, "=G2*2")
        sheet.write_formula(2, 9, "=G3*2")

    return with_part(workbook(fill), lambda xml: xml.replace(b"</f><v>0</v></c>", b"</f><v /></c>"))


@bad_file("xlsx_05_merged_header.xlsx")
def merged_header():
    def fill(book, sheet):
        sheet.merge_range(0, 0, 0, 8, "2026년 11월 상담 내역")
        sheet.merge_range(1, 0, 1, 2, "접수")
        sheet.merge_range(1, 3, 1, 5, "분류")
        plain_sheet(book, sheet, first_row=2)

    return workbook(fill)


@bad_file("xlsx_07_hidden_first_sheet.xlsx")
def hidden_first_sheet():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["name", "salary"])
        sheet.write_row(1, 0, ["김철수", 1])
        visible = book.add_worksheet("상담")
        plain_sheet(book, visible)
        visible.activate()
        visible.set_first_sheet()
        sheet.very_hidden()

    return workbook(fill)


@bad_file("xlsx_08_hidden_rows_cols.xlsx")
def hidden_rows_and_columns():
    def fill(book, sheet):
        plain_sheet(book, sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(8, 8, None, None, {"hidden": True})

    return workbook(fill)


@bad_file("xlsx_11_dimension_lie.xlsx")
def lying_dimension():
    return with_part(workbook(), replaced(b'<dimension ref="A1:I3"/>', b'<dimension ref="A1:XFD1048576"/>'))


@bad_file("xlsx_14_password.xlsx")
def locked():
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook())).encrypt(PASSWORD, out)
    return out.getvalue()


@bad_file("xlsx_16_formula_text.xlsx")
def formula_as_text():
    return workbook(lambda book, sheet: plain_sheet(book, sheet, rows=[[*ROWS[0][:8], "=cmd|'/C calc'!A0"], ROWS[1]]))


@bad_file("xlsx_17_invisible_spaces.xlsx")
def invisible_spaces():
    def fill(book, sheet):
        third = ["T-3", "2026-11-02 10:00:00", "", "chat", "결제 ", "closed", "3", "가온학원\xa0", "x"]
        fourth = ["T-4", "2026-11-02 10:00:00", "", "chat", "\u200b결제", "closed", "3", " 가온학원", "x"]
        plain_sheet(book, sheet, rows=[*ROWS[:2], third, fourth])

    return workbook(fill)


def _record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def _stream():
    """A workbook of Excel 97: one sheet with the header and one row."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    sheet = _record(0x0809, begin[:2] + struct.pack("<HHHII", 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for line, row in enumerate([HEADER, ROWS[0]]):
        for column, text in enumerate(row):
            letters = text.encode("utf-16-le")
            sheet += _record(0x0204, struct.pack("<HHHHB", line, column, 0, len(text), 1) + letters)
    sheet += _record(0x000A)
    name = "상담".encode("utf-16-le")
    before = len(_record(0x0809, begin)) + len(_record(0x0085, bytes(8) + name)) + len(_record(0x000A))
    bound = _record(0x0085, struct.pack("<IBBBB", before, 0, 0, 2, 1) + name)
    return _record(0x0809, begin) + bound + _record(0x000A) + sheet


@bad_file("xlsx_13_old_biff8.xls")
def old_workbook():
    """The stream above in an OLE container: header, one sector of the allocation table, one of the directory."""
    stream = _stream().ljust(4096, b"\0")
    sectors = len(stream) // 512
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    chain = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]
    chain += [free] * (128 - len(chain))

    def entry(name, kind, child, start, size):
        label = name.encode("utf-16-le")
        head = label.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(label) + 2 if name else 0, kind, 1, free, free, child
        )
        return head + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    directory += entry("", 0, free, 0, 0) * 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return header + struct.pack("<128I", *chain) + directory + stream


def stored(table):
    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


SMALL = pa.table({"ticket_id": ["T-1", "T-2"], "body": ["결제", None]})
MAKERS |= {
    "type_02_xlsx_named.csv": workbook,
    "xlsx_10_date1904.xlsx": lambda: workbook(date_1904=True),
    "pq_01_truncated.parquet": lambda: stored(SMALL)[:-200],
    "pq_02_bad_footer_len.parquet": lambda: stored(SMALL)[:-8] + struct.pack("<I", 2**31 - 1) + b"PAR1",
    "pq_04_row_bomb.parquet": lambda: stored(pa.table({"body": pa.nulls(5_000_001, pa.int8())})),
}
