"""Many rows into the store at once: through a file of columns that only the store's process reads, and that goes with the block."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq

from cx.warehouse import Store


@contextmanager
def spilled(store: Store, rows: pa.Table) -> Iterator[str]:
    """The path for `read_parquet(?)`. DuckDB 2.0.0 must not scan Arrow tables of this process, and rows one by one take minutes."""
    path = store.folder / "spill" / f"rows-{secrets.token_hex(8)}.parquet"
    try:
        path.touch(mode=0o600)
        pq.write_table(rows, path, compression="none")
        yield str(path)
    finally:
        path.unlink(missing_ok=True)
