"""A funnel of five steps and a cohort matrix over ten million events: our compiled SQL, the best written by hand, pandas and polars.

`CX_BENCH_EVENTS` says how many other than ten million. Events are of accounts with twenty each on average, a third of them of no step; all answers are
compared before they are timed. By hand means the faster of two statements that give the same numbers from
the same table. Times are those of the CPU, of all threads, so that what else the machine does counts for neither.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import statistics
import time
from collections.abc import Callable, Iterator

import duckdb
import pandas as pd

from cx.funnel import Funnel, Step
from cx.funnel_counts import counts
from cx.funnel_paths import judged, stages
from cx.lifecycle import active_periods
from cx.retention_usage import MOST
from cx.retention_usage import counts as cohort_counts
from tests.bench import Line, Size, paired, ratio

STEPS = 5
WINDOW = 30  # days
BAR = 1.2
_EACH = 20
# An account's events follow each other by a day and a half, more or less, so that some come out of order; after a while, another one for each, it only does
# what is no step.
_EVENTS = """
create table event as
select 'account ' || account as account_key,
    timestamp '2025-01-01' + to_seconds((hash(account) % (500 * 86400) + j * 129600 + hash(i) % 260000)::bigint) as "at",
    case when j > hash(account + 1) % 24 or j % 3 = 1 then 'other ' || (j % 3) else 'step ' || (1 + j // 3) end as step
from (select i, hash(i // $each) % 1000000007 as account, i % $each as j from range($events) numbers(i))
order by "at" """
_ROWS = """rows as (
    select account_key, "at", list_position($steps::varchar[], step) - 1 as code, timestamp '2027-01-01' as known_until, null::varchar as grouped from event
)"""


def _joined() -> str:
    parts = [
        's1 as (select account_key, min("at") as first_at, min("at") as at_ from event where step = \'step 1\' group by 1)'
    ]
    parts += [
        f"""s{number} as (select account_key, any_value(p.first_at) as first_at, min(e."at") as at_ from s{number - 1} p
        join event e using (account_key) where e.step = 'step {number}' and e."at" >= p.at_
            and e."at" <= p.first_at + interval {WINDOW} day group by 1)"""
        for number in range(2, STEPS + 1)
    ]
    listed = ", ".join(f"(select count(*) from s{number}) as reached_{number}" for number in range(1, STEPS + 1))
    return f"with {', '.join(parts)} select {listed}"


def _listed() -> str:
    lists = ", ".join(f"list(\"at\") filter (step = 'step {n}') as all_{n}" for n in range(2, STEPS + 1))
    parts = [
        f"s1 as (select account_key, min(\"at\") filter (step = 'step 1') as at_1, {lists} from event group by 1 having at_1 is not null)"
    ]
    for n in range(2, STEPS + 1):
        found = f"list_min(list_filter(all_{n}, lambda x: x >= at_{n - 1} and x <= at_1 + interval {WINDOW} day))"
        parts.append(f"s{n} as (select *, {found} as at_{n} from s{n - 1})")
    listed = ", ".join(f"count(at_{n}) as reached_{n}" for n in range(1, STEPS + 1))
    return f"with {', '.join(parts)} select {listed} from s{STEPS}"


_COHORT_JOINED = """
with d as (select distinct account_key, date_trunc('month', "at") as m from event), f as (select account_key, min(m) as first from d group by 1)
select first, date_diff('month', first, m) as age, count(*) as n from d join f using (account_key) group by all"""
_COHORT_WINDOW = """
with d as (select distinct account_key, date_trunc('month', "at") as m from event),
f as (select m, min(m) over (partition by account_key) as first from d)
select first, date_diff('month', first, m) as age, count(*) as n from f group by all"""


def lines(size: Size) -> Iterator[Line]:
    """Funnel and matrix against SQL by hand, then pandas and, where it is installed, polars."""
    events, runs = int(os.environ.get("CX_BENCH_EVENTS") or size.of(10_000_000, 20_000)), size.of(5, 1)
    with duckdb.connect() as con:
        con.execute(_EVENTS, {"each": _EACH, "events": events})
        yield from _against_hand(con, size, runs)
        yield from _from_milestones(con, size, runs)
        yield from _from_active_periods(con, size, runs)
        yield from _against_frames(con, runs)


def funnel_by_us(con: duckdb.DuckDBPyConnection) -> Callable[[], tuple[int, ...]]:
    """How many reach each step, as a page asks."""
    one = Funnel(tuple(Step((f"step {n}",)) for n in range(1, STEPS + 1)), WINDOW * 86_400)
    made = ", ".join(f"{name} as ({sql})" for name, sql in stages(one.shape))
    reached = ", ".join(f"reached_{n}" for n in range(1, STEPS + 1))
    sql = f"with {_ROWS}, {made} select {reached} from ({counts(one.shape)})"
    return lambda: tuple(map(int, con.execute(sql, {"steps": list(one.events)}).fetchall()[0]))


def _cohorts_by_us(con: duckdb.DuckDBPyConnection) -> Callable[[], int]:
    sql = f'with active_row as (select account_key, "at"::date as day from event) select * from ({cohort_counts("month")})'
    return lambda: sum(int(row[2]) for row in con.execute(sql).fetchall())


def _best(con: duckdb.DuckDBPyConnection, *statements: str) -> str:
    """The statement that takes the least, of three runs each."""

    def spent(sql: str) -> float:
        found = []
        for _ in range(3):
            began = time.process_time()
            con.execute(sql).fetchall()
            found.append(time.process_time() - began)
        return statistics.median(found)

    return min(statements, key=spent)


def _same(one: object, other: object) -> None:
    if one != other:
        message = f"not the same answer: {one} and {other}"
        raise RuntimeError(message)


def _against_hand(con: duckdb.DuckDBPyConnection, size: Size, runs: int) -> Iterator[Line]:
    bar = size.of(BAR, None)
    ours = funnel_by_us(con)
    for sql in (_joined(), _listed()):
        _same(ours(), tuple(map(int, con.execute(sql).fetchall()[0])))
    hand = _best(con, _joined(), _listed())
    pair = paired(ours, lambda: con.execute(hand).fetchall(), runs, clock=time.process_time)
    note = "by hand: joins" if hand == _joined() else "by hand: lists"
    yield ratio("funnel of five steps: beside SQL by hand", pair, bar=bar, aim=1.0, note=note)
    cohorts = _cohorts_by_us(con)
    for sql in (_COHORT_JOINED, _COHORT_WINDOW):
        _same(cohorts(), sum(int(row[2]) for row in con.execute(sql).fetchall()))
    hand_cohorts = _best(con, _COHORT_JOINED, _COHORT_WINDOW)
    pair = paired(cohorts, lambda: con.execute(hand_cohorts).fetchall(), runs, clock=time.process_time)
    note = "both readings, by hand one" + ("; by hand: join" if hand_cohorts == _COHORT_JOINED else "; by hand: window")
    yield ratio("cohort matrix of months: beside SQL by hand", pair, bar=bar, aim=1.0, note=note)


def _from_milestones(con: duckdb.DuckDBPyConnection, size: Size, runs: int) -> Iterator[Line]:
    """The same funnel from a row per account, as an import keeps it (`cx.lifecycle.milestones`)."""
    one = Funnel(tuple(Step((f"step {n}",)) for n in range(1, STEPS + 1)), WINDOW * 86_400)
    made = ", ".join(f"{name} as ({sql})" for name, sql in stages(one.shape))
    times = ", ".join(f"at_{n}" for n in range(1, STEPS + 1))
    sql = f"create table kept as with {_ROWS}, {made} select account_key, {times} from entries"
    began = time.process_time()
    con.execute(sql, {"steps": list(one.events)})
    yield Line("milestones made anew", time.process_time() - began, "s", note="CPU, once an import")
    told = ", ".join(f"{name} as ({sql})" for name, sql in judged(one.shape))
    rows = "milestone as (select *, timestamp '2027-01-01' as known_until, null::varchar as grouped from kept)"
    reached = ", ".join(f"reached_{n}" for n in range(1, STEPS + 1))
    asked = f"with {rows}, {told} select {reached} from ({counts(one.shape)})"
    ours = funnel_by_us(con)
    _same(ours(), tuple(map(int, con.execute(asked).fetchall()[0])))
    pair = paired(lambda: con.execute(asked).fetchall(), ours, runs, clock=time.process_time)
    yield Line(
        "funnel from milestones",
        pair.ours,
        "s",
        size.of(0.1, None),
        ours=pair.ours,
        peer=pair.peer,
        note="CPU; peer: from events",
    )


def _from_active_periods(con: duckdb.DuckDBPyConnection, size: Size, runs: int) -> Iterator[Line]:
    """The same matrix from a row per account, as an import keeps it, of the accounts a selection lets through."""
    began = time.process_time()
    con.execute(
        f'create table usage_kept as with active_row as (select account_key, "at"::date as day from event) {active_periods.made()}'
    )
    yield Line("active periods made anew", time.process_time() - began, "s", note="CPU, once an import")
    con.execute("create table account_row as select account_key from usage_kept")
    read = "kept as (select u.* from usage_kept u join account_row a using (account_key))"
    asked = f"with {read} select * from ({active_periods.counts('month')})"
    active = 'active_row as (select account_key, "at"::date as day from event)'
    told = f"with {active} select period::date, age, active, last from ({cohort_counts('month')}) where age <= {MOST}"
    _same(sorted(con.execute(asked).fetchall()), sorted(con.execute(told).fetchall()))
    ours = _cohorts_by_us(con)
    pair = paired(lambda: con.execute(asked).fetchall(), ours, runs, clock=time.process_time)
    bar = size.of(0.1, None)
    yield Line(
        "cohort matrix from sums",
        pair.ours,
        "s",
        bar,
        ours=pair.ours,
        peer=pair.peer,
        note="CPU; peer: from events",
    )


def _against_frames(con: duckdb.DuckDBPyConnection, runs: int) -> Iterator[Line]:
    frame = con.execute(
        "select account_key, \"at\", case when starts_with(step, 'step') then substr(step, 6)::tinyint else 0 end as step from event"
    ).df()
    frame["account_key"] = frame["account_key"].astype("category").cat.codes
    ours, cohorts, few = funnel_by_us(con), _cohorts_by_us(con), min(runs, 3)
    _same(ours(), in_pandas(frame))
    pair = paired(ours, lambda: in_pandas(frame), few, clock=time.process_time)
    yield ratio("funnel: faster than pandas in memory", pair, at_least=True, note="accounts as numbers there")
    pair = paired(cohorts, lambda: _cohorts_in_pandas(frame), few, clock=time.process_time)
    yield ratio("cohort matrix: faster than pandas in memory", pair, at_least=True)
    if importlib.util.find_spec("polars"):
        polars = importlib.import_module("polars")
        table = polars.from_pandas(frame)
        _same(ours(), _in_polars(polars, table))
        pair = paired(ours, lambda: _in_polars(polars, table), few, clock=time.process_time)
        yield ratio("funnel: faster than polars in memory", pair, at_least=True, note="accounts as numbers there")
        pair = paired(cohorts, lambda: _cohorts_in_polars(polars, table), few, clock=time.process_time)
        yield ratio("cohort matrix: faster than polars in memory", pair, at_least=True)


def in_pandas(frame: pd.DataFrame) -> tuple[int, ...]:
    """The funnel in pandas: of each step the first event that fits."""
    first = frame[frame["step"] == 1].groupby("account_key", sort=False)["at"].min().rename("first")
    found, reached = first.to_frame().assign(before=first), [len(first)]
    for number in range(2, STEPS + 1):
        both = frame[frame["step"] == number].merge(found, left_on="account_key", right_index=True)
        fits = both[(both["at"] >= both["before"]) & (both["at"] <= both["first"] + pd.Timedelta(days=WINDOW))]
        grouped = fits.groupby("account_key", sort=False)
        found = pd.DataFrame({"first": grouped["first"].first(), "before": grouped["at"].min()})
        reached.append(len(found))
    return tuple(reached)


def _cohorts_in_pandas(frame: pd.DataFrame) -> int:
    months = frame["at"].dt.year * 12 + frame["at"].dt.month
    days = pd.DataFrame({"account_key": frame["account_key"], "month": months}).drop_duplicates()
    first = days.groupby("account_key", sort=False)["month"].transform("min")
    return int(days.assign(first=first, age=days["month"] - first).groupby(["first", "age"]).size().sum())


def _in_polars(polars: object, table: object) -> tuple[int, ...]:
    pl, frame = polars, table
    col = pl.col  # type: ignore[attr-defined]
    lazy = frame.lazy()  # type: ignore[attr-defined]
    found = lazy.filter(col("step") == 1).group_by("account_key").agg(first=col("at").min(), before=col("at").min())
    made = [found]
    for number in range(2, STEPS + 1):
        both = lazy.filter(col("step") == number).join(made[-1], on="account_key")
        window = pl.duration(days=WINDOW)  # type: ignore[attr-defined]
        fits = both.filter((col("at") >= col("before")) & (col("at") <= col("first") + window))
        made.append(fits.group_by("account_key").agg(first=col("first").first(), before=col("at").min()))
    counted = [one.select(pl.len()) for one in made]  # type: ignore[attr-defined]
    return tuple(int(one.item()) for one in pl.collect_all(counted))  # type: ignore[attr-defined]


def _cohorts_in_polars(polars: object, table: object) -> int:
    pl, frame = polars, table
    col = pl.col  # type: ignore[attr-defined]
    month = (col("at").dt.year().cast(pl.Int32) * 12 + col("at").dt.month()).alias("month")  # type: ignore[attr-defined]
    days = frame.lazy().select("account_key", month).unique()  # type: ignore[attr-defined]
    told = days.with_columns(first=col("month").min().over("account_key"))
    counted = told.group_by("first", (col("month") - col("first")).alias("age")).len()
    return int(counted.select(col("len").sum()).collect().item())
