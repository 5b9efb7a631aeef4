"""Handling by hand: calls by talk, hold and after-call work, contacts in writing by the time a person had them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import fact, opened

ALL = Selection(period="all")
T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
MINUTE = timedelta(minutes=1)
BOT = {"agent_id": "B", "agent_name": "누리봇", "is_bot": True}


def call(number, talk, hold=None, after=None, **more):
    lengths = {"talk_seconds": talk, "hold_seconds": hold, "after_call_seconds": after}
    return {"ticket_id": str(number), "opened_at": T0, "channel": "phone", "answered_at": T0, **lengths, **more}


def measured(tmp_path, *names, **tables):
    with opened(tmp_path, **tables) as store:
        return compute(store, list(names), ALL).set_index("metric")


def test_a_call_is_talk_hold_and_after_call_work(tmp_path):
    """Five calls: 60+10+20, 120+0+30, 180 and no word of hold, 240+50 and no after-call work, 300+0+0; others are no work."""
    rows = [call(1, 60, 10, 20), call(2, 120, 0, 30), call(3, 180, None, 40), call(4, 240, 50), call(5, 300, 0, 0)]
    rows += [
        call(6, 999, 999, 999, is_spam=True),
        call(7, None, 30, 30),  # how long they talked is not told
        call(8, 999, is_human_involved=False, is_bot_involved=True),
        call(9, None, is_abandoned=True, answered_at=None, queued_at=T0),
    ]
    found = measured(tmp_path, "aht", "aht_talk", "aht_hold", "aht_after_call", ticket=rows)
    assert found["n"].tolist() == [5, 5, 4, 4]
    assert found["numerator"].tolist() == [90 + 150 + 220 + 290 + 300, 900, 60, 90]
    assert found.loc["aht", "value"] == 210
    assert np.isnan(found.loc["aht_hold", "value"])  # of four rows


def test_handled_belongs_to_the_day_it_was_closed(tmp_path):
    """A call resolved a day later counts then, one nobody resolves when it ends, one held open not yet."""
    late = call(1, 60, status="solved", resolved_at=T0 + 24 * 60 * MINUTE)
    night = call(2, 4 * 3600, opened_at=T0 + 12 * 60 * MINUTE, answered_at=T0 + 12 * 60 * MINUTE)  # 22:00 to 02:00
    rows = [late, night, call(3, 60, status="open"), call(4, 60)]
    with opened(tmp_path, ticket=rows) as store:
        days = compute(
            store, ["aht"], ALL, every="day", as_of=date(2026, 10, 13), span=(date(2026, 10, 12), date(2026, 10, 13))
        )
    assert days["n"].tolist() == [1, 2]


def in_hand(tmp_path, *steps, over=None, **ticket):
    rows = [
        {"event_id": str(i), "ticket_id": "1", "happened_at": T0 + after * MINUTE, "event": event, **more}
        for i, (after, event, more) in enumerate(steps)
    ]
    end = {} if over is None else {"resolved_at": T0 + over * MINUTE, "status": "solved"}
    one = {"ticket_id": "1", "opened_at": T0, "channel": "chat", "status": "solved", **end, **ticket}
    with opened(tmp_path, ticket=[one], ticket_event=rows, agent=[BOT, {"agent_id": "K"}, {"agent_id": "L"}]) as store:
        seconds = fact(store, "1")["assigned_seconds"]
    return None if seconds is None else seconds / 60


TO_K, TO_L, TO_BOT, TO_NOBODY = (
    {"to_value": "K"}, {"from_value": "K", "to_value": "L"}, {"to_value": "B"}, {"from_value": "K"}
)  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "over", "minutes"),
    [
        ([(10, "assigned", TO_K), (40, "resolved", {})], None, 30),
        ([(10, "assigned", TO_K), (20, "assigned", TO_L), (40, "resolved", {})], None, 30),
        ([(10, "assigned", TO_K), (20, "assigned", TO_NOBODY), (40, "resolved", {})], None, 10),
        ([(10, "assigned", TO_K), (20, "queued", {}), (30, "assigned", TO_L), (40, "resolved", {})], None, 20),
        ([(0, "assigned", TO_BOT), (10, "assigned", TO_K), (40, "resolved", {})], None, 30),
        ([(0, "assigned", {"to_value": "누리봇"}), (10, "assigned", TO_K), (40, "resolved", {})], None, 30),
        ([(0, "assigned", TO_BOT), (40, "resolved", {})], None, None),  # no person ever had it
        ([(0, "assigned", {}), (40, "resolved", {})], None, 40),  # to whom is not told: to somebody
        ([(10, "assigned", TO_K), (15, "snoozed", {}), (35, "replied", {"actor": "customer"}), (40, "resolved", {})], None, 10),
        ([(10, "assigned", TO_K), (15, "snoozed", {}), (40, "resolved", {})], None, 5),
        ([(10, "assigned", TO_K), (15, "snoozed", {}), (18, "noted", {}), (40, "resolved", {})], None, 5),
        ([(10, "assigned", TO_K), (20, "resolved", {}), (60, "reopened", {}), (65, "resolved", {})], None, 15),
        ([(10, "assigned", TO_K), (20, "resolved", {}), (60, "replied", {"actor": "customer"}), (80, "closed", {})], None, 10),
        ([(10, "assigned", TO_K), (12, "replied", {"actor": "agent"})], 40, 30),  # its end is told by the ticket
        ([(10, "assigned", TO_K), (20, "assigned", TO_NOBODY)], 40, 10),
        ([(10, "assigned", TO_K), (12, "replied", {"actor": "agent"})], None, None),  # not over, or nobody knows when
        ([(10, "replied", {"actor": "agent"})], 40, None),  # without steps nobody knows
        ([(10, "resolved", {}), (10, "assigned", TO_K)], None, 0),
    ],
    ids=str,
)  # fmt: skip
def test_a_contact_in_writing_is_the_time_somebody_had_it_open(tmp_path, steps, over, minutes):
    assert in_hand(tmp_path, *steps, over=over) == minutes


def test_time_the_source_measured_goes_before_time_in_hand_and_is_a_calls_where_nothing_else_is(tmp_path):
    """A mail worked on 15 minutes while it was in hand 40; a call of which only 4 minutes in all are told."""
    steps = [(0, "assigned", TO_K), (40, "resolved", {})]
    assert in_hand(tmp_path / "mail", *steps, handle_seconds=900, channel="email") == 15
    rows = [call(1, None, handle_seconds=240), call(2, 60, 10, handle_seconds=999)]
    with opened(tmp_path / "call", ticket=rows) as store:
        assert [fact(store, number)["handle_seconds"] for number in "12"] == [240, 70]
        assert fact(store, "1")["assigned_seconds"] is None


def test_calls_and_contacts_in_writing_are_never_averaged_together(tmp_path):
    steps = [
        {"event_id": f"{i}{event}", "ticket_id": f"c{i}", "happened_at": T0 + after * MINUTE, "event": event, **more}
        for i in range(5) for after, event, more in ((0, "assigned", TO_K), (60 + i, "resolved", {}))
    ]  # fmt: skip
    chats = [
        {"ticket_id": f"c{i}", "opened_at": T0, "channel": "chat", "first_response_at": T0, "status": "solved"}
        for i in range(5)
    ]
    calls = [call(i, 100) for i in range(5)]
    found = measured(tmp_path, "aht", "aht_text", ticket=[*calls, *chats], ticket_event=steps)
    assert found["value"].tolist() == [100, 62 * 60]
    assert found["n"].tolist() == [5, 5]
