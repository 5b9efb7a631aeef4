"""Since when a share is another one: the month at which a series breaks most clearly, if it breaks at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

# The best of all places is looked for, so the limit is stricter than for one that was named before: about 5 % for a dozen months.
CLEAR = 2.9
_FEWEST = 30  # on each side


@dataclass(frozen=True)
class Break:
    """From `day` on the share is `after`, before it was `before`; `n` on each side."""

    day: date
    before: float
    after: float
    n_before: int
    n_after: int


def break_of(days: Sequence[date], some: Sequence[int], whole: Sequence[int]) -> Break | None:
    """The first day of the period from which on some / whole differs most from before (two-proportion z); None where no place is clear.

    Periods are in order; on each side there have to be at least 30.
    """
    best: tuple[float, Break] | None = None
    for place in range(1, len(days)):
        hits = sum(some[:place]), sum(some[place:])
        counts = sum(whole[:place]), sum(whole[place:])
        if min(counts) < _FEWEST:
            continue
        shares = hits[0] / counts[0], hits[1] / counts[1]
        pooled = sum(hits) / sum(counts)
        error = sqrt(pooled * (1 - pooled) * (1 / counts[0] + 1 / counts[1]))
        z = abs(shares[1] - shares[0]) / error if error else 0.0
        if z > CLEAR and (best is None or z > best[0]):
            best = z, Break(days[place], *shares, *counts)
    return best[1] if best else None
