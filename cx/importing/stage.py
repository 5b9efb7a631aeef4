"""Rows of a sheet into a temporary table of masked text, without an unmasked byte on the disk.

Every cell is masked before it leaves this process's memory; the rows reach DuckDB through a named pipe in the store's
inbox that only the owner can open and that is gone as soon as both ends hold it.
"""

from __future__ import annotations

import csv
import json
import os
import re
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from duckdb import DuckDBPyConnection

from cx.errors import BadRows
from cx.importing.fingerprint import Fingerprint
from cx.importing.mapping import IGNORED, PERSON_NAME
from cx.importing.progress import Progress, silent
from cx.importing.sheet import Notice, Row, Sheet
from cx.importing.template import ESCAPED

DROPPED = frozenset({PERSON_NAME, IGNORED})
# What is nobody's number in a column of that kind, seen without a call to the masking: most cells of a large file.
_TIME = re.compile(
    r"(?:\d{4}-\d\d-\d\d|\d{4}[/.] ?\d{1,2}[/.] ?\d{1,2}\.?|\d{1,2}/\d{1,2}/\d{4})"
    r"(?:[ T](?:(?:오전|오후) )?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?(?:AM|PM|오전|오후))?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,3})?")
_ID = re.compile(r"[A-Za-z]{0,3}-?\d{1,7}")
_HARMLESS = {"time": _TIME, "day": _TIME, "id": _ID, "person": _ID} | dict.fromkeys(
    ("seconds", "count", "score", "money", "flag"), _AMOUNT
)
_NEVER = re.compile("(?!)")
CHUNK = 2_000  # rows masked column by column at a time: few calls, little memory, a cancel is heard at once
REMEMBERED = 100_000  # distinct values of one column whose masked form is kept
LONGEST_ROW = 4_000_000  # characters; the reader of the pipe takes lines of at most LONGEST_LINE bytes
LONGEST_LINE = 20_000_000


class Masking(Protocol):
    """What masks a cell: `cx.privacy.Mask`."""

    def cell(self, value: str, kind: str) -> str:
        """`value` with every personal datum replaced, as befits a column of this kind."""


@dataclass(frozen=True)
class Staged:
    """The text of one sheet in temp table `table`: line BIGINT, problem VARCHAR (JSON of key and values, null when the row
    can be used), and c0, c1 … in the order of `header`. Blank is null; customers' names and ignored columns are all null.
    Where `has_print`, column `print` is the fingerprint of the row's texts.
    """

    table: str
    sheet: str
    header: tuple[str, ...]
    rows: int
    notices: tuple[Notice, ...] = ()
    dropped: frozenset[str] = frozenset()
    has_print: bool = False

    def cell(self, header: str) -> str:
        """The SQL name of the column under `header`; raises KeyError if the sheet has none."""
        if header not in self.header:
            raise KeyError(header)
        return f"c{self.header.index(header)}"


def stage(  # noqa: PLR0917 - every caller was given this interface
    con: DuckDBPyConnection,
    sheet: Sheet,
    kinds: Mapping[str, str],
    mask: Masking,
    folder: Path,
    progress: Progress = silent,
    unescape: bool = False,  # noqa: FBT001, FBT002 - every caller was given this interface
    *,
    fingerprint: Fingerprint | None = None,
) -> Staged:
    """Read all rows of `sheet`, mask each cell by the kind of its column, and put them into a new temp table.

    `kinds` names the kind per header, 'text' where it names none; `folder` must be one the store may read from. `progress`
    hears ('read', rows, None) and may raise to stop. With `unescape` the apostrophe that our own CSV downloads (known by
    their column `csv_escape`) put before a sign which spreadsheets run is taken off again. Raises BadRows if a row got lost on the way
    or two rows have one line number.
    """
    table = f"staged_{secrets.token_hex(6)}"
    names = ["line", "problem", "print", *(f"c{number}" for number in range(len(sheet.header)))]
    types = {name: "BIGINT" if name == "line" else "VARCHAR" for name in names}
    escaped = unescape and ESCAPED in sheet.header
    columns = [_Column(kinds.get(header, "text"), mask, escaped=escaped) for header in sheet.header]
    written = _through_pipe(con, table, types, folder, _masked(sheet, columns, progress, fingerprint))
    arrived = con.execute(f"select count(distinct line) from {table}").fetchall()[0][0]
    if arrived != written:
        raise BadRows("check.rows_lost", written=written, arrived=arrived)
    dropped = frozenset(header for header in sheet.header if kinds.get(header) in DROPPED)
    return Staged(table, sheet.name, sheet.header, written, sheet.notices, dropped, fingerprint is not None)


