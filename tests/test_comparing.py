"""Two completed periods: which they are, when a change is called one, and whether the target is met."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from cx.compute import compare, compute
from cx.selection import Selection
from tests.put_rows import add, opened

QUARTER = Selection(period="3m")


def tickets(day, answered, unanswered, prefix="", **more):
    """Contacts of one day, 10:00 in Seoul; unanswered ones are closed, so that none is pending."""
    opened_at = datetime(day.year, day.month, day.day, 1)  # noqa: DTZ001 - UTC as stored
    rows = [
        {"ticket_id": f"{prefix}{day}-{i}", "opened_at": opened_at, "channel": "chat", "status": "closed", **more}
        for i in range(answered + unanswered)
    ]
    for row in rows[:answered]:
        row["first_response_at"] = opened_at + timedelta(minutes=5)
    return rows


def test_completed_months_are_compared_and_the_running_one_left_out(tmp_path):
    rows = [
        *tickets(date(2026, 4, 15), 9, 1), *tickets(date(2026, 7, 15), 8, 2),
        *tickets(date(2026, 10, 15), 14, 6), *tickets(date(2026, 11, 18), 0, 40),
    ]  # fmt: skip
    with opened(tmp_path, ticket=[*tickets(date(2026, 4, 30), 1, 0), *rows]) as store:
        row = compare(store, ["response_rate"], QUARTER).iloc[0]
        assert (row["value"], row["n"]) == (0.7, 20)  # August to October; the running November is not in it
        assert (row["previous"], row["previous_n"]) == (0.8, 10)  # May to July
        assert row["change"] == pytest.approx(-0.1)
        assert (row["first"], row["last"]) == (date(2026, 8, 1), date(2026, 10, 31))
        assert (row["previous_first"], row["previous_last"]) == (date(2026, 5, 1), date(2026, 7, 31))
        year = compare(store, ["response_rate"], Selection(period="3m", compare="year")).iloc[0]
        assert np.isnan(year["previous"])  # a year ago nothing was kept: not "0 contacts"
        assert np.isnan(year["change"])
        assert not year["is_separable"]


def test_data_that_begin_within_the_previous_period_are_no_comparison(tmp_path):
    rows = [*tickets(date(2026, 6, 20), 9, 1), *tickets(date(2026, 10, 15), 7, 3), *tickets(date(2026, 11, 2), 1, 0)]
    with opened(tmp_path, ticket=rows) as store:
        assert np.isnan(compare(store, ["inflow"], QUARTER).iloc[0]["previous"])


@pytest.mark.parametrize(("now", "before"), [((63, 100), (50, 100)), ((70, 100), (50, 100)), ((30, 40), (20, 40))])
def test_shares_differ_where_newcombe_says_so(tmp_path, now, before):
    rows = tickets(date(2026, 10, 5), now[0], now[1] - now[0]) + tickets(
        date(2026, 9, 7), before[0], before[1] - before[0]
    )
    selection = Selection(period="2026-10-01..2026-10-31")
    first = tickets(date(2026, 8, 31), 1, 0) + tickets(date(2026, 11, 2), 1, 0)
    with opened(tmp_path, ticket=rows + first) as store:
        row = compare(store, ["response_rate"], selection).iloc[0]
    low, high = confint_proportions_2indep(*now, *before, method="newcomb", compare="diff")
    assert row["is_separable"] == (low > 0 or high < 0)
    assert row["previous_n"] == before[1]


@pytest.mark.parametrize("lift", [0, 1, 2])
def test_means_differ_where_welch_says_so(tmp_path, lift):
    before, now = [4, 5, 6, 5, 4, 6, 5, 5], [value + lift / 2 for value in (4, 6, 5, 6, 4, 6, 5, 7)]
    rows = [
        {
            "answer_id": f"{month}-{i}",
            "survey": "ces",
            "score": value,
            "answered_at": datetime(2026, month, 12),  # noqa: DTZ001 - UTC as stored
            "contact_id": f"{month}{i}",
        }
        for month, values in ((9, before), (10, now))
        for i, value in enumerate(values)
    ]
    ends = [*tickets(date(2026, 8, 31), 1, 0), *tickets(date(2026, 11, 2), 1, 0)]
    with opened(tmp_path, survey_answer=rows, ticket=ends) as store:
        row = compare(store, ["ces"], Selection(period="2026-10-01..2026-10-31")).iloc[0]
    assert row["change"] == pytest.approx(np.mean(now) - np.mean(before))
    assert row["is_separable"] == (stats.ttest_ind(now, before, equal_var=False).pvalue < 0.05)


def days(first, counts):
    return [row for i, count in enumerate(counts) for row in tickets(first + timedelta(days=i), count, 0)]


@pytest.mark.parametrize(("factor", "is_separable"), [(1.0, False), (1.05, False), (2.0, True)])
def test_counts_differ_where_their_days_do(tmp_path, factor, is_separable):
    """A count is no sample: two months differ by more than chance if their days do, given how days differ anyway."""
    usual = [round(base * factor) for base in (20, 14, 22, 18, 25, 16, 21, 19, 24, 13, 22, 20, 17, 23)]
    before = (21, 15, 20, 19, 22, 18, 20, 17, 25, 14, 21, 19, 20, 22)
    with opened(
        tmp_path,
        ticket=[*days(date(2026, 9, 17), before), *days(date(2026, 10, 1), usual), *tickets(date(2026, 8, 31), 1, 0)],
    ) as store:
        selection = Selection(period="2026-10-01..2026-10-14")
        row = compare(store, ["inflow", "contacts_per_day"], selection)
        assert row["value"][0] == sum(usual)
        assert row["is_separable"].tolist() == [is_separable, is_separable]


@pytest.mark.parametrize(("count", "is_separable"), [(22, False), (60, True), (2, True)])
def test_a_day_is_compared_by_how_days_differed_in_the_weeks_before(tmp_path, count, is_separable):
    """By hand: eight weeks of a weekday's own level plus or minus 2 have the variance 56 * 4 / 49 = 4.6, below the mean of
    23 that chance alone makes, so two days differ by chance by up to about 2.01 * sqrt(2 * 23) = 14."""
    usual = [20 + day % 7 + (2 if day // 7 % 2 else -2) for day in range(56 + 8)]
    first = date(2026, 10, 14) - timedelta(days=len(usual))
    with opened(tmp_path, ticket=[*days(first, usual), *tickets(date(2026, 10, 14), count, 0)]) as store:
        row = compare(store, ["inflow"], Selection(period="2026-10-14..2026-10-14")).iloc[0]
        assert (row["value"], row["previous"]) == (count, usual[-1])
        assert row["is_separable"] == is_separable


@pytest.mark.parametrize(("level", "is_separable"), [(20, False), (21, False), (23, False), (25, True), (30, True)])
def test_days_more_regular_than_chance_are_no_proof(tmp_path, level, is_separable):
    """20 on every day of two weeks and then 23 on every day: without any spread a test sees a change in one contact. Counts
    have that of chance at least: 280 against 322 are told apart by no test of two Poisson counts, 280 against 350 are.
    """
    begin = [*tickets(date(2026, 8, 31), 1, 0), *days(date(2026, 9, 17), [20] * 14)]
    with opened(tmp_path, ticket=[*begin, *days(date(2026, 10, 1), [level] * 14)]) as store:
        row = compare(store, ["inflow", "contacts_per_day"], Selection(period="2026-10-01..2026-10-14"))
        assert row["is_separable"].tolist() == [is_separable, is_separable]
    by_chance = poisson_test(14 * level, 14, 280, 14, method="wald", compare="diff").pvalue
    assert (by_chance < 0.05) == is_separable


@pytest.mark.parametrize(("count", "is_separable"), [(24, False), (34, False), (36, True), (45, True)])
def test_one_day_among_regular_ones_is_judged_by_chance(tmp_path, count, is_separable):
    """Nine weeks of 20 a day, then one day. By hand (34 - 20) / sqrt(34 + 20) = 1.91 and (36 - 20) / sqrt(36 + 20) = 2.14;
    Student's limit is 1.98 to 1.99 (eight weeks of each leave 49 degrees of freedom)."""
    first = date(2026, 10, 14) - timedelta(days=64)
    with opened(tmp_path, ticket=days(first, [*[20] * 64, count])) as store:
        row = compare(store, ["inflow"], Selection(period="2026-10-14..2026-10-14")).iloc[0]
        assert row["is_separable"] == is_separable


