"""SLA by our own policies, by hand: which policy holds, both clocks, pauses, what is open, and what is not judged."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cx import changes, facts, settings, sla
from cx.compute import compute
from cx.interval import wilson
from cx.selection import Selection
from tests.put_rows import add, fact, opened
from tests.test_rollups import asked, same

ALL = Selection(period="all")
T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEEK = [
    {"calendar": "default", "weekday": weekday, "opens": opens, "closes": closes}
    for weekday in range(5)
    for opens, closes in (("09:00", "12:00"), ("13:00", "18:00"))
]


def contact(number, reply=None, solved=None, at=T0, **more):
    times = {"first_response_at": at + reply if reply is not None else None}
    times["resolved_at"] = at + solved if solved is not None else None
    return {
        "ticket_id": str(number),
        "opened_at": at,
        "channel": "email",
        "status": "solved" if solved else "open",
        **times,
        **more,
    }


@pytest.fixture
def own(tmp_path):
    """Opens a store with office hours, policies `(target, seconds, more)` and contacts."""
    stores = []

    def make(*policies, **tables):
        rows = {
            name: [{"source_id": None, **row} for row in found]
            for name, found in tables.items()
            if name == "calendar_hours"
        }
        store = opened(
            tmp_path / str(len(stores)), **{name: found for name, found in tables.items() if name not in rows}
        )
        stores.append(store)
        with store.write("settings") as con:
            con.execute("delete from calendar_hours")
            for row in WEEK:
                con.execute(
                    "insert into calendar_hours (calendar, weekday, opens, closes) values (?, ?, ?, ?)",
                    list(row.values()),
                )
        settings.put(store, "withhold_n", 0)
        sla.put_all(store, [sla.checked(target, seconds, **more) for target, seconds, more in policies])
        add(store)
        return store

    yield make
    for store in stores:
        store.close()


def shares(store, *names, as_of=None, selection=ALL):
    found = compute(store, list(names), selection, as_of=as_of).set_index("metric")
    return {name: (int(row["numerator"]), int(row["denominator"])) for name, row in found.iterrows()}


HOURLY = ("first_response", 3600, {"clock": "calendar"})
DAILY = ("resolution", 86_400, {"clock": "calendar"})


def test_each_contact_and_promise_is_a_row(own):
    """Four answers, three in the hour (the last second too); two resolved, one of them within a day."""
    tickets = [
        contact(1, HOUR, DAY),
        contact(2, HOUR + timedelta(seconds=1), DAY + MINUTE),
        contact(3, MINUTE),
        contact(4, 2 * MINUTE),
        contact(5, at=T0 - 20 * DAY, reply=None),  # open and unanswered for three weeks: both are broken
    ]
    store = own(HOURLY, DAILY, ticket=tickets)
    names = ("sla_first_response", "sla_resolution", "sla_kept")
    # as of the last day with data, Tuesday: 3 and 4 were opened on Monday at ten, and their day is over on Tuesday at ten
    assert shares(store, *names) == {"sla_first_response": (3, 5), "sla_resolution": (1, 5), "sla_kept": (4, 10)}
    row = compute(store, ["sla_kept"], ALL).iloc[0]
    low, high = wilson([0.4 * 5], [5]).low.item(), wilson([0.4 * 5], [5]).high.item()
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    assert shares(store, *names, as_of=date(2026, 10, 12))["sla_resolution"] == (1, 3)


def test_without_a_policy_there_is_no_verdict(own):
    store = own(ticket=[contact(1, HOUR, DAY)])
    assert shares(store, "sla_kept") == {"sla_kept": (0, 0)}
    assert compute(store, ["sla_kept"], ALL)["state"].tolist() == ["none"]
    found = fact(store, "1")
    assert {
        found[name] for name in found if name.startswith(("reply_", "resolution_p", "is_reply", "is_resolution"))
    } == {None}


def test_the_business_clock_stands_still_at_lunch_at_night_and_on_holidays(own):
    """Opened on Thursday 2026-10-08 at 11:30; Friday is Hangul Day, then the weekend; Monday is the 12th."""
    at = datetime(2026, 10, 8, 2, 30)  # noqa: DTZ001
    tickets = [
        contact(1, timedelta(hours=2), at=at),  # 13:30: half an hour, lunch, half an hour
        contact(2, timedelta(hours=2, seconds=1), at=at),
        contact(3, timedelta(days=4) - timedelta(hours=2), at=at),  # Monday 9:30: 0.5 + 5 + 0.5 hours
    ]
    store = own(("first_response", 3600, {}), ticket=tickets)
    assert [fact(store, n)["is_reply_kept"] for n in "123"] == [True, False, False]
    sla.put(store, "first_response", 6 * 3600)
    assert [fact(store, n)["is_reply_kept"] for n in "123"] == [True, True, True]


def test_what_is_open_is_judged_when_its_time_is_up(own):
    """Friday 17:00, two business hours promised: due on Monday at 10:00, known once Monday is over."""
    at = datetime(2026, 10, 16, 8, 0)  # noqa: DTZ001
    store = own(("first_response", 7200, {}), ticket=[contact(1, at=at), contact(2, MINUTE, MINUTE, at=at)])
    assert fact(store, "1")["reply_due_at"] == datetime(2026, 10, 19, 10, 0)  # noqa: DTZ001 - local
    for day, wanted in ((16, (1, 1)), (18, (1, 1)), (19, (1, 2))):
        assert shares(store, "sla_first_response", as_of=date(2026, 10, day))["sla_first_response"] == wanted
    sla.put(store, "first_response", 3600)  # due in the moment the office closes, that day
    assert fact(store, "1")["reply_due_at"] == datetime(2026, 10, 16, 18, 0)  # noqa: DTZ001
    assert shares(store, "sla_first_response", as_of=date(2026, 10, 16))["sla_first_response"] == (1, 2)


def test_what_ended_without_an_answer_is_broken_only_if_its_time_was_up(own):
    """Hung up after 10 and after 90 seconds, half a minute promised; one closed after two hours unanswered."""
    calls = [
        contact(1, channel="phone", status=None, is_abandoned=True, queued_at=T0, queue_seconds=10),
        contact(2, channel="phone", status=None, is_abandoned=True, queued_at=T0, queue_seconds=90),
        contact(3, solved=2 * HOUR),
        contact(4, timedelta(seconds=30), 2 * HOUR),
    ]
    store = own(("first_response", 30, {"clock": "calendar"}), ticket=calls)
    assert [fact(store, n)["is_reply_kept"] for n in "1234"] == [None, False, False, True]


def steps(number, *told):
    return [
        {"event_id": f"{number}-{at}", "ticket_id": str(number), "happened_at": T0 + at, "event": event, "actor": actor}
        for at, event, actor in told
    ]


def test_the_clock_of_the_resolution_stands_still_in_pauses(own):
    """Open four hours in all: two at work, one snoozed, one resolved before it was opened again."""
    told = [
        (timedelta(), "opened", "customer"), (HOUR, "snoozed", "agent"), (2 * HOUR, "replied", "customer"),
        (2.5 * HOUR, "resolved", "agent"), (3.5 * HOUR, "reopened", "customer"), (4 * HOUR, "resolved", "agent"),
    ]  # fmt: skip
    store = own(
        ("resolution", 2 * 3600, {"clock": "calendar"}),
        ticket=[contact(1, MINUTE, 4 * HOUR)],
        ticket_event=steps(1, *told),
    )
    assert fact(store, "1")["is_resolution_kept"] is True
    sla.put(store, "resolution", 2 * 3600 - 1, clock="calendar")
    assert fact(store, "1")["is_resolution_kept"] is False
    sla.put(store, "resolution", 2 * 3600, clock="business")  # 10:00-11:00, then 12:00 to 14:00 with an hour of lunch
    # at work 10-11, 12-12:30 and 13:30-14: lunch takes the half hour after twelve, so an hour and a half
    assert fact(store, "1")["is_resolution_kept"] is True
    sla.put(store, "resolution", 5400, clock="business")
    assert fact(store, "1")["is_resolution_kept"] is True
    sla.put(store, "resolution", 5399, clock="business")
    assert fact(store, "1")["is_resolution_kept"] is False


def test_what_is_snoozed_now_is_not_due(own):
    """Both are open for days; one was put aside after one hour, the other after three, with two promised."""
    first, second = ([(timedelta(), "opened", "customer"), (hours * HOUR, "snoozed", "agent")] for hours in (1, 3))
    store = own(
        ("resolution", 7200, {"clock": "calendar"}),
        ticket=[contact(1, MINUTE), contact(2, MINUTE), contact(3, MINUTE, 9 * DAY)],
        ticket_event=steps(1, *first) + steps(2, *second),
    )
    assert shares(store, "sla_resolution") == {"sla_resolution": (0, 2)}
    assert fact(store, "1")["resolution_due_at"].year > 2100
    assert fact(store, "2")["resolution_due_at"] == datetime(2026, 10, 12, 13, 0)  # noqa: DTZ001


def test_the_policy_that_held_on_the_day_of_opening_counts(own):
    earlier = T0 - 30 * DAY
    policies = [
        ("first_response", 3600, {"clock": "calendar"}),
        ("first_response", 60, {"clock": "calendar", "from_day": date(2026, 10, 1)}),
    ]
    store = own(*policies, ticket=[contact(1, 2 * MINUTE, at=earlier), contact(2, 2 * MINUTE)])
    assert [fact(store, n)["is_reply_kept"] for n in "12"] == [True, False]
    sla.end(store, sla.everything(store)[0].policy_id, date(2026, 10, 11))
    assert [fact(store, n)["is_reply_kept"] for n in "12"] == [True, True]


def test_the_more_special_policy_counts(own):
    """General an hour; urgent a minute; urgent chats of 학교 two minutes; nothing is promised for 러닝룸."""
    scopes = [
        (3600, {}),
        (60, {"priority": "urgent"}),
        (120, {"priority": "urgent", "channel": "chat", "segment": "학교"}),
        (None, {"product": "러닝룸"}),
    ]
    policies = [("first_response", goal, {"clock": "calendar", **scope}) for goal, scope in scopes]
    account = [{"account_id": "A", "segment": "학교"}]
    rows = [
        contact(1, 90 * 20 * timedelta(seconds=1)),
        contact(2, 1.5 * MINUTE, priority="urgent"),
        contact(3, 1.5 * MINUTE, priority="urgent", channel="chat", account_id="A"),
        contact(4, MINUTE, product="러닝룸"),
        contact(5, 1.5 * MINUTE, priority="urgent", channel="chat"),
    ]
    store = own(*policies, ticket=rows, account=account)
    assert [fact(store, n)["is_reply_kept"] for n in "12345"] == [True, False, True, None, False]
    numbers = {one.scope: one.policy_id for one in sla.everything(store)}
    urgent = numbers["urgent", None, None, None]
    assert [fact(store, n)["reply_policy"] for n in "25"] == [urgent, urgent]
    assert fact(store, "3")["reply_policy"] == numbers["urgent", "chat", None, "학교"]
    by_policy = compute(store, ["sla_first_response"], ALL, by=["reply_policy"]).set_index("reply_policy")
    assert by_policy["n"].to_dict() == {
        numbers[None, None, None, None]: 1,
        urgent: 2,
        numbers["urgent", "chat", None, "학교"]: 1,
    }


def test_whom_nothing_is_promised_and_of_whom_nothing_is_known(own):
    left_out = [
        contact(1, MINUTE, is_spam=True),
        contact(2, is_outbound=True),
        contact(3, is_bot_involved=True, is_human_involved=False),
    ]
    store = own(HOURLY, ticket=[*left_out, contact(4, HOUR)])
    assert shares(store, "sla_first_response") == {"sla_first_response": (1, 1)}
    silent = own(HOURLY, DAILY, ticket=[{"ticket_id": "1", "opened_at": T0, "channel": "email"}])
    assert shares(silent, "sla_kept") == {"sla_kept": (0, 0)}  # nobody says who answered, or what was resolved


def test_sums_say_what_the_facts_say(own):
    tickets = [contact(i, (i % 9) * 20 * MINUTE if i % 4 else None, (i % 7) * 6 * HOUR if i % 3 else None, at=T0 - (i % 40) * DAY) for i in range(400)]  # fmt: skip
    store = own(("first_response", 3600, {}), ("resolution", 9 * 3600, {}), ticket=tickets)
    agree(store)
    with store.write("data") as con:
        con.execute("update ticket set resolved_at = opened_at, status = 'solved' where ticket_id in ('3', '6')")
        con.execute(
            "create temp table changed as select source_id, ticket_id from ticket where ticket_id in ('3', '6')"
        )
        facts.refresh(con, settings.read(con), "changed")
        con.execute("drop table changed")
    agree(store)


def agree(store):
    names = ["sla_kept", "sla_first_response", "sla_resolution"]
    for day in (date(2026, 10, 12), date(2026, 10, 13), date(2026, 11, 30)):
        for every in (None, "month"):
            ours, theirs, summed = asked(store, ALL, (), every, names=names, as_of=day)
            same(ours, theirs, ["period"] if every else [])
            assert summed == (set(names) if day.month == 11 or day.day == 13 else set())


def test_policies_are_kept_with_who_and_when(own):
    store = own()
    first = sla.put(store, "resolution", 86_400, priority="urgent")
    again = sla.put(store, "resolution", 43_200, priority="urgent")
    assert [one.policy_id for one in sla.everything(store)] == [again.policy_id]
    assert first.policy_id != again.policy_id
    sla.end(store, again.policy_id, date(2026, 12, 31))
    assert sla.everything(store)[0].to_day == date(2026, 12, 31)
    assert sla.remove(store, [again.policy_id, 99]) == 1
    assert sla.everything(store) == ()
    told = [(one.subject, one.before and one.before.get("goal_seconds"), one.after and one.after.get("goal_seconds"))
            for one in reversed(changes.everything(store, "policy"))]  # fmt: skip
    a, b = str(first.policy_id), str(again.policy_id)
    assert told == [(a, None, 86_400), (a, 86_400, None), (b, None, 43_200), (b, 43_200, 43_200), (b, 43_200, None)]
    assert {one.actor for one in changes.everything(store, "policy")} == {changes.actor()}
