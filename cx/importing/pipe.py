"""Rows into a temporary table through a named pipe that only the owner can open and that is gone once both ends hold it."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

LONGEST_ROW = 4_000_000  # characters; the reader takes lines of at most _LONGEST_LINE bytes
_LONGEST_LINE = 20_000_000


def through_pipe(
    con: DuckDBPyConnection, table: str, types: Mapping[str, str], folder: Path, blocks: Iterable[Any]
) -> int:
    """Create the temp table `table` from pyarrow tables: this thread makes and writes them, another lets DuckDB read.

    Returns the rows written. `folder` must be one the store may read from. Raises what DuckDB raises.
    """
    pipe = folder / f"pipe-{secrets.token_hex(8)}"
    os.mkfifo(pipe, 0o600)
    reader = _Reader(con, table, types, pipe)
    written = 0
    try:
        reader.start()
        with pipe.open("wb", buffering=0) as file:
            pipe.unlink()
            reader.connected.set()
            for block in blocks:
                if reader.error is not None:
                    break
                _write(file.fileno(), block)
                written += block.num_rows
    except BrokenPipeError:
        written = -1  # the reader knows why
    finally:
        pipe.unlink(missing_ok=True)
        reader.finish()
    if reader.error is not None:
        raise reader.error
    return written


def _write(pipe: int, block: Any) -> None:
    """As CSV: text in quotation marks, null is nothing at all, a line ends with a line feed."""
    import pyarrow as pa
    from pyarrow import csv

    text = pa.BufferOutputStream()
    csv.write_csv(block, text, csv.WriteOptions(include_header=False))
    rest = memoryview(text.getvalue())
    while rest:
        rest = rest[os.write(pipe, rest) :]


class _Reader(threading.Thread):
    """DuckDB at the reading end. If it fails before it opened the pipe, it lets the writer go, who would wait for ever."""

    def __init__(self, con: DuckDBPyConnection, table: str, types: Mapping[str, str], pipe: Path) -> None:
        super().__init__(daemon=True)
        self._con, self._table, self._types, self._pipe = con, table, dict(types), pipe
        self._released = -1
        self.connected = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            # Without a named line end a lone CR in a text would end its row.
            self._con.execute(
                f"""create temp table {self._table} as select * from read_csv(?, columns = ?, header = false,
                    auto_detect = false, parallel = false, delim = ',', quote = '"', escape = '"', new_line = '\\n',
                    nullstr = '', max_line_size = {_LONGEST_LINE})""",
                [str(self._pipe), self._types],
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, the writer must not wait for ever; it raises it
            self.error = error
            if not self.connected.is_set() and self._pipe.exists():
                self._released = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)

    def finish(self) -> None:
        """Wait for the reading to end, and close what was opened to let the writer go."""
        self.join()
        if self._released >= 0:
            os.close(self._released)
