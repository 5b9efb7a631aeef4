"""The model of renewals on a table of customers who stayed or left: AUC of five folds, and what learning takes.

`CX_BENCH_CHURN` is the path of a CSV file with a column "Churn" (Yes or No) and one that tells customers apart, such as IBM's of a
telephone company (7,043 customers); without one, cases are drawn whose true likelihood is known. A gradient boosting beside it,
on the same folds, shows what a model gets that nobody could explain.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold

from cx.lifecycle.held_out import area, calibration
from cx.lifecycle.likelihood import learn
from tests.bench import Line, Size

FOLDS = 5
REACH = 0.84  # on IBM's table
_NUMBER = 0.9  # of the cells of a column, from which on it is one of numbers


def lines(size: Size) -> Iterator[Line]:
    """AUC by folds, the widest gap of the calibration curve, and the time."""
    path = os.environ.get("CX_BENCH_CHURN") if size is Size.FULL else None
    rows, left = _read(path) if path else _drawn(size.of(7000, 400))
    numbers, names = _kinds(rows)
    shares, areas, spent = np.zeros(len(rows)), [], []
    boosted = []
    coded = pd.concat([rows[numbers].astype(float), pd.get_dummies(rows[names]).astype(float)], axis=1).to_numpy()
    for seen, held in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(rows, left):
        began = time.process_time()
        shares[held] = learn(rows.iloc[seen], left[seen], numbers, names).share(rows.iloc[held])
        spent.append(time.process_time() - began)
        areas.append(area(shares[held], left[held]))
        boosted.append(_boosted(coded, left, seen, held))
    bar = REACH if path else None
    note = f"{len(rows):,} customers, {int(left.sum()):,} left; folds {min(areas):.3f}-{max(areas):.3f}"
    yield Line("AUC of five folds", float(np.mean(areas)), "AUC", bar, at_least=True, note=note)
    yield Line("AUC of gradient boosting on them", float(np.mean(boosted)), "AUC")
    bins = calibration(shares, left, bins=10)
    gap = float((bins["said"] - bins["came"]).abs().max())
    yield Line("widest gap of calibration in tenths", gap, "share", 0.05 if path else None)
    yield Line("CPU to learn from four fifths", float(np.median(spent)), "s")


def _read(path: str) -> tuple[pd.DataFrame, np.ndarray]:
    whole = pd.read_csv(path, dtype=str, keep_default_na=False)
    left = (whole.pop("Churn") == "Yes").to_numpy()
    keys = [name for name in whole if whole[name].is_unique]
    return whole.drop(columns=keys), left


def _drawn(n: int) -> tuple[pd.DataFrame, np.ndarray]:
    draw = np.random.default_rng(1)
    months, fee = draw.integers(0, 72, n), draw.uniform(20, 120, n)
    contract = draw.choice(["month", "year", "two years"], n)
    odds = 0.5 - 0.05 * months + 0.02 * (fee - 70) - 1.5 * (contract != "month")
    rows = pd.DataFrame({"months": months.astype(str), "fee": fee.astype(str), "contract": contract})
    return rows, draw.random(n) < 1 / (1 + np.exp(-odds))


def _kinds(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Columns of numbers, made so, and of names."""
    numbers = []
    for name in list(rows):
        value = pd.to_numeric(rows[name], errors="coerce")
        if value.notna().mean() > _NUMBER:
            rows[name] = value
            numbers.append(name)
    return numbers, [name for name in rows if name not in numbers]


def _boosted(coded: np.ndarray, left: np.ndarray, seen: np.ndarray, held: np.ndarray) -> float:
    model = HistGradientBoostingClassifier(max_iter=100, learning_rate=0.05, max_leaf_nodes=8, random_state=1)
    return area(model.fit(coded[seen], left[seen]).predict_proba(coded[held])[:, 1], left[held])
