"""A file of contacts into a store, stage by stage, against DuckDB's typed `read_csv` of the same file into a database file.

Each run is a process of its own with an empty store; `CX_BENCH_ROWS` says how many rows other than a million. Unmasked runs
leave every text as it is; they and the floor are run in turn. The peak is that of the process with its descendants. With text and
without, the reader of texts runs behind as it does in an app, and what it does with them afterwards is told for itself.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import Line, Pair, Size, contacts_csv, import_child, memory, ratio, run_child
from tests.bench.children import Ran
from tests.bench.pairs import RUNS

STAGES = ("inspect", "read", "check", "load", "facts", "commit")
A_DAY = 1_000  # rows of the file that comes every day


def lines(size: Size) -> Iterator[Line]:
    """The whole, its stages, its memory; with masking; and a small file into the full store."""
    rows, runs = int(os.environ.get("CX_BENCH_ROWS") or size.of(1_000_000, 2_000)), size.of(RUNS, 1)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        file = contacts_csv.write(folder / "contacts.csv", rows)
        floors, ours = [], []
        for number in range(runs):
            floors.append(_run(file, folder / f"floor{number}", "floor")[1]["whole"])
            ours.append(_run(file, folder / f"ours{number}", "unmasked"))
        what = f"import {rows:,} x {len(contacts_csv.HEADER)}, unmasked"
        pair = Pair(statistics.median(spent["whole"] for _, spent in ours), statistics.median(floors))
        yield ratio(f"{what} / typed read_csv", pair, bar=size.of(4, None), aim=size.of(2.5, None))
        for stage in STAGES:
            yield Line(f"{what}: {stage}", statistics.median(spent[stage] for _, spent in ours), "s")
        yield Line(f"{what}: CPU", statistics.median(ran.cpu for ran, _ in ours), "s")
        yield Line(f"{what}: peak memory", statistics.median(ran.peak for ran, _ in ours), "MB", bar=1500)
        yield from _masked(file, folder / "masked", rows, size)
        daily = contacts_csv.write(folder / "daily.csv", A_DAY, first=rows, prefix="D")
        _, spent = size.of(_run, _here)(daily, folder / "ours0", "unmasked")
        yield Line(f"import {A_DAY:,} more into these", spent["whole"], "s", bar=size.of(2, None))
        yield from _with_text(folder, size)


def _masked(file: Path, folder: Path, rows: int, size: Size) -> Iterator[Line]:
    ran, spent = size.of(_run, _here)(file, folder, "masked")
    yield Line("import masked: whole", spent["whole"], "s")
    yield Line("import masked: read", spent["read"], "s")
    texts = rows / spent["read"]  # the bodies, of which no two are alike; what else is read and masked comes on top
    yield Line("import masked: different texts a second", texts, "texts/s", bar=size.of(5000, None), at_least=True)
    yield Line("import masked: peak memory", ran.peak, "MB", bar=1500)


def _with_text(folder: Path, size: Size) -> Iterator[Line]:
    rows, run = size.of(10_000, 100), size.of(_run, _here)
    files = {
        name: contacts_csv.write(folder / f"{name}.csv", rows, has_text=name == "said") for name in ("said", "silent")
    }
    spent: dict[str, list[float]] = {name: [] for name in files}
    for number in range(size.of(RUNS, 1)):
        for name, file in files.items():
            spent[name].append(run(file, folder / f"{name}{number}", "beside")[1]["whole"])
    pair = Pair(statistics.median(spent["said"]), statistics.median(spent["silent"]))
    yield ratio(f"import {rows:,} with text / without text, texts read behind", pair, bar=size.of(2, None))
    if size is Size.FULL:
        ran, told = _run(files["said"], folder / "done", "done")
        yield Line(f"import {rows:,} with text until all are read, in topics and told", told["done"], "s")
        yield Line("the same: CPU", ran.cpu, "s")


def _run(file: Path, folder: Path, mode: str) -> tuple[Ran, dict[str, float]]:
    folder.mkdir(exist_ok=True)
    ran = run_child("tests.bench.import_child", str(file), str(folder), mode)
    return ran, json.loads(ran.said)


def _here(file: Path, folder: Path, _mode: str) -> tuple[Ran, dict[str, float]]:
    """Masked, in this process and with nothing behind, whatever is asked: after a run of each kind enough to see that it works."""
    folder.mkdir(exist_ok=True)
    spent = import_child.imported(file, folder, masked=True)
    return Ran(spent["whole"], time.process_time(), memory(), ""), spent
