"""Survival curves against a published trial and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from cx.retention_survival import log_rank, product_limit

# Remission in weeks under 6-MP and placebo, "+" still in remission: Freireich et al. (1963), as in Kalbfleisch and Prentice, table 1.1.
DRUG = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def read(told: str):
    return [float(one.rstrip("+")) for one in told.split()], [not one.endswith("+") for one in told.split()]


def test_the_published_trial():
    curve = product_limit(*read(DRUG))
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.share == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=0.0005)
    assert (curve.n, curve.events) == (21, 9)
    assert curve.quantile(0.5) == 23
    assert product_limit(*read(PLACEBO)).quantile(0.5) == 8
    lengths, happened = (one + other for one, other in zip(read(DRUG), read(PLACEBO), strict=True))
    value, p = log_rank(lengths, happened, ["drug"] * 21 + ["placebo"] * 21)
    assert value == pytest.approx(16.79, abs=0.005)
    assert p < 0.0001


def test_any_lengths_are_those_of_statsmodels():
    dice = np.random.default_rng(5)
    for size in (3, 40, 400):
        lengths, happened = np.ceil(dice.exponential(20, size)), dice.random(size) < 0.7
        happened[0] = True
        groups = dice.integers(0, 3, size)
        curve, theirs = product_limit(lengths, happened), SurvfuncRight(lengths, happened.astype(int))
        assert curve.share == pytest.approx(theirs.surv_prob)
        assert curve.at_risk == pytest.approx(theirs.n_risk)
        inside = (curve.share > 0) & (curve.share < 1)
        spread = np.log(-np.log(curve.low[inside])) - np.log(-np.log(curve.share[inside]))
        greenwood = theirs.surv_prob_se[inside] / (curve.share[inside] * -np.log(curve.share[inside]))
        assert spread == pytest.approx(1.959963984540054 * greenwood)
        assert np.all((curve.low[inside] <= curve.share[inside]) & (curve.share[inside] <= curve.high[inside]))
        if size > 3:
            assert log_rank(lengths, happened, groups) == pytest.approx(survdiff(lengths, happened.astype(int), groups))


def test_what_has_not_happened_says_so():
    curve = product_limit([3, 5, 8], [False, False, False])
    assert (len(curve.times), curve.events, curve.quantile(0.5), curve.at(4)) == (0, 0, None, 1)
    assert product_limit([], []).n == 0
    assert np.isnan(log_rank([1, 2], [True, True], ["a", "a"])[0])
    with pytest.raises(ValueError, match="-1"):
        product_limit([-1.0], [True])
    whole = product_limit([1, 2], [True, True])
    assert whole.share.tolist() == [0.5, 0]
    assert np.isnan(whole.low[1])
