"""Worksheets read in columns give the same rows as cell by cell."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.importing import grid
from cx.importing.block import Block
from cx.importing.cell_text import cell_text
from cx.importing.grid import column_text
from cx.importing.loading import Loaded
from cx.importing.sheet_xml import SheetFacts
from cx.importing.workbook import _sheet

TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "\u3000", "a\nb", "\u00a0", "x\u200b", "e\u0301", "합계", "기간", "가", "\x1b[0mz", "1.0"]
    ),
    st.text(max_size=4),
)
FLOATS = st.one_of(
    st.integers(-(10**6), 10**6).map(float), st.floats(), st.sampled_from([-0.0, 1e15, 2.0**63, -(2.0**63), 1e300])
)
NEW_YEAR = dt.datetime.fromisoformat("2026-01-01")
FIRST, LAST = map(dt.datetime.fromisoformat, ["1900-01-01", "9999-12-31 23:59:59.999999"])
MOMENTS = st.datetimes(FIRST, LAST) | st.sampled_from(
    [NEW_YEAR, NEW_YEAR.replace(microsecond=500_000), dt.datetime.fromisoformat("1969-12-31 23:59:59.500000")]
)
OTHERS = st.one_of(
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.dates(),
    st.none(),
    st.times(),
    st.timedeltas(dt.timedelta(days=-9), dt.timedelta(days=9)),
)
KINDS = [TEXTS, FLOATS, MOMENTS, OTHERS, st.just("") | FLOATS, st.just("") | MOMENTS, TEXTS | FLOATS | MOMENTS | OTHERS]


@settings(max_examples=400, deadline=None)
@given(st.one_of([st.lists(kind, max_size=6) for kind in KINDS]))
@example([True, 1.0, 1, "1"])
@example(["", None])
def test_a_column_says_what_its_cells_say(cells):
    assert column_text(cells).to_pylist() == [cell_text(cell) for cell in cells]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.one_of(TEXTS, FLOATS, st.just("")), min_size=4, max_size=4), max_size=8), st.integers(1, 9))
@example([["합계", "", "", ""], ["", "", "", ""], ["1", "", "", ""]], 2)
@example([["1", "2", "3", 4.0], ["1", "2", "3", ""]], 9)
def test_blocks_give_the_same_rows_as_care(rows, size):
    sheet = _sheet(Loaded("s", is_hidden=False, sheet=[["id", "b", "c", ""], *rows]), SheetFacts())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, "_ROWS", size)
        found = []
        for part in sheet.read.blocks():
            found += part if isinstance(part, list) else part.rows()
    assert found == list(sheet.rows())


def test_ordinary_sheets_are_read_in_blocks_alone():
    rows = [[f"T{n}", float(n), NEW_YEAR + dt.timedelta(hours=n), ""] for n in range(20)]
    sheet = _sheet(Loaded("s", is_hidden=False, sheet=[["id", "n", "at", "note"], *rows]), SheetFacts())
    (block,) = sheet.read.blocks()
    assert isinstance(block, Block)
    assert [column[3].as_py() for column in block.columns] == ["T3", "3", "2026-01-01 03:00:00", None]
    assert (block.lines.tolist()[0], len(block.lines), block.alone) == (2, 20, 0)
