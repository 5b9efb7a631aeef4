"""The backlog by hand: what was open at the end of each period, how old it was, and that two ways to count it agree."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cx import cache, contacts, settings, sweep
from cx.compute import compare, compute
from cx.interval import turned
from cx.selection import Selection
from tests import many_rows
from tests.put_rows import opened

ALL = Selection(period="all")
T0 = datetime(2026, 9, 1, 1, 0)  # noqa: DTZ001 - UTC as stored: Tuesday 1 September, 10:00 in Seoul
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ticket(number, after, length=None, **more):
    """Opened `after` days after 1 September, resolved `length` days later (None: open)."""
    start = T0 + after * DAY
    end = {"status": "open"} if length is None else {"resolved_at": start + length * DAY, "status": "solved"}
    return {"ticket_id": str(number), "opened_at": start, "channel": "board", **end, **more}


ROWS = [
    ticket("old", -400),  # open since long before anything that is looked at
    ticket("same day", 0, 0.1),
    ticket("three days", 0, 3),
    ticket("over the month", 10, 30),
    ticket("late", 40, None),
    ticket("spam", 5, None, is_spam=True),
    ticket("unknown end", 5, None, status="closed"),
    ticket("given up", 5, None, status=None, channel="phone", is_abandoned=True),
    ticket("closed", 6, None, status="closed", closed_at=T0 + 8 * DAY),
    ticket("last", 45, 0.1),  # 16 October
]


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, ticket=ROWS) as found:
        settings.put(found, "withhold_n", 0)
        yield found


def standing(store, selection=ALL, **more):
    return compute(store, ["backlog"], selection, **more)["value"].tolist()


def test_what_is_open_at_the_end_of_each_period(store):
    span = (date(2026, 8, 30), date(2026, 10, 16))
    assert standing(store, every="month", span=span) == [1, 2, 2]
    days = compute(store, ["backlog"], ALL, every="day", span=(date(2026, 9, 1), date(2026, 9, 14)))["value"]
    assert days.tolist() == [2, 2, 2, 1, 1, 1, 2, 2, 1, 1, 2, 2, 2, 2]
    assert standing(store) == [2]
    assert standing(store, Selection(period="2026-09-01..2026-09-02")) == [2]
    assert standing(store, span=(date(2026, 8, 1), date(2026, 8, 31))) == [1]


def test_it_can_be_cut_and_filtered(store):
    end = Selection(period="2026-09-01..2026-09-08")
    parts = compute(store, ["backlog"], end, by=["channel"])
    assert dict(zip(parts["channel"], parts["value"], strict=True)) == {"board": 2}
    assert standing(store, end.narrowed(channel=("phone",))) == [0]  # nothing left over is 0
    assert np.isnan(standing(store, end.narrowed(channel=("chat",)))[0])  # there never was anything


def test_ages_are_those_at_the_end_of_the_period(store):
    """On 30 September one is open since 29 July 2025 10:00, one since 11 September 10:00; then since then and 11 October."""
    months = compute(store, ["backlog_age_median", "backlog_age_p90"], ALL, every="month",
                     span=(date(2026, 9, 1), date(2026, 10, 16)))  # fmt: skip
    old, recent = 430 * 86_400 - 10 * 3600, 20 * 86_400 - 10 * 3600
    values = months.set_index(["metric", "period"])["value"]
    assert values["backlog_age_median", pd.Timestamp("2026-09-01")] == (old + recent) / 2
    assert values["backlog_age_p90", pd.Timestamp("2026-09-01")] == pytest.approx(recent + 0.9 * (old - recent))
    old, recent = old + 16 * 86_400, 6 * 86_400 - 10 * 3600
    assert values["backlog_age_median", pd.Timestamp("2026-10-01")] == (old + recent) / 2


def test_the_rows_behind_it_are_those_open_at_the_end(store):
    shown = contacts.contacts(store, ALL, "backlog_age_median", columns=["ticket_id", "age_seconds"])
    assert shown["ticket_id"].tolist() == ["late", "old"]
    assert shown["age_seconds"].tolist() == [6 * 86_400 - 10 * 3600, 446 * 86_400 - 10 * 3600]
    behind = {"period": pd.Timestamp("2026-09-01")}
    shown = contacts.contacts(store, ALL, "backlog", behind, every="month")
    assert set(shown["ticket_id"]) == {"old", "over the month"}
    assert contacts.count(store, ALL, "backlog", behind, every="month") == 2
    assert len(contacts.export(store, ALL, "backlog", behind, every="month")) == 2


def test_it_grows_older_as_days_pass(store):
    one, two = (compute(store, ["backlog_age_p90"], ALL, as_of=date(2026, 10, day))["value"][0] for day in (16, 17))
    assert two - one == 86_400


def test_a_comparison_sets_two_ends_side_by_side(store):
    row = compare(store, ["backlog"], Selection(period="2026-09-03..2026-09-04")).iloc[0]
    assert (row["value"], row["previous"]) == (1, 2)
    assert not row["is_separable"]


@pytest.mark.parametrize(
    ("came", "went", "is_told_apart"),
    [(0, 0, False), (0, 5, False), (0, 6, True), (6, 0, True), (20, 10, False), (21, 8, True)],
)
def test_a_stock_differs_where_more_came_than_went_beyond_chance(tmp_path, came, went, is_told_apart):
    """Forty stand at both ends and say nothing; `went` stood at the end of August only, `came` at that of September."""
    rows = [ticket(i, -30) for i in range(40)]
    rows += [ticket(100 + i, -20, 25) for i in range(went)] + [ticket(200 + i, 1) for i in range(came)]
    with opened(tmp_path, ticket=[*rows, ticket(999, 30, 1)]) as store:
        row = compare(store, ["backlog"], Selection(period="2026-09-01..2026-09-30")).iloc[0]
        assert (row["value"], row["previous"]) == (40 + came, 40 + went)
        assert row["is_separable"] == is_told_apart
        assert turned(came, went) == (came + went > 0 and stats.binomtest(came, came + went).pvalue < 0.05)


def test_a_source_that_never_tells_resolutions_has_no_backlog(tmp_path):
    silent = [ticket(i, i, None, source_id=2) for i in range(5)]
    telling = [ticket(i, i, 1) for i in range(5)]
    with opened(tmp_path, ticket=silent) as store:
        row = compute(store, ["backlog", "backlog_age_median"], ALL)
        assert row["value"].isna().all()
        assert row["state"].tolist() == ["none", "none"]
    with opened(tmp_path / "two", ticket=[*silent, *telling]) as store:
        assert standing(store) == [0]  # the last day with data is that on which the last one ended
        assert np.isnan(standing(store, Selection(period="all", source=("2",)))[0])


def test_opened_minus_over_to_date_is_what_is_open(tmp_path):
    """The two ways of counting agree at every end of a day, week and month, whatever ends when."""
    rng = random.Random(3)  # noqa: S311 - the same every time, no secret
    rows = [
        ticket(i, rng.uniform(0, 90), rng.choice([None, rng.uniform(0, 2), rng.uniform(0, 60)]), channel=rng.choice(["chat", "phone"]))
        for i in range(400)
    ]  # fmt: skip
    with opened(tmp_path, ticket=rows) as store:
        facts = store.query("select day, over_day from ticket_fact where is_counted and is_tracked")
        assert len(facts) == 400
        for every in ("day", "week", "month"):
            found = compute(store, ["backlog"], ALL, every=every).set_index("period")["value"]
            last = compute(store, ["inflow"], ALL, every="day")["period"].max()
            for start, value in found.items():
                end = min(start + {"day": 0, "week": 6}.get(every, start.days_in_month - 1) * pd.Timedelta("1D"), last)
                assert value == (facts["day"] <= end).sum() - (facts["over_day"] <= end).sum()


def test_groups_add_up_to_the_whole_at_every_end(tmp_path):
    with many_rows.opened(tmp_path) as store:
        whole = compute(store, ["backlog"], ALL, every="month")["value"]
        parts = compute(store, ["backlog"], ALL, every="month", by=["channel"]).groupby("period")["value"].sum()
        assert whole.tolist() == parts.tolist()
        assert (whole > 30).all()


def test_a_sweep_over_the_ends_tells_what_the_definitions_do(tmp_path):
    """The quick way (`cx.sweep`) beside every contact set against every end, over random contacts, grains and filters."""
    dice = random.Random(26)  # noqa: S311 - reproducible, nothing secret
    rows = []
    for number in range(300):
        length, channel = dice.choice([None, 0.05, 1, 2.5, 9, 40]), dice.choice(["chat", "board"])
        rows.append(ticket(f"T{number}", dice.randrange(-30, 60), length, channel=channel))
    names = ["backlog", "backlog_age_median", "backlog_age_p90"]
    spans = [
        (date(2026, 8, 20), date(2026, 11, 20)),
        (date(2026, 9, 3), date(2026, 9, 3)),
        (date(2020, 1, 1), date(2026, 9, 9)),
    ]
    with opened(tmp_path, ticket=rows) as store:
        for span, every in zip(spans, ("week", "day", "quarter"), strict=True):
            for chosen in (
                ALL,
                Selection(period="all", channel=("chat",)),
                Selection(period="all", channel=("phone",)),
            ):
                for cut in (every, None):
                    own = compute(store, names, chosen, every=cut, span=span)
                    with pytest.MonkeyPatch.context() as patch:
                        patch.setattr(sweep, "can", lambda _: False)
                        cache.clear()
                        other = compute(store, names, chosen, every=cut, span=span)
                    pd.testing.assert_frame_equal(own, other)
