"""How a contact ends, by hand: first and last resolution, what is open again, what is over, and what nobody can tell."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cx import facts, settings
from tests.put_rows import fact, opened, put

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)
TELLING = {"ticket_id": "0", "opened_at": T0, "resolved_at": T0 + HOUR, "reopen_count": 0}


def one(tmp_path, steps=(), agent=(), **ticket):
    """The fact of ticket 1 with steps (hours after the opening, event, more), beside one that shows what the source tells."""
    rows = [
        {"event_id": str(i), "ticket_id": "1", "happened_at": T0 + after * HOUR, "event": event, **more}
        for i, (after, event, more) in enumerate(steps)
    ]
    tickets = [TELLING, {"ticket_id": "1", "opened_at": T0, "channel": "chat", **ticket}]
    with opened(tmp_path, ticket=tickets, ticket_event=rows, agent=agent) as store:
        return fact(store, "1")


def day(value):
    return None if value is None else value.date()


def test_the_last_resolution_is_the_day_and_the_length(tmp_path):
    row = one(tmp_path, first_resolved_at=T0 + 2 * HOUR, resolved_at=T0 + DAY, reopen_count=1, status="solved")
    assert (day(row["resolved_day"]), row["resolution_seconds"]) == (TUESDAY, 86_400)
    assert (day(row["first_resolved_day"]), row["first_resolution_seconds"]) == (MONDAY, 7200)
    assert row["resolved_at"] == datetime(2026, 10, 13, 10, 0)  # noqa: DTZ001 - local
    assert (row["is_reopened"], row["resolution_count"], day(row["over_day"])) == (True, 2, TUESDAY)


@pytest.mark.parametrize(
    "ended",
    [{"resolved_at": T0 - HOUR}, {"resolved_at": T0 - HOUR, "resolution_seconds": 60}, {"resolution_seconds": -60}],
    ids=str,
)
def test_what_was_resolved_before_it_was_opened_has_no_length_and_no_day(tmp_path, ended):
    row = one(tmp_path, status="solved", **ended)
    names = ("resolved_day", "resolution_seconds", "resolution_business_seconds", "first_resolved_day", "over_day")
    assert [row[name] for name in names] == [None] * 5
    assert row["is_tracked"] is False  # it is over, but nobody knows since when


def test_resolved_at_once_took_no_time(tmp_path):
    row = one(tmp_path, resolved_at=T0, status="solved")
    assert (row["resolution_seconds"], row["first_resolution_seconds"]) == (0, 0)


def test_what_is_open_again_is_not_resolved(tmp_path):
    row = one(tmp_path, first_resolved_at=T0 + HOUR, resolved_at=T0 + DAY, reopen_count=2, status="open")
    assert (row["resolved_day"], row["resolution_seconds"], row["resolution_count"]) == (None, None, None)
    assert (row["over_day"], row["is_tracked"]) == (None, True)
    assert (day(row["first_resolved_day"]), row["first_resolution_seconds"], row["is_reopened"]) == (MONDAY, 3600, True)


def test_of_a_reopened_contact_the_only_resolution_told_is_not_the_first(tmp_path):
    row = one(tmp_path, resolved_at=T0 + DAY, reopen_count=1, status="solved")
    assert (day(row["first_resolved_day"]), row["first_resolution_seconds"]) == (TUESDAY, None)
    assert one(tmp_path / "once", resolved_at=T0 + DAY, reopen_count=0)["first_resolution_seconds"] == 86_400


def test_a_length_of_the_source_tells_the_day(tmp_path):
    row = one(tmp_path, resolution_seconds=86_400, status="solved")
    assert (day(row["resolved_day"]), row["resolution_seconds"]) == (TUESDAY, 86_400)


@pytest.mark.parametrize(
    ("ended", "over", "is_tracked"),
    [
        ({"status": "open"}, None, True),
        ({"status": "pending", "closed_at": T0 + DAY}, None, True),
        ({"status": None}, None, True),
        ({"status": "closed", "closed_at": T0 + DAY}, TUESDAY, True),
        ({"status": "closed"}, None, False),
        ({"status": "closed", "closed_at": T0 - DAY}, None, False),
        ({"status": "closed", "is_abandoned": True}, MONDAY, True),
        ({"status": None, "channel": "phone", "answered_at": T0, "talk_seconds": 14 * 3600}, TUESDAY, True),
        ({"status": "solved", "channel": "phone"}, MONDAY, True),
        ({"status": "open", "channel": "phone", "is_abandoned": True}, None, True),  # somebody has to call back
    ],
    ids=str,
)
def test_when_a_contact_is_over(tmp_path, ended, over, is_tracked):
    row = one(tmp_path, **ended)
    assert (day(row["over_day"]), row["is_tracked"], row["resolved_day"]) == (over, is_tracked, None)


def test_a_source_that_never_tells_resolutions_tells_nothing_about_what_is_open(tmp_path):
    later = {"ticket_id": "9", "opened_at": T0, "resolved_at": T0 + HOUR}
    rows = [{"ticket_id": "1", "opened_at": T0, "status": "open"}]
    with opened(tmp_path, ticket=rows) as store:
        assert fact(store, "1")["is_tracked"] is False
        assert fact(store, "1")["is_reopened"] is None
        for change in (
            lambda con: put(con, "ticket", [later]),
            lambda con: con.execute("delete from ticket where ticket_id = '9'"),
        ):
            with store.write("data") as con:
                change(con)
                con.execute("create or replace temp table touched as select 1 as source_id, '9' as ticket_id")
                facts.refresh(con, settings.read(con), "touched")
            assert fact(store, "1")["is_tracked"] is bool(len(store.query("from ticket where ticket_id = '9'")))


def test_steps_tell_resolutions_the_ticket_does_not(tmp_path):
    row = one(tmp_path, steps=[(1, "resolved", {}), (5, "reopened", {}), (24, "resolved", {})], status="solved")
    assert (day(row["first_resolved_day"]), row["first_resolution_seconds"]) == (MONDAY, 3600)
    assert (day(row["resolved_day"]), row["resolution_seconds"]) == (TUESDAY, 86_400)
    assert (row["is_reopened"], row["resolution_count"]) == (True, 2)
    again = one(tmp_path / "again", steps=[(1, "resolved", {}), (5, "reopened", {})], status=None)
    assert (again["resolved_day"], again["over_day"], again["is_tracked"]) == (None, None, True)


CUSTOMER = {"actor": "customer"}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([(1, "resolved", {})], False),
        ([(1, "resolved", {}), (2, "replied", {**CUSTOMER, "body": "감사합니다!"}), (2, "reopened", {})], False),
        ([(1, "resolved", {}), (2, "replied", {**CUSTOMER, "body": "아직 안 돼요"}), (2, "reopened", {})], True),
        ([(1, "resolved", {}), (2, "replied", {**CUSTOMER, "body": None}), (2, "reopened", {})], True),
        ([(1, "resolved", {}), (2, "reopened", {}), (3, "resolved", {})], True),
        ([(1, "resolved", {}), (2, "replied", {**CUSTOMER, "body": "thanks"}), (2, "reopened", {}), (3, "resolved", {}),
          (4, "replied", {**CUSTOMER, "body": "It broke again"}), (4, "reopened", {}), (5, "resolved", {})], True),
        ([(1, "resolved", {}), (2, "replied", {**CUSTOMER, "body": "Again!"}), (3, "resolved", {})], True),
        ([(1, "resolved", {}), (2, "replied", {**CUSTOMER, "body": "Again!"})], False),  # its tool left it resolved
        ([(0, "snoozed", {}), (1, "reopened", {}), (2, "resolved", {})], False),  # woken up, not opened again
        ([(1, "resolved", {}), (1, "closed", {})], False),
    ],
    ids=str,
)  # fmt: skip
def test_opened_again_and_not_only_to_say_thanks(tmp_path, steps, expected):
    assert one(tmp_path, steps=steps, status=None)["is_reopened"] is expected


@pytest.mark.parametrize(("count", "expected"), [(0, False), (1, False), (2, True)])
def test_thanks_are_taken_off_the_reopenings_the_source_counts(tmp_path, count, expected):
    steps = [
        (1, "resolved", {}),
        (2, "replied", {**CUSTOMER, "body": "감사합니다"}),
        (2, "reopened", {}),
        (3, "resolved", {}),
    ]
    assert one(tmp_path, steps=steps, reopen_count=count, status="solved")["is_reopened"] is expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"reply_count": 1}, True),
        ({"reply_count": 0}, True),
        ({"reply_count": 2}, False),
        ({"reply_count": 1, "reopen_count": 1}, False),
        ({}, None),
        ({"reply_count": 1, "resolved_at": None, "status": "open"}, None),
    ],
    ids=str,
)
def test_one_touch_is_resolved_with_one_reply(tmp_path, more, expected):
    assert one(tmp_path, **{"resolved_at": T0 + HOUR, **more})["is_one_touch"] is expected


def test_replies_are_counted_from_the_steps_where_the_ticket_does_not_tell(tmp_path):
    reply = {"actor": "agent", "is_public": True}
    steps = [
        (0, "replied", reply),
        (1, "replied", {"actor": "agent", "is_public": False}),
        (1, "replied", {"actor": "bot"}),
    ]
    assert one(tmp_path / "one", steps=steps, resolved_at=T0 + DAY)["is_one_touch"] is True
    assert one(tmp_path / "two", steps=[*steps, (2, "replied", reply)], resolved_at=T0 + DAY)["is_one_touch"] is False
