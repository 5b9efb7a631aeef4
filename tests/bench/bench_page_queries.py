"""What each page asks over a million contacts, nothing from the cache; and over ten million, what sums answer of it.

Measured is the time of a page's questions, beside all it does until it can be drawn. The peer is the least anybody could ask for it by
hand: the contacts of the page's period, counted, answered and averaged by month and channel, in one statement.
`CX_BENCH_PAGE_CONTACTS` says how many contacts other than a million, `CX_BENCH_SUMMED_CONTACTS` other than ten million; 0 leaves
that half out. Over the many, what sums answer has a bar; what has to be counted from the facts beside it is only told.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from cx import cache, compute
from cx.reports import when
from cx.reports.gather import gather
from cx.selection import Selection
from cx.warehouse import Store
from tests.bench import Line, Size, in_pandas, many_contacts, paired, ratio

YEAR = Selection()
MILLION, SUMMED = 0.3, 0.1  # seconds a page may ask: over a million contacts, over ten million where sums can answer
BY_HAND = """
select channel, date_trunc('month', day) as month, count(*) filter (is_counted) as contacts,
    avg(case when is_offered then coalesce(is_answered, false)::int end) as rate,
    quantile_cont(first_response_seconds, 0.5) as median
from ticket_fact where day between $first and $last group by all"""


class Asked:
    """A clock that runs while a question is answered."""

    def __init__(self, patch: pytest.MonkeyPatch, is_meant: Callable[[str], bool] = bool) -> None:
        self.seconds = 0.0
        answer = Store.query

        def timed(store: Store, sql: str, *values: object) -> pd.DataFrame:
            began = time.perf_counter()
            try:
                return answer(store, sql, *values)
            finally:
                self.seconds += time.perf_counter() - began if is_meant(sql) else 0.0

        patch.setattr(Store, "query", timed)

    def __call__(self) -> float:
        """Seconds so far."""
        return self.seconds


def pages(store: Store, size: Size) -> dict[str, Callable[[], object]]:
    """What every page of numbers makes for its first visitor; tiny, two of them."""
    from pages import _ledger_view, _promises, _response_view, _survey_view, _team_view, _view, _weekly_view

    month, week = (when.newest(store, every) for every in ("month", "week"))
    made = {
        "overview": lambda: _view.made(YEAR),
        "month": lambda: gather(store, month, YEAR),
        "week": lambda: _weekly_view.made(YEAR, week),
        "response": lambda: _response_view.made(YEAR),
        "automation": lambda: _ledger_view.made(YEAR),
        "sla": lambda: _promises.ask(YEAR),
        "surveys": lambda: _survey_view.made(YEAR),
        "team": lambda: _team_view.made(YEAR),
    }
    return dict(islice(made.items(), size.of(len(made), 2)))


def lines(size: Size) -> Iterator[Line]:
    """Every page beside the statement by hand and pandas, then what sums answer of each over ten million."""
    contacts = int(os.environ.get("CX_BENCH_PAGE_CONTACTS") or size.of(1_000_000, 2_000))
    many = int(os.environ.get("CX_BENCH_SUMMED_CONTACTS") or size.of(10_000_000, 2_000))
    if contacts:
        yield from _of_all(contacts, size)
    if many:
        yield from _of_sums(many, size)


def _of_all(contacts: int, size: Size) -> Iterator[Line]:
    first, last = YEAR.span(many_contacts.LAST_DAY)
    runs = size.of(5, 1)
    with pytest.MonkeyPatch.context() as patch, _filled(contacts) as store:
        asked, frame = Asked(patch), in_pandas.load(store)
        by_hand = partial(store.query, BY_HAND, {"first": first, "last": last})
        in_memory = partial(in_pandas.ANSWERS["overview"], frame, first, last)
        for name, make in pages(store, size).items():
            ask = partial(_uncached, store, make)
            pair = paired(ask, by_hand, runs, clock=asked)
            yield Line(f"{name}: questions, {contacts:,} contacts", pair.ours, "s", bar=size.of(MILLION, None))
            yield ratio(f"{name}: questions / one statement by hand", pair)
            yield ratio(f"{name}: all of it / the overview's questions in pandas", paired(ask, in_memory, runs))


def _of_sums(contacts: int, size: Size) -> Iterator[Line]:
    with pytest.MonkeyPatch.context() as patch, _filled(contacts) as store:
        sums, facts = Asked(patch, _is_of_sums), Asked(patch, lambda sql: not _is_of_sums(sql))
        for name, make in pages(store, size).items():
            runs = []
            for _ in range(size.of(6, 1)):
                before = sums(), facts()
                _uncached(store, make)
                runs.append((sums() - before[0], facts() - before[1]))
            own, beside = (median(run[place] for run in runs[1:] or runs) for place in (0, 1))
            yield Line(f"{name}: questions sums answer, {contacts:,} contacts", own, "s", bar=size.of(SUMMED, None))
            yield Line(f"{name}: questions to the facts beside them, {contacts:,} contacts", beside, "s")


def _is_of_sums(sql: str) -> bool:
    """Whether the sums alone answer it; what reads neither them nor facts (settings, targets) is theirs too."""
    return "_fact " not in f"{sql} "


def _uncached(store: Store, make: Callable[[], object]) -> None:
    cache.clear()
    compute.data_days(store)
    make()


class _filled:  # noqa: N801 - reads as what it gives
    """A store of so many contacts that the pages look at, until the end."""

    def __init__(self, contacts: int) -> None:
        self._contacts = contacts

    def __enter__(self) -> Store:
        self._folder, self._patch = TemporaryDirectory(), pytest.MonkeyPatch()
        home = Path(self._folder.name)
        (home / "demo").mkdir()
        self._patch.setenv("CX_HOME", str(home))
        from pages import _store, _words

        _words.speak("ko")
        _store.begin("demo")
        self._store = _store.current()
        many_contacts.fill(self._store, self._contacts)
        return self._store

    def __exit__(self, *_: object) -> None:
        cache.clear()
        self._store.close()
        self._patch.undo()
        self._folder.cleanup()