class _Column:
    """Cells of one column into their stored form, worked out once per distinct value."""

    def __init__(self, kind: str, mask: Masking, *, escaped: bool) -> None:
        self._kind, self._mask, self._escaped = kind, mask, escaped
        self._known: dict[str | None, str | None] = {None: None}
        self._harmless = _HARMLESS.get(kind, _NEVER).fullmatch

    def text(self, cell: str | None) -> str | None:
        """The stored form of a cell of which nothing is known."""
        if cell is None or self._kind in DROPPED:
            return None
        return self._mask.cell(cell.strip(), "text").strip() or None

    def stored(self, cells: Sequence[str | None]) -> list[str | None]:
        """The stored form of each cell."""
        if self._kind in DROPPED:
            return [None] * len(cells)
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        harmless = self._harmless
        for cell in set(cells) - known.keys():
            if cell is not None and not harmless(cell):
                known[cell] = self._store(cell)
        return [known.get(cell, cell) for cell in cells]

    def _store(self, value: str) -> str | None:
        if self._escaped:
            from cx.download import unescape

            value = unescape(value)
        if not value.strip():
            return None
        if self._kind == "text":  # what somebody wrote stays as it was written, also where it begins with a tab
            return self._mask.cell(value, self._kind)
        return self._mask.cell(value.strip(), self._kind).strip() or None


def _masked(
    sheet: Sheet, columns: Sequence[_Column], progress: Progress, fingerprint: Fingerprint | None
) -> Iterator[list[tuple[object, ...]]]:
    done = 0
    places = fingerprint.places(sheet.header) if fingerprint else []
    rows = sheet.rows()
    while chunk := [_within_limit(row) for row in islice(rows, CHUNK)]:
        cells = zip(*(row.cells for row in chunk), strict=True)
        stored = [column.stored(values) for column, values in zip(columns, cells, strict=True)]
        for place in (place for place, row in enumerate(chunk) if row.problem is not None):
            _as_text(columns, stored, place, chunk[place])
        lines = [row.line for row in chunk]
        problems = [row.problem and _problem(row.problem) for row in chunk]
        prints = [fingerprint and fingerprint.of(row.cells[place] for place in places) for row in chunk]
        yield list(zip(lines, problems, prints, *stored, strict=True))
        done += len(chunk)
        progress("read", done, None)


def _as_text(columns: Sequence[_Column], stored: list[list[str | None]], place: int, row: Row) -> None:
    """Mask a row that could not be read as text: what stands under a header need not be what the header says."""
    for column, values, cell in zip(columns, stored, row.cells, strict=True):
        values[place] = column.text(cell)


def _problem(problem: Notice) -> str:
    return json.dumps({"key": problem.key, "values": problem.values}, ensure_ascii=False, default=str)


def _within_limit(row: Row) -> Row:
    length = sum(map(len, filter(None, row.cells)))
    if length <= LONGEST_ROW:
        return row
    blank = (None,) * len(row.cells)
    return Row(row.line, blank, Notice("check.row_too_long", {"length": length, "limit": LONGEST_ROW}))


def _through_pipe(
    con: DuckDBPyConnection, table: str, types: dict[str, str], folder: Path, chunks: Iterator[list[tuple[object, ...]]]
) -> int:
    """Create `table` from `chunks`: this thread masks and writes, another lets DuckDB read. Returns the rows written."""
    pipe = folder / f"pipe-{secrets.token_hex(8)}"
    os.mkfifo(pipe, 0o600)
    reader = _Reader(con, table, types, pipe)
    written = 0
    try:
        reader.start()
        with pipe.open("w", newline="", encoding="utf-8") as file:
            pipe.unlink()
            reader.connected.set()
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            for chunk in chunks:
                if reader.error is not None:
                    break
                writer.writerows(chunk)
                written += len(chunk)
    except BrokenPipeError:
        written = -1  # the reader knows why
    finally:
        pipe.unlink(missing_ok=True)
        reader.finish()
    if reader.error is not None:
        raise reader.error
    return written


class _Reader(threading.Thread):
    """DuckDB at the reading end. If it fails before it opened the pipe, it lets the writer go, who would wait for ever."""

    def __init__(self, con: DuckDBPyConnection, table: str, types: dict[str, str], pipe: Path) -> None:
        super().__init__(daemon=True)
        self._con, self._table, self._types, self._pipe = con, table, types, pipe
        self._released = -1
        self.connected = threading.Event()
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            # A blank is an empty quoted field. Without a named line end a lone CR in a text would end its row.
            self._con.execute(
                f"""create temp table {self._table} as select * from read_csv(?, columns = ?, header = false,
                    auto_detect = false, parallel = false, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n',
                    nullstr = '', max_line_size = {LONGEST_LINE})""",
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
