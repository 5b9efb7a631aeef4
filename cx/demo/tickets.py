"""The file of contacts: arrivals, what became of them and what was written, as the columns of our own template."""

from __future__ import annotations

import numpy as np

from cx.demo.accounts import PRODUCTS, Accounts
from cx.demo.arrivals import CHANNELS, PHONE, SALES, Contacts
from cx.demo.days import NONE, Days, Ints
from cx.demo.handling import Handling
from cx.demo.table import Columns, flags, numbers, picked, texts, times
from cx.demo.team import TEAMS, Team
from cx.demo.themes import themes
from cx.demo.verbatims import Written

FIRST_NUMBER = 1_204_518
_SLA_SECONDS = (60, 300, 14_400, 28_800, 86_400, 14_400)
_MISTAGGED, _UNTAGGED, _UNCLASSIFIED = 0.03, 0.035, 0.05
UNCLASSIFIED = "미분류"


def _category(rng: np.random.Generator, theme: Ints) -> Ints:
    """Place of the tag each contact got: mostly its theme's; some are mis-tagged, unclassified or not tagged at all."""
    size = len(theme)
    regular = [number for number, one in enumerate(themes()) if one.first + one.second > 0]
    luck = rng.random(size)
    wrong = rng.choice(regular, size)
    tag = np.where(luck < _MISTAGGED, wrong, theme)
    tag = np.where((luck >= 0.1) & (luck < 0.1 + _UNCLASSIFIED), len(themes()), tag)
    return np.where((luck >= 0.2) & (luck < 0.2 + _UNTAGGED), NONE, tag)  # noqa: PLR2004 apart from the others


def agent_words(team: Team) -> tuple[list[str], Ints]:
    words = [name for names in team.agent_ids for name in names]
    offsets = np.concatenate([[0], np.cumsum([len(names) for names in team.agent_ids])])[:-1]
    return words, offsets.astype(np.int64)


def _met(contacts: Contacts, made: Handling) -> Ints:
    waited = made.first_reply - contacts.opened
    allowed = np.asarray(_SLA_SECONDS)[contacts.channel]
    met = np.where(made.first_reply == NONE, 0, waited <= allowed).astype(np.int64)
    return np.where(contacts.is_contained | (contacts.channel == SALES), NONE, met)


def tickets_file(
    rng: np.random.Generator,
    days: Days,
    contacts: Contacts,
    made: Handling,
    accounts: Accounts,
    team: Team,
    written: Written,
) -> Columns:
    """All contacts, in order of time, with the canonical column names."""
    size = len(contacts.opened)
    people, offsets = agent_words(team)
    agent = np.where(made.agent == NONE, NONE, made.agent + offsets[made.team])
    is_known = rng.random(size) >= 0.055  # noqa: PLR2004 who wrote is not always found out
    account = np.where(is_known, contacts.account, NONE)
    person = np.where(is_known, contacts.account * 100 + contacts.person, 10_000_000 + rng.integers(0, 900_000, size))
    met = _met(contacts, made)
    merged = np.flatnonzero(rng.random(size) < 0.004)
    target = np.full(size, NONE)
    target[merged] = np.maximum(merged - rng.integers(1, 40, len(merged)), 0)
    is_spam = (rng.random(size) < 0.007) & (contacts.channel != PHONE)
    subject, body = written.columns(rng, contacts)
    return {
        "ticket_id": texts([str(number) for number in range(FIRST_NUMBER, FIRST_NUMBER + size)]),
        "opened_at": times(contacts.opened),
        "channel": picked(CHANNELS, contacts.channel),
        "account_id": picked(accounts.ids, account),
        "contact_id": texts([f"U{number:08d}" for number in person]),
        "agent_id": picked(people, agent),
        "team": picked((*TEAMS, "챗봇"), np.where(contacts.is_contained, len(TEAMS), made.team)),
        "product": picked(PRODUCTS, np.where(rng.random(size) < 0.02, NONE, contacts.product)),
        "category": picked([*(theme.tag for theme in themes()), UNCLASSIFIED], _category(rng, contacts.theme)),
        "status": picked(("open", "pending", "solved", "closed"), made.status),
        "subject": subject,
        "body": body,
        "queued_at": times(made.queued),
        "answered_at": times(made.answered),
        "first_response_at": times(made.first_reply),
        "first_resolved_at": times(made.first_resolved),
        "resolved_at": times(made.resolved),
        "updated_at": times(made.updated),
        "queue_seconds": numbers(made.queue),
        "ring_seconds": numbers(made.ring),
        "talk_seconds": numbers(made.talk),
        "hold_seconds": numbers(made.hold),
        "after_call_seconds": numbers(made.after_call),
        "reply_count": numbers(made.replies),
        "reopen_count": numbers(made.reopened),
        "transfer_count": numbers(made.transfers),
        "is_bot_involved": flags(contacts.is_bot),
        "is_human_involved": flags(~contacts.is_contained & (made.first_reply != NONE)),
        "is_outbound": flags(made.is_outbound),
        "is_abandoned": flags(made.is_abandoned),
        "is_spam": flags(is_spam),
        "is_test": flags(rng.random(size) < 0.002),  # noqa: PLR2004 our own trials
        "merged_into_id": texts([None if number == NONE else str(FIRST_NUMBER + number) for number in target]),
        "is_sla_met": picked((None, "false", "true"), np.where(met == NONE, 0, met + 1)),
    }


def parts(days: Days, contacts: Contacts) -> list[tuple[str, Ints]]:
    """The rows of each half year, so that the import shows its progress and every file stays small."""
    year = days.first.year + (days.month[contacts.day] + days.first.month - 1) // 12
    half = (days.month_of_year[contacts.day] > 6).astype(np.int64)  # noqa: PLR2004 July to December
    key = year * 10 + half + 1
    return [(f"{number // 10}-H{number % 10}", np.flatnonzero(key == number)) for number in np.unique(key)]
