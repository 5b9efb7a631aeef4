"""How a model did on cases it had not seen: block by block of time, each judged by what could be learnt before its first day of looking.

AUC is the share of pairs (one it happened to, one it did not) that the model puts in the right order, ties as half (Mann and Whitney); its 95 % interval is that of
Hanley and McNeil (1982). The curve of calibration puts cases of like share together, as many in each: what was said against what came true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from cx.interval import Array, Z, wilson
from cx.lifecycle.likelihood import Outcomes, learn

FEWEST, FEWEST_EACH = 100, 20  # cases to learn from, and of these of either outcome
FEWEST_SEEN, FEWEST_SEEN_EACH = 50, 10  # the same of cases held out
BLOCK, BLOCKS = 91, 4  # days, and how many blocks up to the last outcome known
_IN_A_BIN, _MOST_BINS = 40, 8


@dataclass(frozen=True)
class Record:
    """How it did on `n` cases that ended from `first` to `last`, of which it happened to `happened` and `expected` were foreseen.

    `bins`, a row each: `said` (mean share), `came` (what came true), `low`, `high` (95 % interval), `n`.
    """

    first: date
    last: date
    n: int
    happened: int
    expected: float
    auc: float
    low: float
    high: float
    bins: pd.DataFrame


def area(shares: npt.ArrayLike, happened: npt.ArrayLike) -> float:
    """AUC; NaN where one of both outcomes is missing."""
    outcome: Outcomes = np.asarray(happened, dtype=bool)
    some, others = int(outcome.sum()), int((~outcome).sum())
    if not some or not others:
        return float("nan")
    ranks = rankdata(np.asarray(shares, dtype=np.float64))
    return float((ranks[outcome].sum() - some * (some + 1) / 2) / (some * others))


def area_interval(auc: float, some: int, others: int) -> tuple[float, float]:
    """The 95 % interval of an AUC of so many it happened to and so many others."""
    one, two = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (auc * (1 - auc) + (some - 1) * (one - auc**2) + (others - 1) * (two - auc**2)) / (some * others)
    half = Z * sqrt(max(variance, 0.0))
    return max(auc - half, 0.0), min(auc + half, 1.0)


def calibration(shares: npt.ArrayLike, happened: npt.ArrayLike, bins: int = 0) -> pd.DataFrame:
    """`said`, `came`, `low`, `high`, `n` of cases of like share, as many in each bin; by default at least 40."""
    said, outcome = np.asarray(shares, dtype=np.float64), np.asarray(happened, dtype=bool)
    count = bins or min(_MOST_BINS, max(1, len(said) // _IN_A_BIN))
    order = np.argsort(said, kind="stable")
    parts = [part for part in np.array_split(order, count) if len(part)]
    n = np.array([len(part) for part in parts])
    hits: Array = np.array([outcome[part].sum() for part in parts], dtype=np.float64)
    bounds = wilson(hits, n)
    middle = [float(said[part].mean()) for part in parts]
    return pd.DataFrame({"said": middle, "came": hits / n, "low": bounds.low, "high": bounds.high, "n": n})


def is_enough(happened: npt.ArrayLike) -> bool:
    """Whether so many outcomes are enough to learn from."""
    outcome = np.asarray(happened, dtype=bool)
    return len(outcome) >= FEWEST and min(int(outcome.sum()), int((~outcome).sum())) >= FEWEST_EACH


def foreseen(cases: pd.DataFrame, known_from: pd.Series, numbers: Sequence[str], names: Sequence[str]) -> pd.DataFrame:
    """`share` of every case of the last blocks, as foreseen by a model of those whose outcome was known (`known_from`) before the block was looked at.

    `cases` have `ends_day`, `looked_at`, `has_left` and the signs. Blocks before which too little was known are left out.
    """
    ends = pd.to_datetime(cases["ends_day"])
    last = ends.max()
    made = []
    for number in range(BLOCKS, 0, -1):
        first = last - timedelta(days=number * BLOCK)
        seen = cases[(ends > first) & (ends <= first + timedelta(days=BLOCK))]
        if seen.empty:
            continue
        before = cases[known_from <= pd.to_datetime(seen["looked_at"]).min()]
        if is_enough(before["has_left"]):
            made.append(seen.assign(share=learn(before, before["has_left"], numbers, names).share(seen)))
    return pd.concat(made) if made else cases.iloc[:0].assign(share=[])


def record(found: pd.DataFrame) -> Record | None:
    """What came of `foreseen`; None where too few were."""
    happened = int(found["has_left"].sum())
    if len(found) < FEWEST_SEEN or min(happened, len(found) - happened) < FEWEST_SEEN_EACH:
        return None
    auc = area(found["share"], found["has_left"])
    ends = pd.to_datetime(found["ends_day"])
    return Record(
        ends.min().date(),
        ends.max().date(),
        len(found),
        happened,
        float(found["share"].sum()),
        auc,
        *area_interval(auc, happened, len(found) - happened),
        calibration(found["share"], found["has_left"]),
    )
