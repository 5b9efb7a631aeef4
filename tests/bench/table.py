"""The table people read, and the file that is kept: one a day, lines of the same bench replaced."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.line import Line

RESULTS = Path(__file__).parent / "results"
HEADINGS = ("name", "ours", "peer", "value", "bar", "aim", "verdict", "note")
WIDTHS = (58, 10, 10, 12, 9, 8, 19, 0)
_LIBRARIES = ("duckdb", "ibis-framework", "pandas", "pyarrow", "streamlit")


def _short(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "s":
        return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
    return f"{value:,.0f} {unit}" if abs(value) >= 100 else f"{value:.3g} {unit}"


def _cells(line: Line) -> tuple[str, ...]:
    sign = ">=" if line.at_least else "<="
    marks = ["" if mark is None else f"{sign} {mark:g}" for mark in (line.bar, line.aim)]
    value = f"{line.value:.2f} x" if line.unit == "x" else _short(line.value, line.unit)
    return (line.name, _short(line.ours, line.of), _short(line.peer, line.of), value, *marks, line.verdict, line.note)


def row(cells: Iterable[str]) -> str:
    """One row of the table; the name on the left, numbers on the right."""
    first, *rest = zip(cells, WIDTHS, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]).rstrip()


def written(line: Line) -> str:
    """The row of a line."""
    return row(_cells(line))


def _machine() -> dict[str, object]:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(pages / 1e9, 1),
        "python": platform.python_version(),
        **{name: version(name) for name in _LIBRARIES},
    }


def keep(found: dict[str, list[Line]]) -> Path:
    """Write the lines of each bench into today's file; benches that did not run keep what they had."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}.json"
    benches = json.loads(path.read_text(encoding="utf-8"))["benches"] if path.exists() else {}
    for name, lines in found.items():
        benches[name] = [_kept(line) for line in lines]
    whole = {"machine": _machine(), "benches": dict(sorted(benches.items()))}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _kept(line: Line) -> dict[str, object]:
    told = {name: value for name, value in asdict(line).items() if value not in (None, "", False)}
    rounded = {name: float(f"{value:.4g}") if isinstance(value, float) else value for name, value in told.items()}
    return rounded | {"verdict": line.verdict}
