"""Lengths of time in logarithmic buckets, from which quantiles are read with an error of at most 1 %.

Bucket k holds the whole seconds from 1.02**k to 1.02**(k + 1); 0 has a bucket of its own. What is read off a bucket is the
geometric middle of the whole seconds in it, exact below 50 s. Buckets add up over days, groups and shards.
Source: DDSketch (Masson, Rim and Lee, VLDB 2019), with base 1.02 for a relative error of (1.02 ** 0.5 - 1) < 1 %.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from cx.interval import TAIL, Z

BASE = 1.02
ZERO = -1
# Above so many rows of a fact, medians are read from the histogram; up to it they are exact.
EXACT_LIMIT = 1_000_000

NOTHING = {"value": math.nan, "denominator": 0.0, "low": math.nan, "high": math.nan}

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def bucket(column: str) -> str:
    """SQL of the bucket of `column`, whole seconds."""
    return f"(case when {column} < 1 then {ZERO} else floor(ln({column}) / ln({BASE})) end)::smallint"


def middles(buckets: Ints) -> Floats:
    """Seconds that stand for each bucket."""
    low = np.ceil(BASE ** buckets.astype(np.float64) - 1e-9)
    high = np.maximum(np.ceil(BASE ** (buckets + 1.0) - 1e-9) - 1, low)
    return np.where(buckets == ZERO, 0.0, np.sqrt(low * high))


def quantile(buckets: Ints, counts: Ints, q: float) -> dict[str, float]:
    """`value`, `denominator` (n), `low` and `high` of the `q` quantile, as `cx.metric.quantile` has them; NaN of nothing.

    `buckets` in ascending order.
    """
    n = int(counts.sum())
    if not n:
        return dict(NOTHING)
    reached, seconds = np.cumsum(counts), middles(buckets)

    def at(rank: int) -> float:  # 0 is the shortest
        return float(seconds[np.searchsorted(reached, rank, side="right")])

    place = (n - 1) * q
    below = math.floor(place)
    value = at(below) + (place - below) * (at(min(below + 1, n - 1)) - at(below))
    half = Z * math.sqrt(n * q * (1 - q))
    low, high = math.floor(n * q - half + 0.5), math.floor(n * q + half + 0.5) + 1
    low = max(low, 1) if n >= math.log(TAIL) / math.log(1 - q) else low
    high = min(high, n) if n >= math.log(TAIL) / math.log(q) else high
    return {
        "value": value,
        "denominator": float(n),
        "low": at(low - 1) if low >= 1 else np.nan,
        "high": at(high - 1) if high <= n else np.nan,
    }
