"""Usage retention by hand: three accounts over four months, in both readings and all periods, and pandas as a second way."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from put_rows import add

from cx import sources
from cx.errors import UnknownName
from cx.lifecycle import active_periods, usage_retention
from cx.selection import Selection
from cx.warehouse import Store

ALL = Selection()
# A pauses in February and March, B stops after February, C begins in February; the last day known is 10 April.
USED = {
    "A": ("2026-01-05", "2026-01-06", "2026-04-03"),
    "B": ("2026-01-31", "2026-02-01"),
    "C": ("2026-02-10", "2026-04-10"),
}


def use(rows):
    return [
        {"usage_id": f"{name}{n}", "account_id": name, "day": day, "amount": amount}
        for n, (name, day, amount) in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("usage") / "own") as found:
        sources.add(found, "로그")
        rows = [(name, day, 1) for name, days in USED.items() for day in days]
        add(
            found, usage=use([*rows, ("B", "2026-03-15", 0)]), account=[{"account_id": "C", "plan": "프로"}]
        )  # nothing used is no use
        yield found


def test_months_by_hand(store):
    found = usage_retention.cohorts(store, ALL, "month")
    cells = {
        (f"{row.period:%m}", row.age): (row.accounts, row.on, row.on_or_after, row.is_whole)
        for row in found.itertuples()
    }
    assert cells == {
        ("01", 1): (2, 1, 2, True),
        ("01", 2): (2, 0, 1, True),
        ("01", 3): (2, 1, 1, False),
        ("02", 1): (1, 0, 1, True),
        ("02", 2): (1, 1, 1, False),
    }


def test_days_and_weeks_and_a_plan(store):
    days = usage_retention.cohorts(store, ALL, "day").set_index(["period", "age"])
    assert days.loc[("2026-01-05", 1), ["on", "on_or_after"]].tolist() == [1, 1]
    assert days.loc[("2026-01-31", 2), ["on", "on_or_after"]].tolist() == [0, 0]
    weeks = usage_retention.cohorts(store, ALL, "week").set_index(["period", "age"])
    assert weeks.loc[("2026-01-26", 1), ["accounts", "on"]].tolist() == [1, 0]  # B's two days are one week's
    only = usage_retention.cohorts(store, Selection(plan=("프로",)), "month")
    assert set(only["accounts"]) == {1}
    with pytest.raises(UnknownName):
        usage_retention.cohorts(store, ALL, "moon")


def test_pandas_says_the_same(tmp_path):
    draw = np.random.default_rng(2)
    rows = pd.DataFrame({"name": draw.integers(0, 60, 500), "day": draw.integers(0, 300, 500)})
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(rows["day"], unit="D")
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "로그")
        with store.write("data") as con:
            con.execute(
                "insert into usage (source_id, usage_id, account_id, day, amount) select 1, unnest(?), unnest(?), unnest(?)::date, 1",
                [list(map(str, range(500))), [f"K{n}" for n in rows["name"]], [f"{day:%Y-%m-%d}" for day in days]],
            )
            active_periods.refresh(con)
        found = usage_retention.cohorts(store, ALL, "month")
    months = pd.DataFrame({"name": rows["name"], "month": days.dt.year * 12 + days.dt.month}).drop_duplicates()
    first, last = (months.groupby("name")["month"].transform(how) for how in ("min", "max"))
    for row in found.itertuples():
        cohort = row.period.year * 12 + row.period.month
        own = months[first == cohort]
        assert row.accounts == own["name"].nunique()
        assert row.on == (own["month"] == cohort + row.age).sum()
        assert row.on_or_after == own.loc[last[own.index] >= cohort + row.age, "name"].nunique()


def test_nothing_is_nothing(tmp_path):
    with Store.open(tmp_path / "own") as store:
        assert usage_retention.cohorts(store, ALL).empty
        assert not usage_retention.is_any(store)
        found = usage_retention.matrix(
            pd.DataFrame({"period": ["2026-01-01"], "age": [0], "active": [3], "last": [3]}), date(2026, 1, 20), "month"
        )
        assert found.empty  # no month after the first has begun
