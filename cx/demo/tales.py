"""The contacts of the stories that texts tell: what a release ends and begins, what rises, what one firm hands round, praise.

Each story draws from numbers of its own: without it every other contact is the same.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cx.demo.about import about
from cx.demo.arrivals import Contacts
from cx.demo.days import NONE, Floats, Ints, drawn, load
from cx.demo.stories import (
    ENDED,
    FIX_ENDS,
    FIX_WEEKS_BEFORE,
    LEAST_LETTERS,
    LETTER_DAYS,
    LETTERS,
    PRAISE_CONTACTS,
    PRAISE_MEAN_DAYS,
    RELEASE_BEGINS,
    RELEASE_ENDS,
    RELEASE_WEEKS_BEFORE,
    RISING,
    RISING_BEFORE,
    RISING_WEEKS,
)
from cx.demo.world import World

_FIRST, _SECOND = 0, 1  # products


def _steady(rng: np.random.Generator, world: World, first: int, stop: int, a_week: float) -> Ints:
    """Days from `first` until before `stop` of what is said so often a week, more on busy days."""
    busy = load(world.days)
    weights = busy[first:stop]
    size = rng.poisson(a_week * world.scale * weights.sum() / (busy.mean() * 7))
    return drawn(rng, first, weights, size)


def release(rng: np.random.Generator, world: World) -> Contacts:
    """Until the release shuttle lists are written by hand; from then on notices of the shuttle go wrong, nearly as often."""
    days, end = world.days, world.days.count
    day = days.index(world.plot.release_day)
    before = _steady(rng, world, day - 7 * RELEASE_WEEKS_BEFORE, day, RELEASE_ENDS)
    after = _steady(rng, world, day, end, RELEASE_ENDS * ENDED)
    begun = _steady(rng, world, day, end, RELEASE_BEGINS)
    old = about(rng, world, np.concatenate([before, after]), "shuttle_missing", _SECOND)
    return old.joined(about(rng, world, begun, "shuttle_app", _SECOND))


def rising(rng: np.random.Generator, world: World) -> Contacts:
    """Sound of listening tests that stops: hardly ever, then more from week to week, and still few."""
    days, busy = world.days, load(world.days)
    running = (int(days.weekday[-1]) + 1) % 7  # days of the week that is not over: pages look at the one before it
    end = days.count - running
    found = [_steady(rng, world, end - 7 * RISING_WEEKS, end - 7 * len(RISING), RISING_BEFORE)]
    for week, size in enumerate(RISING):
        first = end - 7 * (len(RISING) - week)
        found.append(drawn(rng, first, busy[first : first + 7], round(size * world.scale)))
    if running:
        share = float(busy[end:].sum() / busy[end - 7 : end].sum())
        found.append(drawn(rng, end, busy[end:], round(RISING[-1] * world.scale * share)))
    return about(rng, world, np.concatenate(found), "listening", _FIRST)


def letters(rng: np.random.Generator, world: World) -> Contacts:
    """One large customer hands round a letter against a banner: the same text dozens of times within days."""
    size = max(LEAST_LETTERS, round(LETTERS * world.scale))
    first = world.days.index(world.plot.letters_day)
    made = about(rng, world, drawn(rng, first, np.ones(LETTER_DAYS), size), "banner", _SECOND)
    accounts, today = world.accounts, int(world.days.starts[first]) // 86_400
    there = (accounts.started < today) & ((accounts.ended == NONE) | (accounts.ended > today + LETTER_DAYS))
    made.account[:] = np.argmax(accounts.seats * there * (accounts.first_product < 1))
    made.person[:] = rng.integers(0, LEAST_LETTERS, size)
    return made


def praise(rng: np.random.Generator, world: World) -> Contacts:
    """Answer sheets are misread for months; after the fix nearly nobody says so, and for weeks people say thanks."""
    days, day = world.days, world.days.index(world.plot.fix_day)
    before = _steady(rng, world, day - 7 * FIX_WEEKS_BEFORE, day, FIX_ENDS)
    after = _steady(rng, world, day, days.count, FIX_ENDS * ENDED)
    thanks = drawn(rng, day + 1, thankful(world), rng.poisson(PRAISE_CONTACTS * world.scale))
    pain = about(rng, world, np.concatenate([before, after]), "omr_pain", _FIRST)
    return pain.joined(about(rng, world, thanks, "omr_praise", _FIRST))


def thankful(world: World) -> Floats:
    """How much thanks each day after the fix brings, against the others."""
    first = world.days.index(world.plot.fix_day) + 1
    since = np.arange(world.days.count - first)
    return np.asarray(np.exp(-since / PRAISE_MEAN_DAYS) * load(world.days)[first:])


TALES: dict[str, Callable[[np.random.Generator, World], Contacts]] = {
    "feature_release": release,
    "rising_topic": rising,
    "copied_letters": letters,
    "praise_after_fix": praise,
}
