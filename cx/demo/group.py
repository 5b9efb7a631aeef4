"""Contacts drawn together: what a story adds is drawn apart, so that nothing else changes where it is not told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as arrow

from cx.demo.arrivals import Contacts
from cx.demo.days import Ints
from cx.demo.handling import Handling
from cx.demo.table import Columns

FIRST_NUMBER = 1_204_518


@dataclass(frozen=True)
class Draws:
    """Where a group's random numbers come from, by what is drawn."""

    tickets: np.random.Generator
    surveys: np.random.Generator
    reviews: np.random.Generator
    slips: np.random.Generator


@dataclass(frozen=True)
class Group:
    """`numbers`: the number each contact has; it grows with time over all groups."""

    contacts: Contacts
    made: Handling
    draws: Draws
    numbers: Ints


def numbered(groups: Sequence[Contacts]) -> list[Ints]:
    """The numbers of the contacts of every group, by the time at which they come in."""
    opened = np.concatenate([one.opened for one in groups])
    number = np.empty(len(opened), dtype=np.int64)
    number[np.argsort(opened, kind="stable")] = FIRST_NUMBER + np.arange(len(opened))
    return np.split(number, np.cumsum([len(one.opened) for one in groups])[:-1])


def in_order(parts: Sequence[Columns], by: str) -> Columns:
    """The rows of all parts in order of the column `by`; of equal ones those of the earlier part first."""
    whole = pa.concat_tables([pa.table(part) for part in parts])
    whole = whole.take(arrow.sort_indices(whole[by]))
    return {name: whole[name].combine_chunks() for name in whole.column_names}


def counted(parts: Sequence[Columns], by: str, called: str, word: str) -> Columns:
    """The same, with a column `called` before the others that counts the rows in `word`."""
    columns = in_order(parts, by)
    return {called: pa.array([word.format(number) for number in range(1, len(columns[by]) + 1)]), **columns}
