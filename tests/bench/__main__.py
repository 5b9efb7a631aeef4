"""Run the benches named on the command line, or all; fails where a bar is missed or a bench breaks."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path

from tests.bench import table
from tests.bench.line import FULL, TINY, Line, Size

PREFIX = "bench_"
BENCHES = sorted(path.stem.removeprefix(PREFIX) for path in Path(__file__).parent.glob(f"{PREFIX}*.py"))


def tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(name: str, size: Size) -> tuple[list[Line], bool]:
    """The lines of a bench, each printed as soon as it is known, and whether it came to its end."""
    found: list[Line] = []
    try:
        for line in importlib.import_module(f"tests.bench.{PREFIX}{name}").lines(size):
            found.append(line)
            tell(table.written(line))
    except Exception:  # noqa: BLE001 - the other benches still run
        tell(f"{name} broke:\n{traceback.format_exc()}")
        return found, False
    return found, True


def main(names: list[str]) -> int:
    """0 where every bar is reached."""
    size = TINY if "--tiny" in names else FULL
    chosen = [name for name in names if name != "--tiny"] or BENCHES
    unknown = set(chosen) - set(BENCHES)
    if unknown:
        tell(f"No bench called {', '.join(sorted(unknown))}. There are: {', '.join(BENCHES)}")
        return 2
    tell(table.row(table.HEADINGS))
    found, broken = {}, []
    for name in chosen:
        found[name], is_whole = run(name, size)
        broken += [] if is_whole else [name]
    missed = [line for lines in found.values() for line in lines if not line.reaches(line.bar)]
    if size is FULL:
        tell(f"Kept in {table.keep(found).name}")
    tell(f"{sum(map(len, found.values()))} lines, {len(missed)} missed, {len(broken)} benches broke")
    return 1 if missed or broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
