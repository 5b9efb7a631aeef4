"""The model of renewals: how well it tells apart and how well it is calibrated (scikit-learn's own functions judge), that its parts add up, and how it is judged."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from cx.lifecycle import held_out
from cx.lifecycle.likelihood import learn

NUMBERS, NAMES = ("use", "calls", "noise", "same"), ("plan",)


def made(n, seed=7):
    """Cases whose true likelihood is known: use and plan decide, calls a little, `noise` nothing; a tenth of use is missing."""
    draw = np.random.default_rng(seed)
    use, calls, noise = draw.normal(0, 1, n), draw.poisson(2, n).astype(float), draw.normal(0, 1, n)
    plan = draw.choice(["작은", "큰", "희귀"], n, p=[0.6, 0.395, 0.005])
    odds = -1.2 - 1.1 * use + 0.15 * calls + 0.9 * (plan == "큰")
    truth = 1 / (1 + np.exp(-odds))
    rows = pd.DataFrame({"use": use, "calls": calls, "noise": noise, "same": 3.0, "plan": plan})
    rows.loc[draw.random(n) < 0.1, "use"] = np.nan
    return rows, draw.random(n) < truth, truth


@pytest.fixture(scope="module")
def fitted():
    rows, happened, _ = made(2000)
    return learn(rows, happened, NUMBERS, NAMES)


def test_it_tells_apart_what_can_be_told_apart_and_says_how_likely(fitted):
    rows, happened, truth = made(4000, seed=8)
    share = fitted.share(rows)
    best = roc_auc_score(happened, truth)
    assert best - 0.04 < roc_auc_score(happened, share) <= best + 0.005  # a tenth of what decides is hidden from it
    came, said = calibration_curve(happened, share, n_bins=8, strategy="quantile")
    assert np.abs(came - said).max() < 0.06
    assert share.mean() == pytest.approx(happened.mean(), abs=0.03)


def test_the_parts_of_a_case_add_up_and_name_what_matters(fitted):
    rows, _, _ = made(500, seed=9)
    parts, share = fitted.parts(rows), fitted.share(rows)
    assert parts.sum(axis=1).to_numpy() + fitted.level == pytest.approx(np.log(share / (1 - share)))
    assert set(parts.columns) == {"use", "calls", "noise", "plan"}  # what is the same of all says nothing
    weights = parts.abs().mean()
    assert weights["use"] > weights["plan"] > weights["noise"]
    assert parts.loc[rows["use"].isna(), "use"].abs().max() < 1e-12  # what is not known speaks for nothing


def test_areas_and_curves_are_those_of_scikit_learn():
    rows, happened, truth = made(700, seed=10)
    rounded = np.round(truth, 1)  # ties
    assert held_out.area(rounded, happened) == pytest.approx(roc_auc_score(happened, rounded))
    assert np.isnan(held_out.area(truth, np.ones(700)))
    came, said = calibration_curve(happened, truth, n_bins=7, strategy="quantile")
    found = held_out.calibration(truth, happened, bins=7)
    assert found["came"].to_numpy() == pytest.approx(came)
    assert found["said"].to_numpy() == pytest.approx(said)
    assert found["n"].tolist() == [100] * 7
    assert len(rows) == 700


def test_the_interval_of_an_area_by_hand():
    """Area .8 of 10 and 20: Q1 = .8 / 1.2, Q2 = 2 x .64 / 1.8; (.16 + 9 x .02667 + 19 x .07111) / 200 = .0087556, the root .09357."""
    low, high = held_out.area_interval(0.8, 10, 20)
    assert (low, high) == (pytest.approx(0.8 - 1.96 * 0.09357, abs=1e-4), pytest.approx(0.8 + 1.96 * 0.09357, abs=1e-4))
    assert held_out.area_interval(1.0, 20, 20) == (1.0, 1.0)


def test_every_block_is_foreseen_from_what_was_known_before_it():
    """Two years: what decides turns round after the first; foreseen from before, the second year is told apart the wrong way at first."""
    rows, happened, _ = made(1600, seed=11)
    days = pd.Timestamp("2026-10-31") - pd.to_timedelta(np.linspace(728, 0, 1600).round(), unit="D")
    cases = rows.assign(ends_day=days, looked_at=days - pd.Timedelta(days=60), has_left=happened)
    known_from = pd.Series(days + pd.Timedelta(days=30))
    found = held_out.foreseen(cases, known_from, NUMBERS, NAMES)
    assert found["ends_day"].min() > pd.Timestamp("2026-10-31") - pd.Timedelta(days=365)
    whole = held_out.record(found)
    assert (whole.n, whole.happened) == (len(found), int(found["has_left"].sum()))
    assert whole.low < whole.auc < whole.high
    changed = cases.copy()
    last = changed["ends_day"] > pd.Timestamp("2026-10-31") - pd.Timedelta(days=91)
    changed.loc[last, "has_left"] = ~changed.loc[
        last, "has_left"
    ]  # what became of the last quarter was known to no block
    again = held_out.foreseen(changed, known_from, NUMBERS, NAMES)
    assert again["share"].to_numpy() == pytest.approx(found["share"].to_numpy())


def test_too_few_are_not_learnt_from():
    rows, happened, _ = made(60)
    with pytest.raises(ValueError, match="2"):
        learn(rows, np.arange(60) < 2, NUMBERS, NAMES)
    assert not held_out.is_enough(happened)
    assert held_out.record(rows.assign(share=0.5, has_left=False, ends_day=pd.Timestamp("2026-01-01"))) is None


def test_what_says_nothing_gives_everybody_the_usual_share():
    draw = np.random.default_rng(3)
    rows = pd.DataFrame({"noise": draw.normal(0, 1, 400)})
    happened = draw.random(400) < 0.3
    share = learn(rows, happened, ("noise",), ()).share(rows)
    assert share.mean() == pytest.approx(happened.mean(), abs=0.01)
    assert share.max() - share.min() < 0.1
