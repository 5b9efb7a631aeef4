"""Reading a file before anything is checked: columns at once against record by record, masking, other encodings and workbooks.

Ratios are of CPU time of the same rows read either way in one process. Masking is told in different texts a second, on one
core: texts in which nothing is personal, and texts of which every fifth names somebody and his number.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from tests.bench import Line, Size, contacts_csv, paired, ratio

COLUMNS = 20
SECONDS_TO_LOOK = 1.5


def lines(size: Size) -> Iterator[Line]:
    """The look at a file, its rows, its texts, the same file written otherwise, and a workbook."""
    rows, part, runs = size.of(1_000_000, 2_000), size.of(100_000, 500), size.of(5, 1)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        yield from _looking(contacts_csv.write(folder / "contacts.csv", rows), rows, runs, size)
        some = contacts_csv.write(folder / "some.csv", part).read_bytes()
        yield from _reading(some, part, runs)
        yield from _written_otherwise(some, part, runs)
        if size is Size.FULL:
            yield from _written_otherwise((folder / "contacts.csv").read_bytes(), rows, 1)
        yield from _masking(size.of(200_000, 400), size)
        yield from _workbook(part, runs, size)


def _looking(file: Path, rows: int, runs: int, size: Size) -> Iterator[Line]:
    from cx.importing.files import read_file

    data = file.read_bytes()
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        read_file(data, "contacts.csv")
        spent.append(time.perf_counter() - began)
    yield Line(f"look at {rows:,} rows", statistics.median(spent), "s", bar=size.of(SECONDS_TO_LOOK, None))


def _all(read: Callable[[], Any]) -> int:
    from cx.importing.block import in_blocks

    return sum(len(part) if isinstance(part, list) else len(part.lines) for part in in_blocks(read))


def _sheet(data: bytes) -> Any:
    from cx.importing.files import read_file

    [sheet] = read_file(data, "file").sheets
    return sheet


def _reading(data: bytes, rows: int, runs: int) -> Iterator[Line]:
    sheet = _sheet(data)
    read = sheet.read
    while not hasattr(read, "table"):  # around the reading of the rows stands what tells some of them apart
        read = read.read
    careful = replace(sheet, read=replace(read, table=None))
    pair = paired(partial(_staged, sheet), partial(_staged, careful), runs, clock=time.process_time)
    yield ratio(f"{rows:,} rows staged: in columns / record by record", pair)


def _written_otherwise(data: bytes, rows: int, runs: int) -> Iterator[Line]:
    usual = partial(_looked_at_and_staged, data)
    for name, other in (("cp949", _cp949(data)), ("Korean dates", _korean_dates(data))):
        pair = paired(partial(_looked_at_and_staged, other), usual, runs, clock=time.process_time)
        yield ratio(f"{rows:,} rows looked at and staged: {name} / UTF-8 and ISO dates", pair)


def _cp949(data: bytes) -> bytes:
    return data.decode().encode("cp949")


def _korean_dates(data: bytes) -> bytes:
    """Times written as 2026. 1. 2 오후 3:04:05."""
    with TemporaryDirectory() as temporary:
        before, after = Path(temporary) / "before.csv", Path(temporary) / "after.csv"
        before.write_bytes(data)
        said = "year({0}) || '. ' || month({0}) || '. ' || day({0}) || if(hour({0}) < 12, ' 오전 ', ' 오후 ') || strftime({0}, '%-I:%M:%S')"
        changed = ", ".join(f"{said.format(name)} as {name}" for name in contacts_csv.TIMES)
        with duckdb.connect() as con:
            types = dict.fromkeys(contacts_csv.HEADER, "varchar") | dict.fromkeys(contacts_csv.TIMES, "timestamp")
            con.execute("create table t as from read_csv(?, header = true, columns = ?)", [str(before), types])
            con.execute(f"copy (select * replace ({changed}) from t) to '{after}' (header)")
        return after.read_bytes()


def _looked_at_and_staged(data: bytes) -> None:
    _staged(_sheet(data))


def _staged(sheet: Any) -> None:
    from cx.importing.stage import stage
    from tests.bench.import_child import Unmasked

    kinds = dict.fromkeys(contacts_csv.TIMES, "time") | dict.fromkeys(contacts_csv.NUMBERS, "count")
    with TemporaryDirectory() as temporary, duckdb.connect() as con:
        stage(con, sheet, kinds, Unmasked(), Path(temporary))


def _masking(count: int, size: Size) -> Iterator[Line]:
    import pyarrow as pa

    from cx.importing.stored import Stored
    from cx.privacy import Mask

    for name, every in (("nothing personal", 0), ("every fifth personal", 5)):
        texts = pa.array(_texts(count, every), pa.string())
        began = time.process_time()
        Stored("text", Mask(["김하나", "John Smith"], b"salt"), escaped=False).column(texts)
        spent = time.process_time() - began
        bar = size.of(5000, None)
        yield Line(
            f"masking {count:,} texts, {name}", count / spent, "texts/s", bar=bar, at_least=True, note="one core"
        )


def _texts(count: int, every: int) -> list[str]:
    """All different; every so many with a name and a telephone number in it, none if 0."""
    words = contacts_csv._WORDS
    texts = [
        " ".join(words[(number * place + number // 7) % len(words)] for place in range(1, 21))
        for number in range(count)
    ]
    personal = {number for number in range(count) if every and number % every == 0}
    return [
        f"{text} 김민수님 010-{number % 10**4:04}-5678 {number}" if number in personal else f"{text} {number}"
        for number, text in enumerate(texts)
    ]


def _workbook(rows: int, runs: int, size: Size) -> Iterator[Line]:
    import openpyxl

    for kind, is_inline in (("shared strings", False), ("inline strings", True)):
        data = _book(rows, is_inline=is_inline)

        def peer(data: bytes = data) -> int:
            book = openpyxl.load_workbook(BytesIO(data), read_only=True)
            return sum(1 for _ in book.active.iter_rows(values_only=True))

        pair = paired(lambda data=data: _all(_sheet(data).read), peer, runs, clock=time.process_time)
        name = f"workbook of {rows:,} x {COLUMNS}, {kind} / openpyxl"
        yield ratio(name, pair, bar=size.of(5, None), at_least=True)


def _book(rows: int, *, is_inline: bool) -> bytes:
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": is_inline}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [f"column {number}" for number in range(COLUMNS)])
        for number, text in enumerate(_texts(rows, 0), start=1):
            plain = [number * place for place in range(8)]
            sheet.write_row(number, 0, [f"T{number}", *plain, number / 7, text, *text.split()[: COLUMNS - 11]])
    return file.getvalue()
