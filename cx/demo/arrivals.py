"""Who contacts the company when, on which channel and about what: growth, terms, weekdays, hours, and the outage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx.demo.accounts import draw
from cx.demo.days import DAY, HOUR, Days, Flags, Floats, Ints, hour_of_day, load, some
from cx.demo.stories import OUTAGE_CONTACTS, Plot
from cx.demo.themes import place, shares
from cx.demo.world import World

CHANNELS = ("phone", "chat", "board", "email", "sales", "message")
PHONE, CHAT, BOARD, EMAIL, SALES, MESSAGE = range(6)
_MIX_BEFORE = (0.36, 0.30, 0.11, 0.09, 0.05, 0.09)
_MIX_AFTER = (0.080, 0.600, 0.120, 0.115, 0.035, 0.050)
_SEASON = 0.02  # the mix moves a little from month to month without any reason


@dataclass
class Contacts:
    """Contacts as columns, one entry per contact; times in seconds of the demo."""

    opened: Ints
    day: Ints
    channel: Ints
    account: Ints
    person: Ints  # number of the person within the account
    product: Ints
    theme: Ints
    is_bot: Flags  # the chat-bot took part
    is_contained: Flags  # and nobody else did

    def part(self, rows: Ints | Flags) -> Contacts:
        """Only `rows`, in their order."""
        return Contacts(**{name: column[rows] for name, column in vars(self).items()})

    def joined(self, other: Contacts) -> Contacts:
        """Both, in order of time."""
        both = {name: np.concatenate([column, getattr(other, name)]) for name, column in vars(self).items()}
        return Contacts(**both).part(np.argsort(both["opened"], kind="stable"))


def _mix(rng: np.random.Generator, plot: Plot, days: Days) -> Floats:
    """Share of each channel on each day (days x channels)."""
    before, after = np.asarray(_MIX_BEFORE), np.asarray(_MIX_AFTER)
    moved = np.zeros(days.count)
    if plot.tells("phone_to_online"):
        begin, end = (days.index(day) for day in plot.shift_days)
        moved = np.clip((np.arange(days.count) - begin) / (end - begin), 0, 1)
    noise = rng.normal(1, _SEASON, (int(days.month.max()) + 1, len(CHANNELS)))[days.month]
    mix = (before + moved[:, None] * (after - before)) * noise
    mix[~days.is_working, PHONE] = 0  # the hotline is closed, people write instead
    mix[~days.is_working, SALES] *= 0.1
    return np.asarray(mix / mix.sum(axis=1, keepdims=True))


def _opened(rng: np.random.Generator, days: Days, day: Ints, channel: Ints) -> Ints:
    hour = np.zeros(len(day), dtype=np.int64)
    for number, name in enumerate(CHANNELS):
        rows = np.flatnonzero(channel == number)
        hour[rows] = hour_of_day(rng, name, len(rows))
    return days.starts[day] + hour * HOUR + rng.integers(0, HOUR, len(day))


def _themes(rng: np.random.Generator, days: Days, day: Ints, product: Ints, channel: Ints) -> Ints:
    theme = np.zeros(len(day), dtype=np.int64)
    month = days.month_of_year[day]
    group = month * 4 + product * 2 + (channel == SALES)
    for key in np.unique(group):
        rows = np.flatnonzero(group == key)
        weights = shares(int(key) // 2 % 2, int(key) // 4, is_sales=bool(key % 2))
        theme[rows] = rng.choice(len(weights), size=len(rows), p=weights)
    return theme


def filled(rng: np.random.Generator, world: World, day: Ints, channel: Ints, opened: Ints) -> Contacts:
    """Contacts of these days, channels and times, with who it was and what about."""
    accounts, days = world.accounts, world.days
    account = draw(rng, accounts, days, day, channel >= SALES)
    people = np.maximum(1, np.round(np.sqrt(accounts.seats[account]) * 1.5)).astype(np.int64)
    product = (rng.random(len(day)) >= accounts.first_product[account]).astype(np.int64)
    person = np.floor(people * rng.random(len(day)) ** 1.7).astype(np.int64)
    theme = _themes(rng, days, day, product, channel)
    none = np.zeros(len(day), dtype=bool)
    return Contacts(opened, day, channel, account, person, product, theme, none, none.copy())


def arrivals(rng: np.random.Generator, world: World, count: int) -> Contacts:
    """About `count` contacts, in order of time, without those the bot's answers bring back."""
    days = world.days
    per_day = rng.poisson(load(days) * count)
    day = np.repeat(np.arange(days.count, dtype=np.int64), per_day)
    channel = (rng.random(len(day))[:, None] > np.cumsum(_mix(rng, world.plot, days), axis=1)[day][:, :-1]).sum(axis=1)
    opened = _opened(rng, days, day, channel)
    return filled(rng, world, day, channel, opened).part(np.argsort(opened, kind="stable"))


def outage(rng: np.random.Generator, world: World) -> Contacts:
    """The contacts of the two days on which nobody can log in: Tuesday 09:10 to Wednesday 16:00, most at the beginning."""
    days, plot = world.days, world.plot
    size = rng.poisson(OUTAGE_CONTACTS * world.scale) if plot.tells("login_outage") else 0
    begin = days.starts[days.index(plot.outage_day)] + 9 * HOUR + 600
    lasting = np.floor(rng.beta(0.9, 1.8, size) * 30.8 * HOUR).astype(np.int64)
    opened = begin + lasting
    night = (opened - begin > 13 * HOUR) & (opened - begin < 23 * HOUR)
    opened = np.where(night, begin + rng.integers(23 * HOUR, 27 * HOUR, size), opened)
    day = ((opened - days.starts[0]) // DAY).astype(np.int64)
    in_office = (opened % DAY >= 9 * HOUR) & (opened % DAY < 18 * HOUR)
    channel = np.where(
        in_office & some(rng, size, 0.3),
        PHONE,
        rng.choice([CHAT, BOARD, EMAIL, MESSAGE], size, p=[0.72, 0.13, 0.1, 0.05]),
    )
    made = filled(rng, world, day, channel.astype(np.int64), opened)
    made.theme[:] = place("login_down")
    return made


def repeats(rng: np.random.Generator, days: Days, first: Contacts, share: float) -> Contacts:
    """Contacts of the same account about the same theme within the week after `first`, for `share` of them."""
    again = first.part(np.flatnonzero(rng.random(len(first.opened)) < share))
    size = len(again.opened)
    lag = np.clip(rng.exponential(1.4 * DAY, size), 0.5 * HOUR, 6.8 * DAY).astype(np.int64)
    hour = hour_of_day(rng, "chat", size)
    day = (again.opened + lag - days.starts[0]) // DAY
    opened = np.where(
        lag < 6 * HOUR, again.opened + lag, days.starts[0] + day * DAY + hour * HOUR + rng.integers(0, HOUR, size)
    )
    keep = (opened > again.opened) & (opened < days.end)
    again.opened, again.day = opened, np.minimum((opened - days.starts[0]) // DAY, days.count - 1)
    second_hour = opened % DAY // HOUR
    may_call = days.is_working[again.day] & (second_hour >= 9) & (second_hour < 18)  # noqa: PLR2004 office hours
    other = rng.choice([CHAT, BOARD, EMAIL], size, p=[0.78, 0.13, 0.09])
    again.channel = np.where(may_call & some(rng, size, 0.15), PHONE, other).astype(np.int64)
    again.is_bot[:] = again.is_contained[:] = False
    return again.part(keep)
