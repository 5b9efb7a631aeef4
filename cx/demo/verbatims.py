"""The distinct texts of the demo, by theme and channel, and which contact gets which."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from cx.demo.arrivals import BOARD, CHANNELS, CHAT, EMAIL, PHONE, Contacts
from cx.demo.compose import Desk
from cx.demo.days import NONE, Flags, Ints
from cx.demo.dice import Dice
from cx.demo.genres import GENRES, english, letter, mixed, title
from cx.demo.remarks import Remarks, remarks
from cx.demo.table import picked
from cx.demo.themes import Theme, regular, themes

# Distinct texts per theme of middling weight, at scale 1.
_SIZES = {"chat": 430, "board": 175, "email": 90, "phone": 215, "sales": 40, "message": 52, "bot": 22}
_ENGLISH, _MIXED, _TITLES = 320, 420, 26
_SMALLEST = 0.1  # small demos still need texts enough to look like one
_LETTERS = 70  # wordings of a letter that is handed round, per channel
_SAME_PAIR = 8  # two clauses of a theme come together this often at most
_WITHOUT_NOTE = 0.34  # calls nobody noted anything about
_FOREIGN = 0.012


def _texts(desk: Desk, write: Callable[[Desk], str], count: int, pairs: dict[frozenset[Hashable], int]) -> list[str]:
    """`count` distinct texts, or fewer where the material does not give more without repeating itself."""
    found: dict[str, None] = {}
    for _ in range(count * 4):
        if len(found) >= count:
            break
        desk.recent.clear()
        text = write(desk)
        together = [frozenset(two) for two in combinations(desk.recent, 2)]
        if any(pairs.get(pair, 0) >= _SAME_PAIR for pair in together):
            continue
        for pair in together:
            pairs[pair] = pairs.get(pair, 0) + 1
        found[text] = None
    return list(found)


@dataclass(frozen=True)
class Written:
    """All texts in one list; `places[(theme, genre)]` is where those of a theme and genre begin and end."""

    texts: list[str]
    places: dict[tuple[int, str], tuple[int, int]]
    remarks: Remarks

    def _drawn(self, rng: np.random.Generator, theme: Ints, is_it: Flags, genre: str, into: Ints) -> None:
        for number in range(len(themes())):
            rows = np.flatnonzero(is_it & (theme == number))
            begin, end = self.places[number, genre]
            if end > begin:
                into[rows] = begin + np.floor(rng.random(len(rows)) * (end - begin)).astype(np.int64)

    def columns(self, rng: np.random.Generator, contacts: Contacts) -> tuple[pa.Array, pa.Array]:
        """Subject and body of every contact. Chats and most calls have no subject; some calls have no note at all."""
        size = len(contacts.opened)
        subject, body = np.full(size, NONE), np.full(size, NONE)
        for number, channel in enumerate(CHANNELS):
            self._drawn(rng, contacts.theme, (contacts.channel == number) & ~contacts.is_contained, channel, body)
        self._drawn(rng, contacts.theme, contacts.is_contained, "bot", body)
        written = (contacts.channel == BOARD) | (contacts.channel == EMAIL)
        self._drawn(rng, contacts.theme, written, "title", subject)
        foreign = (rng.random(size) < _FOREIGN) & ((contacts.channel == CHAT) | written) & ~contacts.is_contained
        begin, end = self.places[-1, "english"]
        body = np.where(foreign, begin + np.floor(rng.random(size) * (end - begin)).astype(np.int64), body)
        body = np.where((contacts.channel == PHONE) & (rng.random(size) < _WITHOUT_NOTE), NONE, body)
        return picked(self.texts, subject), picked(self.texts, body)

    def comments(self, rng: np.random.Generator, tone: Ints, is_nps: Flags) -> pa.Array:
        """Remarks beside scores: `tone` 0 bad, 1 fair, 2 good, NONE without; NPS about the product, else the contact."""
        return self.remarks.column(rng, tone, is_nps)


def _of_theme(number: int, theme: Theme, dice: Dice, scale: float, share: float) -> dict[tuple[int, str], list[str]]:
    desk, pairs = Desk(theme.name, dice), dict[frozenset[Hashable], int]()
    part = max(scale, _SMALLEST) * share
    if desk.own.phrase("letter"):
        made = {(number, genre): _texts(desk, letter, _LETTERS, {}) for genre in GENRES}
        return made | {(number, "title"): list(desk.own.phrase("subject"))}
    made = {
        (number, genre): _texts(desk, write, max(6, round(_SIZES[genre] * part)), pairs)
        for genre, write in GENRES.items()
    }
    made[number, "title"] = _texts(desk, title, _TITLES, {})
    made[number, "chat"] += _texts(desk, mixed, round(_MIXED * part / len(themes())), pairs)
    return made


def write(seed: int, scale: float) -> Written:
    """All texts for one seed; `scale` makes fewer of them."""
    weight = np.sqrt([max(1.2, theme.first + theme.second) for theme in themes()])
    share = weight / weight[list(regular())].mean()
    made: dict[tuple[int, str], list[str]] = {}
    for number, theme in enumerate(themes()):
        dice = Dice(np.random.default_rng([seed, 100 + number]))
        made |= _of_theme(number, theme, dice, scale, float(share[number]))
    dice = Dice(np.random.default_rng([seed, 99]))
    made[-1, "english"] = _texts(Desk("login", dice), english, round(_ENGLISH * max(scale, _SMALLEST)), {})
    texts: list[str] = []
    places = {}
    for key, found in made.items():
        places[key] = (len(texts), len(texts) + len(found))
        texts += found
    return Written(texts, places, remarks(Dice(np.random.default_rng([seed, 98])), max(scale, _SMALLEST)))
