"""What becomes of each contact: queue, answer, talk, replies, transfers, resolution, reopening. Log-normal lengths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.demo.arrivals import BOARD, CHAT, EMAIL, MESSAGE, PHONE, SALES, Contacts
from cx.demo.days import DAY, HOUR, NONE, Days, Flags, Floats, Ints, some
from cx.demo.team import FIELD, HOTLINE, ONLINE, TEAMS, VIP
from cx.demo.world import World

# Median seconds on the team's own clock until the first reply, and spread, per channel.
_FIRST_REPLY = {CHAT: (95, 1.1), BOARD: (5_400, 0.9), EMAIL: (8_000, 0.9), MESSAGE: (1_300, 1.2), SALES: (240, 1.0)}
_NEVER = {CHAT: 0.045, BOARD: 0.012, EMAIL: 0.02, MESSAGE: 0.09, SALES: 0.05}
_RESOLVE = {
    PHONE: (9_000, 1.1),
    CHAT: (900, 1.2),
    BOARD: (6_500, 1.3),
    EMAIL: (9_500, 1.3),
    MESSAGE: (4_000, 1.4),
    SALES: (70_000, 1.1),
}
_TALK = (195, 0.65)
_AFTER_CALL = (55, 0.6)
_AT_ONCE = 20
_LEFT_DAYS = 20  # the tool closes what nobody resolved by then
PHONE_ANSWERED = 0.945
OUTAGE_ANSWERED = 0.66
_LUNCH_BEGIN, _LUNCH_END = 240, 3_420  # who calls just after 12 or just before 13 may still get somebody


@dataclass
class Handling:
    """One entry per contact; NONE where it did not happen (yet)."""

    queued: Ints
    answered: Ints
    first_reply: Ints
    first_resolved: Ints
    resolved: Ints
    closed: Ints  # put away unresolved
    updated: Ints
    queue: Ints
    ring: Ints
    talk: Ints
    hold: Ints
    after_call: Ints
    replies: Ints
    reopened: Ints
    transfers: Ints
    team: Ints
    agent: Ints
    is_abandoned: Flags
    is_outbound: Flags
    status: Ints  # place in: open, pending, solved, closed


class Clock:
    """The time a team is there: turns "n seconds of presence after t" into a point in time."""

    def __init__(self, on_duty: Flags, start: int) -> None:
        self._start = start
        self._on = np.concatenate([on_duty, np.tile(on_duty[-7 * 24 :], 9)]).astype(
            np.int64
        )  # nine weeks beyond the end
        self._before = np.concatenate([[0], np.cumsum(self._on)]) * HOUR

    def after(self, second: Ints, length: Ints) -> Ints:
        """When `length` seconds of presence have passed since `second`."""
        hour = (second - self._start) // HOUR
        position = self._before[hour] + (second - self._start) % HOUR * self._on[hour] + length
        reached = np.clip(np.searchsorted(self._before, position, side="right") - 1, 0, len(self._on) - 1)
        passed = position - self._before[reached]
        return np.asarray(self._start + reached * HOUR + passed, dtype=np.int64)


def _lengths(rng: np.random.Generator, median: Floats | float, spread: Floats | float, size: int) -> Ints:
    return np.maximum(1, np.round(median * np.exp(spread * rng.standard_normal(size)))).astype(np.int64)


def _chance_of_answer(world: World, contacts: Contacts) -> Floats:
    days, plot, team = world.days, world.plot, world.team
    hour = (contacts.opened - days.starts[0]) // HOUR
    chance = np.full(len(hour), PHONE_ANSWERED)
    chance -= 0.03 * ((days.weekday[contacts.day] == 0) & (contacts.opened % DAY // HOUR <= 10))  # noqa: PLR2004 Monday morning
    if plot.tells("login_outage"):
        first = days.index(plot.outage_day)
        chance[(contacts.day == first) | (contacts.day == first + 1)] = OUTAGE_ANSWERED
    nobody = ~team.on_duty(HOTLINE)[hour]
    minute_second = contacts.opened % HOUR
    edge = np.where(minute_second < _LUNCH_BEGIN, 0.5, np.where(minute_second > _LUNCH_END, 0.3, 0.0))
    return np.asarray(np.where(nobody, edge, chance))


def _calls(rng: np.random.Generator, world: World, contacts: Contacts, made: Handling) -> None:
    rows = np.flatnonzero(contacts.channel == PHONE)
    calls = contacts.part(rows)
    size = len(rows)
    made.is_outbound[rows] = some(rng, size, 0.035)
    is_answered = made.is_outbound[rows] | (rng.random(size) < _chance_of_answer(world, calls))
    made.queued[rows] = calls.opened + rng.integers(7, 19, size)
    wait = np.where(is_answered, _lengths(rng, 17, 0.9, size), _lengths(rng, 48, 0.8, size))
    wait = np.where(~is_answered & (wait < _AT_ONCE), wait // 5, wait)  # some hang up when they hear the announcement
    made.queue[rows] = np.where(made.is_outbound[rows], NONE, np.minimum(wait, 900))
    made.queued[rows] = np.where(made.is_outbound[rows], NONE, made.queued[rows])
    answered = np.where(made.is_outbound[rows], calls.opened + 9, calls.opened + 12 + wait)
    talk, after = _lengths(rng, *_TALK, size), _lengths(rng, *_AFTER_CALL, size)
    hold = np.where(some(rng, size, 0.16), _lengths(rng, 50, 0.6, size), 0)
    made.is_abandoned[rows] = ~is_answered
    for column, values in (
        ("answered", answered),
        ("first_reply", answered),
        ("talk", talk),
        ("hold", hold),
        ("after_call", after),
    ):
        getattr(made, column)[rows] = np.where(is_answered, values, NONE)
    made.ring[rows] = np.where(is_answered, np.minimum(rng.integers(2, 10, size), wait), NONE)
    made.replies[rows] = is_answered
    at_once = some(rng, size, 0.87)
    later = Clock(world.team.on_duty(HOTLINE), int(world.days.starts[0])).after(
        answered + talk, _lengths(rng, *_RESOLVE[PHONE], size)
    )
    resolved = np.where(at_once, answered + talk + hold + after, later)
    made.first_resolved[rows] = np.where(is_answered, resolved, NONE)


def _written(rng: np.random.Generator, world: World, contacts: Contacts, made: Handling) -> None:
    is_vip = world.accounts.is_vip[contacts.account]
    clocks = [Clock(world.team.on_duty(number), int(world.days.starts[0])) for number in range(4)]
    for channel, (median, spread) in _FIRST_REPLY.items():
        for number in (ONLINE, VIP, FIELD):
            rows = np.flatnonzero((contacts.channel == channel) & (made.team == number) & ~contacts.is_contained)
            size = len(rows)
            haste = np.where(is_vip[rows], 0.6, 1.0)
            reply = clocks[number].after(contacts.opened[rows], _lengths(rng, median * haste, spread, size))
            solved = clocks[number].after(reply, _lengths(rng, *_RESOLVE[channel], size))
            is_answered = rng.random(size) >= _NEVER[channel]
            made.first_reply[rows] = np.where(is_answered, reply, NONE)
            if channel == CHAT:
                # At night a chat waits outside the queue until somebody is there.
                made.queued[rows] = clocks[number].after(contacts.opened[rows], rng.integers(2, 20, size))
                made.answered[rows] = np.where(
                    is_answered, np.maximum(reply - rng.integers(3, 25, size), made.queued[rows]), NONE
                )
                made.queue[rows] = np.where(is_answered, made.answered[rows] - made.queued[rows], NONE)
            made.replies[rows] = np.where(
                is_answered, 1 + rng.poisson(2.2 if channel in (CHAT, MESSAGE) else 0.8, size), 0
            )
            is_solved = is_answered & some(rng, size, 0.985)
            made.first_resolved[rows] = np.where(is_solved, solved, NONE)
            made.is_outbound[rows] = (channel == SALES) & some(rng, size, 0.3)


def _teams(rng: np.random.Generator, contacts: Contacts, is_vip: Flags) -> Ints:
    team = np.where(contacts.channel == PHONE, HOTLINE, np.where(contacts.channel == SALES, FIELD, ONLINE))
    team = np.where((contacts.channel == MESSAGE) & some(rng, len(team), 0.4), FIELD, team)
    return np.asarray(
        np.where(is_vip & (contacts.channel != PHONE) & some(rng, len(team), 0.8), VIP, team), dtype=np.int64
    )


def _endings(rng: np.random.Generator, days: Days, contacts: Contacts, made: Handling) -> None:
    """Bot answers, reopening, transfers, agents; then forget what lies after the last day."""
    size = len(contacts.opened)
    by_bot = contacts.is_contained
    made.first_resolved[by_bot] = contacts.opened[by_bot] + _lengths(rng, 140, 0.8, int(by_bot.sum()))
    is_human = ~by_bot & (made.first_reply != NONE)
    has_reopen = (made.first_resolved != NONE) & ~by_bot & some(rng, size, 0.042)
    made.reopened[has_reopen] = 1 + rng.poisson(0.12, int(has_reopen.sum()))
    extra = _lengths(rng, 40_000, 1.0, size)
    made.resolved[:] = np.where(has_reopen, made.first_resolved + extra, made.first_resolved)
    made.transfers[:] = np.where(is_human, rng.poisson(0.075, size), 0)
    end = days.end
    for name in ("queued", "answered", "first_reply", "first_resolved", "resolved"):
        column = getattr(made, name)
        column[column >= end] = NONE
    made.queue[(made.answered == NONE) & ~made.is_abandoned] = NONE  # still waiting, or to be let in after the weekend
    made.reopened[made.first_resolved == NONE] = 0
    is_closed = made.resolved != NONE
    is_left = ~is_closed & ~made.is_abandoned & (contacts.opened < end - _LEFT_DAYS * DAY)
    made.closed[is_left] = contacts.opened[is_left] + _LEFT_DAYS * DAY
    is_gone = made.is_abandoned | is_left
    made.status = np.where(
        is_closed,
        np.where(made.resolved < end - 3 * DAY, 3, 2),
        np.where(is_gone, 3, np.where(made.first_reply != NONE, 1, 0)),
    )
    latest = np.maximum.reduce([contacts.opened, made.first_reply, made.first_resolved, made.resolved, made.closed])
    made.updated[:] = np.minimum(latest + rng.integers(0, 7200, size), end - 1)


def _nothing(size: int, team: Ints) -> Handling:
    """`size` contacts to which nothing has happened yet."""

    def never() -> Ints:
        return np.full(size, NONE)

    def zero() -> Ints:
        return np.zeros(size, dtype=np.int64)

    return Handling(
        queued=never(),
        answered=never(),
        first_reply=never(),
        first_resolved=never(),
        resolved=never(),
        closed=never(),
        updated=never(),
        queue=never(),
        ring=never(),
        talk=never(),
        hold=never(),
        after_call=never(),
        agent=never(),
        replies=zero(),
        reopened=zero(),
        transfers=zero(),
        team=team,
        is_abandoned=zero().astype(bool),
        is_outbound=zero().astype(bool),
        status=zero(),
    )


def handle(rng: np.random.Generator, world: World, contacts: Contacts) -> Handling:
    """What becomes of `contacts`; times after the last day have not happened."""
    size = len(contacts.opened)
    made = _nothing(size, _teams(rng, contacts, world.accounts.is_vip[contacts.account]))
    _calls(rng, world, contacts, made)
    _written(rng, world, contacts, made)
    _endings(rng, world.days, contacts, made)
    luck = rng.random(size)
    for number in range(len(TEAMS)):
        rows = np.flatnonzero((made.team == number) & (made.first_reply != NONE))
        made.agent[rows] = world.team.pick(number, made.first_reply[rows], luck[rows], world.days)
    return made
