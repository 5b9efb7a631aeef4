"""Parquet files to one sheet of text rows; sizes are checked in the footer before a row is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from cx.errors import UnknownFormat
from cx.importing.cleaning import clean_name
from cx.importing.flatten import text_of
from cx.importing.header import unique_names
from cx.importing.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS
from cx.importing.parquet_sizes import check_sizes, heavy_columns, texts_stored_once
from cx.importing.sheet import Notice, Row, Sheet

_BATCH_ROWS: Final = 4096
_THRIFT_LIMIT: Final = 50_000_000


def read_parquet(data: bytes) -> Sheet:
    """The table of a Parquet file. Raises UnknownFormat `file.damaged_parquet`, `file.too_many_rows`,
    `file.too_many_columns`, `file.too_many_cells`, `file.bomb`.
    """
    import pyarrow as pa

    file = _open(data)
    schema = file.schema_arrow
    if len(schema.names) > MAX_COLUMNS:
        raise UnknownFormat("file.too_many_columns", count=len(schema.names), limit=MAX_COLUMNS)
    names, notices = unique_names([clean_name(name) for name in schema.names])
    if not names:
        raise UnknownFormat("file.empty")
    heavy: list[str] = []
    try:
        check_sizes(file, len(data))
        if once := texts_stored_once(file):
            heavy = heavy_columns(_open(data, once), once, len(data))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UnknownFormat("file.damaged_parquet") from error
    return Sheet("", names, partial(_rows, data, heavy), tuple(notices))


def _open(data: bytes, as_dictionaries: Sequence[str] = ()) -> Any:
    """The file; these columns are read as dictionaries, each distinct value held once."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(
            pa.BufferReader(data),
            read_dictionary=list(as_dictionaries),
            thrift_string_size_limit=_THRIFT_LIMIT,
            thrift_container_size_limit=_THRIFT_LIMIT,
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnknownFormat("file.damaged_parquet") from error


def _rows(data: bytes, heavy: Sequence[str]) -> Iterator[Row]:
    import pyarrow as pa

    line = 0
    try:
        for batch in _open(data, heavy).iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            for cells in zip(*map(_cells, batch.columns), strict=True):
                line += 1
                if any(cell is not None and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
                    problem = Notice("file.cell_too_long", {"line": line, "limit": MAX_CELL_CHARACTERS})
                    yield Row(line, (None,) * len(cells), problem)
                elif any(cells):
                    yield Row(line, cells)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UnknownFormat("file.damaged_parquet") from error


def _cells(column: Any) -> list[str | None]:
    import pyarrow as pa

    if not isinstance(column, pa.DictionaryArray):
        return [_cell(value) for value in column.to_pylist()]
    values = [_cell(value) for value in column.dictionary.to_pylist()]
    return [None if place is None else values[place] for place in column.indices.to_pylist()]


def _cell(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return text_of(value.decode("utf-8", "replace"))
    return text_of(str(value) if isinstance(value, Decimal | dt.timedelta) else value)