def target(target_id, goal, **more):
    return {"target_id": target_id, "metric": "response_rate", "goal": goal, **more}


def test_the_most_special_target_that_holds_is_taken(tmp_path):
    rows = [*tickets(date(2026, 4, 30), 1, 0), *tickets(date(2026, 10, 15), 34, 6), *tickets(date(2026, 11, 2), 1, 0)]
    with opened(tmp_path, ticket=rows) as store:
        found = compare(store, ["response_rate", "inflow", "frt_median"], QUARTER)
        assert found["target"].fillna(-1).tolist() == [0.9, -1, 300]  # the usual ones
        assert found["is_met"].tolist() == [False, None, True]  # 85 % of 90 %; 300 s of 300 s
        targets = [
            target("old", 0.5, to_day=date(2026, 9, 30)),
            target("now", 0.8, from_day=date(2026, 10, 1)),
            target("next", 0.99, from_day=date(2026, 11, 1)),
            target("chat", 0.86, channel="chat"),
            target("phone", 0.1, channel="phone"),
        ]
        add(store, target=targets)
        assert compare(store, ["response_rate"], QUARTER)[["target", "is_met"]].values.tolist() == [[0.8, True]]
        chat = Selection(period="3m", channel=("chat",))
        assert compare(store, ["response_rate"], chat)[["target", "is_met"]].values.tolist() == [[0.86, False]]
        both = Selection(period="3m", channel=("chat", "phone"))
        assert compare(store, ["response_rate"], both)["target"].tolist() == [0.8]


@pytest.mark.parametrize(("answered", "is_met"), [(29, None), (30, True)])
def test_a_target_is_not_judged_by_too_few_rows(tmp_path, answered, is_met):
    rows = [*tickets(date(2026, 10, 15), answered, 0), *tickets(date(2026, 11, 2), 1, 0)]
    with opened(tmp_path, ticket=rows) as store:
        row = compare(store, ["response_rate"], QUARTER).iloc[0]
        assert (row["value"], row["target"], row["is_met"]) == (1.0, 0.9, is_met)


def test_what_is_compared_is_what_compute_says_of_those_days(tmp_path):
    rows = [row for month in range(3, 12) for row in tickets(date(2026, month, 10), month * 3, 12 - month)]
    with opened(tmp_path, ticket=rows) as store:
        names = ["inflow", "response_rate", "frt_median", "online_share", "unanswered"]
        compared = compare(store, names, QUARTER)
        now = compute(store, names, QUARTER, span=(date(2026, 8, 1), date(2026, 10, 31)))
        before = compute(store, names, QUARTER, span=(date(2026, 5, 1), date(2026, 7, 31)))
        for column in ("value", "n", "low", "high", "state"):
            assert compared[column].tolist() == pytest.approx(now[column].tolist(), nan_ok=True)
        assert compared["previous"].tolist() == before["value"].tolist()
        assert compared["metric"].tolist() == names
