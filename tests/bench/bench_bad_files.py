"""Every hostile or odd file through the command line, and larger ones of their kind: how it ends, how long, how much memory.

Each file is imported by a process of its own that holds an empty store; its memory is told beyond what the process held
when it was idle, descendants included. The bars are ours: 10 s and 500 MB, for a stray row and a huge cell 30 s.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from tests.bad_files import HEADER, plain_sheet, table, workbook, zipped
from tests.bad_imports import VERDICTS, words_of, written
from tests.bad_workbooks import replaced, stored, with_part
from tests.bench import Line, Size, run_child

SECONDS, SLOW, MEGABYTES = 10, 30, 500
PATIENT = ("csv_10", "stray", "a million", "5 million lines")
TRIED = ("csv_10", "xlsx_01", "json_01")


def far_row() -> bytes:
    """Two rows of a table and a space in the last row a sheet can have."""

    def fill(book: object, sheet: object) -> None:
        plain_sheet(book, sheet)
        sheet.write_string(1_048_575, 0, " ")

    return workbook(fill)


def formatted_rows() -> bytes:
    """Two rows of a table and a format in each row below."""
    blank = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(4, 1_048_577))
    return with_part(workbook(), replaced(b"</sheetData>", blank + b"</sheetData>"))


def many_parts() -> bytes:
    """Parts each too small to be a bomb."""
    return zipped({"xl/workbook.xml": b""} | {f"xl/x{number}.xml": b" " * 19_000_000 for number in range(70)})


def of_rows(row: Callable[[int], str], count: int = 1_000_000) -> bytes:
    """A table of that many records, each with its line end."""
    head = "ticket_id,opened_at,channel,subject,status\n"
    return (head + "".join(map(row, range(count)))).encode()


def wide(rows: int, time: str, cells: int) -> bytes:
    """Rows under 2,000 headers, each with so many cells besides id and time."""
    head = ",".join(["ticket_id", "opened_at", *(f"field number {number}" for number in range(1998))])
    rest = ",".join(map(str, range(cells)))
    return "\n".join([head, *(f"T{row},{time},{rest}" for row in range(rows))]).encode()


def written_once(text: str, rows: int) -> bytes:
    """A Parquet file that holds one text once and says it in every row."""
    column = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array([text]))
    return stored(pa.table({"body": column}))


LARGER: dict[str, Callable[[], bytes]] = {
    "a sheet of 400 MB": lambda: with_part(workbook(), replaced(b"<sheetData>", b"<sheetData>" + b" " * 400_000_000)),
    "70 parts of 19 MB": many_parts,
    "a stray space in the last row": far_row,
    "a million rows that have a format": formatted_rows,
    "20 million rows of 1,000 characters": lambda: written_once("x" * 1000, 20_000_000),
    "200,000 rows of a megabyte": lambda: written_once("x" * 1_000_000, 200_000),
    "a cell of 50 MB": lambda: table([["x" * 50_000_000, *HEADER[1:]]]).encode(),
    "a string of 50 MB in JSON": lambda: json.dumps([{"ticket_id": "a" * 50_000_000}]).encode(),
    "half a million keys": lambda: json.dumps({f"k{number}": 1 for number in range(500_000)}).encode(),
    "100,000 tables in JSON": lambda: json.dumps({f"k{number}": [{"a": 1}] for number in range(100_000)}).encode(),
    "a number of 10 million digits": lambda: b'[{"ticket_id":' + b"9" * 10_000_000 + b"}]",
    "a page of 100,000 tables": lambda: b"<table><tr><td>a<tr><td>b</table>" * 100_000,
    "a page of 5 million open tags": lambda: b"<table><" + b"a<" * 5_000_000,
    "cells over 2,000 columns each": lambda: b"<table><tr><td>a" + b"<tr><td colspan=2000>1" * 50_000,
    "a quotation mark left open": lambda: b"a,b,c\n" + b'1,"2,3\n' + b"1,2,3\n" * 100_000,
    "a quotation mark in every line": lambda: b"a,b,c\n" + b'"x,y\n' * 100_000,
    "2,000 columns, 3,000 rows without a time": lambda: wide(3000, "unknown", 1998),
    "2,000 columns, 3,000 rows a cell short": lambda: wide(3000, "2026-01-02 10:00", 1997),
    "a million ordinary rows, to compare": lambda: of_rows(lambda row: f"T{row},2026-01-02 10:00,chat,hello,open\n"),
    "a million rows, a cell too many each": lambda: of_rows(lambda row: f"T{row},2026-01-02 10:00,chat,hi,open,more\n"),
    "a million rows, an open quotation mark each": lambda: of_rows(lambda row: f'T{row},2026-01-02 10:00,chat,"hi,open\n'),
    "a million rows, a lone CR each": lambda: of_rows(lambda row: f"T{row},2026-01-02 10:00,chat,he\rllo,open\n"),
    "5 million empty objects": lambda: b'[{"ticket_id":"T1","opened_at":"2026-01-02 10:00"}' + b",{}" * 5_000_000 + b"]",
    "5 million lines of empty objects": lambda: b'{"ticket_id":"T1","opened_at":"2026-01-02"}\n' + b"{}\n" * 5_000_000,
    "a line of a million cells": lambda: b"a,b,c\n" + b"1," * 1_000_000 + b"\n",
}  # fmt: skip


def lines(size: Size) -> Iterator[Line]:
    """Two lines a file: seconds, and memory beyond the idle process."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "in").mkdir()
        for verdict in VERDICTS:
            if verdict["file"].startswith(size.of("", TRIED)):
                path = written(folder / "in", verdict)
                yield from _measured(verdict["file"], verdict["verdict"], path, words_of(folder, verdict, path), size)
        for name, make in LARGER.items() if size is Size.FULL else []:
            path = folder / "in" / "larger"
            path.write_bytes(make())
            yield from _measured(name, "larger", path, ["--yes", "--source", "A"], size)


def _measured(name: str, verdict: str, path: Path, words: list[str], size: Size) -> Iterator[Line]:
    ran = run_child("tests.bench.bad_file_child", "import", str(path), *words)
    path.unlink()
    found = json.loads(ran.said)
    note = f"{verdict}: {_ended(found['said'])}"
    slowest = SLOW if name.startswith(PATIENT) or "stray" in name else SECONDS
    yield Line(name, found["seconds"], "s", bar=size.of(slowest, None), note=note)
    yield Line(f"{name}: memory", ran.peak - found["idle"], "MB", bar=size.of(MEGABYTES, None), note=note)


def _ended(said: dict) -> str:
    if "report" not in said:
        return str(said["error"]["key"]) if "error" in said else "asks"
    counts = [f"{one['table']} {one['read']} read, {one['rejected']} rejected" for one in said["report"]["tables"]]
    return ", ".join(counts)
