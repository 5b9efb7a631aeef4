"""Who reaches which step of a funnel, case by case by hand; and against a reading of the same rules event by event."""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb
import numpy as np
import pytest

from cx.errors import BadRows, UnknownName
from cx.funnel import Exclusion, Funnel, Step
from cx.funnel_counts import counts, histogram, lengths
from cx.funnel_paths import stages

START, DAY = datetime.fromisoformat("2026-01-01"), timedelta(days=1)
WINDOW = 10 * 86_400
KNOWN = 100  # days after the start everything is known


def funnel(steps: str, **more: object) -> Funnel:
    """ "a b? c|d": b is optional, the last step is reached by c or d."""
    made = tuple(Step(tuple(one.rstrip("?").split("|")), one.endswith("?")) for one in steps.split())
    return Funnel(made, **{"window_seconds": WINDOW, **more})


def asked(one: Funnel, sql: str, *accounts: str, known: float = KNOWN):
    """The answer for accounts like "a0 b3:red": event a on day 0, b on day 3 with the value red."""
    rows = []
    for number, account in enumerate(accounts):
        for event in account.split():
            told, _, grouped = event.partition(":")
            code = one.events.index(told[0]) if told[0] in one.events else None
            rows.append((f"k{number}", START + DAY * float(told[1:]), code, START + DAY * known, grouped or None))
    with duckdb.connect() as con:
        con.execute(
            'create table event (account_key varchar, "at" timestamp, code bigint, known_until timestamp, grouped varchar)'
        )
        if rows:
            lists = [list(column) for column in zip(*rows, strict=True)]
            con.execute(
                "insert into event select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?::varchar[])", lists
            )
        made = ", ".join(f"{name} as ({stage})" for name, stage in stages(one.shape))
        found = con.execute(f"with rows as (from event), {made} select * from ({sql})")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def paths(one: Funnel, *accounts: str, known: float = KNOWN) -> list[str]:
    """Of every entry the days on which it reached its steps ("-": not) and its state."""
    found = asked(one, "select * from entries order by account_key, entered_at", *accounts, known=known)
    days = [[row[f"at_{n}"] for n in range(1, len(one.steps) + 1)] for row in found]
    told = [" ".join("-" if at is None else f"{(at - START) / DAY:g}" for at in one) for one in days]
    return [f"{day} {row['state']}" for day, row in zip(told, found, strict=True)]


CASES = {
    "in order": ("a b c", {}, "a0 b1 c2", "0 1 2 done"),
    "others between": ("a b c", {}, "a0 x1 b2 x2 c3", "0 2 3 done"),
    "out of order": ("a b c", {}, "a0 c1 b2", "0 2 - lost"),
    "the step before comes again, too late": ("a b c", {}, "a0 c1 b2 c3", "0 2 3 done"),
    "before the entry": ("a b", {}, "b0 a1", "1 - lost"),
    "never entered": ("a b", {}, "b0 c1", None),
    "at one moment, in favour of the order": ("a b c", {}, "c0 b0 a0", "0 0 0 done"),
    "the edge of the window is inside": ("a b", {}, "a0 b10", "0 10 done"),
    "a second later is not": ("a b", {}, "a0 b10.00002", "0 - lost"),
    "the window runs from the entry": ("a b c", {}, "a0 b6 c12", "0 6 - lost"),
    "the same event twice needs two": ("a a", {}, "a0", "0 - lost"),
    "the same event twice has two": ("a a", {}, "a0 a0", "0 0 done"),
    "one event is not two steps": ("a b b", {}, "a0 b1", "0 1 - lost"),
    "either event reaches a step": ("a b|c", {}, "a0 c1 b2", "0 1 done"),
    "first entry only": ("a b", {}, "a0 a20 b21", "0 - lost"),
    "each entry": ("a b", {"entry": "each"}, "a0 a20 b21", "0 - lost, 20 21 done"),
    "each: an event counts for the latest entry": ("a b", {"entry": "each"}, "a0 a1 b2", "0 - lost, 1 2 done"),
    "each: two at one moment": ("a b", {"entry": "each"}, "a0 a0 b2", "0 - lost, 0 2 done"),
    "strict": ("a b c", {"order": "strict"}, "a0 b1 c2", "0 1 2 done"),
    "strict: something between": ("a b c", {"order": "strict"}, "a0 b1 x1.5 c2", "0 1 - lost"),
    "strict: each": ("a b", {"order": "strict", "entry": "each"}, "a0 x1 b2 a3 b4", "0 - lost, 3 4 done"),
    "any order": ("a b c", {"order": "any"}, "a0 c1 b2", "0 2 2 done"),
    "any order: one is missing": ("a b c", {"order": "any"}, "a0 c1", "0 - - lost"),
    "any order: not before the entry": ("a b c", {"order": "any"}, "c0 a1 b2", "1 2 - lost"),
    "any order: the same twice": ("a b b", {"order": "any"}, "a0 b3", "0 3 - lost"),
    "optional left out": ("a b? c", {}, "a0 c2", "0 - 2 done"),
    "optional done": ("a b? c", {}, "a0 b1 c2", "0 1 2 done"),
    "optional too late": ("a b? c", {}, "a0 c2 b3", "0 - 2 done"),
    "optional at the end holds nobody up": ("a b c?", {}, "a0 b1", "0 1 - done"),
    "exclusion between": ("a b", {"exclusions": (Exclusion(("x",)),)}, "a0 x1 b2", "0 2 excluded"),
    "exclusion before the entry": ("a b", {"exclusions": (Exclusion(("x",)),)}, "x0 a1 b2", "1 2 done"),
    "exclusion at the entry": ("a b", {"exclusions": (Exclusion(("x",)),)}, "a1 x1 b2", "1 2 excluded"),
    "exclusion at the finish": ("a b", {"exclusions": (Exclusion(("x",)),)}, "a1 b2 x2", "1 2 done"),
    "exclusion of one who does not finish": ("a b", {"exclusions": (Exclusion(("x",)),)}, "a0 x9", "0 - excluded"),
    "exclusion after the window": ("a b", {"exclusions": (Exclusion(("x",)),)}, "a0 x11", "0 - lost"),
    "exclusion between later steps": ("a b c", {"exclusions": (Exclusion(("x",), 2, 3),)}, "a0 x1 b2 c3", "0 2 3 done"),
    "no exclusion of who never came there": ("a b c", {"exclusions": (Exclusion(("x",), 2, 3),)}, "a0 x1", "0 - - lost"),
}  # fmt: skip


