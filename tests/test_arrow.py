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
    assert table.schema.field("n").type == pa.int8()
    assert table.column("rate").to_pylist()[0] == pytest.approx(0.123456789, rel=1e-6)
    assert table.column("rate").to_pylist()[1] is None


def test_a_chart_gets_no_flag_that_is_never_set():
    frame = pd.DataFrame({"at": ["1", "2"], "never": [False, False], "once": [False, True]})
    assert for_chart(frame).column_names == ["at", "once"]
    assert for_chart(frame[:0]).column_names == ["at", "never", "once"]


def test_a_chart_gets_words_that_come_again_once_and_no_number_nobody_has():
    """Ten cohorts of ten cells: ten names are sent, not a hundred, and come out in their order."""
    names = [f"2026년 {place // 10}월 첫 계약" for place in range(100)]
    table = for_chart(
        pd.DataFrame({"at": names, "low": [None] * 100, "rule": [float("nan")] * 100, "word": [None] * 99 + ["끝"], "n": range(200, 300)})
    )  # fmt: skip
    assert table.column_names == ["at", "word", "n"]
    assert pa.types.is_dictionary(table.schema.field("at").type)
    assert table["at"].to_pylist() == names
    assert table.schema.field("n").type == pa.int16()
    assert table["n"].to_pylist() == list(range(200, 300))
    assert table["at"].nbytes < packed(pd.DataFrame({"at": names})).nbytes / 4


@pytest.mark.parametrize(
    ("most", "kind"), [(127, pa.int8()), (128, pa.int16()), (-129, pa.int16()), (2**31, pa.int64())]
)
def test_whole_numbers_travel_in_the_narrowest_type_that_holds_them(most, kind):
    table = for_chart(pd.DataFrame({"n": [0, most]}))
    assert (table.schema.field("n").type, table["n"].to_pylist()) == (kind, [0, most])
