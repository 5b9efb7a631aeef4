"""Automation by hand: what a bot took part in, ended alone and really settled; bubbles, nights, and who came back."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from cx import facts, settings
from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import add, apart, fact, opened, put, told

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
WEEK, SECOND, HOUR = timedelta(days=7), timedelta(seconds=1), timedelta(hours=1)
ALL = Selection(period="all")
BY_BOT = {"channel": "chat", "is_bot_involved": True, "is_human_involved": False, "status": "solved"}
BY_PERSON = {"channel": "chat", "is_human_involved": True, "status": "solved"}
LATER = {
    "ticket_id": "later",
    "opened_at": T0 + timedelta(days=38),
    "channel": "phone",
    "answered_at": T0 + timedelta(days=38),
}


def bot(number, after=timedelta(0), **more):
    return {"ticket_id": str(number), "opened_at": T0 + after, "account_id": "A"} | BY_BOT | more


def person(number, after=timedelta(0), **more):
    return {"ticket_id": str(number), "opened_at": T0 + after, "account_id": "A"} | BY_PERSON | more


def share(store, name):
    row = compute(store, [name], ALL).iloc[0]
    return (row["numerator"], row["denominator"])


def confirmed_of(tmp_path, *others, **more):
    """Whether contact 1, ended by the bot at 10:00, is confirmed, with these others beside it."""
    with opened(tmp_path, ticket=[bot(1, **more), *others]) as store:
        return fact(store, "1")["is_confirmed"]


def test_who_comes_back_within_a_week_was_not_helped(tmp_path):
    others = [
        (person(2, SECOND), False),
        (person(2, WEEK), False),
        (person(2, WEEK + SECOND), True),
        (person(2, timedelta(0)), True),
        (person(2, -SECOND), True),
        (person(2, SECOND, category="다른/일"), False),
        (person(2, SECOND, channel="phone", is_human_involved=False, is_abandoned=True), False),
        (bot(2, SECOND), False),
        (person(2, SECOND, account_id="B"), True),
        (person(2, SECOND, account_id=None), True),
        (person(2, SECOND, is_spam=True), True),
        (person(2, SECOND, is_outbound=True), True),
        (person(2, SECOND, body="감사합니다!"), True),
        (person(2, SECOND, body="감사합니다. 그런데 안 돼요"), False),
    ]
    with opened(tmp_path, **apart({"ticket": [bot(1), other]} for other, _ in others)) as store:
        found = zip((str(other) for other, _ in others), told(store, "is_confirmed", "1"), strict=True)
        assert dict(found) == {str(other): expected for other, expected in others}


def test_without_an_account_it_is_the_person_and_without_either_nobody_knows(tmp_path):
    who = {"account_id": None, "contact_id": "P"}
    assert confirmed_of(tmp_path / "1", person(2, SECOND, **who), **who) is False
    assert confirmed_of(tmp_path / "2", person(2, SECOND, account_id=None, contact_id="Q"), **who) is True
    assert confirmed_of(tmp_path / "3", person(2, SECOND, account_id=None), account_id=None) is None
    # An account and a person of the same number are not the same.
    assert confirmed_of(tmp_path / "4", person(2, SECOND, account_id="P"), **who) is True


def test_the_ledger_by_hand(tmp_path):
    """Ten contacts: the bot in 6, alone in 5 of them; of those 1 is followed, 1 is of nobody known; all are long ago.

    A spam contact and a bubble beside them do not count.
    """
    rows = [
        bot(1),
        person(2, HOUR),  # follows 1
        bot(3, account_id="B"),
        bot(4, account_id="C"),
        bot(5, account_id="D"),
        bot(6, account_id=None),
        person(7, account_id="E", is_bot_involved=True),
        person(8, account_id="F"),
        person(9, account_id="G"),
        bot("bubble", account_id="H", is_outbound=True),
        bot("spam", account_id="I", is_spam=True),
        LATER,
    ]
    with opened(tmp_path, ticket=rows) as store:
        assert share(store, "inflow")[0] == 11  # the bubble is a contact
        assert share(store, "automation_rate") == (5, 10)
        assert share(store, "bot_involved_rate") == (6, 10)
        assert share(store, "roar") == (3, 8)  # 6 is left out, the later one is too young
        assert share(store, "roar_of_involved") == (3, 5)
        assert share(store, "roar_pending")[0] == 0


def test_contacts_younger_than_the_window_are_not_judged_yet(tmp_path):
    last = person(9, timedelta(days=20), account_id="Z")
    rows = [bot(n, timedelta(days=day), account_id=str(n)) for n, day in enumerate((0, 12, 13, 14, 20))]
    with opened(tmp_path, ticket=[*rows, last]) as store:
        assert share(store, "automation_rate") == (5, 6)
        assert share(store, "roar") == (3, 3)  # days 0 to 13; the last day is day 20
        assert share(store, "roar_pending")[0] == 2
        settings.put(store, "roar_window_days", 20)
        assert share(store, "roar") == (1, 1)
        assert share(store, "roar_pending")[0] == 4


STEPS = {
    "the bot spoke and nobody answered": ([("bot", "replied")], {}, True),
    "the customer answered": ([("bot", "replied"), ("customer", "replied")], {}, False),
    "the list has the customer's words": ([("bot", "replied")], {"body": "환불되나요"}, False),
    "the list has the customer's title": ([("bot", "replied")], {"subject": "환불"}, False),
    "a person took over": ([("bot", "replied"), ("agent", "replied")], {"is_human_involved": None}, False),
    "the team began, the customer answered": (
        [("bot", "replied"), ("customer", "replied")],
        {"is_outbound": True},
        False,
    ),
    "the team began, nobody answered": ([("bot", "replied")], {"is_outbound": True, "body": "안내"}, True),
    "no steps are told": ([], {}, False),
}


def test_a_bubble_is_what_the_bot_said_to_nobody(tmp_path):
    def rows(steps, more):
        events = [
            {"event_id": str(at), "ticket_id": "1", "happened_at": T0 + at * SECOND, "event": event, "actor": actor}
            for at, (actor, event) in enumerate(steps)
        ]
        return {"ticket": [bot(1, **more)], "ticket_event": events}

    with opened(tmp_path, **apart(rows(steps, more) for steps, more, _ in STEPS.values())) as store:
        found = dict(zip(STEPS, told(store, "is_bubble", "1"), strict=True))
        assert found == {case: expected for case, (_, _, expected) in STEPS.items()}
        for number, expected in enumerate(found.values(), 1):
            row = compute(store, ["automation_rate"], Selection(period="all", source=(str(number),))).iloc[0]
            assert row["denominator"] == (0 if expected else 1)


def test_after_hours_is_by_the_business_calendar(tmp_path):
    """Monday 10:00, its lunch 12:30, its 18:00, the Sunday before, Hangul Day (Friday 9 October); Friday 17:59:59 is open."""
    after = {
        "open": timedelta(0),
        "lunch": 2.5 * HOUR,
        "evening": 8 * HOUR,
        "sunday": -24 * HOUR,
        "holiday": -72 * HOUR,
        "friday": 4 * 24 * HOUR + 8 * HOUR - SECOND,
    }
    rows = [bot(name, late, account_id=name) for name, late in after.items()]
    rows += [person("p", after["evening"], account_id="p"), LATER]
    with opened(tmp_path, ticket=rows) as store:
        assert share(store, "after_hours_bot_share") == (4, 5)
        assert share(store, "automation_rate") == (6, 8)


def test_a_store_without_bots_has_no_automation_and_no_division_by_zero(tmp_path):
    with opened(tmp_path, ticket=[person(1), LATER]) as store:
        assert share(store, "automation_rate") == (0, 2)
        assert share(store, "roar") == (0, 1)
        assert share(store, "roar_of_involved") == (0, 0)


def by_hand(rows):
    """Contact by contact, compared with every other one."""
    found = {}
    for one in rows:
        who = one["account_id"] or ("P", one["contact_id"])
        came = [
            other for other in rows if (other["account_id"] or ("P", other["contact_id"])) == who and not other["is_spam"]
            and timedelta(0) < other["opened_at"] - one["opened_at"] <= WEEK
        ]  # fmt: skip
        is_contained = one["is_bot_involved"] and not one["is_spam"]
        found[one["ticket_id"]] = not came if is_contained else None
    return dict(sorted(found.items()))


def flags(store):
    found = store.query("select ticket_id, is_confirmed from ticket_fact order by ticket_id")
    values = found["is_confirmed"].astype(object)
    return dict(zip(found["ticket_id"], values.where(values.notna(), None), strict=True))


def test_whatever_comes_and_goes_the_answer_is_that_of_a_plain_loop(tmp_path):
    """Thirty rounds, each takes some tickets away, and puts some, new or changed, in their place."""
    rng = random.Random(11)  # noqa: S311 - the same every time, no secret
    kept, seen = {}, set()
    with opened(tmp_path) as store:
        for turn in range(30):
            numbers = [f"{n:02}" for n in rng.sample(range(40), 6)]
            rows = [
                {"ticket_id": n, "opened_at": T0 + timedelta(hours=12 * rng.randrange(60)), "contact_id": rng.choice("PQ"),
                 "account_id": rng.choice(["A", "B", None]), "is_spam": rng.random() < 0.2}
                | rng.choice([BY_BOT, BY_PERSON | {"is_bot_involved": False}])
                for n in numbers[:4]
            ]  # fmt: skip
            with store.write("data") as con:
                con.execute("delete from ticket where list_contains(?, ticket_id)", [numbers])
                put(con, "ticket", rows)
                con.execute(
                    "create or replace temp table touched as select 1 as source_id, unnest(?) as ticket_id", [numbers]
                )
                facts.refresh(con, settings.read(con), "touched")
            kept = {n: row for n, row in kept.items() if n not in numbers} | {row["ticket_id"]: row for row in rows}
            assert flags(store) == by_hand(list(kept.values()))
            seen |= set(flags(store).values())
            if kept and turn % 3 == 0:
                days = compute(store, ["roar"], ALL, every="day", as_of=date(2027, 1, 1))
                assert days["numerator"].sum() == sum(flag is True for flag in by_hand(list(kept.values())).values())
    assert seen == {True, False, None}


def test_matching_two_accounts_makes_them_one(tmp_path):
    accounts = [{"account_id": name, "account_name": name} for name in "AB"]
    with opened(tmp_path, account=accounts, ticket=[bot(1), person(2, SECOND, account_id="B")]) as store:
        assert fact(store, "1")["is_confirmed"] is True
        add(store, same_as=[{"kind": "account", "id": "B", "into_source_id": 1, "into_id": "A"}])
        assert fact(store, "1")["is_confirmed"] is False
