"""The agent who mixes up tags: of her contacts some get a tag beside the right one, of the same major category."""

from __future__ import annotations

import numpy as np

from cx.demo.days import NONE, Ints, some
from cx.demo.group import Group
from cx.demo.stories import MISTAGGED_BY_ONE
from cx.demo.team import ONLINE, Team
from cx.demo.themes import regular, themes
from cx.demo.world import World

_LATELY = 365 * 24


def mis_tagger(team: Team) -> int:
    """Her place in the online team: the one most there in the last year, but for the head of the team."""
    hours = team.duty[ONLINE][-_LATELY:].sum(axis=0)
    return 1 + int(np.argmax(hours[1:]))


def slipped(rng: np.random.Generator, world: World, group: Group, tag: Ints) -> Ints:
    """The tags of a group's contacts (places of themes, others stay) with her slips where the story is told."""
    if not world.plot.tells("mis_tagger"):
        return tag
    made, known = group.made, len(themes())
    hers = (made.team == ONLINE) & (made.agent == mis_tagger(world.team)) & (tag != NONE) & (tag < known)
    rows = np.flatnonzero(hers)
    rows = rows[some(rng, len(rows), MISTAGGED_BY_ONE)]
    found = tag.copy()
    for row, luck in zip(rows.tolist(), rng.random(len(rows)).tolist(), strict=True):
        beside = _beside(int(tag[row]))
        found[row] = beside[int(luck * len(beside))] if beside else tag[row]
    return found


def _beside(number: int) -> list[int]:
    """Themes whose tag is another one of the same major category."""
    own = themes()[number].tag
    major = own.partition("/")[0]
    return [other for other in regular() if themes()[other].tag != own and themes()[other].tag.startswith(f"{major}/")]
