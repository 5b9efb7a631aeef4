"""The chat-bot: which chats it takes part in and which it ends alone; and who comes back because it did not help."""

from __future__ import annotations

import numpy as np

from cx.demo.arrivals import CHAT, Contacts, repeats
from cx.demo.days import DAY, HOUR, Flags
from cx.demo.stories import BOT_RAMP_DAYS, REPEAT_AFTER_BOT
from cx.demo.themes import themes
from cx.demo.world import World

_BUTTONS_INVOLVED, _BUTTONS_CONTAINED = 0.10, 0.35  # before: a menu of buttons in a few chats
_BOT_INVOLVED, _BOT_CONTAINED = 0.88, 0.52
_NIGHT_LIFT = 1.7  # at night nobody is there to hand over to


def at_night(contacts: Contacts) -> Flags:
    """Before 9 and after 18 o'clock."""
    hour = contacts.opened % DAY // HOUR
    return (hour < 9) | (hour >= 18)  # noqa: PLR2004 office hours


def met_by_bot(rng: np.random.Generator, world: World, contacts: Contacts) -> Contacts:
    """Mark the chats the bot took part in and those it ended."""
    plot, days, size = world.plot, world.days, len(contacts.opened)
    ramp = np.zeros(size)
    if plot.tells("bot_launch"):
        ramp = np.clip((contacts.day - days.index(plot.bot_day)) / BOT_RAMP_DAYS + 0.25, 0.25, 1)
        ramp[contacts.day < days.index(plot.bot_day)] = 0
    skill = np.array([theme.bot for theme in themes()])[contacts.theme] / 0.5
    involved = _BUTTONS_INVOLVED + ramp * (_BOT_INVOLVED - _BUTTONS_INVOLVED)
    contained = (_BUTTONS_CONTAINED + ramp * (_BOT_CONTAINED - _BUTTONS_CONTAINED)) * skill
    contained *= np.where(at_night(contacts), _NIGHT_LIFT, 1)
    contacts.is_bot = (contacts.channel == CHAT) & (rng.random(size) < involved)
    contacts.is_contained = contacts.is_bot & (rng.random(size) < np.minimum(contained, 0.95))
    return contacts


def with_bot(rng: np.random.Generator, world: World, contacts: Contacts) -> Contacts:
    """The same; where the story is told also with those who had to come back."""
    plot, days, contacts = world.plot, world.days, met_by_bot(rng, world, contacts)
    if not plot.tells("bot_launch"):
        return contacts
    launched = contacts.is_contained & (contacts.day >= days.index(plot.bot_day))
    return contacts.joined(repeats(rng, days, contacts.part(launched), REPEAT_AFTER_BOT))
