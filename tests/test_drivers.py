"""What drives a score: leave-one-out by hand, the regression against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api

from cx.text.drivers import NOTHING, drivers


def answers(count=600, seed=0):
    """VIPs score lower and write about contracts; contracts themselves change nothing, waiting does."""
    dice = np.random.default_rng(seed)
    vip = dice.random(count) < 0.3
    contract = dice.random(count) < np.where(vip, 0.6, 0.1)
    waiting = dice.random(count) < 0.2
    channel = dice.integers(0, 3, count)
    values = 6 - 1.5 * vip - 1.0 * waiting + 0.2 * channel + dice.normal(0, 0.8, count)
    topics = [
        tuple(name for name, has in (("계약", a), ("대기", b)) if has) for a, b in zip(contract, waiting, strict=True)
    ]
    held = [(f"c{a}", "vip" if b else "etc") for a, b in zip(channel, vip, strict=True)]
    return values, topics, held


def test_leave_one_out_by_hand():
    """Ten answers of 4 and five of 1 about waiting: 3 in all, 4 without them."""
    found = drivers([4.0] * 10 + [1.0] * 5, [("칭찬",)] * 4 + [()] * 6 + [("대기",)] * 5, least=4, resamples=100)
    assert (found.mean, found.answers) == (3.0, 15)
    waiting, praise = found.drivers
    assert (waiting.topic, waiting.answers, waiting.mean, waiting.plain.value) == ("대기", 5, 1.0, -1.0)
    assert praise.plain.value == pytest.approx(3 - 29 / 11)
    assert waiting.fixed == NOTHING


def test_the_bootstrap_interval_is_that_of_drawing_the_answers_one_by_one():
    values, topics, _ = answers(300)
    values = np.round(values)
    own = np.array(["대기" in said for said in topics])
    dice = np.random.default_rng(1)
    drawn = dice.integers(0, len(values), (4000, len(values)))
    plain = [values[rows].mean() - values[rows][~own[rows]].mean() for rows in drawn]
    [found] = [one for one in drivers(values, topics, resamples=4000).drivers if one.topic == "대기"]
    assert (found.plain.low, found.plain.high) == pytest.approx(np.quantile(plain, [0.025, 0.975]), abs=0.01)


def test_the_fixed_effect_is_that_of_a_regression_with_robust_errors():
    values, topics, held = answers()
    design = np.column_stack(
        [[name[0] == channel for name in held] for channel in ("c1", "c2")]
        + [[name[1] == "vip" for name in held], np.ones(len(held))]
    ).astype(float)
    for found in drivers(values, topics, held, resamples=10).drivers:
        own = np.array([found.topic in said for said in topics], dtype=float)
        fit = statsmodels.api.OLS(values, np.column_stack([own, design])).fit(cov_type="HC1", use_t=True)
        told = (found.fixed.value, found.fixed.low, found.fixed.high)
        assert told == pytest.approx(np.array([fit.params[0], *fit.conf_int()[0]]) * own.mean())


def test_holding_the_segment_fixed_takes_away_what_the_segment_did():
    found = {one.topic: one for one in drivers(*answers(3000)).drivers}
    assert found["계약"].plain.high < 0  # looks like a driver
    assert found["계약"].fixed.low < 0 < found["계약"].fixed.high  # and is none
    assert found["대기"].plain.high < 0
    assert found["대기"].fixed.high < 0


def test_a_topic_that_is_a_channel_has_no_fixed_effect():
    values, topics, held = [5.0, 3.0] * 100, [("전화",), ()] * 100, [("phone",), ("chat",)] * 100
    [found] = drivers(values, topics, held).drivers
    assert found.plain.value == 1.0
    assert found.fixed == NOTHING


def test_the_same_answers_in_another_order_give_the_same_effects():
    values, topics, held = answers()
    order = np.random.default_rng(3).permutation(len(values))
    first = drivers(values, topics, held)
    second = drivers(values[order], [topics[row] for row in order], [held[row] for row in order])
    for one, other in zip(first.drivers, second.drivers, strict=True):
        assert one.topic == other.topic
        assert (one.plain.low, one.plain.high) == pytest.approx((other.plain.low, other.plain.high))
        assert one.fixed.low == pytest.approx(other.fixed.low)


def test_few_answers_are_only_counted():
    found = drivers([5.0] * 100, [("드문",)] * 29 + [("모두",)] * 71)
    assert found.drivers == []
    assert found.too_few == {"드문": 29, "모두": 71}


@pytest.mark.parametrize("values", [[], [float("nan")] * 3])
def test_no_answers_no_drivers(values):
    found = drivers(values, [("a",)] * len(values))
    assert (found.mean, found.answers, found.drivers, found.too_few) == (None, 0, [], {})


def test_missing_scores_do_not_count():
    found = drivers([4.0] * 40 + [float("nan")] * 40, [("a",)] * 60 + [()] * 20, least=5)
    assert (found.answers, found.too_few) == (40, {"a": 40})
