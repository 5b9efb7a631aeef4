"""Columns of a demo file and how they become CSV. The header is the canonical column names: our own templates."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from cx.demo.days import NONE, Flags, Ints, Texts

Columns = dict[str, pa.Array]


def texts(values: Sequence[str | None] | Texts) -> pa.Array:
    """Text; None is null."""
    return pa.array(values, type=pa.string())


def picked(words: Sequence[str | None] | Texts, places: Ints) -> pa.Array:
    """The word of each place; NONE is null."""
    return pa.array(words, type=pa.string()).take(pa.array(places, mask=places == NONE))


def numbers(values: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> pa.Array:
    """Whole numbers; NONE is null."""
    whole = np.asarray(values).astype(np.int64)
    return pa.array(whole, mask=whole == NONE)


def times(seconds: Ints) -> pa.Array:
    """Seconds of the demo as local time stamps; NONE is null."""
    return pa.array(seconds, mask=seconds == NONE).cast(pa.timestamp("s"))


def dates(day_numbers: Ints) -> pa.Array:
    """Days since 1970-01-01; NONE is null."""
    return pa.array(np.where(day_numbers == NONE, 0, day_numbers).astype(np.int32), mask=day_numbers == NONE).cast(
        pa.date32()
    )


def flags(values: Flags) -> pa.Array:
    """Yes or no."""
    return pa.array(values)


def to_csv(columns: Columns) -> bytes:
    """The file, UTF-8 with a header line."""
    target = io.BytesIO()
    arrow_csv.write_csv(pa.table(columns), target)
    return target.getvalue()


def part(columns: Columns, rows: Ints) -> Columns:
    """Only `rows`, in their order."""
    places = pa.array(rows)
    return {name: column.take(places) for name, column in columns.items()}
