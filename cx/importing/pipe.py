"""Rows into a temporary table through named pipes that only the owner can open and that are gone once both ends hold them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from duckdb import DuckDBPyConnection

LONGEST_ROW: Final = 4_000_000  # characters; fewer bytes than the reader takes as one line
_USUAL_LINE, _LONGEST_LINE = 2_000_000, 20_000_000
_AT_ONCE: Final = 64_000_000  # bytes through one pipe: DuckDB keeps all it has read from one until its end
_IN_PIPE: Final = 1 << 20


def through_pipe(
    con: DuckDBPyConnection, table: str, types: Mapping[str, str], folder: Path, blocks: Iterable[Any]
) -> int:
    """Create the temp table `table` from pyarrow tables: this thread makes and writes them, another lets DuckDB read.

    Returns the rows written. `folder` must be one the store may read from. Raises what DuckDB raises.
    """
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    con.execute(f"create temp table {table} ({columns})")
    into = _Into(con, table, dict(types), folder)
    written = 0
    try:
        for block in blocks:
            into.write(block)
            written += block.num_rows
    finally:
        into.end()
    return written


@dataclass
class _Into:
    """The table that is filled, and the pipe that fills it now."""

    con: DuckDBPyConnection
    table: str
    types: dict[str, str]
    folder: Path
    _reader: _Reader | None = None
    _longest: int = 0  # bytes of a line
    _room: int = 0  # bytes that may still go through this pipe

    def write(self, block: Any) -> None:
        """Put the rows of a pyarrow table in; none are no trouble."""
        from pyarrow import BufferOutputStream, csv

        if not block.num_rows:
            return
        longest = _longest_line(block)
        text = BufferOutputStream()
        csv.write_csv(block, text, csv.WriteOptions(include_header=False))
        data = memoryview(text.getvalue())
        if self._reader is None or self._room < len(data) or longest > self._longest:
            self.end()
            self._longest = _USUAL_LINE if longest <= _USUAL_LINE else _LONGEST_LINE
            self._room = _AT_ONCE
            self._reader = _Reader(self.con, self._sql(), self.types, self.folder)
            self._reader.open()
        self._room -= len(data)
        self._reader.write(data)

    def end(self) -> None:
        """Wait until DuckDB has everything. Raises what went wrong there."""
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.finish()

    def _sql(self) -> str:
        # Text stands in quotation marks, null is nothing at all. Without a named line end a lone CR in a text would end
        # its row.
        return f"""insert into {self.table} select * from read_csv(?, columns = ?, header = false, auto_detect = false,
            parallel = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '',
            max_line_size = {self._longest}, buffer_size = {2 * self._longest})"""


def _longest_line(block: Any) -> int:
    """At most so many bytes are in a line, if every quotation mark is doubled."""
    import pyarrow.compute as pc

    texts = [column for column in block.columns if column.type == "string"]
    longest = sum(int(pc.max(pc.binary_length(column)).as_py() or 0) for column in texts)
    return 2 * longest + 4 * int(block.num_columns) + 20


class _Reader(threading.Thread):
    """DuckDB at the reading end. If it fails before it opened the pipe, it lets the writer go, who would wait for ever."""

    def __init__(self, con: DuckDBPyConnection, sql: str, types: dict[str, str], folder: Path) -> None:
        super().__init__(daemon=True)
        self._con, self._sql, self._types = con, sql, types
        self._pipe = folder / f"pipe-{secrets.token_hex(8)}"
        self._writing = -1
        self._connected = threading.Event()
        self._error: Exception | None = None

    def run(self) -> None:
        try:
            self._con.execute(self._sql, [str(self._pipe), self._types])
        except Exception as error:  # noqa: BLE001 - whatever it is, the writer must not wait for ever; it raises it
            self._error = error
            with contextlib.suppress(FileNotFoundError):  # both ends are open already
                end = os.open(self._pipe, os.O_RDONLY | os.O_NONBLOCK)
                self._connected.wait()
                os.close(end)

    def open(self) -> None:
        """Start reading; returns when both ends are open."""
        os.mkfifo(self._pipe, 0o600)
        try:
            self.start()
            self._writing = os.open(self._pipe, os.O_WRONLY)
        finally:
            self._pipe.unlink(missing_ok=True)
            self._connected.set()
        with contextlib.suppress(OSError, AttributeError):  # fewer turns; without it works as well
            fcntl.fcntl(self._writing, fcntl.F_SETPIPE_SZ, _IN_PIPE)

    def write(self, data: memoryview) -> None:
        """Everything into the pipe. Raises what DuckDB raised if it gave up."""
        try:
            while data:
                data = data[os.write(self._writing, data) :]
        except BrokenPipeError:
            self.finish()
            raise  # it gave up without an error of its own

    def finish(self) -> None:
        """Close the pipe and wait for the reading to end. Raises what DuckDB raised."""
        if self._writing >= 0:
            os.close(self._writing)
        self._writing = -1
        self.join()
        if self._error is not None:
            raise self._error
