"""The file of contacts: arrivals, what became of them and what was written, as the columns of our own template."""

from __future__ import annotations

import numpy as np

from cx.demo.accounts import PRODUCTS
from cx.demo.arrivals import CHANNELS, PHONE, SALES, Contacts
from cx.demo.days import NONE, Days, Ints, some
from cx.demo.group import Group
from cx.demo.handling import Handling
from cx.demo.slips import slipped
from cx.demo.stories import Plot, months_before
from cx.demo.table import Columns, flags, numbers, picked, texts, times
from cx.demo.team import TEAMS, Team
from cx.demo.themes import regular, themes
from cx.demo.verbatims import Written
from cx.demo.world import World

_SLA_SECONDS = (60, 300, 14_400, 28_800, 86_400, 14_400)
_MISTAGGED, _UNTAGGED, _UNCLASSIFIED = 0.03, 0.035, 0.05
UNCLASSIFIED = "미분류"
_RECENT_MONTHS = 6


def _category(rng: np.random.Generator, theme: Ints) -> Ints:
    """Place of the tag each contact got: mostly its theme's; some are mis-tagged, unclassified or not tagged at all."""
    size = len(theme)
    luck = rng.random(size)
    wrong = rng.choice(regular(), size)
    tag = np.where(luck < _MISTAGGED, wrong, theme)
    tag = np.where(luck > 1 - _UNCLASSIFIED, len(themes()), tag)
    return np.where((luck >= _MISTAGGED) & (luck < _MISTAGGED + _UNTAGGED), NONE, tag)


def agent_words(team: Team) -> tuple[list[str], Ints]:
    """Every agent's id, and the place where each team's begin."""
    words = [name for names in team.agent_ids for name in names]
    offsets = np.concatenate([[0], np.cumsum([len(names) for names in team.agent_ids])])[:-1]
    return words, offsets.astype(np.int64)


def _met(contacts: Contacts, made: Handling) -> Ints:
    waited = made.first_reply - contacts.opened
    allowed = np.asarray(_SLA_SECONDS)[contacts.channel]
    met = np.where(made.first_reply == NONE, 0, waited <= allowed).astype(np.int64)
    return np.where(contacts.is_contained | (contacts.channel == SALES), NONE, met)


def _merged(rng: np.random.Generator, numbers: Ints) -> list[str | None]:
    """For every contact the number of the earlier one it was merged into, mostly none."""
    size = len(numbers)
    rows = np.flatnonzero(some(rng, size, 0.004))
    target = np.full(size, NONE)
    target[rows] = np.maximum(rows - rng.integers(1, 40, len(rows)), 0)
    return [None if place == NONE else str(numbers[place]) for place in target]


def _who(rng: np.random.Generator, world: World, contacts: Contacts, made: Handling) -> Columns:
    """The columns that say who wrote and who has it; who wrote is not always found out."""
    size = len(contacts.opened)
    people, offsets = agent_words(world.team)
    agent = np.where(made.agent == NONE, NONE, made.agent + offsets[made.team])
    is_known = ~some(rng, size, 0.055)
    account = np.where(is_known, contacts.account, NONE)
    person = np.where(is_known, contacts.account * 100 + contacts.person, 10_000_000 + rng.integers(0, 900_000, size))
    return {
        "account_id": picked(world.accounts.ids, account),
        "contact_id": texts([f"U{number:08d}" for number in person]),
        "agent_id": picked(people, agent),
        "team": picked((*TEAMS, "챗봇"), np.where(contacts.is_contained, len(TEAMS), made.team)),
    }


def _when(made: Handling) -> Columns:
    """The columns of times, lengths and counts of what was done."""
    return {
        "queued_at": times(made.queued),
        "answered_at": times(made.answered),
        "first_response_at": times(made.first_reply),
        "first_resolved_at": times(made.first_resolved),
        "resolved_at": times(made.resolved),
        "closed_at": times(made.closed),
        "updated_at": times(made.updated),
        "queue_seconds": numbers(made.queue),
        "ring_seconds": numbers(made.ring),
        "talk_seconds": numbers(made.talk),
        "hold_seconds": numbers(made.hold),
        "after_call_seconds": numbers(made.after_call),
        "reply_count": numbers(made.replies),
        "reopen_count": numbers(made.reopened),
        "transfer_count": numbers(made.transfers),
    }


def tickets_file(world: World, group: Group, written: Written) -> Columns:
    """The contacts of a group, in order of time, with the canonical column names."""
    rng, contacts, made = group.draws.tickets, group.contacts, group.made
    size = len(contacts.opened)
    met = _met(contacts, made)
    subject, body = written.columns(rng, contacts)
    tags = [*(theme.tag for theme in themes()), UNCLASSIFIED]
    return {
        "ticket_id": texts([str(number) for number in group.numbers]),
        "opened_at": times(contacts.opened),
        "channel": picked(CHANNELS, contacts.channel),
        **_who(rng, world, contacts, made),
        "product": picked(PRODUCTS, np.where(some(rng, size, 0.02), NONE, contacts.product)),
        "category": picked(tags, slipped(group.draws.slips, world, group, _category(rng, contacts.theme))),
        "status": picked(("open", "pending", "solved", "closed"), made.status),
        "subject": subject,
        "body": body,
        **_when(made),
        "is_bot_involved": flags(contacts.is_bot),
        "is_human_involved": flags(~contacts.is_contained & (made.first_reply != NONE)),
        "is_outbound": flags(made.is_outbound),
        "is_abandoned": flags(made.is_abandoned),
        "is_spam": flags(some(rng, size, 0.007) & (contacts.channel != PHONE)),
        "is_test": flags(some(rng, size, 0.002)),
        "merged_into_id": texts(_merged(rng, group.numbers)),
        "is_sla_met": picked((None, "false", "true"), np.where(met == NONE, 0, met + 1)),
    }


def parts(plot: Plot, days: Days, opened: Ints) -> list[tuple[str, Ints]]:
    """The rows of the history and of the last months: what a team would import at first and lately."""
    newer = opened >= days.starts[days.index(months_before(plot.last_day, _RECENT_MONTHS).replace(day=1))]
    return [("history", np.flatnonzero(~newer)), ("recent", np.flatnonzero(newer))]
