"""Worksheets read in columns say the same as the reader of workbooks, whatever stands in their cells."""

import re
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.errors import UnknownFormat
from cx.importing import workbook as reading
from cx.importing.archive import look_plainly
from cx.importing.files import read_file
from cx.importing.scratch_book import Scratch
from tests.bad_files import workbook
from tests.bad_workbooks import replaced, with_part

STYLES = (
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2">'
    b'<numFmt numFmtId="164" formatCode="yyyy&quot;.&quot;m"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>'
    b'<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    b'<xf numFmtId="165"/><xf numFmtId="2"/></cellXfs></styleSheet>'
)
STRINGS = [
    b"<si><t>plain</t></si>", b"<si><t>\xea\xb0\x80 \xeb\x82\x98</t></si>", b"<si><t> edge </t></si>", b"<si><t></t></si>",
    b'<si><t xml:space="preserve"> a\nb </t></si>', b"<si><t>a&amp;b &lt;c&gt; &#44032;</t></si>",
    b"<si><t>x_x000D_y</t></si>", b'<si><r><t>bo</t></r><r><rPr><b/></rPr><t xml:space="preserve">ld </t></r></si>',
    b'<si><t>\xe6\xbc\xa2</t><rPh sb="0" eb="1"><t>kan</t></rPh></si>', b"<si><t>e\xcc\x81\xc2\xa0z</t></si>",
    b"<si><t>\xed\x95\xa9\xea\xb3\x84</t></si>", b"<si><t>a > b</t></si>",
]  # fmt: skip
NUMBERS = [
    "0", "1", "-0", "-7", "007", "12.5", "0.1", "0.30000000000000004", "1E3", "1.5e-7", "123456789012345", "1234567890123456",
    "12345678901234567890", "45000", "45000.5", "45000.99999999999", "45000.123456789", "60", "61.000001", "0.25", "-3.5",
    "2958465.5", "3000000", " 5 ", "abc", "", "1e400", "+5", "1.", ".5", "46000.4999942", "46000.4999943",
]  # fmt: skip
TEXTS = [
    "a",
    "",
    " a ",
    "가나",
    "a&amp;b",
    "x_x000D_y",
    "합계",
    "total",
    "1.0",
    "&#10;",
    "e\u0301",
    "\u3000",
    "a\rb",
    "longer text",
]
CELLS = st.one_of(
    st.tuples(st.sampled_from(NUMBERS), st.integers(0, 7)).map(lambda one: f' s="{one[1]}"><v>{one[0]}</v></c>'),
    st.sampled_from(NUMBERS).map(lambda one: f' t="n"><f>A1+1</f><v>{one}</v></c>'),
    st.integers(0, len(STRINGS) - 1).map(lambda place: f' t="s" s="1"><v>{place}</v></c>'),
    st.sampled_from(TEXTS).map(lambda text: f' t="str"><f t="shared" si="0"/><v>{text}</v></c>'),
    st.sampled_from(TEXTS).map(lambda text: f' t="inlineStr"><is><t>{text}</t></is></c>'),
    st.sampled_from(TEXTS).map(lambda text: f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'),
    st.sampled_from(["1", "0", "true", "2"]).map(lambda flag: f' t="b"><v>{flag}</v></c>'),
    st.sampled_from(
        [
            ' t="e"><v>#N/A</v></c>', ' t="d"><v>2026-01-02T03:04:05</v></c>', "/>", ' s="2"/>', "></c>",
            "><f>A1</f></c>", ' t="str"><f>A1</f><v></v></c>', ' s="1" cm="1"><v>5</v></c>',
        ]
    ),
)  # fmt: skip


def book(rows, *, is_1904=False, strings=STRINGS):
    """A workbook whose one sheet has these rows: (number, {column letter: the XML of the cell after its place})."""
    lines = [
        f'<row r="{number}"{more}>'
        + "".join(f'<c r="{column}{number}"{cell}' for column, cell in cells.items())
        + "</row>"
        for number, more, cells in rows
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    sheet = f"{head}<sheetData>{''.join(lines)}</sheetData></worksheet>".encode()
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="9" uniqueCount="9">'
    data = with_part(workbook(), lambda _: sheet)
    data = with_part(data, lambda _: shared + b"".join(strings) + b"</sst>", "xl/sharedStrings.xml")
    data = with_part(data, lambda _: STYLES, "xl/styles.xml")
    if is_1904:
        data = with_part(data, lambda xml: re.sub(rb"<workbookPr", b'<workbookPr date1904="1"', xml), "xl/workbook.xml")
    return data


def said(data):
    """Everything a workbook says: sheets, headers, notices, rows, and the rows of its blocks."""
    try:
        content = read_file(data, "a.xlsx")
    except UnknownFormat as error:
        return error.key
    found = []
    for sheet in content.sheets:
        rows = list(sheet.rows())
        together = [row for part in sheet.read.blocks() for row in (part if isinstance(part, list) else part.rows())]
        assert together == rows
        found.append((sheet.name, sheet.header, sheet.header_line, sheet.hidden, sheet.notices, rows))
    return found, content.notices


def both_ways(data):
    """The same file read in columns and by the reader."""
    plainly = said(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "look_plainly", lambda _: None)
        return plainly, said(data)


ROW = st.dictionaries(st.sampled_from("ABCDE"), CELLS, max_size=5).map(lambda cells: dict(sorted(cells.items())))


@settings(max_examples=300, deadline=None)
@given(st.lists(ROW, max_size=8), st.integers(1, 3), st.booleans())
def test_any_cells_say_the_same_both_ways(rows, step, is_1904):
    header = {"B": ' t="str"><v>id</v></c>', "C": ' t="str"><v>이름</v></c>', "D": ' t="str"><v>at</v></c>'}
    numbered = [(2, ' spans="1:5"', header), *((2 + step * place, "", row) for place, row in enumerate(rows, 1))]
    plainly, otherwise = both_ways(book(numbered, is_1904=is_1904))
    assert plainly == otherwise


def test_an_ordinary_workbook_is_read_in_columns():
    file = BytesIO()
    made = openpyxl.Workbook()
    made.active.append(["id", "at", "문의"])
    made.active.append([1, "2026-01-02", "a & b"])
    made.active.row_dimensions[2].hidden = True
    made.create_sheet("둘").append(["id", "x"])
    made["둘"].append([1, True])
    made["둘"].sheet_state = "hidden"
    made.save(file)
    assert set(look_plainly(file.getvalue())) == {"Sheet", "둘"}
    plainly, otherwise = both_ways(file.getvalue())
    assert plainly == otherwise
    (first, second), notices = plainly
    assert first[5][0].cells == ("1", "2026-01-02", "a & b")
    assert ([notice.key for notice in first[4]], second[3]) == (["file.hidden_cells"], True)
    assert [notice.key for notice in notices] == ["file.hidden_sheets"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row  r="2"'),
        (b'<row r="3"', b'<row r="2"'),
        (b"</sheetData>", b"<!-- note --></sheetData>"),
        (b'<c r="A2"', b'<c r="A3"'),
        (b'<c r="B2"', b'<c r="A2"'),
        (b"<sheetData>", b'<sheetData x="1">'),
        (b"<v>", b"<v ><!-- --></v><v>"),
        (b"</v>", b"<![CDATA[1]]></v>"),
        (b"<c r=", b"<c  r="),
        (b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
    ],
)
def test_what_is_written_otherwise_is_left_to_the_reader(old, new):
    data = with_part(workbook(), replaced(old, new))
    assert look_plainly(data) is None
    assert look_plainly(workbook()) is not None


def test_shared_strings_that_are_not_there_are_left_to_the_reader():
    cells = {"A": ' t="s"><v>99</v></c>', "B": ' t="str"><v>b</v></c>'}
    assert look_plainly(book([(1, "", cells)])) is None


def test_the_reader_is_asked_by_the_styles_of_the_workbook():
    cell = [b' s="%d"><v>45000.5</v></c>' % style for style in (1, 5)]
    assert str(Scratch(STYLES, is_1904=False).cells(cell)) == "[datetime.datetime(2023, 3, 15, 12, 0), 45000.5]"
    assert str(Scratch(STYLES, is_1904=True).cells(cell[:1])) == "[datetime.datetime(2027, 3, 16, 12, 0)]"
