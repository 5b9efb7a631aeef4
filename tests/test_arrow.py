"""Rows on their way to the browser: the same values, narrow types, nothing of pandas around them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from cx.arrow import for_chart, packed


def test_values_arrive_and_nothing_else_does():
    frame = pd.DataFrame(
        {"text": ["가", None], "rate": [0.5, float("nan")], "on": [True, False], "day": [date(2026, 1, 1), None]},
        index=[7, 9],
    )
    table = packed(frame)
    assert table.to_pydict() == {
        "text": ["가", None],
        "rate": [0.5, None],
        "on": [True, False],
        "day": [date(2026, 1, 1), None],
    }
    assert table.schema.metadata is None
    assert table.schema.field("text").type == pa.string()


def test_nothing_is_a_table_without_rows():
    assert packed(pd.DataFrame({"text": pd.Series(dtype=object)})).num_rows == 0


def test_a_chart_gets_numbers_of_half_the_size():
    table = for_chart(pd.DataFrame({"rate": [0.123456789, None], "n": [3, 4], "text": ["가", "나"]}))
    assert table.schema.field("rate").type == pa.float32()
    assert table.schema.field("n").type == pa.int64()
    assert table.column("rate").to_pylist()[0] == pytest.approx(0.123456789, rel=1e-6)
    assert table.column("rate").to_pylist()[1] is None


def test_a_chart_gets_no_flag_that_is_never_set():
    frame = pd.DataFrame({"at": ["1", "2"], "never": [False, False], "once": [False, True]})
    assert for_chart(frame).column_names == ["at", "once"]
    assert for_chart(frame[:0]).column_names == ["at", "never", "once"]
