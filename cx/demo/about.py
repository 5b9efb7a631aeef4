"""Contacts about one theme on given days, as people write who have something to say about it: mostly online."""

from __future__ import annotations

import numpy as np

from cx.demo.arrivals import BOARD, CHANNELS, CHAT, EMAIL, MESSAGE, PHONE, Contacts, filled
from cx.demo.days import HOUR, Ints, hour_of_day
from cx.demo.themes import place
from cx.demo.world import World

_CHANNELS = ((CHAT, 0.58), (BOARD, 0.2), (EMAIL, 0.13), (MESSAGE, 0.04), (PHONE, 0.05))


def about(rng: np.random.Generator, world: World, day: Ints, theme: str, product: int) -> Contacts:
    """One contact for each of `day` (index), about `theme` of `product`, in order of time."""
    days, size = world.days, len(day)
    channel = rng.choice([number for number, _ in _CHANNELS], size, p=[share for _, share in _CHANNELS])
    channel = np.where((channel == PHONE) & ~days.is_working[day], CHAT, channel).astype(np.int64)
    hour = np.zeros(size, dtype=np.int64)
    for number, name in enumerate(CHANNELS):
        rows = np.flatnonzero(channel == number)
        hour[rows] = hour_of_day(rng, name, len(rows))
    made = filled(rng, world, day, channel, days.starts[day] + hour * HOUR + rng.integers(0, HOUR, size))
    made.theme[:], made.product[:] = place(theme), product
    return made.part(np.argsort(made.opened, kind="stable"))
