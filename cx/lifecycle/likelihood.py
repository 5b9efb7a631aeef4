"""How likely something is, learnt from what was known of cases whose outcome is: a logistic regression that can be explained, and calibrated.

Numbers are measured in their standard deviations from the mean of the cases learnt from (a missing one counts as the mean, so it speaks for nothing),
names as one column a value that enough cases have. How much the weights are held back is chosen by the log loss on cases left out; the
same left-out scores set the slope and level that make a score a share (Platt 1999), so that of cases said to be at 30 % three of ten come true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from cx.interval import Array

STRENGTHS = (0.003, 0.03, 0.3)  # scikit-learn's C: the smaller, the more the weights are held back
FOLDS = 5
_FEWEST_OF_NAME = 20
_SEED = 20240817
_NO_NAME = ""
Outcomes = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Scale:
    """How a table becomes columns: of each number its mean and deviation, of each name the values that have a column of their own."""

    numbers: tuple[tuple[str, float, float], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]

    def columns(self, rows: pd.DataFrame) -> Array:
        made = []
        for name, middle, deviation in self.numbers:
            value = (rows[name].astype(float).to_numpy() - middle) / deviation
            made.append(np.nan_to_num(value, nan=0.0, posinf=0.0, neginf=0.0))
        for name, values in self.names:
            own = _names(rows[name])
            made += [(own == value).astype(np.float64) for value in values]
        return np.column_stack(made) if made else np.zeros((len(rows), 0))

    @property
    def owners(self) -> list[str]:
        """Of which sign each column is."""
        return [name for name, _, _ in self.numbers] + [name for name, values in self.names for _ in values]


def _names(column: pd.Series) -> npt.NDArray[np.object_]:
    return np.array([_NO_NAME if pd.isna(one) else str(one) for one in column], dtype=object)


def _scale(rows: pd.DataFrame, numbers: Sequence[str], names: Sequence[str]) -> _Scale:
    """What does not differ among the cases says nothing and has no column."""
    measured = []
    for name in numbers:
        own = rows[name].astype(float).to_numpy()
        own = own[np.isfinite(own)]
        deviation = float(own.std()) if len(own) else 0.0
        if deviation > 1e-9:  # noqa: PLR2004 - of a constant, rounding leaves more than nothing
            measured.append((name, float(own.mean()), deviation))
    listed = []
    for name in names:
        values, counts = np.unique(_names(rows[name]).astype(str), return_counts=True)
        kept = tuple(str(value) for value, n in zip(values, counts, strict=True) if _FEWEST_OF_NAME <= n < len(rows))
        if kept:
            listed.append((name, kept))
    return _Scale(tuple(measured), tuple(listed))


@dataclass(frozen=True)
class Likelihood:
    """What was learnt. `share` says how likely it is of new cases, `parts` what each sign adds to that."""

    scale: _Scale
    weights: Array
    middle: Array
    level: float
    slope: float

    def score(self, rows: pd.DataFrame) -> Array:
        """Log-odds before calibration, without the level."""
        found: Array = (self.scale.columns(rows) - self.middle) @ self.weights
        return found

    def share(self, rows: pd.DataFrame) -> Array:
        """How likely it is of each row, between 0 and 1."""
        found: Array = 1 / (1 + np.exp(-(self.level + self.slope * self.score(rows))))
        return found

    def parts(self, rows: pd.DataFrame) -> pd.DataFrame:
        """What each sign adds to the log-odds of each row, against a case that is in all things like the mean; they add up to the row's own."""
        each = (self.scale.columns(rows) - self.middle) * self.weights * self.slope
        made = pd.DataFrame(each, index=rows.index)
        return made.T.groupby(self.scale.owners, sort=False).sum().T


def learn(rows: pd.DataFrame, happened: npt.ArrayLike, numbers: Sequence[str], names: Sequence[str]) -> Likelihood:
    """Learn from cases with these signs how likely it is that something `happened`.

    Raises ValueError unless it happened to at least FOLDS cases and did not to as many.
    """
    outcome: Outcomes = np.asarray(happened, dtype=bool)
    if min(int(outcome.sum()), int((~outcome).sum())) < FOLDS:
        raise ValueError(int(outcome.sum()))
    scale = _scale(rows, numbers, names)
    x = scale.columns(rows)
    middle: Array = x.mean(axis=0)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=_SEED)
    tried = []
    for strength in STRENGTHS:
        left_out = cross_val_predict(_regression(strength), x - middle, outcome, cv=folds, method="decision_function")
        level, slope = _calibrated(left_out, outcome)
        loss = log_loss(outcome, 1 / (1 + np.exp(-(level + slope * left_out))), labels=[False, True])
        tried.append((loss, strength, level, slope))
    _, strength, level, slope = min(tried)
    fitted = _regression(strength).fit(x - middle, outcome)
    return Likelihood(scale, fitted.coef_[0], middle, level + slope * float(fitted.intercept_[0]), slope)


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="lbfgs", max_iter=200, tol=1e-3)


def _calibrated(scores: npt.ArrayLike, outcome: Outcomes) -> tuple[float, float]:
    """Level and slope of the log-odds over scores of cases left out; a slope below 0 would turn the model round, so it is none then."""
    fitted = LogisticRegression(C=1e6, solver="newton-cholesky").fit(np.asarray(scores).reshape(-1, 1), outcome)
    slope = float(fitted.coef_[0, 0])
    if slope <= 0:
        share = float(outcome.mean())
        return float(np.log(share / (1 - share))), 0.0
    return float(fitted.intercept_[0]), slope
