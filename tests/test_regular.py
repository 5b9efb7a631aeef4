"""What is read in blocks is what is read with care, record by record."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.errors import UnknownFormat
from cx.importing import parts
from cx.importing.block import Block, in_blocks
from cx.importing.cleaning import _MAYBE_UNCLEAN, BLANK, clean, clean_bytes
from cx.importing.delimited import read_delimited
from cx.importing.encoding import Piece, Text, cut, decode
from cx.importing.footer import Footed
from cx.importing.known_names import names_in
from cx.importing.mapping import PERSON_NAME
from cx.importing.stage import stage
from cx.importing.tally import PLAIN_TIME, Ids, tallied
from cx.privacy import Mask

CELLS = st.one_of(
    st.sampled_from(
        ["", " ", "\u3000", "a", "합계", "총 계", "기간", "ㅋ", "1", "é", "😀", "\u200b", "x\u0301", "2026-01-02"]
    ),
    st.text('ab",;\n\r\t 가\u3000\u00a0"', max_size=6),
)
QUOTED = CELLS.map(lambda cell: '"' + cell.replace('"', '""') + '"')
BROKEN = st.sampled_from(
    ['"', 'a"b', '"a"b', '"a', "a\rb", '""', '"""', "\x00", '"a\nb\nc\nd\ne"', '"1,2\n1,2\n1,2\n1,2\n1,2"']
)
RECORD = st.lists(st.one_of(CELLS, QUOTED, QUOTED, BROKEN), min_size=1, max_size=4)
GOOD = st.lists(st.one_of(st.sampled_from(["a", "1", " b ", "한글", "", "   "]), QUOTED), min_size=3, max_size=3)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\n\n", "\r\n\r\n", "\r", "\r\r\n", ""])


@st.composite
def files(draw):
    delimiter = draw(st.sampled_from([",", ",", ";", "\t"]))
    header = draw(st.sampled_from([["id", "b", "c"], ["id", '"b\nd"', "c"], ["id", "b", "c", ""], ["title"], ["id"]]))
    ends = draw(st.sampled_from([st.just("\n"), st.just("\r\n"), ENDS]))
    lines = [delimiter.join(header) + "\n"]
    lines += [
        delimiter.join(record) + draw(ends)
        for record in draw(st.lists(st.one_of(GOOD, GOOD, GOOD, RECORD), max_size=12))
    ]
    return draw(st.sampled_from(["", "", "\ufeff"])) + "".join(lines).rstrip("\n" if draw(st.booleans()) else "")


def carefully(read):
    """The same reading without a look at whole blocks."""
    inner = read.read if isinstance(read, Footed) else read
    inner = replace(inner, table=None) if isinstance(inner, parts.Reading) else inner
    return Footed(inner) if isinstance(read, Footed) else inner


def in_pieces(text, size):
    whole = b"".join(piece.data for piece in text.pieces())
    return Text(lambda: (Piece(data) for data in cut(whole, size)), text.notices, text.has_exponents)


def sheet_of(text, size=1 << 22):
    """The sheet of a text whose file comes in pieces of `size` bytes; None if there is no table or it is wrapped once more."""
    try:
        sheet = read_delimited(in_pieces(decode(text.encode()), size))
    except UnknownFormat:
        return None
    return sheet if isinstance(sheet.read, parts.Reading) else None


@settings(max_examples=600, deadline=None)
@given(files(), st.sampled_from([20, 60, 1 << 22]), st.sampled_from([8, 1 << 16]))
@example('a,b,c\n1,"x\n\ny",2\n\n3,"",4', 1 << 22, 1 << 16)
@example('a,b,c\r\n1,"x""y",2\r\n , ,\r\n합계,,\r\n', 1 << 22, 1 << 16)
@example("a,b,\n1,2,\n합계,,\n3,4,5\n", 1 << 22, 1 << 16)
@example('a,b,c\n1,"\n1,2,3\n1,2,3\n1,2,3\n",3\n4,5,6\n', 1 << 22, 1 << 16)
def test_blocks_give_the_same_rows_as_care(text, size, small):
    sheet = sheet_of(text, size)
    if sheet is None:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "_SMALL", small)
        careful = carefully(sheet.read)
        assert list(sheet.rows()) == list(careful())
        assert list(Footed(sheet.read)()) == list(Footed(careful)())


