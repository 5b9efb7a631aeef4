"""Where each word of a cloud stands: horizontal, the heavier the larger, none upon another.

The places come from `wordcloud`'s own map of free ground; words are put there as whole boxes, as its drawing lets the
tail of one letter reach into another word, which nobody could click. A page draws them as text marks, centred,
baseline in the middle, in the font and weight they were measured in.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

EMPHASIS, MUTED = "#0F62AC", "#55606E"
SMALLEST = 12  # px, the size of chart text
_ABOVE = 0.52  # of the font's size: half the height of a line, from the middle (0.3 above the baseline) either way
_GAP = 4  # px between two words
_LONGEST = 24  # letters of a word that are shown


@dataclass(frozen=True)
class Placed:
    """A word of the cloud: `shown` as it is written (long ones are cut), `x` and `y` its middle, `size` of the font, all in px
    from the upper left corner, and `width`, `height` of the ground it has for itself.
    """

    word: str
    shown: str
    weight: float
    x: float
    y: float
    size: int
    width: float
    height: float
    colour: str


def cloud(
    weights: Mapping[str, float],
    font: Path,
    *,
    width: int,
    height: int,
    emphasised: frozenset[str] = frozenset(),
    colours: tuple[str, str] = (EMPHASIS, MUTED),
    most: int = 80,
    seed: int = 0,
) -> list[Placed]:
    """Place up to `most` words, heaviest first; the area of a word goes with its weight, as far as there is room.

    Words of no weight and words that find no room at 12 px are left out. `emphasised` words get the first colour,
    others the second; where none is, the heaviest third is. `font` is a file (TTF or OTF). The same words, weights
    and seed give the same cloud.
    """
    from wordcloud.wordcloud import IntegralOccupancyMap

    ranked = sorted(
        (word for word in weights if weights[word] > 0 and word.strip()), key=lambda word: (-weights[word], word)
    )
    ranked = ranked[:most]
    chosen = emphasised or frozenset(ranked[: -(-len(ranked) // 3)])
    ground = IntegralOccupancyMap(height, width, None)
    taken = np.zeros((height, width), dtype=np.uint8)
    dice = random.Random(seed)  # noqa: S311 - a layout
    largest = _largest(ranked, weights, width, height)
    placed = []
    for word in ranked:
        shown = _shown(word)
        size = max(SMALLEST, round(largest * (weights[word] / weights[ranked[0]]) ** 0.5))
        found = _place(ground, shown, size, str(font), dice)
        if found is None:
            continue
        top, left, size, wide, high = found
        taken[top : top + high, left : left + wide] = 1
        ground.update(taken, top, left)
        colour = colours[0] if word in chosen else colours[1]
        placed.append(Placed(word, shown, weights[word], left + wide / 2, top + high / 2, size, wide, high, colour))
    return placed


def _shown(word: str) -> str:
    plain = " ".join(word.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _largest(ranked: list[str], weights: Mapping[str, float], width: int, height: int) -> int:
    """The size of the heaviest word with which all of them together would fill about half of the ground."""
    if not ranked:
        return 0
    parts = sum(weights[word] / weights[ranked[0]] * max(1, len(_shown(word))) for word in ranked)
    return int(min(height / 3, (0.5 * width * height / parts) ** 0.5))


def _place(ground: Any, shown: str, size: int, font: str, dice: random.Random) -> tuple[int, int, int, int, int] | None:
    """(top, left, size, width, height) of a free box for the word, at its size or the next smaller one that fits."""
    from PIL import ImageFont

    while size >= SMALLEST:
        wide = int(np.ceil(ImageFont.truetype(font, size).getlength(shown)))
        high = int(np.ceil(2 * _ABOVE * size))
        found = ground.sample_position(high + _GAP, wide + _GAP, dice)
        if found is not None:
            return int(found[0]) + _GAP // 2, int(found[1]) + _GAP // 2, size, wide, high
        size = min(size - 1, int(size * 0.9))
    return None
