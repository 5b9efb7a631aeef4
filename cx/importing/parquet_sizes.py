"""How large a Parquet file becomes when its values are written out: a value stored once may stand in millions of rows."""

from __future__ import annotations

from typing import Any, Final

from cx.errors import UnknownFormat
from cx.importing.limits import MAX_CELLS, MAX_RATIO, MAX_ROWS, MAX_UNPACKED_BYTES, SMALL_PART_BYTES

_ROWS: Final = 1 << 16
_MUCH: Final = 100_000_000  # characters of one column in so many rows: it is then read with each value once


def check_sizes(file: Any, packed: int) -> None:
    """Look at what the footer says. Raises UnknownFormat `file.too_many_rows`, `file.too_many_cells`, `file.bomb`,
    `file.damaged_parquet` where it contradicts itself.
    """
    footer = file.metadata
    groups = [footer.row_group(number) for number in range(footer.num_row_groups)]
    rows = sum(group.num_rows for group in groups)
    if max(rows, footer.num_rows) > MAX_ROWS:
        raise UnknownFormat("file.too_many_rows", count=max(rows, footer.num_rows), limit=MAX_ROWS)
    if rows != footer.num_rows:
        raise UnknownFormat("file.damaged_parquet")
    columns = [[group.column(place) for place in range(group.num_columns)] for group in groups]
    repeated = {place for place in range(footer.num_columns) if file.schema.column(place).max_repetition_level}
    values = sum(column.num_values for group in columns for place, column in enumerate(group) if place in repeated)
    if values > MAX_CELLS:
        raise UnknownFormat("file.too_many_cells", rows=rows, columns=round(values / max(rows, 1)), limit=MAX_CELLS)
    size = sum(column.total_uncompressed_size for group in columns for column in group)
    if size > MAX_UNPACKED_BYTES or (size > SMALL_PART_BYTES and size > MAX_RATIO * packed):
        raise _bomb(size, packed)


def texts_stored_once(file: Any) -> list[str]:
    """Paths of the columns whose texts stand in a dictionary, where such a column can be read as one."""
    footer = file.metadata
    found = set()
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        for place in range(group.num_columns):
            column, shape = group.column(place), file.schema.column(place)
            is_flat = shape.max_repetition_level == 0 and "." not in shape.path
            if column.physical_type == "BYTE_ARRAY" and column.has_dictionary_page and is_flat:
                found.add(shape.path)
    return sorted(found)


def heavy_columns(file: Any, columns: list[str], packed: int) -> list[str]:
    """Which of these columns of `file`, opened so that it reads them as dictionaries, would take much room written out.

    Raises UnknownFormat `file.bomb` where all of them together are too large.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    heavy: dict[str, bool] = {}
    total = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            if not isinstance(column, pa.DictionaryArray):
                continue
            lengths = pc.cast(pc.binary_length(column.dictionary), pa.int64())
            size = pc.sum(pc.take(lengths, column.indices)).as_py() or 0
            total += size
            heavy[name] = heavy.get(name, False) or size > _MUCH
            if total > MAX_UNPACKED_BYTES:
                raise _bomb(total, packed)
    return [name for name, is_heavy in heavy.items() if is_heavy]


def _bomb(size: int, packed: int) -> UnknownFormat:
    limit, ratio = MAX_UNPACKED_BYTES // 1_000_000, round(size / max(packed, 1))
    return UnknownFormat("file.bomb", megabytes=size // 1_000_000, ratio=ratio, limit=limit, ratio_limit=MAX_RATIO)
