"""Questions of the KPI page over ten million contacts: sums per day, the facts, pandas and SQL written by hand.

`CX_BENCH_CONTACTS` says how many contacts other than ten million. The store is opened anew after it was filled, as it is
every morning. Nothing comes from the cache of results. pandas holds the columns it needs in memory, text as categories; the
facts are asked through the same functions, without the sums. By hand: the fewest statements that give the same values from
the same tables.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from cx import period, rollup_parts, rollups
from cx.comparing import compare_spans
from cx.measure import measure
from cx.metric import find
from cx.selection import Selection
from cx.warehouse import Store
from tests.bench import Line, Size, in_pandas, many_contacts, paired, ratio, run_child

CARDS = ("inflow", "response_rate", "frt_median", "online_share")
YEAR = Selection()
FIRST, LAST = YEAR.span(many_contacts.LAST_DAY)
SLACK = 1.3  # a metric may take so many times what hand-written SQL takes, and
MORE = 0.003  # so many seconds


def lines(size: Size) -> Iterator[Line]:
    """The page and its questions; what asking through metrics costs; the first question of a process; the tables."""
    contacts, runs = int(os.environ.get("CX_BENCH_CONTACTS") or size.of(10_000_000, 3_000)), size.of(9, 1)
    with TemporaryDirectory() as folder:
        with Store.open(Path(folder)) as store:
            many_contacts.fill(store, contacts)
        with Store.open(Path(folder)) as store:
            yield from _against_pandas(store, size, runs)
            yield from _against_facts(store, size, runs)
            yield from _against_hand(store, size, runs)
            yield from _upkeep(store, size)
        yield from _first_question(folder, size)


def ask(
    store: Store, names: tuple[str, ...], by: tuple[str, ...] = (), every: str | None = None, **more: object
) -> None:
    """`cx.compute.compute` of the last twelve months, computed now."""
    chosen = YEAR.narrowed(**more)
    measure(store, [find(n) for n in names], chosen, by=by, every=every, as_of=LAST, span=(FIRST, LAST))


def page(store: Store) -> None:
    """What the overview asks."""
    ask(store, CARDS, every="month")
    compare_spans(store, [find(name) for name in CARDS], YEAR, LAST)
    now = period.current(YEAR, LAST)
    both = period.together(period.previous(now, YEAR.compare), now)
    assert both
    span = (both.spans[0].first, now.last)
    for dimension in ("channel", "category"):
        measure(store, [find("inflow")], YEAR, by=(dimension,), every=both, as_of=LAST, span=span)


QUESTIONS: dict[str, Callable[[Store], None]] = {
    "overview": page,
    "four tiles": lambda store: ask(store, CARDS),
    "median and p90": lambda store: ask(store, ("frt_median", "frt_p90")),
    "months by channel": lambda store: ask(store, ("inflow", "response_rate", "frt_median"), ("channel",), "month"),
    "tags of a product": lambda store: ask(store, ("inflow", "response_rate"), ("category",), product=("러닝룸",)),
}


def _against_pandas(store: Store, size: Size, runs: int) -> Iterator[Line]:
    frame = in_pandas.load(store)
    for name, question in QUESTIONS.items():
        pair = paired(lambda q=question: q(store), lambda n=name: in_pandas.ANSWERS[n](frame, FIRST, LAST), runs)
        yield ratio(f"{name}: faster than pandas in memory", pair, bar=size.of(3, None), at_least=True)


@contextmanager
def without_sums() -> Iterator[None]:
    """Every question is answered from the facts."""
    known = rollup_parts.known
    rollup_parts.known = lambda asked: ([], asked.question.names, set())
    try:
        yield
    finally:
        rollup_parts.known = known


def _against_facts(store: Store, size: Size, runs: int) -> Iterator[Line]:
    def raw(question: Callable[[Store], None]) -> None:
        with without_sums():
            question(store)

    for name, question in QUESTIONS.items():
        pair = paired(lambda q=question: q(store), lambda q=question: raw(q), runs)
        yield ratio(f"{name}: sums faster than the facts", pair, bar=size.of(5, None), at_least=True)


RATE = """
select sum(response_rate__numerator)::double, sum(response_rate__denominator)::double from rollup_ticket_day_day
where day between $first and $last"""
MONTHS = """
select channel, date_trunc('month', day) as period, sum(response_rate__numerator)::double,
    sum(response_rate__denominator)::double
from rollup_ticket_day_day where day between $first and $last group by all"""
MEDIAN = """
select bucket, sum(n)::bigint as n from rollup_ticket_day_lengths
where length = 'frt_median' and month between $first and $last group by bucket order by bucket"""
RATE_OF_PARTNER = """
select count(*) filter (is_answered and is_offered and not coalesce(pending_until > $last + 1, false)),
    count(*) filter (is_offered and is_answered is not null and not coalesce(pending_until > $last + 1, false))
from ticket_fact where day between $first and $last and partner = '총판 7'"""
MEDIAN_OF_PARTNER = """
select quantile_cont(first_response_seconds, 0.5) from ticket_fact
where day between $first and $last and is_answered and partner = '총판 7'"""
PARTNER = {"partner": ("총판 7",)}
BY_HAND: dict[str, tuple[Callable[[Store], None], str]] = {
    "response rate of a year": (lambda store: ask(store, ("response_rate",)), RATE),
    "its months by channel": (lambda store: ask(store, ("response_rate",), ("channel",), "month"), MONTHS),
    "median of a year": (lambda store: ask(store, ("frt_median",)), MEDIAN),
    "response rate of a partner": (lambda store: ask(store, ("response_rate",), **PARTNER), RATE_OF_PARTNER),
    "median of a partner": (lambda store: ask(store, ("frt_median",), **PARTNER), MEDIAN_OF_PARTNER),
}


def _against_hand(store: Store, size: Size, runs: int) -> Iterator[Line]:
    for name, (question, sql) in BY_HAND.items():
        named = {"first": FIRST, "last": LAST}
        pair = paired(lambda q=question: q(store), lambda s=sql, v=named: store.query(s, v), runs)
        over = pair.ours - SLACK * pair.peer
        bar = size.of(MORE, None)
        yield Line(f"{name}: beyond {SLACK} x by hand", over, "s", bar, ours=pair.ours, peer=pair.peer)


def _upkeep(store: Store, size: Size) -> Iterator[Line]:
    """How large the tables are, and what making them anew takes: all, and those of two days."""
    made = [rollup.name for rollup in rollups.planned()]
    counted = " union all ".join(f"select count(*) as n from {name}" for name in made)
    rows = float(store.query(f"select sum(n)::double as n from ({counted})")["n"].item())
    yield Line("rows of all sums and histograms", rows, "rows")
    for what, days in (("all sums made anew", None), ("sums of two days made anew", 2)):
        with store.write() as con:
            if days:
                con.execute(
                    "create or replace temp table fact_day as select name, $last::date - d::int as day from range($days) r(d),"
                    " (values ('day'), ('resolved_day'), ('first_resolved_day'), ('over_day')) n(name)",
                    {"last": LAST - timedelta(days=40), "days": days},
                )
            began = time.perf_counter()
            rollups.refresh(con, wholly=not days)
            spent = time.perf_counter() - began
        yield Line(what, spent, "s", bar=size.of(2, None) if days else None)


def _first_question(folder: str, size: Size) -> Iterator[Line]:
    said = json.loads(run_child("tests.bench.first_question", folder).said)
    yield Line("first question of a process compiled", said["compiled"], "s", bar=size.of(0.2, None))
    yield Line("first question of a process answered", said["answered"], "s")
