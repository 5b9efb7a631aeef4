"""The surge after an update: for some weeks customers ask where everything is in the new editor."""

from __future__ import annotations

import numpy as np

from cx.demo.arrivals import BOARD, CHANNELS, CHAT, EMAIL, MESSAGE, PHONE, Contacts, filled
from cx.demo.days import HOUR, hour_of_day
from cx.demo.stories import LAUNCH_CONTACTS, LAUNCH_MEAN_DAYS
from cx.demo.themes import place
from cx.demo.world import World

_WEEKS = 4
_AT_WEEKENDS = 0.2
_CHANNELS = ((CHAT, 0.58), (BOARD, 0.2), (EMAIL, 0.13), (MESSAGE, 0.04), (PHONE, 0.05))


def launch(rng: np.random.Generator, world: World) -> Contacts:
    """The contacts about the new editor, from the day of the launch on; fewer from day to day."""
    days, plot = world.days, world.plot
    size = rng.poisson(LAUNCH_CONTACTS * world.scale) if plot.tells("update_launch") else 0
    first = days.index(plot.launch_day)
    after = np.arange(min(7 * _WEEKS, days.count - first))
    weights = np.exp(-after / LAUNCH_MEAN_DAYS) * np.where(days.is_working[first + after], 1, _AT_WEEKENDS)
    day = (first + rng.choice(after, size, p=weights / weights.sum())).astype(np.int64)
    channel = rng.choice([number for number, _ in _CHANNELS], size, p=[share for _, share in _CHANNELS])
    channel = np.where((channel == PHONE) & ~days.is_working[day], CHAT, channel).astype(np.int64)
    hour = np.zeros(size, dtype=np.int64)
    for number, name in enumerate(CHANNELS):
        rows = np.flatnonzero(channel == number)
        hour[rows] = hour_of_day(rng, name, len(rows))
    made = filled(rng, world, day, channel, days.starts[day] + hour * HOUR + rng.integers(0, HOUR, size))
    made.theme[:], made.product[:] = place("editor_new"), 0
    return made.part(np.argsort(made.opened, kind="stable"))
