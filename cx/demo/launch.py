"""The surge after an update: for some weeks customers ask where everything is in the new editor."""

from __future__ import annotations

import numpy as np

from cx.demo.about import about
from cx.demo.arrivals import Contacts
from cx.demo.stories import LAUNCH_CONTACTS, LAUNCH_MEAN_DAYS
from cx.demo.world import World

_WEEKS = 4
_AT_WEEKENDS = 0.2


def launch(rng: np.random.Generator, world: World) -> Contacts:
    """The contacts about the new editor, from the day of the launch on; fewer from day to day."""
    days, plot = world.days, world.plot
    size = rng.poisson(LAUNCH_CONTACTS * world.scale) if plot.tells("update_launch") else 0
    first = days.index(plot.launch_day)
    after = np.arange(min(7 * _WEEKS, days.count - first))
    weights = np.exp(-after / LAUNCH_MEAN_DAYS) * np.where(days.is_working[first + after], 1, _AT_WEEKENDS)
    day = (first + rng.choice(after, size, p=weights / weights.sum())).astype(np.int64)
    return about(rng, world, day, "editor_new", 0)
