"""Rows on their way to the browser: the same values, narrow types, nothing of pandas around them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pyarrow as pa

from cx.arrow import packed


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
