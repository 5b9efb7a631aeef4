"""What automation saves, by hand: comparable time, costs, days, and nothing said where nothing is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cx import saving, settings
from cx.language import LANGUAGES
from cx.selection import Selection
from tests.put_rows import opened
from tests.test_automation import BY_BOT, BY_PERSON, T0

OCTOBER = Selection(period="2026-10-01..2026-10-31")
END = {"ticket_id": "end", "opened_at": T0 + timedelta(days=30), "channel": "board"}


def by_bot(count, name, **more):
    return [
        {"ticket_id": f"{name}{i}", "opened_at": T0, "account_id": f"{name}{i}"} | BY_BOT | more for i in range(count)
    ]


def calls(count, name, seconds, **more):
    """Calls people handled in `seconds` each."""
    return [
        {"ticket_id": f"{name}{i}", "opened_at": T0, "answered_at": T0, "talk_seconds": seconds, "resolved_at": T0, "status": "solved",
         "account_id": f"{name}{i}"} | {"channel": "phone", "is_human_involved": True} | more
        for i in range(count)
    ]  # fmt: skip


def chats(count, name, seconds, **more):
    """Chats a person had in hand for `seconds`, and their steps."""
    rows = [
        {"ticket_id": f"{name}{i}", "opened_at": T0, "resolved_at": T0 + timedelta(seconds=seconds), "account_id": f"{name}{i}"}
        | BY_PERSON | more
        for i in range(count)
    ]  # fmt: skip
    steps = [
        {"event_id": f"{row['ticket_id']}{event}", "ticket_id": row["ticket_id"], "happened_at": at, "event": event, "actor": "system",
         "to_value": "G1" if event == "assigned" else None}
        for row in rows
        for event, at in (("assigned", T0), ("resolved", row["resolved_at"]))
    ]  # fmt: skip
    return rows, steps


def test_confirmed_times_comparable_time_times_cost_by_hand(tmp_path):
    """60 confirmed chats; 40 chats by people take 1,800 s in hand, three at once: 600 s each; 60 * 600 s = 10 h.

    At 18,000 to 30,000 won an hour that is 180,000 to 300,000; a bot of 31,000 won a month costs 31,000 * 31 / 30.4375.
    """
    rows, steps = chats(40, "h", 1800)
    with opened(tmp_path, ticket=[*by_bot(60, "b"), *rows, END], ticket_event=steps) as store:
        found = saving.band(store, OCTOBER)
        assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 10, 31))
        assert (found.confirmed, found.seconds, found.hours) == (60, 600, 10)
        assert (found.low, found.high) == (180_000, 300_000)
        assert "상담원 10시간어치이며, 18만원~30만원" in saving.sentence(found, "ko")
        settings.put(store, "bot_cost_month", 31_000)
        settings.put(store, "chats_at_once", 1)
        found = saving.band(store, OCTOBER)
        assert found.hours == 30
        assert found.low == pytest.approx(540_000 - 31_000 * 31 / 30.4375)
        settings.put(store, "hourly_cost_low", 50_000)  # the two may come in any order
        assert (saving.band(store, OCTOBER).hourly_low, saving.band(store, OCTOBER).hourly_high) == (30_000, 50_000)


def test_what_came_back_is_not_saved(tmp_path):
    rows, steps = chats(40, "h", 1800)
    back = [
        {"ticket_id": f"r{i}", "opened_at": T0 + timedelta(days=1), "account_id": f"b{i}", "channel": "email"}
        for i in range(20)
    ]
    with opened(tmp_path, ticket=[*by_bot(60, "b"), *rows, *back, END], ticket_event=steps) as store:
        assert saving.band(store, OCTOBER).confirmed == 40


def test_comparable_is_the_same_tag_where_enough_were_handled(tmp_path):
    """30 confirmed about log-in (40 chats of 300 s at one at once), 10 about payment (2 chats only: the mean of all chats).

    The mean of all 42 chats is (40 * 300 + 2 * 9,000) / 42; together (30 * 300 + 10 * 714.29) / 40.
    """
    rows, steps = chats(40, "h", 300, category="로그인/x")
    more, more_steps = chats(2, "p", 9000, category="결제/x")
    tickets = [
        *by_bot(30, "a", category="로그인/y"),
        *by_bot(10, "c", category="결제/y"),
        *rows,
        *more,
        *calls(50, "t", 60),
        END,
    ]
    with opened(tmp_path, ticket=tickets, ticket_event=steps + more_steps) as store:
        settings.put(store, "chats_at_once", 1)
        every = (40 * 300 + 2 * 9000) / 42
        assert saving.band(store, OCTOBER).seconds == pytest.approx((30 * 300 + 10 * every) / 40)


def test_without_steps_calls_are_what_is_comparable(tmp_path):
    with opened(tmp_path, ticket=[*by_bot(10, "b"), *calls(40, "t", 240), END]) as store:
        found = saving.band(store, OCTOBER)
        assert (found.confirmed, found.seconds) == (10, 240)


def test_the_last_week_is_not_counted_and_neither_is_its_cost(tmp_path):
    """The last day is day 10 after the 12th: known are contacts up to the 15th, 15 of October's days."""
    rows = [*by_bot(5, "b"), *by_bot(5, "y", opened_at=T0 + timedelta(days=4)), *calls(40, "t", 360)]
    with opened(tmp_path, ticket=[*rows, END | {"opened_at": T0 + timedelta(days=10)}]) as store:
        settings.put(store, "bot_cost_month", 100_000)
        found = saving.band(store, OCTOBER)
        assert (found.last, found.confirmed) == (date(2026, 10, 15), 5)
        assert found.bot_cost == pytest.approx(100_000 * 15 / 30.4375)
        assert found.high < 0
        assert "더 들었습니다" in saving.sentence(found, "ko")
        settings.put(store, "bot_cost_month", 24_350)
        mixed = saving.band(store, OCTOBER)
        assert mixed.low < 0 < mixed.high
        for language in LANGUAGES:
            assert saving.sentence(mixed, language)
            assert saving.assumptions(mixed, language)


@pytest.mark.parametrize("kept", ["bot", "people", "nothing"])
def test_what_is_not_known_is_not_nothing_saved(tmp_path, kept):
    rows = {"bot": by_bot(10, "b"), "people": calls(40, "t", 240), "nothing": []}[kept]
    with opened(tmp_path, ticket=[*rows, END] if rows else []) as store:
        assert saving.band(store, OCTOBER) is None
