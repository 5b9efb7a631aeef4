"""Every bench says what it measures and runs from its first to its last line; how fast it is does not matter here."""

from __future__ import annotations

import importlib
import json
import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench import TINY, Line, Pair, compared, paired, ratio, run_child, table
from tests.bench.__main__ import BENCHES, PREFIX, main


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_runs(name):
    bench = importlib.import_module(f"tests.bench.{PREFIX}{name}")
    assert bench.__doc__
    with ThreadPoolExecutor(1) as alone:  # a thread of its own: the browser tests may have an event loop in this one
        found = alone.submit(lambda: list(bench.lines(TINY))).result()
    assert found
    assert len({line.name for line in found}) == len(found)
    for line in found:
        assert math.isfinite(line.value), line
        assert table.written(line).startswith(line.name)


def test_a_bar_is_reached_from_the_right_side():
    slow = Pair(ours=3.0, peer=1.0)
    assert ratio("import", slow, bar=4, aim=2.5).verdict == "passed"
    assert ratio("import", slow, bar=4, aim=3).verdict == "passed, aim reached"
    assert ratio("import", slow, bar=2.9).verdict == "MISSED"
    fast = Pair(ours=1.0, peer=3.0)
    assert ratio("queries", fast, bar=3, at_least=True).value == 3.0
    assert ratio("queries", fast, bar=3.1, at_least=True).verdict == "MISSED"
    assert Line("just told", 7.0).verdict == "told"


def test_both_sides_are_measured_in_turn_and_the_median_counts():
    said, values = [], iter([5.0, 1.0, 9.0, 2.0, 7.0, 3.0])

    def side(name):
        def measure():
            said.append(name)
            return next(values)

        return measure

    assert compared(side("ours"), side("peer"), runs=3) == Pair(7.0, 2.0)
    assert said == ["ours", "peer"] * 3
    ticks = iter(range(1000))
    assert paired(lambda: None, lambda: None, clock=lambda: float(next(ticks))) == Pair(1.0, 1.0)


def test_a_child_tells_its_memory_and_what_it_said(tmp_path):
    (tmp_path / "big_child.py").write_text(
        "data = bytearray(300_000_000)\nimport sys\nsys.stdout.write(f'held {len(data)}')\n"
    )
    ran = run_child("big_child", environment={"PYTHONPATH": str(tmp_path)})
    assert ran.said == "held 300000000"
    assert 300 <= ran.peak <= 400
    (tmp_path / "bad_child.py").write_text("raise SystemExit('no luck')")
    with pytest.raises(RuntimeError, match="no luck"):
        run_child("bad_child", environment={"PYTHONPATH": str(tmp_path)})


def test_what_is_kept_says_nothing_about_whose_machine_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "RESULTS", tmp_path)
    table.keep({"one": [ratio("a", Pair(1.0, 2.0), bar=1)]})
    path = table.keep({"two": [Line("b", 3.0, "MB", bar=1.0)]})
    kept = json.loads(path.read_text())
    assert set(kept["benches"]) == {"one", "two"}
    assert kept["benches"]["two"] == [
        {"name": "b", "value": 3.0, "unit": "MB", "bar": 1.0, "of": "s", "verdict": "MISSED"}
    ]
    assert "/" not in path.read_text()


def test_an_unknown_bench_is_named(capsys):
    assert main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().out
