"""Ours and a peer measured in turn, so that what else the machine does meets both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 5


@dataclass(frozen=True)
class Pair:
    """The medians of both sides."""

    ours: float
    peer: float
    unit: str = "s"


def compared(ours: Callable[[], float], peer: Callable[[], float], runs: int = RUNS, unit: str = "s") -> Pair:
    """Medians of what both return: ours, peer, ours, peer ..., `runs` times each."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        found[0].append(ours())
        found[1].append(peer())
    return Pair(statistics.median(found[0]), statistics.median(found[1]), unit)


def paired(
    ours: Callable[[], object],
    peer: Callable[[], object],
    runs: int = RUNS,
    *,
    warm: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> Pair:
    """Medians of the seconds both take, called in turn; the first `warm` calls of each are not counted."""

    def timed(function: Callable[[], object]) -> Callable[[], float]:
        def call() -> float:
            gc.collect()
            began = clock()
            function()
            return clock() - began

        return call

    for _ in range(warm):
        ours()
        peer()
    return compared(timed(ours), timed(peer), runs)
