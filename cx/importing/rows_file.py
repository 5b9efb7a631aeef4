"""Masked rows in a file of columns that DuckDB reads as often as it is asked: they take nothing of its memory.

Only the owner can read the file. It lies in a folder of the store and is removed with the import; what a killed process
leaves is thrown away when the store is opened.
"""

from __future__ import annotations

import os
import secrets
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

GROUP: Final = 122_880
"""Rows that are read, and stored, by one thread at a time: as many as DuckDB keeps together."""
_HELD_BYTES: Final = 64_000_000  # of rows that wait to be written together


class RowsFile:
    """A new file in `folder`, which a thread of its own writes. Write pyarrow tables of one schema, `close` it, and `remove` it
    when nobody reads it any more.
    """

    def __init__(self, folder: Path, schema: Any) -> None:
        from pyarrow.parquet import ParquetWriter

        self._beside = ThreadPoolExecutor(1)
        self._written: Future[None] | None = None
        self._writer: Any = None
        self.path = folder / f"rows-{secrets.token_hex(8)}"
        self.rows = 0
        self._held: list[Any] = []
        self._waiting = self._bytes = 0  # rows held, and how much that is
        # Opened once: a file that is emptied first is written to the disk before it can be closed.
        self._file = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")
        try:
            # Names of customers are masked, dictionaries and statistics would only cost: every part is read in full.
            self._writer = ParquetWriter(
                self._file, schema, compression="none", use_dictionary=False, write_statistics=False
            )
        except BaseException:
            self.remove()
            raise

    def write(self, table: Any) -> None:
        """Put the rows of a pyarrow table in. Raises OSError where the disk takes no more."""
        self._held.append(table)
        self.rows += table.num_rows
        self._waiting += table.num_rows
        self._bytes += table.nbytes
        if self._waiting >= GROUP or self._bytes > _HELD_BYTES:
            self._write_held(self._waiting // GROUP * GROUP or self._waiting)

    def _write_held(self, rows: int) -> None:
        import pyarrow as pa

        together = pa.concat_tables(self._held)
        self._wait()
        self._written = self._beside.submit(self._writer.write_table, together.slice(0, rows), GROUP)
        left = together.slice(rows)
        self._held, self._waiting, self._bytes = ([left] if left.num_rows else []), left.num_rows, left.nbytes

    def _wait(self) -> None:
        if self._written is not None:
            self._written.result()

    def close(self) -> None:
        """Write what is left. Raises OSError where the disk takes no more."""
        from pyarrow import default_memory_pool

        if self._held:
            self._write_held(self._waiting)
        self._wait()
        self._beside.shutdown()
        self._writer.close()
        self._file.close()
        self._held = []
        default_memory_pool().release_unused()  # what comes now needs memory for other things

    def remove(self) -> None:
        """Take the file away; once more is no trouble."""
        self._beside.shutdown()
        with suppress(OSError):  # what is thrown away need not be whole
            if self._writer is not None:
                self._writer.close()
            self._file.close()
        self.path.unlink(missing_ok=True)