def test_every_case_by_hand():
    for name, (steps, more, account, expected) in CASES.items():
        assert ", ".join(paths(funnel(steps, **more), account)) == (expected or ""), name


def test_an_unfinished_window_is_in_progress_and_no_failure():
    """The window of ten days has passed once its last moment is known: everything up to the end of day 9 is not enough."""
    one = funnel("a b")
    assert paths(one, "a0", known=10) == ["0 - open"]
    assert paths(one, "a0", known=10.001) == ["0 - lost"]
    assert paths(one, "a0 b1", known=2) == ["0 1 done"]
    (row,) = asked(one, counts(one.shape), "a0 b1", "a0", "a5", "a0 x1", known=11)
    assert (row["done"], row["lost"], row["open"], row["reached_1"], row["reached_2"]) == (1, 2, 1, 3, 1)
    assert (row["lost_1"], row["open_1"]) == (2, 1)


def test_a_breakdown_takes_the_value_it_says():
    accounts = ("a0:red b1:blue c2:red", "a0:blue b1:green", "a0 b1:red")
    expected = {
        "first": {"red": 1, "blue": 1, None: 1},
        "last": {"red": 2, "green": 1},
        "all": {"red": 2, "blue": 2, "green": 1},
        2: {"blue": 1, "green": 1, "red": 1},
        3: {"red": 1, None: 2},
    }
    for attribution, groups in expected.items():
        one = funnel("a b c", attribution=attribution)
        found = asked(one, counts(one.shape, by_group=True), *accounts)
        assert {row["grouped"]: row["done"] + row["lost"] for row in found} == groups, attribution


def test_time_between_steps():
    """From the required step before: c needs 1, 3 and 5 days from a, because b is optional."""
    one = funnel("a b? c")
    accounts = ("a0 b0.5 c1", "a0 c3", "a0 b2 c5", "a0 b1")
    found = {row["step"]: row for row in asked(one, lengths(one.shape), *accounts)}
    assert [(found[n]["n"], found[n]["median"] / 86_400) for n in (2, 3, 0)] == [(3, 1), (3, 3), (3, 3)]
    assert found[3]["p90"] / 86_400 == pytest.approx(4.6)  # of 1, 3, 5: 3 + 0.8 * 2
    bars = asked(one, histogram(one.shape), *accounts)
    assert [(row["bucket"], row["n"]) for row in bars if row["step"] == 3] == [(1, 1), (3, 1), (5, 1)]


def test_cohorts_are_those_of_the_entry():
    one = funnel("a b")
    found = asked(one, counts(one.shape, every="month"), "a0 b1", "a20", "a31 b32")
    assert [(f"{row['period']:%Y-%m}", row["done"], row["lost"]) for row in sorted(found, key=lambda row: row["period"])] == [
        ("2026-01", 1, 1), ("2026-02", 1, 0)]  # fmt: skip


def _by_hand(events: list[tuple[float, str]]) -> str:
    """a, b, c in order within ten days of the first a, read one event after the other."""
    place = {"a": 0, "b": 1, "c": 2}
    times: list[float] = []
    for at, name in sorted(events, key=lambda one: (one[0], place.get(one[1], 9))):
        if len(times) < 3 and place.get(name) == len(times) and (not times or at <= times[0] + 10):
            times.append(at)
    if not times:
        return ""
    state = "done" if len(times) == 3 else "open" if times[0] + 10 >= 25 else "lost"
    return " ".join([*(f"{at:g}" for at in times), *["-"] * (3 - len(times)), state])


def test_any_history_is_read_as_event_by_event():
    dice = np.random.default_rng(3)
    told = [[(dice.integers(24), dice.choice(list("aabbccx"))) for _ in range(dice.integers(1, 9))] for _ in range(400)]
    accounts = [" ".join(f"{name}{at}" for at, name in one) for one in told]
    expected = sorted(filter(None, map(_by_hand, told)))
    for more in ({}, {"exclusions": (Exclusion(("z",)),)}, {"attribution": "first"}):  # followed in joins, and in lists
        assert sorted(paths(funnel("a b c", **more), *accounts, known=25)) == expected
    assert {one.rsplit(" ", 1)[1] for one in expected} == {"done", "lost", "open"}


def test_what_means_nothing_is_refused():
    with pytest.raises(UnknownName):
        funnel("a b", order="sideways")
    with pytest.raises(UnknownName):
        funnel("a b", attribution=3)
    for steps, more in (("a", {}), ("a? b", {}), ("a b?", {}), ("a b? c", {"order": "strict"}), ("a b a", {"entry": "each"}),
                        ("a b", {"window_seconds": 0}), ("a b", {"exclusions": (Exclusion(("x",), 2),)}),
                        ("a b", {"exclusions": (Exclusion(()),)})):  # fmt: skip
        with pytest.raises(BadRows):
            funnel(steps, **more)


def test_nothing_is_nothing():
    one = funnel("a b")
    assert paths(one) == []
    assert asked(one, counts(one.shape))[0]["done"] is None
