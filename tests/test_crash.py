"""Killed at any moment: what was acknowledged is there whole, nothing else is there in half, and nothing lies about."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from cx.warehouse import Store
from tests.importing_forever import ROWS

ROOT = Path(__file__).parent.parent
KILLS = 6  # the bench kills sixty times
STEPS = 15  # lines it says in two imports or so


def killed_at_random(folder, first, rng):
    """Import in a process of its own, kill it a random number of steps after its first import began, and a random moment
    later; the batches it acknowledged.
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.importing_forever", str(folder), str(first)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        said = [process.stdout.readline()]
        assert said[0].startswith("begin"), "the process did not get as far as its first import"
        said += [process.stdout.readline() for _ in range(rng.randrange(STEPS))]
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(rng.uniform(0.0, 0.1))
        process.kill()
        said += process.stdout.readlines()
    return [int(line.split()[1]) for line in said if line.startswith("done") and line.endswith("\n")]


def test_killed_again_and_again_nothing_is_lost_or_half_there(tmp_path):
    rng = random.Random(20260331)  # noqa: S311 - moments, not secrets
    acknowledged: list[int] = []
    for round_number in range(KILLS):
        acknowledged += killed_at_random(tmp_path, round_number * 1000, rng)
        unmasked = [path for path in tmp_path.rglob("*") if path.is_file() and b"9876-5432" in path.read_bytes()]
        assert unmasked == []
        with Store.open(tmp_path) as store:
            kept = store.query("select batch_id, report is not null as whole from import_batch")
            assert kept["whole"].all()
            assert set(acknowledged) <= set(kept["batch_id"])
            for table, column in (("said_ticket", "batch_id"), ("import_batch_table", "batch_id")):
                counted = store.query(f"select {column}, count(*) as n from {table} group by 1")
                assert set(counted[column]) == set(kept["batch_id"])
            said = store.query("select batch_id, count(*) as n from said_ticket group by 1")
            assert set(said["n"]) <= {ROWS}
            whole = len(kept) * ROWS
            assert store.query("select count(*) as n from ticket")["n"].item() == whole
            assert store.query("select count(*) as n from ticket_fact")["n"].item() == whole
            assert store.data_version == len(kept) + 1  # one more for the source
            assert [*store.inbox.iterdir(), *(tmp_path / "spill").iterdir()] == []
    assert acknowledged, "no import was ever finished: the test shows nothing"
