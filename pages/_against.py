"""One group of accounts held against the others: a card a measure, which says whether they differ beyond chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cx import number, sample
from cx.interval import Interval, differ, wilson
from pages import _lifecycle
from pages._lifecycle import Card
from pages._words import language, plain, t


@dataclass(frozen=True)
class Side:
    """What is known of one group: a value with its interval, of `n` by `people` (None: all independent); `state` as `cx.compute` says it."""

    value: float
    low: float
    high: float
    n: int
    state: str
    people: int | None = None

    @property
    def size(self) -> str:
        """How many, in brief."""
        return sample.brief(self._row, language())

    @property
    def few(self) -> str:
        """That these are too few to rely on, or to show anything."""
        words = sample.few if self.state == "few" else sample.withheld
        return words(self._row, language())

    @property
    def _row(self) -> Mapping[str, Any]:
        return {"n": self.n, "people": self.people}

    @property
    def is_shown(self) -> bool:
        """Whether there are enough to show a number."""
        return self.state in ("ok", "few") and not number.is_missing(self.value)


NOTHING = Side(float("nan"), float("nan"), float("nan"), 0, "none")


def share(some: int, whole: int) -> Side:
    """A share with its Wilson interval."""
    bounds = wilson([some], [whole])
    value = some / whole if whole else float("nan")
    return Side(value, float(bounds.low[0]), float(bounds.high[0]), whole, _lifecycle.state(whole))


def measured(row: Mapping[str, Any], name: str = "") -> Side:
    """A row of `cx.compute`; with `name` the columns that begin with it."""
    stem = f"{name}_" if name else ""
    n = row[f"{stem}n"]
    if number.is_missing(n):
        return NOTHING
    value, low, high = (float(row[f"{stem}{part}"]) for part in ("value", "low", "high"))
    people = row.get(f"{stem}people")
    known = None if number.is_missing(people) else int(people)
    return Side(value, low, high, int(n), str(row[f"{stem}state"]), known)


def words(side: Side, unit: str, *, top: float | None = None) -> str:
    """The value as a cell of a table says it: with its n, called few where it is, left out where it is too few."""
    if not side.n:
        return number.write(unit, None, language())
    if not side.is_shown:
        return t("against.withheld", size=side.size)
    value = number.write(unit, side.value, language(), top=top)
    return (
        t("against.few", value=value, few=side.few)
        if side.state == "few"
        else t("against.of", value=value, size=side.size)
    )


def apart(one: Side, other: Side) -> int:
    """1: higher, -1: lower than the other beyond chance; 0: neither."""
    if not (one.is_shown and other.is_shown):
        return 0
    ends = [Interval(np.array([side.low]), np.array([side.high])) for side in (one, other)]
    values = [np.array([side.value]) for side in (one, other)]
    is_apart = bool(differ(values[0], ends[0], values[1], ends[1])[0])
    return (1 if one.value > other.value else -1) if is_apart else 0


def card(
    label: str,
    explained: str,
    unit: str,
    one: Side,
    other: Side,
    *,
    about: str,
    good: str = "up",
    top: float | None = None,
) -> Card:
    """A card of one measure; the others are called as `about` says ("partner", "vip")."""
    value = number.write(unit, one.value if one.is_shown else None, language(), top=top)
    shown = f":gray[{value}]" if one.state == "few" else value
    rest = number.write(unit, other.value if other.is_shown else None, language(), top=top)
    lines = [
        _lifecycle.small(t(f"against.{about}_value", value=rest, size=other.size)),
        _verdict(one, other, about, unit, good),
    ]
    lines += [_bounds(one, unit), f":gray-badge[{one.few}]" if one.state in ("few", "withheld") else ""]
    return Card(label, shown, "  \n".join(filter(None, lines)), explained)


def _verdict(one: Side, other: Side, about: str, unit: str, good: str) -> str:
    if not (one.is_shown and other.is_shown):
        return ""
    way = apart(one, other)
    words = ("same", "longer", "shorter") if unit == "seconds" else ("same", "high", "low")
    said = plain(t(f"against.{about}_{words[way]}"))
    if not way or good == "none":
        return f":small[:gray[{said}]]"
    return f":small[:{'green' if (way > 0) == (good == 'up') else 'red'}[{'↑' if way > 0 else '↓'} {said}]]"


def _bounds(one: Side, unit: str) -> str:
    if not one.is_shown or number.is_missing(one.low) or number.is_missing(one.high):
        return ""
    low, high = (number.write(unit, end, language()) for end in (one.low, one.high))
    return _lifecycle.small(f"n={one.n:,} · " + t("overview.interval", low=low, high=high))
