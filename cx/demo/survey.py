"""Survey answers: CSAT after chats, CES in three dimensions after any contact, NPS once a year; unanswered ones too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.demo.accounts import PRODUCTS
from cx.demo.arrivals import CHANNELS, CHAT, SALES, Contacts
from cx.demo.days import DAY, HOUR, NONE, Days, Floats, Ints
from cx.demo.group import Group
from cx.demo.handling import Handling
from cx.demo.stories import months_before
from cx.demo.table import Columns, numbers, picked, texts, times
from cx.demo.themes import themes
from cx.demo.tickets import agent_words
from cx.demo.verbatims import Written
from cx.demo.world import World

SURVEYS = ("csat", "ces", "nps")
CSAT, CES, NPS = range(3)
DIMENSIONS = ("overall", "communication", "access", "information")
_LOWEST, _HIGHEST = (1, 1, 0), (5, 7, 10)
_SENT = (0.17, 0.085, 0.0)
_ANSWERED = (0.27, 0.22, 0.31)
_COMMENTED = (0.4, 0.35, 0.5)
_EASE = (0.0, 1.0, 0.75, 0.35)  # by dimension: finding information is the hardest
_NPS_MONTHS_BACK = (27, 15, 3)
_NPS_SENT = 3_600
STATES = ("answered", "dismissed", "unanswered", "bounced")
BAD, FAIR, GOOD = range(3)


@dataclass
class Asked:
    """Asked questions as columns; `ticket` is the place of the contact, NONE for NPS."""

    survey: Ints
    dimension: Ints
    ticket: Ints
    account: Ints
    person: Ints
    product: Ints
    sent: Ints
    mood: Floats  # of the respondent, in standard deviations
    luck: Floats  # decides whether there is an answer; the three dimensions of one CES share it


def _score(rng: np.random.Generator, asked: Asked) -> Ints:
    mood = asked.mood + 0.25 * rng.standard_normal(len(asked.mood))
    csat = 5 - np.searchsorted(np.array([0.55, 1.25, 1.75, 2.2]), -mood)
    ces = 7 - np.ceil(np.maximum(0, -(mood + np.asarray(_EASE)[asked.dimension])) * 1.7)
    nps = np.round(7.9 + 1.75 * mood)
    raw = np.choose(asked.survey, [csat, ces, nps])
    within = np.clip(raw, np.asarray(_LOWEST)[asked.survey], np.asarray(_HIGHEST)[asked.survey])
    return np.asarray(within, dtype=np.int64)


def _moods(contacts: Contacts, made: Handling, rows: Ints, rng: np.random.Generator) -> Floats:
    theme = np.array([one.csat for one in themes()])[contacts.theme[rows]]
    reply = np.where(made.first_reply[rows] == NONE, contacts.opened[rows] + DAY, made.first_reply[rows])
    waited = np.log1p(np.maximum(0, reply - contacts.opened[rows]) / 300)
    trouble = 0.5 * (made.reopened[rows] > 0) + 0.25 * (made.transfers[rows] > 0)
    return np.asarray(0.25 + theme - 0.12 * waited - trouble + rng.standard_normal(len(rows)))


def _after_contacts(rng: np.random.Generator, days: Days, contacts: Contacts, made: Handling, survey: int) -> Asked:
    is_asked = (made.resolved != NONE) & ~contacts.is_contained & (rng.random(len(made.resolved)) < _SENT[survey])
    is_asked &= (contacts.channel == CHAT) if survey == CSAT else (contacts.channel < SALES)
    rows = np.flatnonzero(is_asked)
    sent = made.resolved[rows] + rng.integers(30, 600, len(rows))
    rows, sent = rows[sent < days.end], sent[sent < days.end]
    mood, luck = _moods(contacts, made, rows, rng), rng.random(len(rows))
    times_each = 3 if survey == CES else 1
    dimension = np.tile(np.array([1, 2, 3]), len(rows)) if survey == CES else np.zeros(len(rows), dtype=np.int64)
    each = np.repeat(rows, times_each)
    columns = (each, contacts.account[each], contacts.person[each], contacts.product[each])
    spread = [np.repeat(values, times_each) for values in (sent, mood, luck)]
    return Asked(np.full(len(each), survey, dtype=np.int64), dimension, *columns, *spread)


def _waves(rng: np.random.Generator, world: World) -> Asked:
    days, accounts = world.days, world.accounts
    asked, base = [], days.starts[0]
    for number, months in enumerate(_NPS_MONTHS_BACK):
        day = max(0, days.index(months_before(world.plot.last_day, months)))
        today = int(base) // DAY + day
        active = (accounts.started < today) & ((accounts.ended == NONE) | (accounts.ended > today))
        weight = np.sqrt(accounts.seats) * active
        size = round(_NPS_SENT * world.scale * (0.8 + 0.2 * number))
        pairs = rng.choice(len(weight), size, p=weight / weight.sum()) * 100 + rng.integers(0, 12, size)
        account, person = np.divmod(np.unique(pairs), 100)
        size = len(account)
        sent = np.full(size, base + day * DAY + 10 * HOUR) + rng.integers(0, HOUR, size)
        mood = 0.1 * number + rng.standard_normal(size) * 0.9 + 0.3 * accounts.is_vip[account] - 0.15
        product = (rng.random(size) >= accounts.first_product[account]).astype(np.int64)
        none = np.zeros(size, dtype=np.int64)
        asked.append(Asked(none + NPS, none, none + NONE, account, person, product, sent, mood, rng.random(size)))
    return _joined(asked)


def _joined(parts: list[Asked]) -> Asked:
    whole = Asked(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in vars(parts[0])})
    order = np.argsort(whole.sent, kind="stable")
    return Asked(**{name: column[order] for name, column in vars(whole).items()})


def _states(rng: np.random.Generator, days: Days, asked: Asked) -> tuple[Ints, Ints]:
    """Place of the state, and when it was answered."""
    rate = np.asarray(_ANSWERED)[asked.survey]
    state = np.select([asked.luck < rate, asked.luck < rate + 0.06, asked.luck > 0.988], [0, 1, 3], 2)  # noqa: PLR2004 share of wrong addresses
    size = len(state)
    delay = np.where(asked.survey == NPS, rng.exponential(1.6 * DAY, size), rng.exponential(2 * HOUR, size)) + 20
    answered = asked.sent + np.minimum(delay, 20 * DAY).astype(np.int64)
    state = np.where((state == 0) & (answered >= days.end), 2, state)
    return state.astype(np.int64), np.where(state == 0, answered, NONE)


def surveys_file(world: World, group: Group, written: Written, *, has_waves: bool) -> Columns:
    """Every question asked after a group's contacts, in order of sending, with the canonical column names but its number.

    With `has_waves` also those of the yearly surveys.
    """
    rng, contacts, made = group.draws.surveys, group.contacts, group.made
    days, team = world.days, world.team
    after = [_after_contacts(rng, days, contacts, made, survey) for survey in (CSAT, CES)]
    asked = _joined([*after, _waves(rng, world)] if has_waves else after)
    state, answered = _states(rng, days, asked)
    score = np.where(state == 0, _score(rng, asked), NONE)
    top = np.asarray(_HIGHEST)[asked.survey]
    tone = np.where(score >= top - 1, GOOD, np.where(score >= top - 3 + (asked.survey == CSAT), FAIR, BAD))
    has_comment = (
        (score != NONE) & (asked.dimension <= 1) & (rng.random(len(score)) < np.asarray(_COMMENTED)[asked.survey])
    )
    places = np.where(asked.ticket == NONE, 0, asked.ticket)
    people, offsets = agent_words(team)
    agent = np.where(
        (asked.ticket == NONE) | (made.agent[places] == NONE), NONE, made.agent[places] + offsets[made.team[places]]
    )
    wave = np.asarray(asked.sent, dtype="datetime64[s]").astype("datetime64[Y]").astype(str)
    return {
        "survey": picked(SURVEYS, asked.survey),
        "dimension": picked(DIMENSIONS, asked.dimension),
        "wave": texts([year if survey == NPS else None for year, survey in zip(wave, asked.survey, strict=True)]),
        "sent_at": times(asked.sent),
        "answered_at": times(answered),
        "answer_state": picked(STATES, state),
        "score": numbers(score),
        "scale_low": numbers(np.asarray(_LOWEST)[asked.survey]),
        "scale_high": numbers(top),
        "contact_id": texts([f"U{number:08d}" for number in asked.account * 100 + asked.person]),
        "account_id": picked(world.accounts.ids, asked.account),
        "ticket_id": texts([None if place == NONE else str(group.numbers[place]) for place in asked.ticket]),
        "agent_id": picked(people, agent),
        "product": picked(PRODUCTS, asked.product),
        "channel": picked(CHANNELS, np.where(asked.ticket == NONE, NONE, contacts.channel[places])),
        "comment": written.comments(rng, np.where(has_comment, tone, NONE), asked.survey == NPS),
    }