@settings(max_examples=60, deadline=None)
@given(files())
def test_the_staged_table_is_the_same(tmp_path_factory, text):
    sheet = sheet_of(text)
    if sheet is None:
        return
    kinds = dict(zip(sheet.header, ["id", "text", "label", "time"], strict=False))
    folder = tmp_path_factory.mktemp("pipes")
    found = []
    with duckdb.connect() as con:
        for read in (sheet.read, lambda: iter(list(carefully(sheet.read)()))):
            staged = stage(con, replace(sheet, read=read), kinds, Mask(salt=b"s"), folder)
            found.append((staged.rows, con.execute(f"from {staged.table} order by line").fetchall()))
    assert found[0] == found[1]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_regular_files_are_read_in_blocks_alone(end, last):
    rows = ['1,"a\nb\r\nc ""d""",x', "2,,", '3,"",y', "", "4,한글 😀,z", "5,q,w"]
    sheet = sheet_of("\ufeff" + end.join(["id,b,c", *rows]) + (end if last else ""))
    blocks = [part for part in sheet.read.blocks() if part]
    assert all(isinstance(part, Block) for part in blocks[: 1 if last else -1])
    assert [(row.line, row.cells) for row in sheet.rows()] == [
        (2, ("1", 'a\nb\r\nc "d"', "x")),
        (5, ("2", None, None)),
        (6, ("3", None, "y")),
        (8, ("4", "한글 😀", "z")),
        (9, ("5", "q", "w")),
    ]


def test_a_ragged_row_costs_only_its_surroundings():
    sheet = sheet_of("id,b\n" + "1,2\n" * 100_000 + "1,2,3\n" + "1,2\n" * 100_000)
    careful = [len(part) for part in sheet.read.blocks() if isinstance(part, list)]
    assert 0 < sum(careful) < 20_000
    assert [(row.line, row.problem.key) for row in sheet.rows() if row.problem] == [(100_002, "file.ragged")]


SEPARATE = re.compile(re.sub(r"\\x\{(\w+)\}", lambda sign: chr(int(sign[1], 16)), _MAYBE_UNCLEAN))


def test_signs_taken_for_clean_are_clean_whatever_stands_beside_them():
    seconds = {int(parts[1], 16) for parts in decompositions() if len(parts) == 2}
    jamo = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    for code in (*range(0xD800), *range(0xE000, 0x110000)):
        sign = chr(code)
        if SEPARATE.match(sign) is None:
            assert clean(sign) == sign
            assert unicodedata.combining(sign) == 0
            assert code not in seconds | jamo


def decompositions():
    found = (unicodedata.decomposition(chr(code)) for code in range(0x110000))
    return [one.split() for one in found if one and not one.startswith("<")]


@settings(max_examples=300)
@given(st.text() | st.text("a가\u1100\u1161\u0301e\u200b\u00a0\n\x1b[0m\x00"))
def test_bytes_are_cleaned_as_text_is(text):
    assert clean_bytes(text.encode()) == clean(text).encode()


@settings(max_examples=100, deadline=None)
@given(files(), st.sampled_from([20, 1 << 22]))
def test_one_column_alone_says_what_all_say(text, size):
    sheet = sheet_of(text, size)
    if sheet is None:
        return
    place = len(sheet.header) - 1
    cells = [row.cells[place] for row in sheet.rows() if row.problem is None and row.cells[place]]
    found, ids = Counter(), Ids()
    for part in in_blocks(Footed(sheet.read), {place}):
        found.update(dict(tallied(part, place)))
        ids.take(part, place)
    footed = [row.cells[place] for row in Footed(sheet.read)() if row.problem is None and row.cells[place]]
    assert found == Counter(footed)
    assert len(footed) <= len(cells)
    assert (ids.rows, ids.different) == (len(footed), len({cell.strip() for cell in footed}))


def test_plain_times_are_told_once_and_others_each():
    sheet = sheet_of("id,at\n1,2026-01-02\n2,2026-01-03 10:00\n3,02/01/2026\n4,02/01/2026\n5,\n")
    (part, *_) = sheet.read.blocks()
    assert list(tallied(part, 1, PLAIN_TIME)) == [("2026-01-02", 1), ("02/01/2026", 2)]


def test_names_are_found_in_their_columns_alone():
    sheet = sheet_of("id,name,agent\n1,김하나, 박둘 \n2,김하나,010-1234-5678\n3,,이셋\n")
    assert names_in(sheet, {"name": PERSON_NAME}, ["agent"]) == {"김하나", "박둘", "이셋"}
    assert names_in(sheet, {}) == set()


def test_white_space_is_what_python_takes_for_it():
    signs = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x110000))]
    found = pc.match_substring_regex(pa.array(signs), BLANK).to_pylist()
    assert [sign for sign, is_blank in zip(signs, found, strict=True) if is_blank] == [s for s in signs if s.isspace()]
