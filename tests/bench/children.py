"""A module run in a process of its own: how long it took, its CPU, and the most memory it held with its descendants."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.01  # seconds between two looks at the memory
_MB = 1e6


@dataclass(frozen=True)
class Ran:
    """What a finished process took; `peak` in MB, `said` is its standard output."""

    seconds: float
    cpu: float
    peak: float
    said: str


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    return found


def memory(pid: int | str = "self") -> float:
    """MB that a process and its descendants hold now; what descendants share through files is not counted again."""
    whole = 0
    with contextlib.suppress(OSError):
        whole = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    for child in _descendants(os.getpid() if pid == "self" else int(pid)):
        with contextlib.suppress(OSError):
            _, resident, shared, *_ = Path(f"/proc/{child}/statm").read_text().split()
            whole += int(resident) - int(shared)
    return whole * _PAGE / _MB


def _highest(pid: int) -> float:
    """The most the process itself held since it began, MB, as the kernel counts."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024 / _MB
    return 0.0


def run_child(module: str, *arguments: str, environment: dict[str, str] | None = None) -> Ran:
    """`python -m module arguments`; raises with what it wrote where it fails."""
    command = [sys.executable, "-m", module, *arguments]
    inherited = os.environ | {"PYTHONPATH": str(ROOT)} | (environment or {})
    peak, ended = [0.0], threading.Event()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as wrong:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=inherited, stdout=said, stderr=wrong)

        def watch() -> None:
            while not ended.wait(_EVERY):
                peak[0] = max(peak[0], memory(process.pid), _highest(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        said.seek(0)
        wrong.seek(0)
        if process.returncode:
            message = f"{module} ended with {process.returncode}: {wrong.read()[-2000:]}"
            raise RuntimeError(message)
        return Ran(seconds, usage.ru_utime + usage.ru_stime, peak[0], said.read())
