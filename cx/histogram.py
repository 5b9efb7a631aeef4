"""Quantiles of lengths of time: of all of them exactly, or with an error of at most 1 % of their logarithmic buckets.

Bucket k holds the whole seconds from 1.02**k to 1.02**(k + 1); 0 has a bucket of its own. What is read off a bucket is the
geometric middle of the whole seconds in it, exact below 50 s. Buckets add up over days, groups and shards.
Source: DDSketch (Masson, Rim and Lee, VLDB 2019), with base 1.02 for a relative error of (1.02 ** 0.5 - 1) < 1 %.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cx.interval import TAIL, Z

BASE = 1.02
ZERO = -1
# Above so many rows of a fact, medians are read from the histogram; up to it they are exact.
EXACT_LIMIT = 1_000_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Histogram:
    """How many lengths are in each bucket, buckets in ascending order."""

    buckets: Ints
    counts: Ints

    def __len__(self) -> int:
        return int(self.counts.sum())

    def at(self, places: list[int]) -> Floats:
        """The lengths at these places, 0 being the shortest."""
        found = np.searchsorted(np.cumsum(self.counts), places, side="right")
        return middles(self.buckets[found])


def ascending(buckets: Ints, counts: Ints) -> Histogram:
    """The histogram of buckets in any order: sorting them here is quicker than in the query."""
    order = np.argsort(buckets)
    return Histogram(buckets[order], counts[order])


@dataclass(frozen=True)
class Ordered:
    """Lengths that are in ascending order."""

    lengths: Floats

    def __len__(self) -> int:
        return len(self.lengths)

    def at(self, places: list[int]) -> Floats:
        """The lengths at these places, 0 being the shortest."""
        return self.lengths[places]


def bucket(column: str) -> str:
    """SQL of the bucket of `column`, whole seconds."""
    return f"(case when {column} < 1 then {ZERO} else floor(ln({column}) / ln({BASE})) end)::smallint"


def middles(buckets: Ints) -> Floats:
    """Seconds that stand for each bucket."""
    low = np.ceil(BASE ** buckets.astype(np.float64) - 1e-9)
    high = np.maximum(np.ceil(BASE ** (buckets + 1.0) - 1e-9) - 1, low)
    return np.where(buckets == ZERO, 0.0, np.sqrt(low * high))


def quantile(lengths: Floats | Histogram | Ordered | None, q: float) -> tuple[float, int, float, float]:
    """The `q` quantile (linear between neighbours), n, and its 95 % interval from order statistics; NaN of nothing.

    Source of the interval: Conover, Practical Nonparametric Statistics, 1999, 3.2, with the correction for continuity, so
    that it covers at least 95 %. The extremes bound the quantile once 97.5 % of samples of this size reach beyond it; before,
    nothing does.
    """
    n = 0 if lengths is None else len(lengths)
    if lengths is None or not n:
        return np.nan, 0, np.nan, np.nan
    half = Z * math.sqrt(n * q * (1 - q))
    low, high = math.floor(n * q - half + 0.5), math.floor(n * q + half + 0.5) + 1
    if n >= math.log(TAIL) / math.log(1 - q):
        low = max(low, 1)
    if n >= math.log(TAIL) / math.log(q):
        high = min(high, n)
    place = (n - 1) * q
    below = math.floor(place)
    places = [below, min(below + 1, n - 1), max(low, 1) - 1, min(high, n) - 1]
    at = lengths.at(places) if isinstance(lengths, (Histogram, Ordered)) else np.partition(lengths, places)[places]
    value = at[0] + (place - below) * (at[1] - at[0])
    return float(value), n, at[2] if low >= 1 else np.nan, at[3] if high <= n else np.nan
