"""Repeat contacts by hand: who follows whom, within which time, and that neighbours are mended when contacts come and go."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from cx import facts, settings, sources
from cx.compute import compute
from cx.importing import batches
from cx.selection import Selection
from cx.warehouse import Store
from tests import test_properties
from tests.put_rows import add, apart, opened, put, told

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
LOGIN = {"account_id": "A", "category": "문의/로그인"}


def ticket(number, after=timedelta(0), **more):
    return {"ticket_id": str(number), "opened_at": T0 + after, **LOGIN, **more}


def flags(store):
    found = store.query("select ticket_id, is_repeat from ticket_fact order by ticket_id")
    values = found["is_repeat"].astype(object)
    return dict(zip(found["ticket_id"], values.where(values.notna(), None), strict=True))


def flags_of(folder, *tickets, **tables):
    with opened(folder, ticket=tickets, **tables) as store:
        return flags(store)


def rate(store):
    row = compute(store, ["repeat_contact_rate"], Selection(period="all")).iloc[0]
    return row["numerator"], row["denominator"]


def refreshed(store, *numbers, rows=()):
    """Put `rows`, then make the facts of the tickets `numbers` anew, and only those."""
    with store.write("data") as con:
        put(con, "ticket", rows)
        con.execute(
            "create or replace temp table touched as select 1 as source_id, unnest(?) as ticket_id", [[*numbers]]
        )
        facts.refresh(con, settings.read(con), "touched")


def test_what_follows_the_first_contact(tmp_path):
    seconds = [
        ({"after": WEEK}, True),
        ({"after": WEEK + SECOND}, False),
        ({"after": SECOND}, True),
        ({"after": timedelta(0)}, False),
        ({"after": SECOND, "category": "문의/결제"}, False),
        ({"after": SECOND, "category": "문의"}, False),
        ({"after": SECOND, "account_id": "B"}, False),
        ({"after": SECOND, "category": None}, False),
        ({"after": SECOND, "account_id": None}, None),
        ({"after": SECOND, "is_spam": True}, None),
        ({"after": SECOND, "channel": "phone", "is_outbound": True}, True),
    ]
    cases = [{"ticket": [ticket(1), ticket(2, **second)]} for second, _ in seconds]
    with opened(tmp_path, **apart(cases)) as store:
        assert told(store, "is_repeat", "1") == [False] * len(cases)
        found = zip((str(second) for second, _ in seconds), told(store, "is_repeat", "2"), strict=True)
        assert dict(found) == {str(second): expected for second, expected in seconds}


@pytest.mark.parametrize("missing", ["account_id", "category"])
def test_contacts_without_account_or_tag_do_not_repeat_each_other(tmp_path, missing):
    expected = None if missing == "account_id" else False
    found = flags_of(tmp_path, ticket(1, **{missing: None}), ticket(2, SECOND, **{missing: None}))
    assert found == {"1": expected, "2": expected}


def test_a_bot_only_contact_is_a_contact(tmp_path):
    bot = {"is_bot_involved": True, "is_human_involved": False, "channel": "chat"}
    assert flags_of(tmp_path, ticket(1, **bot), ticket(2, SECOND), ticket(3, 2 * SECOND, **bot)) == {
        "1": False, "2": True, "3": True,
    }  # fmt: skip


@pytest.mark.parametrize("mark", [{"is_spam": True}, {"is_test": True}, {"merged_into_id": "1"}], ids=str)
def test_what_does_not_count_does_not_carry_the_window_on(tmp_path, mark):
    found = flags_of(tmp_path, ticket(1), ticket(2, WEEK, **mark), ticket(3, 2 * WEEK))
    assert found == {"1": False, "2": None, "3": False}
    assert flags_of(tmp_path / "counted", ticket(1), ticket(2, WEEK), ticket(3, 2 * WEEK))["3"] is True


def test_the_rate_is_of_contacts_with_an_account(tmp_path):
    """1 first, 2 a repeat of it, 3 without a tag, 4 another account: 1 of 4; 5 without account and spam 6 are left out."""
    rows = [
        ticket(1),
        ticket(2, SECOND),
        ticket(3, SECOND, category=None),
        ticket(4, SECOND, account_id="B"),
        ticket(5, SECOND, account_id=None),
        ticket(6, SECOND, is_spam=True),
    ]
    with opened(tmp_path, ticket=rows) as store:
        assert rate(store) == (1, 4)


def test_the_window_is_a_setting(tmp_path):
    """Days 0, 3, 7 and 14: within 7 days all but the first follow one, within 3 only that of day 3."""
    days = [timedelta(days=n) for n in (0, 3, 7, 14)]
    with opened(tmp_path, ticket=[ticket(n, day) for n, day in enumerate(days)]) as store:
        assert rate(store) == (3, 4)
        settings.put(store, "repeat_window_days", 3)
        assert rate(store) == (1, 4)
        assert flags(store) == {"0": False, "1": True, "2": False, "3": False}


def test_an_earlier_contact_that_arrives_late_makes_the_later_one_a_repeat(tmp_path):
    with opened(tmp_path, ticket=[ticket(2, WEEK), ticket(3, 3 * WEEK)]) as store:
        assert flags(store) == {"2": False, "3": False}
        refreshed(store, "1", rows=[ticket(1)])
        assert flags(store) == {"1": False, "2": True, "3": False}


def test_taking_the_first_away_or_changing_it_mends_the_second(tmp_path):
    with opened(tmp_path, ticket=[ticket(1), ticket(2, SECOND), ticket(3, 2 * SECOND, category="문의/결제")]) as store:
        assert flags(store) == {"1": False, "2": True, "3": False}
        with store.write("data") as con:
            con.execute("update ticket set category = '문의/결제' where ticket_id = '1'")
        refreshed(store, "1")
        assert flags(store) == {"1": False, "2": False, "3": True}
        with store.write("data") as con:
            con.execute("delete from ticket where ticket_id = '1'")
        refreshed(store, "1")
        assert flags(store) == {"2": False, "3": False}


def test_undoing_the_import_of_the_first_mends_the_second(tmp_path):
    columns = ["ticket_id", "opened_at", "account_id", "category"]
    with Store.open(tmp_path) as store:
        sources.add(store, "s")
        test_properties.put(store, [("ticket", columns, [(1, "2", T0 + SECOND, "A", "문의")])])
        test_properties.put(store, [("ticket", columns, [(1, "1", T0, "A", "문의")])])
        assert flags(store) == {"1": False, "2": True}
        batches.undo(store, 2)
        assert flags(store) == {"2": False}


def test_matching_two_accounts_makes_their_contacts_one_story(tmp_path):
    accounts = [{"account_id": name, "account_name": name} for name in "AB"]
    with opened(tmp_path, account=accounts, ticket=[ticket(1), ticket(2, SECOND, account_id="B")]) as store:
        assert flags(store) == {"1": False, "2": False}
        add(store, same_as=[{"kind": "account", "id": "B", "into_source_id": 1, "into_id": "A"}])
        assert flags(store) == {"1": False, "2": True}


def by_hand(rows):
    """Contact by contact, compared with every other one."""
    found = {}
    for one in rows:
        before = [
            other for other in rows if (other["account_id"], other["category"]) == (one["account_id"], one["category"])
            and not other["is_spam"] and timedelta(0) < one["opened_at"] - other["opened_at"] <= WEEK
        ]  # fmt: skip
        known = one["account_id"] is not None and not one["is_spam"]
        found[one["ticket_id"]] = (bool(before) and one["category"] is not None) if known else None
    return dict(sorted(found.items()))


def test_whatever_comes_and_goes_the_flags_are_those_of_a_plain_loop(tmp_path):
    """Thirty rounds, each takes some tickets away, and puts some, new or changed, in their place."""
    rng = random.Random(7)  # noqa: S311 - the same every time, no secret
    kept, seen = {}, set()
    with opened(tmp_path) as store:
        for _ in range(30):
            numbers = [f"{n:02}" for n in rng.sample(range(40), 6)]
            rows = [
                ticket(n, timedelta(hours=12 * rng.randrange(60)), account_id=rng.choice(["A", "B", None]),
                       category=rng.choice(["x", "y", None]), is_spam=rng.random() < 0.2)
                for n in numbers[:4]
            ]  # fmt: skip
            with store.write("data") as con:
                con.execute("delete from ticket where list_contains(?, ticket_id)", [numbers])
            refreshed(store, *numbers, rows=rows)
            kept = {n: row for n, row in kept.items() if n not in numbers} | {row["ticket_id"]: row for row in rows}
            assert flags(store) == by_hand(list(kept.values()))
            seen |= set(flags(store).values())
    assert seen == {True, False, None}
