"""Intervals against statsmodels and scipy, and against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from cx import interval, rollups
from cx.compute import compute
from cx.interval import Interval
from cx.selection import Selection
from tests.put_rows import opened

COUNTS = [(0, 5), (5, 5), (1, 12), (12, 30), (63, 100), (999, 1000), (13612, 24918)]


@pytest.mark.parametrize(("x", "n"), COUNTS)
def test_wilson_is_that_of_statsmodels(x, n):
    at = interval.wilson([x], [n])
    low, high = proportion_confint(x, n, method="wilson")
    assert at.low[0] == pytest.approx(low, abs=1e-12)
    assert at.high[0] == pytest.approx(high, abs=1e-12)


def test_nothing_counted_has_no_interval():
    for at in (interval.wilson([0], [0]), interval.net_share([0], [0], [0]), interval.mean([np.nan], [np.nan], [0])):
        assert np.isnan(at.low[0])
        assert np.isnan(at.high[0])


def test_one_value_has_no_interval_of_its_mean():
    assert np.isnan(interval.mean([4], [np.nan], [1]).low[0])


def test_mean_is_that_of_scipy():
    values = np.array([7, 6, 6, 5, 7, 3, 6.5, 7])
    at = interval.mean([values.mean()], [values.var(ddof=1)], [len(values)])
    expected = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (at.low[0], at.high[0]) == pytest.approx((expected.low, expected.high))
    cut = interval.Interval(np.maximum(at.low, values.mean()), at.high)
    assert interval.variance_behind([values.mean()], cut, [len(values)])[0] == pytest.approx(values.var(ddof=1))


def test_net_share_by_hand():
    """Fifteen promoters, five detractors of 36: 15.75/39 - 5.75/39 = 0.25641; variance (21.5/39 - 0.25641²)/39."""
    at = interval.net_share([15], [5], [36])
    centre, half = 10 / 39, 1.959963984540054 * ((21.5 / 39 - (10 / 39) ** 2) / 39) ** 0.5
    assert (at.low[0], at.high[0]) == pytest.approx((centre - half, centre + half))
    assert (round(at.low[0], 4), round(at.high[0], 4)) == (0.0377, 0.4751)


def test_net_share_stays_within_its_bounds():
    at = interval.net_share([3, 0], [0, 3], [3, 3])
    assert at.high[0] <= 1
    assert at.low[1] >= -1


@pytest.mark.parametrize(("first", "second"), [((63, 100), (50, 100)), ((63, 100), (45, 100)), ((9, 10), (1, 10))])
def test_two_proportions_differ_where_newcombe_says_so(first, second):
    found = interval.differ(
        np.array([first[0] / first[1]]), interval.wilson([first[0]], [first[1]]),
        np.array([second[0] / second[1]]), interval.wilson([second[0]], [second[1]]),
    )  # fmt: skip
    low, high = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert bool(found[0]) is bool(low > 0 or high < 0)


def test_what_is_not_known_does_not_differ():
    unknown = interval.nothing([np.nan])
    known = Interval(np.array([0.1]), np.array([0.2]))
    assert not interval.differ(np.array([0.9]), unknown, np.array([0.15]), known)[0]


samples = st.lists(st.integers(1, 7), min_size=3, max_size=30)


@trying(deadline=None)
@given(samples.filter(lambda x: len(set(x)) > 1), samples.filter(lambda x: len(set(x)) > 1))
def test_welch_is_that_of_scipy(first, second):
    sides = [
        (np.array([np.mean(x)]), np.array([np.var(x, ddof=1)]), np.array([float(len(x))])) for x in (first, second)
    ]
    expected = stats.ttest_ind(first, second, equal_var=False).pvalue
    if abs(expected - 0.05) > 1e-9:
        assert bool(interval.welch(*sides)[0]) is bool(expected < 0.05)
    assert interval.welch_chance(*sides)[0] == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_a_chance_nobody_can_tell_is_no_finding():
    one, none = np.array([4.0]), np.array([np.nan])
    assert interval.welch_chance((one, none, one), (one, one, one)).tolist() == [1.0]


def exact_cover(n, q, low, high):
    """Probability that the q quantile lies between the low-th and high-th of n values."""
    return stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)


@pytest.mark.parametrize(("metric", "q"), [("frt_median", 0.5), ("frt_p90", 0.9)])
@pytest.mark.parametrize("n", [40, 100, 333])
def test_quantile_intervals_are_order_statistics(tmp_path, metric, q, n):
    """The seconds are 1 to n, so that each bound is its own rank: it covers what it says and is scipy's give or take one."""
    with opened(tmp_path) as store:
        with store.write("data") as con:
            con.execute(
                "insert into ticket_fact (day, is_counted, is_offered, is_answered, first_response_seconds)"
                " select date '2026-10-01', true, true, true, i + 1 from range(?) t(i)",
                [n],
            )
            rollups.refresh(con)
        row = compute(store, [metric], Selection()).iloc[0]
    assert exact_cover(n, q, row["low"], row["high"]) >= 0.95
    expected = stats.quantile_test(np.arange(1, n + 1), q=np.quantile(np.arange(1, n + 1), q), p=q).confidence_interval(
        0.95
    )
    assert abs(row["low"] - expected.low) <= 1
    assert abs(row["high"] - expected.high) <= 1


def test_few_values_have_no_quantile_interval(tmp_path):
    with opened(tmp_path) as store:
        with store.write("data") as con:
            con.execute(
                "insert into ticket_fact (day, is_counted, is_offered, is_answered, first_response_seconds)"
                " select date '2026-10-01', true, true, true, i + 1 from range(20) t(i)"
            )
            rollups.refresh(con)
        row = compute(store, ["frt_p90"], Selection()).iloc[0]
    assert row["value"] == pytest.approx(18.1)
    assert row["low"] == 15
    assert np.isnan(row["high"])  # the 21st of 20 does not exist


def test_none_and_all_of_any_number_end_exactly_at_the_edge():
    n = np.arange(1, 400, dtype=float)
    none, every = interval.wilson(np.zeros(399), n), interval.wilson(n, n)
    assert set(none.low) == {0.0}
    assert set(every.high) == {1.0}
    assert (none.high > 0).all()
    assert (every.low < 1).all()
    assert np.isnan(interval.wilson([0.0], [0.0]).low).all()
