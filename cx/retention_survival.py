"""Time until something happens, where for some it has not happened yet: the product-limit estimate, and whether groups differ.

Those for whom it has not happened are not left out and are no failures: each counts for as long as it was seen ("censored").
Sources: Kaplan and Meier (1958); Greenwood's variance with limits on the log(-log) scale, which stay within 0-1 (Kalbfleisch and
Prentice, 1980); log-rank test of Mantel (1966) with its hypergeometric variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from cx.interval import Array, Z


@dataclass(frozen=True)
class Curve:
    """The share for whom it has not happened by each time at which it happened to somebody, with its 95 % limits.

    `n` all, `events` of them seen; `at_risk` who was still watched just before each time. Limits are NaN where the share is 0.
    """

    times: Array
    share: Array
    low: Array
    high: Array
    at_risk: Array
    n: int
    events: int

    def at(self, time: float) -> float:
        """The share at `time`."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if place == 0 else float(self.share[place - 1])

    def quantile(self, share: float) -> float | None:
        """By when it has happened to `share` of all; None where it has not (yet)."""
        reached = np.flatnonzero(self.share <= 1 - share + 1e-12)
        return float(self.times[reached[0]]) if len(reached) else None


def product_limit(lengths: npt.ArrayLike, happened: npt.ArrayLike) -> Curve:
    """The curve of lengths of time watched and whether it happened at their end. Raises ValueError for a negative length."""
    length, is_event = np.asarray(lengths, dtype=np.float64), np.asarray(happened, dtype=bool)
    if (length < 0).any():
        raise ValueError(length.min())
    times, deaths = np.unique(length[is_event], return_counts=True)
    at_risk = (len(length) - np.searchsorted(np.sort(length), times, side="left")).astype(np.float64)
    share: Array = np.cumprod(1 - deaths / at_risk, dtype=np.float64)
    left = at_risk - deaths
    terms = np.divide(deaths, at_risk * left, out=np.full(len(times), np.nan), where=left > 0)
    low, high = _limits(share, np.cumsum(terms, dtype=np.float64))
    return Curve(times, share, low, high, at_risk, len(length), int(is_event.sum()))


def _limits(share: Array, greenwood: Array) -> tuple[Array, Array]:
    inside = (share > 0) & (share < 1)
    log = np.log(share, out=np.full(len(share), np.nan), where=inside)
    half = Z * np.sqrt(greenwood) / np.abs(log)
    middle = np.log(-log)
    return np.exp(-np.exp(middle + half)), np.exp(-np.exp(middle - half))


def log_rank(lengths: npt.ArrayLike, happened: npt.ArrayLike, groups: npt.ArrayLike) -> tuple[float, float]:
    """Chi-square and p of the hypothesis that it happens as fast in all groups; (NaN, NaN) where there is nothing to compare."""
    length, is_event = np.asarray(lengths, dtype=np.float64), np.asarray(happened, dtype=bool)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    times = np.unique(length[is_event])
    k = len(names)
    if k < 2 or not len(times):  # noqa: PLR2004 - one group differs from nothing
        return float("nan"), float("nan")
    ordered = [np.sort(length[group == one]) for one in range(k)]
    risk = np.array([len(one) - np.searchsorted(one, times, side="left") for one in ordered], dtype=np.float64)
    deaths = np.array([_counts(length[is_event & (group == one)], times) for one in range(k)])
    n, d = risk.sum(axis=0), deaths.sum(axis=0)
    excess = (deaths - risk * d / n).sum(axis=1)[:-1]
    factor = np.divide(d * (n - d), n - 1, out=np.zeros(len(n)), where=n > 1)
    share = risk / n
    variance = np.diag((share * factor).sum(axis=1)) - (share * factor) @ share.T
    variance = variance[:-1, :-1]
    if np.linalg.matrix_rank(variance) < k - 1:
        return float("nan"), float("nan")
    value = float(excess @ np.linalg.solve(variance, excess))
    return value, float(chi2.sf(value, k - 1))


def _counts(found: Array, times: Array) -> Array:
    counted = np.zeros(len(times))
    np.add.at(counted, np.searchsorted(times, found), 1)
    return counted
