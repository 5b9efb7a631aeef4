"""`kill -9` at random moments of an import: what was acknowledged is there whole, nothing is there in half.

The process that is killed is tests/importing_forever.py, as in tests/test_crash.py, with larger files and more kills.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cx.warehouse import Store
from tests.bench import Line, Size
from tests.served import ROOT

ROWS = 20_000  # contacts a file: an import of it takes long enough to be hit in each of its stages


def lines(size: Size) -> Iterator[Line]:
    """How many kills, and what they did."""
    kills, rows = size.of(60, 1), size.of(ROWS, 200)
    rng = random.Random(20260331)  # noqa: S311 - moments, not secrets
    acknowledged: list[int] = []
    stages: dict[str, int] = {}
    lost = torn = left = 0
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number in range(kills):
            done, stage = _killed(folder, number * 1000, rows, rng)
            acknowledged += done
            stages[stage] = stages.get(stage, 0) + 1
            lost, half, rubbish = _looked_at(folder, acknowledged, rows)
            torn, left = torn + half, left + rubbish
    note = f"{kills} kills, {len(acknowledged)} imports in; hit in " + ", ".join(
        f"{name} {n}" for name, n in sorted(stages.items())
    )
    yield Line("kill -9 in an import: acknowledged imports lost", float(lost), "", bar=0, note=note)
    yield Line("kill -9 in an import: imports there in half", float(torn), "", bar=0)
    yield Line("kill -9 in an import: files left about", float(left), "", bar=0)


def _killed(folder: Path, first: int, rows: int, rng: random.Random) -> tuple[list[int], str]:
    """Import in a process of its own and kill it; the batches it acknowledged, and the stage it was last heard of in."""
    command = [sys.executable, "-m", "tests.importing_forever", str(folder), str(first), str(rows)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said = [process.stdout.readline()]
        assert said[0].startswith("begin"), "the process did not get as far as its first import"
        try:
            process.wait(rng.uniform(0.0, 2.5))
        except subprocess.TimeoutExpired:
            process.kill()
        said += process.stdout.readlines()
    whole = [line.split() for line in said if line.endswith("\n")]
    stage = next((words[1] for words in reversed(whole) if words[0] == "stage"), "start")
    return [int(words[1]) for words in whole if words[0] == "done"], stage


def _looked_at(folder: Path, acknowledged: list[int], rows: int) -> tuple[int, int, int]:
    """Of the store as it opens afterwards: imports that are gone, imports there in part, files nobody needs."""
    with Store.open(folder) as store:
        kept = store.query("select batch_id, report is not null as whole from import_batch")
        lost = len(set(acknowledged) - set(kept["batch_id"]))
        said = store.query("select batch_id, count(*) as n from said_ticket group by 1")
        torn = int((~kept["whole"]).sum()) + int((said["n"] != rows).sum())
        torn += len(set(said["batch_id"]) ^ set(kept["batch_id"]))
        for table in ("ticket", "ticket_fact"):
            torn += store.query(f"select count(*) as n from {table}")["n"].item() != len(kept) * rows
        left = [*store.inbox.iterdir(), *(folder / "spill").iterdir()]
    return lost, torn, len(left)
