"""95 % intervals: how far a number may be off because it was measured on a sample, and whether two differ beyond that.

All functions take and give arrays of equal length; NaN where there is nothing to say (n too small, nothing counted).
Sources: Wilson (1927); adjusted Wald for net promoter scores (Sauro and Lewis, Quantifying the User Experience, 2016);
order statistics for quantiles (Conover, Practical Nonparametric Statistics, 1999, 3.2); difference of two estimates by
recovering their variances from the intervals (Zou and Donner 2008; for two proportions this is Newcombe's method 10).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z = 1.959963984540054  # 97.5 % point of the normal distribution
TAIL = 0.025  # on each side
_LEVEL = 1 - TAIL

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Lower and upper bound, element by element."""

    low: Array
    high: Array


def _array(values: npt.ArrayLike) -> Array:
    return np.asarray(values, dtype=np.float64)


def nothing(like: npt.ArrayLike) -> Interval:
    """No interval: for counts of everything there is, which are not samples."""
    empty = np.full(_array(like).shape, np.nan)
    return Interval(empty, empty.copy())


def wilson(successes: npt.ArrayLike, n: npt.ArrayLike) -> Interval:
    """Wilson score interval of a proportion; within 0-1 also at 0 and n successes."""
    x, n = _array(successes), _array(n)
    n = np.where(n > 0, n, np.nan)
    centre = (x + Z**2 / 2) / (n + Z**2)
    half = Z / (n + Z**2) * np.sqrt(x * (n - x) / n + Z**2 / 4)
    low = np.where((x == 0) & (n > 0), 0.0, np.clip(centre - half, 0, 1))  # exactly, not a rounding error beside it
    return Interval(low, np.where(x == n, 1.0, np.clip(centre + half, 0, 1)))


def net_share(plus: npt.ArrayLike, minus: npt.ArrayLike, n: npt.ArrayLike) -> Interval:
    """Adjusted Wald interval of (plus - minus) / n, as a share from -1 to 1: three answers are added, ¾ plus, ¾ minus."""
    plus, minus, n = _array(plus), _array(minus), _array(n)
    n = np.where(n > 0, n, np.nan)
    for_it, against = (plus + 0.75) / (n + 3), (minus + 0.75) / (n + 3)
    centre = for_it - against
    half = Z * np.sqrt((for_it + against - centre**2) / (n + 3))
    return Interval(np.clip(centre - half, -1, 1), np.clip(centre + half, -1, 1))


def mean(value: npt.ArrayLike, variance: npt.ArrayLike, n: npt.ArrayLike) -> Interval:
    """Student's t interval of a mean, given the sample variance; NaN below two values."""
    from scipy.special import stdtrit

    value, variance, n = _array(value), _array(variance), _array(n)
    n = np.where(n > 1, n, np.nan)
    half = stdtrit(n - 1, _LEVEL) * np.sqrt(variance / n)
    return Interval(value - half, value + half)


def differ(first: Array, first_at: Interval, second: Array, second_at: Interval) -> npt.NDArray[np.bool_]:
    """Whether two independent estimates differ at 95 %: their difference's interval leaves out 0. False where unknown."""
    difference = first - second
    low = difference - np.hypot(first - first_at.low, second_at.high - second)
    high = difference + np.hypot(first_at.high - first, second - second_at.low)
    with np.errstate(invalid="ignore"):
        return (low > 0) | (high < 0)


Sample = tuple[Array, Array, Array]  # mean, sample variance, n


def welch(first: Sample, second: Sample, own: tuple[Array, Array] | None = None) -> npt.NDArray[np.bool_]:
    """Whether two means differ at 5 % by Welch's test; each is (mean, sample variance, n). False where unknown.

    `own` are the degrees of freedom of the two variances where they are not those of the n values themselves.
    """
    from scipy.special import stdtrit

    gap, error, freedom = _welch(first, second, own)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(gap) > stdtrit(freedom, _LEVEL) * error)


def welch_chance(first: Sample, second: Sample, own: tuple[Array, Array] | None = None) -> Array:
    """How likely means at least as far apart are by chance alone: the two-sided p-value of `welch`. 1 where unknown."""
    from scipy.special import stdtr

    gap, error, freedom = _welch(first, second, own)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = 2 * stdtr(freedom, -np.abs(gap) / error)
    return np.where(np.isnan(found), 1.0, found)


def _welch(first: Sample, second: Sample, own: tuple[Array, Array] | None) -> tuple[Array, Array, Array]:
    """Difference, its standard error and its degrees of freedom, NaN where a variance has none."""
    (mean_a, variance_a, n_a), (mean_b, variance_b, n_b) = first, second
    with np.errstate(invalid="ignore", divide="ignore"):
        part_a, part_b = variance_a / n_a, variance_b / n_b
        own_a, own_b = own or (n_a - 1, n_b - 1)
        freedom = (part_a + part_b) ** 2 / (part_a**2 / own_a + part_b**2 / own_b)
        return mean_a - mean_b, np.sqrt(part_a + part_b), np.where((own_a > 0) & (own_b > 0), freedom, np.nan)


def turned(came: int, went: int) -> bool:
    """Whether a stock differs at 5 % from what it was: what stands now and did not then, against what stood then and is gone.

    What stands at both moments says nothing. If nothing has changed either is as likely as the other, so the smaller of the
    two is binomial: McNemar's exact test, which for stocks that come and go by chance is the comparison of two Poisson counts.
    """
    from scipy.special import bdtr

    return bool(came + went and 2 * bdtr(min(came, went), came + went, 0.5) < 2 * TAIL)


def variance_behind(value: npt.ArrayLike, at: Interval, n: npt.ArrayLike) -> Array:
    """The sample variance the t interval of a mean of `n` values was made from, read off its upper half: the lower may be
    cut off where values cannot be negative.
    """
    from scipy.special import stdtrit

    n = np.where(_array(n) > 1, _array(n), np.nan)
    return np.asarray(((at.high - _array(value)) / stdtrit(n - 1, _LEVEL)) ** 2 * n)
