"""Parquet files to one sheet of text rows; sizes are checked in the footer before a row is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Final

from cx.errors import UnknownFormat
from cx.importing.cleaning import clean_name
from cx.importing.flatten import text_of
from cx.importing.header import unique_names
from cx.importing.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from cx.importing.sheet import Notice, Row, Sheet

_BATCH_ROWS: Final = 4096
_THRIFT_LIMIT: Final = 50_000_000


def read_parquet(data: bytes) -> Sheet:
    """The table of a Parquet file. Raises UnknownFormat `file.damaged_parquet`, `file.too_many_rows`,
    `file.too_many_columns`.
    """
    schema = _open(data).schema_arrow
    if len(schema.names) > MAX_COLUMNS:
        raise UnknownFormat("file.too_many_columns", count=len(schema.names), limit=MAX_COLUMNS)
    names, notices = unique_names([clean_name(name) for name in schema.names])
    if not names:
        raise UnknownFormat("file.empty")
    return Sheet("", names, partial(_rows, data), tuple(notices))


def _open(data: bytes) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(
            pa.BufferReader(data), thrift_string_size_limit=_THRIFT_LIMIT, thrift_container_size_limit=_THRIFT_LIMIT
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnknownFormat("file.damaged_parquet") from error
    if file.metadata.num_rows > MAX_ROWS:
        raise UnknownFormat("file.too_many_rows", count=file.metadata.num_rows, limit=MAX_ROWS)
    return file


def _rows(data: bytes) -> Iterator[Row]:
    import pyarrow as pa

    line = 0
    try:
        for batch in _open(data).iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
            columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
            for cells in zip(*columns, strict=True):
                line += 1
                if any(cell is not None and len(cell) > MAX_CELL_CHARACTERS for cell in cells):
                    problem = Notice("file.cell_too_long", {"line": line, "limit": MAX_CELL_CHARACTERS})
                    yield Row(line, (None,) * len(cells), problem)
                elif any(cells):
                    yield Row(line, cells)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise UnknownFormat("file.damaged_parquet") from error


def _cell(value: object) -> str | None:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return text_of(value.decode("utf-8", "replace"))
    return text_of(str(value) if isinstance(value, Decimal | dt.timedelta) else value)
