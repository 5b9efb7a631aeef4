"""What sessions cost the server: CPU per cached rerun of every page, twenty and fifty at once, memory, and an import beside them.

Sessions are real ones, over the websocket. The peer is an empty page of the same Streamlit (tests/bench/floors.py).
"""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from tests.bench import RUNS, Line, Pair, Size, compared, floors, memory, ratio
from tests.bench.visitors import Visitor, at_once, cpu
from tests.served import ROOT, Server, start

PAGES = [path.stem[3:] for path in sorted((ROOT / "pages").glob("[0-9][0-9]_*.py"))]
_MB = 1_000_000
_STORE, _OWN = {"store": "demo"}, {"store": "own"}


def lines(size: Size) -> Iterator[Line]:
    """All of it."""
    with ExitStack() as stack:
        apps = stack.enter_context(
            floors.running(size.of(300_000, 2_000), floors.empty, size.of(("demo",), floors.KINDS))
        )
        rest(apps.ours, size)
        for page in PAGES[:: size.of(1, 20)]:
            ours, peer = Visitor(apps.ours, page, **_STORE), Visitor(apps.peer)
            pair = compared(_cpu(apps.ours, ours, size), _cpu(apps.peer, peer, size), size.of(RUNS, 1))
            yield ratio(f"server CPU per cached rerun: {page} / empty page", pair, bar=5, aim=4)
            ours.close()
            peer.close()
        yield from _crowd(apps, size)
        if size is Size.FULL:
            stack.close()  # nothing beside what is measured next
        yield _million(size, apps.ours)
        yield from _beside_an_import(size, apps.ours)


@contextmanager
def _server(size: Size, contacts: int, kind: str, running: Server) -> Iterator[Server]:
    """A server of its own with so many contacts. A tiny run only shows that everything works: it goes on with the one that is there."""
    if size is Size.TINY:
        yield running
        return
    with TemporaryDirectory() as temporary:
        server = start(floors.home(Path(temporary) / "home", contacts, (kind,)))
        try:
            yield server
        finally:
            server.stop()


def rest(server: Server, size: Size) -> None:
    """Visit it, then wait until it has nothing left to do behind the first page."""
    Visitor(server, **_STORE).close()
    for _ in range(size.of(60, 1)):
        before = cpu(server)
        Event().wait(0.5)
        if cpu(server) - before < 0.05:
            return


def _cpu(server: Server, visitor: Visitor, size: Size) -> Callable[[], float]:
    """CPU seconds of one rerun, the mean of several."""
    runs = size.of(20, 2)

    def measure() -> float:
        before = cpu(server)
        for _ in range(runs):
            visitor.rerun(is_read=False)
        return (cpu(server) - before) / runs

    return measure


def _crowd(apps: floors.Apps, size: Size) -> Iterator[Line]:
    """Twenty and fifty sessions on the overview, all running at the same time."""
    before = memory(apps.ours.process.pid)
    first, last = size.of(20, 3), size.of(50, 5)
    ours = [Visitor(apps.ours, **_STORE) for _ in range(first)]
    peer = [Visitor(apps.peer) for _ in range(first)]
    for crowd in (ours, peer):
        at_once(crowd)
    pair = compared(lambda: max(at_once(ours)), lambda: max(at_once(peer)), size.of(RUNS, 1))
    yield ratio(f"{first} sessions rerunning at once, wall / empty page", pair, bar=5, aim=3)
    before = memory(apps.ours.process.pid)
    ours += [Visitor(apps.ours, **_STORE) for _ in range(last - first)]
    grown = (memory(apps.ours.process.pid) - before) / (last - first)
    yield Line("memory per extra session", grown, "MB", bar=1, aim=0.3)
    peer += [Visitor(apps.peer) for _ in range(last - first)]
    pair = compared(lambda: max(at_once(ours)), lambda: max(at_once(peer)), size.of(RUNS, 1))
    waits = sorted(at_once(ours))
    note = f"median {statistics.median(waits):.2f} s, last {waits[-1]:.2f} s"
    yield ratio(f"{last} sessions rerunning at once, wall / empty page", pair, note=note)
    wrong = [error for one in ours for error in one.errors]
    yield Line(f"errors shown to {last} sessions", float(len(wrong)), "", bar=0, note=wrong[0] if wrong else "")
    for one in (*ours, *peer):
        one.close()


def _million(size: Size, running: Server) -> Line:
    """What the server holds after the overview was looked at in several ways, with many rows and with few."""
    pair = Pair(*(_held(contacts, size, running) for contacts in (1_000_000, 10_000)), "MB")
    return ratio("memory with 1,000,000 rows / with 10,000", pair, bar=1.3, aim=1.1)


def _held(contacts: int, size: Size, running: Server) -> float:
    with _server(size, contacts, "demo", running) as server:
        rest(server, size)
        visitor = Visitor(server, **_STORE)
        for period in ("3m", "12m", "all", "6m"):
            visitor.look_at(**_STORE, period=period)
            visitor.rerun()
        assert not visitor.errors, visitor.errors
        return memory(server.process.pid)


def _beside_an_import(size: Size, running: Server) -> Iterator[Line]:
    """KPI questions nobody asked before, alone and while the same server takes in a file."""
    with _server(size, 300_000, "own", running) as server, TemporaryDirectory() as folder:
        rest(server, size)
        visitor = Visitor(server, **_OWN)
        days = iter(range(1, 10_000))
        alone = [_question(visitor, next(days)) for _ in range(size.of(20, 2))]
        beside: list[float] = []
        with _importing(server.home, Path(folder), size.of(200_000, 1_000)) as process:
            while process.poll() is None:
                beside.append(_question(visitor, next(days)))
        pair = Pair(statistics.median(beside), statistics.median(alone))
        note = f"{len(beside)} questions, slowest {max(beside):.2f} s"
        yield ratio("KPI latency while an import runs / alone", pair, bar=3, note=note)
        wrong = visitor.errors + ([f"the import ended with {process.returncode}"] if process.returncode else [])
        yield Line("errors while an import runs", float(len(wrong)), "", bar=0, note="".join(wrong[:1]))


def _question(visitor: Visitor, number: int) -> float:
    """The overview of a period nobody looked at before."""
    first, last = divmod(number, 28)
    visitor.look_at(**_OWN, period=f"2024-{first % 12 + 1:02d}-{last + 1:02d}..2026-10-{last + 1:02d}")
    return visitor.rerun()


def _importing(home: Path, folder: Path, rows: int) -> subprocess.Popen[bytes]:
    """`python -m cx import` of a file with so many contacts, handed to the running app."""
    path = folder / "contacts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ticket_id", "opened_at", "channel", "subject", "body"])
        for n in range(rows):
            day = f"2026-{n % 10 + 1:02d}-{n % 28 + 1:02d} {n % 24:02d}:00:00"
            writer.writerow([f"X{n}", day, "chat", f"문의 {n % 500}", "로그인이 안 돼요"])
    command = [sys.executable, "-m", "cx", "import", str(path), "--source", "파일", "--yes"]
    environment = os.environ | {"CX_HOME": str(home)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
