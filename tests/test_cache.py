"""Computed once, never twice at the same time, and never an old answer after something changed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cx import cache
from cx.cache import cached
from cx.compute import compute, last_day
from cx.selection import Selection
from tests.put_rows import add, opened


@dataclass
class Versions:
    folder: Path = Path("a")
    data_version: int = 1
    settings_version: int = 1


@pytest.fixture(autouse=True)
def _empty():
    cache.clear()


def counter():
    calls = []

    def fn():
        calls.append(1)
        return len(calls)

    return fn


def test_the_second_time_nothing_is_computed():
    fn, store = counter(), Versions()
    assert [cached(store, "q", Selection(), fn) for _ in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"question": "other"},
        {"selection": Selection(channel=("chat",))},
        {"scope": "team 1"},
        {"as_of": date(2026, 1, 1)},
        {"store": Versions(data_version=2)},
        {"store": Versions(settings_version=2)},
        {"store": Versions(folder=Path("b"))},
    ],
    ids=lambda other: next(iter(other)),
)
def test_every_part_of_the_key_counts(other):
    fn = counter()
    asked = {"store": Versions(), "question": "q", "selection": Selection(), "fn": fn}
    assert cached(**asked) == 1
    assert cached(**(asked | other)) == 2
    assert cached(**asked) == 1


def test_many_who_ask_at_once_cost_one_computation():
    """Twenty threads are inside `cached` before the first answer is there."""
    store, started, go = Versions(), threading.Semaphore(0), threading.Event()
    calls, answers = [], []

    def slow():
        calls.append(1)
        assert go.wait(20)
        return pd.DataFrame({"n": [7]})

    def ask():
        started.release()
        answers.append(cached(store, "q", None, slow))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert started.acquire(timeout=20)
    go.set()
    for thread in threads:
        thread.join(20)
    assert len(calls) == 1
    assert [frame["n"].tolist() for frame in answers] == [[7]] * 20


def test_an_error_reaches_all_who_wait_and_is_not_kept():
    store, inside, go = Versions(), threading.Event(), threading.Event()
    errors = []

    def fail():
        inside.set()
        assert go.wait(20)
        raise ValueError

    def ask():
        try:
            cached(store, "q", None, fail)
        except ValueError as error:
            errors.append(error)

    first = threading.Thread(target=ask)
    first.start()
    assert inside.wait(20)
    second = threading.Thread(target=ask)
    second.start()
    go.set()
    first.join(20)
    second.join(20)
    assert len(errors) == 2
    assert cached(store, "q", None, lambda: "well again") == "well again"


def test_what_one_caller_changes_stays_with_it():
    store = Versions()
    first = cached(store, "q", None, lambda: pd.DataFrame({"n": [1, 2]}))
    first["n"] = 0
    first.loc[0, "n"] = 99
    first["more"] = 1
    again = cached(store, "q", None, pd.DataFrame)
    assert again.to_dict("list") == {"n": [1, 2]}


def test_the_oldest_answers_make_room():
    store, fn = Versions(), counter()
    cached(store, "first", None, fn)
    for number in range(cache.LIMIT):
        cached(store, number, None, lambda: None)
    assert cached(store, "first", None, fn) == 2


def test_many_sessions_on_one_page_ask_the_store_once(tmp_path):
    """Eight threads ask compute the same; the store is held until all of them have asked."""
    with opened(tmp_path, ticket=[{"ticket_id": "1", "opened_at": "2026-10-12 01:00:00"}]) as store:
        last_day(store)
        asked, asking, go = [], threading.Semaphore(0), threading.Event()
        query = store.query

        def slow(sql, params=()):
            asked.append(sql)
            assert go.wait(20)
            return query(sql, params)

        store.query = slow
        answers = []

        def session():
            asking.release()
            answers.append(compute(store, ["inflow", "response_rate"], Selection()))

        threads = [threading.Thread(target=session) for _ in range(8)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert asking.acquire(timeout=20)
        go.set()
        for thread in threads:
            thread.join(20)
        assert len([sql for sql in asked if "rollup_ticket_day" in sql]) == 1
        assert [frame["n"].tolist() for frame in answers] == [[1, 0]] * 8
        add(store, ticket=[{"ticket_id": "2", "opened_at": "2026-10-12 02:00:00"}])
        assert compute(store, ["inflow"], Selection())["n"].tolist() == [2]
