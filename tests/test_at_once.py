"""Cells that become values at once: they give the same rows, reasons and notices as if each had been read as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.importing.at_once import values_of
from cx.importing.block import Block
from cx.importing.mapping import ColumnRule, Mapping
from cx.importing.sheet import Row, Sheet
from tests.staged import SEOUL, checked, rejects_of, rows_of

PLAIN = {
    "opened_at": ["2026-03-02 09:00:00", "2026-03-31 23:59:59", "2024-02-29 00:00:00"],
    "talk_seconds": ["0", "300", "999999"],
    "reply_count": ["2", "0", "17"],
    "is_spam": ["true", "false"],
}
NINE = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - a wall-clock time
ODD = {
    "opened_at": [
        "2026-03-02T09:00:00", "2026-03-02 09:00", "2026-02-30 09:00:00", "2026-03-02 24:00:00", "1900-01-01 00:00:00",
        "9999-12-31 00:00:00", "0000-01-01 00:00:00", "0001-01-01 00:00:00", "2026-03-02 10:00+09", "2031-01-01 00:00:00", "-", "언젠가", "2026-03-02 09:00:00.5",
    ],
    "talk_seconds": ["-5", "007", "1e3", "5:10", "1234567", "3.5", "-", "없음", "+3"],
    "reply_count": ["-1", "01", "1.0", "3건", "12345678", "많음"],
    "is_spam": ["TRUE", "예", "0", "아마"],
}  # fmt: skip
MAPPING = Mapping("ticket", "", tuple(ColumnRule(name, name) for name in ("ticket_id", *PLAIN)))


class InParts:
    """The rows of a sheet in blocks."""

    def __init__(self, parts):
        self.parts = parts

    def __call__(self):
        for part in self.parts:
            yield from part

    def blocks(self, wanted=None):  # noqa: ARG002 - all are filled
        for part in self.parts:
            lines = np.array([row.line for row in part])
            yield Block(
                lines, tuple(pa.array(cells, pa.string()) for cells in zip(*(row.cells for row in part), strict=True))
            )


def cell(name):
    return st.one_of(st.sampled_from(PLAIN[name]), st.sampled_from(PLAIN[name]), st.none(), st.sampled_from(ODD[name]))


def columns(name, rows):
    """Mostly a column of plain cells, so that whole parts of it become values."""
    plain = st.lists(st.one_of(st.sampled_from(PLAIN[name]), st.none()), min_size=rows, max_size=rows)
    return st.one_of(plain, st.lists(cell(name), min_size=rows, max_size=rows))


@st.composite
def sheets(draw):
    rows = draw(st.integers(1, 8))
    cells = [draw(columns(name, rows)) for name in PLAIN]
    made = [Row(number + 2, (f"T{number}", *each)) for number, each in enumerate(zip(*cells, strict=True))]
    cut = draw(st.integers(0, rows))
    return [part for part in (made[:cut], made[cut:]) if part]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rows")


def opened(first, *moments):
    """A part with a row for each moment, from line `first` on."""
    return [Row(line, (f"T{line}", moment, None, None, None)) for line, moment in enumerate(moments, start=first)]


LATER, EARLIER, USUAL = "2031-01-01 00:00:00", "1900-01-01 00:00:00", "2026-03-02 09:00:00"


@settings(max_examples=30, deadline=None)
@example(parts=[opened(2, LATER), opened(3, USUAL)], zone="UTC")  # the latest is not in the last part
@example(parts=[opened(2, EARLIER, USUAL)], zone="UTC")  # the earliest is not the latest
@given(parts=sheets(), zone=st.sampled_from(["Asia/Seoul", "Europe/Berlin", "UTC"]))
def test_values_give_what_texts_give(folder, parts, zone):
    sheet = Sheet("", ("ticket_id", *PLAIN), InParts(parts))
    context = replace(SEOUL, zone=zone)
    found = []
    for each in (sheet, replace(sheet, read=lambda: (row for part in parts for row in part))):
        with duckdb.connect() as con:
            result = checked(con, folder, each, MAPPING, context)
            names = [name for name in ("ticket_id", *PLAIN) if name in result.columns]
            counts = (result.read, result.accepted, result.rejected_rows, result.rejected_cells)
            found.append((rows_of(con, result, "line", *names), rejects_of(con, result), counts, result.notices))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("kind", "cells", "values"),
    [
        ("time", ["2026-03-02 09:00:00", None], [NINE, None]),
        ("count", ["0", "17", None], [0, 17, None]),
        ("flag", ["true", None, "false"], [True, None, False]),
    ],
)
def test_plain_cells_become_values_and_leave_no_text(kind, cells, values):
    kept = values_of(kind, 3)
    texts, found = kept.take(pa.array(cells, pa.string()))
    assert texts.null_count == len(cells)
    assert found.to_pylist() == values
    assert kept.is_all
    assert kept.cell == "v3"


@pytest.mark.parametrize(
    ("kind", "odd"),
    [("time", odd) for odd in ODD["opened_at"] if odd[:4] not in {"1900", "9999", "2031"}]
    + [("seconds", odd) for odd in ODD["talk_seconds"]]
    + [("flag", odd) for odd in ODD["is_spam"]],
)
def test_one_odd_cell_leaves_its_part_as_text(kind, odd):
    plain = {"time": "2026-03-02 09:00:00", "seconds": "5", "flag": "true"}[kind]
    kept = values_of(kind, 0)
    texts, found = kept.take(pa.array([plain, odd], pa.string()))
    assert texts.to_pylist() == [plain, odd]
    assert found.null_count == 2
    assert not kept.is_all
    kept.take(pa.array([plain], pa.string()))
    assert not kept.is_all


def test_texts_have_no_values_beside_them():
    assert [values_of(kind, 0) for kind in ("text", "label", "id", "code", "ignored")] == [None] * 5
