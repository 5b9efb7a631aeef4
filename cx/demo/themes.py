"""The themes customers write about, read from `texts/themes.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from cx.demo.days import Floats

FOLDER = Path(__file__).parent / "texts"
_BUSY_MONTH = 1.8


@dataclass(frozen=True)
class Theme:
    """One theme: its two-level tag, its weight per product and in sales visits, busy months, effect on scores."""

    name: str
    tag: str
    first: float
    second: float
    sales: float
    csat: float
    bot: float
    months: tuple[int, ...] = ()

    def weight(self, product: int, month: int, *, is_sales: bool) -> float:
        """How often it comes up for `product` (0, 1) in `month` (1-12), against the others."""
        weight = (self.first, self.second)[product] * (_BUSY_MONTH if month in self.months else 1)
        return weight * self.sales if is_sales else weight


@cache
def themes() -> tuple[Theme, ...]:
    """All themes in the order of the file."""
    declared = tomllib.loads((FOLDER / "themes.toml").read_text(encoding="utf-8"))
    return tuple(Theme(name, **entry | {"months": tuple(entry.get("months", ()))}) for name, entry in declared.items())


@cache
def regular() -> tuple[int, ...]:
    """The places of the themes that are always written about; the others belong to stories."""
    return tuple(number for number, theme in enumerate(themes()) if theme.first + theme.second > 0)


def place(name: str) -> int:
    """The place of the theme called `name`."""
    return [theme.name for theme in themes()].index(name)


@cache
def shares(product: int, month: int, *, is_sales: bool) -> Floats:
    """Share of each theme; adds up to 1."""
    weights = np.array([theme.weight(product, month, is_sales=is_sales) for theme in themes()])
    return np.asarray(weights / weights.sum(), dtype=np.float64)
