"""Whatever is imported, taken back or matched in whatever order: what is kept of use is what making it anew gives, and says what the days of use say."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd

from cx import cache, matching, sources
from cx.facts_term import ACCOUNTS
from cx.importing import batches
from cx.lifecycle import active_periods, rows, usage_retention
from cx.retention_usage import counts
from cx.selection import Selection
from cx.warehouse import Store
from tests.test_properties import put

CHOSEN = [(Selection(), "day"), (Selection(), "week"), (Selection(), "month"), (Selection(plan=("큰",)), "month")]
STEPS = 8


def batch(dice):
    """Use of a few accounts over two years, some of it of amount 0 and some said again; now and then who the accounts are."""
    used = [
        (
            1,
            str(dice.randrange(200)),
            f"K{dice.randrange(9)}",
            date(2025, 1, 1) + timedelta(days=int(700 * dice.random() ** 3)),
            dice.choice([1.0, 2.0, 0.0]),
        )
        for _ in range(dice.randint(5, 25))
    ]
    parts = [("usage", ["usage_id", "account_id", "day", "amount"], used)]
    if dice.random() < 0.4:
        told = [
            (1, f"K{dice.randrange(9)}", dice.choice(["큰", "작은"]), dice.random() < 0.2)
            for _ in range(dice.randint(1, 4))
        ]
        parts.append(("account", ["account_id", "plan", "is_test"], told))
    return parts


def step(dice, store, active):
    chance = dice.random()
    if chance < 0.5 or len(active) < 2:
        put(store, batch(dice))
        active.append(int(store.query("select max(batch_id) as latest from import_batch")["latest"].item()))
    elif chance < 0.8:
        batches.undo(store, active.pop(dice.randrange(len(active))))
    else:
        known = matching.members(store, "account")["key"].tolist()
        if len(known) > 1:
            one, into = dice.sample(known, 2)
            matching.merge(store, "account", [one], into)


def kept(con):
    found = con.execute("select 1 from duckdb_tables() where table_name = ?", [active_periods.TABLE]).fetchone()
    return con.execute(f"from {active_periods.TABLE} order by all").fetchall() if found else None


def assert_as_if_made_anew(store):
    with store.cursor() as cursor:
        before = kept(cursor)
        cursor.execute("begin")
        active_periods.refresh(cursor)
        assert kept(cursor) == before
        cursor.execute("rollback")


def cohorts(store):
    cache.clear()
    return [usage_retention.cohorts(store, chosen, every) for chosen, every in CHOSEN]


def from_days(store):
    """The same from every day of use, by the definition."""
    used = active_periods.ROWS.replace("active_row", "used_row", 1)
    for selection, every in CHOSEN:
        where, values = rows.chosen(selection)
        read = (
            f"{used}, active_row as (select u.* from used_row u join account_row a using (account_key) where {where})"
        )
        found = rows.ask(store, f"with {ACCOUNTS}, {read} select * from ({counts(every)})", values)
        yield usage_retention.matrix(found, rows.known_day(store), every)


def test_any_sequence_leaves_what_a_rebuild_gives_and_what_the_days_say(tmp_path):
    dice = random.Random(2)  # noqa: S311 - no secret
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "로그")
        active, cells = [], 0
        for turn in range(STEPS):
            step(dice, store, active)
            assert_as_if_made_anew(store)
            if turn % 4 != 3:
                continue
            ours = cohorts(store)
            for one, other in zip(ours, from_days(store), strict=True):
                pd.testing.assert_frame_equal(one, other)
            cells += sum(map(len, ours))
        assert cells > 100
        while active:
            batches.undo(store, active.pop())
        assert not active_periods.is_kept(store)


def test_an_account_of_three_days_by_hand(tmp_path):
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "로그")
        days = [date(2026, 1, 31), date(2026, 2, 1), date(2027, 3, 31)]  # a Saturday, the Sunday after, 14 months later
        put(
            store,
            [
                (
                    "usage",
                    ["usage_id", "account_id", "day", "amount"],
                    [(1, str(n), "A", day, 1.0) for n, day in enumerate(days)],
                )
            ],
        )
        row = store.query(f"select * from {active_periods.TABLE}").iloc[0]
    assert [str(pd.Timestamp(row[every]).date()) for every in ("day", "week", "month")] == [
        "2026-01-31",
        "2026-01-26",
        "2026-01-01",
    ]
    later = 1 << 13
    assert (row["day_active"], row["week_active"], row["month_active"]) == (1 + 2 + later, 1 + later, 1 + 2 + later)


def test_use_of_an_older_program_is_kept_as_the_store_opens(tmp_path):
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "로그")
        put(store, [("usage", ["usage_id", "account_id", "day", "amount"], [(1, "1", "A", date(2026, 1, 31), 1.0)])])
        with store.write() as con:
            con.execute(f"drop table {active_periods.TABLE}")
    with Store.open(tmp_path / "own") as store:
        assert len(store.query(f"from {active_periods.TABLE}")) == 1
