"""One import of a file of contacts, or its floor, in a process of its own: `file folder masked|unmasked|floor|beside|done`.

Tells as JSON the seconds of each stage. "beside" imports as an app that serves people does, masked and with the reader of texts running
behind; "done" waits for what that has to do with them, and tells how long it took from the first byte on. The floor is DuckDB reading the same file into typed columns of a database file.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from tests.bench import contacts_csv
from tests.bench.contacts_csv import BESIDE, HEADER, NUMBERS, TIMES

if TYPE_CHECKING:
    from cx.warehouse import Store

_LOOK = 0.5  # seconds between two looks whether the reader is done


class Unmasked:
    """A mask that leaves everything as it is: what is left of an import without masking."""

    def text(self, value: str) -> str:
        return value

    def cell(self, value: str, kind: str) -> str:  # noqa: ARG002 - what it is makes no difference
        return value

    def suspects(self, values: Any, kind: str) -> Any:  # noqa: ARG002 - same
        import numpy as np

        return np.zeros(len(values), dtype=bool)


def floor(file: Path, folder: Path) -> dict[str, float]:
    """Seconds of the typed read."""
    flags = {name: "boolean" for name in HEADER if name.startswith("is_")}
    types = (
        dict.fromkeys(HEADER, "varchar") | dict.fromkeys(TIMES, "timestamp") | dict.fromkeys(NUMBERS, "bigint") | flags
    )
    began = time.perf_counter()
    with duckdb.connect(str(folder / "floor.duckdb")) as con:
        con.execute("set enable_progress_bar = false")
        con.execute(
            "create table contact as from read_csv(?, columns = ?, header = true, auto_detect = false)",
            [str(file), types],
        )
    return {"whole": time.perf_counter() - began}


def imported(file: Path, folder: Path, *, masked: bool, reader: str = "") -> dict[str, float]:
    """Seconds of each stage of the import, and of all of it from the first byte read. `reader`: "beside" or "done", see above.

    The libraries are loaded before, as they are in a server that runs, and as DuckDB is before the floor.
    """
    from cx import sources
    from cx.importing import run
    from cx.importing.mapping import ColumnRule, Mapping
    from cx.warehouse import Store

    if not masked:
        run._mask = lambda *_: Unmasked()  # type: ignore[assignment,return-value]
    _warm(folder)
    with Store.open(folder) as store, _reading(store, reader) as until_done:
        known = sources.all(store)
        source = known[0] if known else sources.add(store, "Desk", "", "Asia/Seoul")
        began = time.perf_counter()
        found = run.inspect(store, file.read_bytes(), file.name)
        inspected = time.perf_counter() - began
        sheet = found.content.sheets[0]
        rules = tuple(ColumnRule(name, name) for name in sheet.header if name not in BESIDE)
        mappings = (Mapping("ticket", sheet.name, rules),)
        report = run.import_file(store, found, source=source, mappings=mappings, today=date(2027, 1, 1))
        whole = time.perf_counter() - began
        until_done()
        done = time.perf_counter() - began
    [count] = report.tables
    assert count.read == count.inserted, report
    return {"inspect": inspected, **report.seconds, "whole": whole, "done": done}


@contextmanager
def _reading(store: Store, reader: str) -> Iterator[Callable[[], None]]:
    """With the reader of texts at work where one is asked for; what to call to wait for it."""
    from cx.voc.service import STAGES, Service

    service, never = Service(store), threading.Event()

    def until_done() -> None:
        while reader == "done" and (service.position.stage or any(is_due(store) for is_due, _ in STAGES.values())):
            assert service.position.error is None, service.position.error
            never.wait(_LOOK)

    if reader:
        service.begin()
    yield until_done
    service.end()


def _warm(folder: Path) -> None:
    """A few rows into a store that is thrown away: what comes first loads the libraries and compiles the sums per day."""
    from cx import sources
    from cx.importing import run
    from cx.warehouse import Store

    with TemporaryDirectory(dir=folder.parent) as temporary, Store.open(Path(temporary)) as store:
        data = contacts_csv.write(Path(temporary) / "few.csv", 10).read_bytes()
        found = run.inspect(store, data, "few.csv")
        source = sources.add(store, "Desk", "", "Asia/Seoul")
        run.import_file(store, found, source=source, mappings=found.mappings, today=date(2027, 1, 1))


if __name__ == "__main__":
    path, where, mode = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    reader = mode if mode in {"beside", "done"} else ""
    masked = mode != "unmasked"
    spent = floor(path, where) if mode == "floor" else imported(path, where, masked=masked, reader=reader)
    sys.stdout.write(json.dumps(spent))
