"""Several rows of one id: an export that has one row per update or event, where a person says which row counts."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from cx.importing.format import fold
from cx.importing.looks import number
from cx.importing.questions import LEAST_ROWS, MANY_ROWS
from cx.importing.sheet import Row, Sheet
from cx.importing.words import synonyms

_ENOUGH = 0.5
_KNOWN_ORDER = 0.25  # how much a telling name counts against rows that stand in another order


@dataclass(frozen=True)
class Repeats:
    """`rows` rows of the sample have only `ids` different values under `column`; `orders` are the columns that may say
    which row of an id is the newest, the likeliest first.
    """

    column: str
    rows: int
    ids: int
    orders: tuple[str, ...]


def repeats(sheet: Sheet, rows: Sequence[Row], column: str) -> Repeats | None:
    """Whether the ids under `column` repeat so much that a row is an event; None if a row is a thing of its own."""
    place = sheet.header.index(column)
    groups: dict[str, list[Row]] = {}
    filled = 0
    for row in rows:
        cell = row.cells[place]
        if cell is not None and row.problem is None:
            filled += 1
            groups.setdefault(cell, []).append(row)
    if filled < LEAST_ROWS or filled < MANY_ROWS * len(groups):
        return None
    several = [group for group in groups.values() if len(group) > 1]
    rising = {header: _rising(several, at) for at, header in enumerate(sheet.header) if at != place}
    known = {fold(word) for word in synonyms()["order"]["words"]}
    scores = {header: rising[header] + _KNOWN_ORDER * (fold(header) in known) for header in rising}
    orders = sorted((header for header in scores if rising[header] > _ENOUGH), key=lambda header: -scores[header])
    return Repeats(column, filled, len(groups), tuple(orders[:5]))


def _rising(groups: Sequence[Sequence[Row]], place: int) -> float:
    """The share of neighbouring rows of one id whose number under `place` grows; 0 if it ever falls in most groups."""
    steps = grown = 0
    for group in groups:
        values = [_order(row.cells[place]) for row in group]
        for before, after in itertools.pairwise(values):
            steps += 1
            if before is not None and after is not None and before < after:
                grown += 1
    return grown / steps if steps else 0.0


def _order(cell: str | None) -> float | None:
    """A number, or the digits of a time that begins with its year, as something that can be compared."""
    if cell is None:
        return None
    plain = number(cell)
    if plain is not None:
        return plain
    digits = "".join(sign for sign in cell if sign.isdigit())
    return float(digits[:14].ljust(14, "0")) if cell[:4].isdigit() and len(digits) >= 8 else None  # noqa: PLR2004 - a date has 8
