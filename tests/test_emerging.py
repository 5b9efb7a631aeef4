"""What grows beyond chance is found, and shuffled time stamps stay silent."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from cx.text.emerging import Table, dispersion, emerging, false_discovery, table


def steady(*rows, periods=6, total=100):
    counts = np.array([[row[0]] * (periods - 1) + [row[1]] for row in rows])
    return Table([f"t{number}" for number in range(len(rows))], counts, np.full(periods, total))


def test_a_count_that_trebles_is_found_with_the_exact_test():
    counted = steady((10, 30), (20, 20))
    tested = emerging(counted, is_last_complete=True)
    [one] = tested.found
    assert (tested.status, tested.tested, one.name, one.last, one.usual) == ("ok", 2, "t0", 30, 10.0)
    # 30 of 80 in a period that has a sixth of all documents
    referee = stats.binomtest(30, 80, 1 / 6, alternative="greater")
    assert one.p == pytest.approx(referee.pvalue)
    both = stats.binomtest(30, 80, 1 / 6).proportion_ci(method="exact")
    assert (one.low, one.high) == pytest.approx([part / (1 - part) * 5 for part in both])
    assert one.ratio == 3.0


def test_a_fall_is_found_on_request():
    counted = steady((30, 5), (20, 20))
    assert emerging(counted, is_last_complete=True).found == []
    [one] = emerging(counted, is_last_complete=True, falling=True).found
    assert one.p == pytest.approx(stats.binomtest(5, 155, 1 / 6, alternative="less").pvalue)
    assert one.high < 1


def test_what_was_never_said_before_has_no_upper_bound():
    [one] = emerging(steady((0, 12), (20, 20)), is_last_complete=True).found
    assert one.ratio == one.high == float("inf")
    assert one.low > 1


def test_the_running_period_is_left_out():
    counted = steady((10, 30), periods=6)
    half = Table(counted.names, np.hstack([counted.counts, [[2]]]), np.append(counted.totals, 9))
    assert [one.last for one in emerging(half, is_last_complete=False).found] == [30]
    assert emerging(half, is_last_complete=True).found == []


def test_growth_of_everything_is_no_news():
    counts = np.array([[10, 10, 10, 10, 40], [20, 20, 20, 20, 80]])
    assert emerging(Table(["a", "b"], counts, np.array([100, 100, 100, 100, 400])), is_last_complete=True).found == []


def test_few_are_not_told():
    assert emerging(steady((0, 4), (50, 50)), is_last_complete=True, least=5).tested == 1


def test_periods_that_differ_anyway_raise_the_bar():
    calm, wild = [20, 20, 21, 19, 20, 40], [2, 45, 5, 40, 8, 40]
    flat = [[20, 21, 19, 20, 20, 20]] * 20
    names = ["calm", "wild", *(f"flat{number}" for number in range(20))]
    counted = Table(names, np.array([calm, wild, *flat]), np.full(6, 200))
    assert [one.name for one in emerging(counted, is_last_complete=True).found] == ["calm"]
    spread = dispersion(counted.counts[:, :-1], np.full(5, 200.0))
    assert spread[1] > 5 * spread[0]
    assert spread.min() >= 1


def test_one_week_of_an_outage_does_not_make_the_other_topics_restless():
    """Eight of the last week's 300 texts after one a week: 1 in 7,600 by the binomial of 8 in 16 at a ninth. Twenty calm topics."""
    calm = [[20, 21, 19, 20, 20, 20, 21, 19, 20]] * 20
    small, outage = [1, 1, 1, 1, 1, 1, 1, 1, 8], [0, 0, 0, 90, 2, 0, 0, 0, 0]
    names = ["small", "outage", *(f"calm{number}" for number in range(20))]
    counted = Table(names, np.array([small, outage, *calm]), np.full(9, 300))
    (found,) = emerging(counted, is_last_complete=True).found
    assert found.name == "small"
    assert found.p == pytest.approx(stats.binom.sf(7, 16, 1 / 9))
    assert dispersion(counted.counts[:, :-1], np.full(8, 300.0))[0] == 1


def test_adjusted_p_values_agree_with_a_referee():
    p = np.array([0.01, 0.04, 0.03, 0.5, 0.002])
    assert false_discovery(p) == pytest.approx(stats.false_discovery_control(p))
    assert len(false_discovery(np.array([]))) == 0


@pytest.mark.parametrize("falling", [False, True])
def test_shuffled_time_stamps_stay_silent(falling):
    """In 200 shuffles no more runs find anything than the false discovery rate says; few words of many, most of them rare."""
    dice = np.random.default_rng(7)
    weights = 1 / np.arange(1, 301)
    said = (dice.random((1200, 300)) < np.minimum(0.5, 3 * weights)).astype(np.int64)
    names = [f"w{number}" for number in range(300)]
    month = np.repeat(np.arange(8), 150)
    loud = 0
    for _ in range(200):
        shuffled = np.eye(8, dtype=np.int64)[dice.permutation(month)]
        counted = Table(names, said.T @ shuffled, shuffled.sum(axis=0))
        tested = emerging(counted, is_last_complete=True, falling=falling)
        assert tested.tested > 50
        loud += bool(tested.found)
    assert loud <= 0.05 * 200


def test_documents_are_counted_by_term_and_period():
    terms = [("a", "a", "b"), ("a",), ("b",), (), ("a",)]
    counted = table(terms, [0, 1, 1, 1, 5], 2)
    assert (counted.names, counted.counts.tolist(), counted.totals.tolist()) == (["a", "b"], [[1, 1], [1, 1]], [1, 3])


def test_an_account_is_one_voice_a_period():
    terms = [("먹통",)] * 300 + [("결제",)] * 60
    periods = [2] * 300 + [0, 1, 2] * 20
    senders = ["one"] * 300 + [f"s{number}" for number in range(60)]
    assert emerging(table(terms, periods, 3), is_last_complete=True).found != []
    by_sender = table(terms, periods, 3, senders)
    assert by_sender.counts.tolist() == [[20, 20, 20], [0, 0, 1]]
    assert by_sender.totals.tolist() == [20, 20, 21]
    assert emerging(by_sender, is_last_complete=True).found == []


@pytest.mark.parametrize(
    ("counted", "status"),
    [
        (table([], [], 0), "no_baseline"),
        (table([("a",)] * 30, [0] * 30, 1), "no_baseline"),
        (table([("a",)] * 30, [0, 1] * 15, 2), "no_baseline"),
        (table([("a",)] * 30, [0, 1, 2] * 10, 4), "no_texts"),
        (table([()] * 30, [0, 1, 2] * 10, 3), "ok"),
    ],
)
def test_too_little_is_said_plainly(counted, status):
    tested = emerging(counted, is_last_complete=True)
    assert (tested.status, tested.found) == (status, [])
