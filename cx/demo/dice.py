"""Random picks, one after another, fast enough for a million of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 65_536


class Dice:
    """Draws from a seeded generator in blocks: the same seed gives the same picks."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._draws: list[float] = []

    def roll(self) -> float:
        """A number from 0 to below 1."""
        if not self._draws:
            self._draws = self._rng.random(_BLOCK).tolist()
        return self._draws.pop()

    def below(self, limit: int) -> int:
        """A whole number from 0 to below `limit`."""
        return int(self.roll() * limit)

    def chance(self, share: float) -> bool:
        """True in `share` of the cases."""
        return self.roll() < share

    def pick(self, words: Sequence[T]) -> T:
        """One of `words`, each as likely."""
        return words[int(self.roll() * len(words))]
