"""Carriage returns that stand alone: the same rows, whether lines are read at once or one by one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cx.importing.files import read_file
from cx.importing.parts import Reading
from cx.importing.returns import settled

PIECES = [
    "a", "b,c", ",", ",,", "\r", "\r\n", "\n", "1,2,3\n", "x,y,z\r", "p,q,r\rs,t,u\n", "가", "나,다,라\r", "\u3000",
    "\xa0", " ", '"', '"q\rr"', "l,m,n\r\n", "\r\r",
]  # fmt: skip


def rows_of(text):
    [sheet] = read_file(text.encode(), "x.csv").sheets
    return [(row.line, row.cells, row.problem and row.problem.key) for row in sheet.rows()]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b,c\n1,he\rllo,3\n4,5,6\n", [(2, ("1", "he llo", "3"), None), (3, ("4", "5", "6"), None)]),
        ("a,b,c\n1,2,3\r4,5,6\n7,8,9\n", [(2, ("1", "2", "3"), None), (3, ("4", "5", "6"), None), (4, ("7", "8", "9"), None)]),
        ('a,b,c\n1,"he\rllo",3\n', [(2, ("1", "he\rllo", "3"), None)]),
        ('a,b,c\n1,"x\ny\rz\n",3\n', [(2, ("1", "x\ny\rz\n", "3"), None)]),
        ("a,b,c\n1,2\r3\n4,5,6\n", [(2, ("1", "2 3", None), "file.broken_quote"), (3, ("4", "5", "6"), None)]),
    ],
)  # fmt: skip
def test_a_lone_return_parts_whole_records_and_is_a_space_elsewhere(text, rows):
    assert rows_of(text) == rows


def test_the_rest_is_left_alone():
    for line in (b"1,2,3\r\n", b'1,"2\r2",3\n', b"1,2\r3\n", b"1,2,3\r\r\n", b"1,2,3\r", b"1,2,3\r \r4,5,6\n"):
        assert settled(line, ",", '"', 3) == line
    assert settled(b"1,2\r2,3\n", ",", '"', 3) == b"1,2 2,3\n"
    assert settled(b"1,2,3\r4,5,6\r7,8,9\n", ",", '"', 3) == b"1,2,3\n4,5,6\n7,8,9\n"


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_reading_at_once_and_with_care_give_the_same(text):
    [sheet] = read_file(("h1,h2,h3\n" + "1,2,3\n" * 4 + text).encode(), "x.csv").sheets
    reading = sheet.read.read
    if isinstance(reading, Reading) and reading.table is not None:
        assert list(reading()) == list(replace(reading, table=None)())
