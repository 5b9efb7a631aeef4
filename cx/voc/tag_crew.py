"""Whose tags the models doubt more than others': a reason to talk about how tags are used, never a verdict on a person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cx import settings
from cx.cache import VOC, cached
from cx.interval import wilson
from cx.text.emerging import RATE, false_discovery
from cx.voc import tag_work
from cx.warehouse import Store


@dataclass(frozen=True)
class Share:
    """Of an agent's `n` judged documents, `doubted` had another tag as the most probable one. `low`, `high`: 95 %, Wilson.

    `is_apart`: higher than that of all others together beyond chance, at most one in twenty of these falsely. `is_few`: n too
    small to say so.
    """

    name: str
    doubted: int
    n: int
    value: float
    low: float
    high: float
    is_apart: bool
    is_few: bool


def shares(store: Store) -> tuple[Share, ...]:
    """The agents of the newest run with enough documents to show a share, the highest lower bound first."""
    return cached(store, (VOC, "tag crew"), None, lambda: _shares(store))


def _shares(store: Store) -> tuple[Share, ...]:
    run, rules = tag_work.newest(store), settings.get(store)
    known = {key: told for key, told in run.agents.items() if told[1] >= max(rules.withhold_n, 1)} if run else {}
    if not known:
        return ()
    few = np.array([told[0] for told in known.values()], dtype=np.float64)
    n = np.array([told[1] for told in known.values()], dtype=np.float64)
    is_enough = n >= rules.minimum_n
    chance = np.ones(len(n))
    chance[is_enough] = false_discovery(_chance(few, n)[is_enough])
    at = wilson(few, n)
    names = _names(store)
    found = [
        Share(
            names.get(key, key), int(few[row]), int(n[row]), float(few[row] / n[row]), float(at.low[row]), float(at.high[row]),
            is_apart=bool(chance[row] <= RATE), is_few=not bool(is_enough[row]),
        )
        for row, key in enumerate(known)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.is_few, -one.low, one.name)))


def _chance(few: np.ndarray[tuple[int], np.dtype[np.float64]], n: np.ndarray[tuple[int], np.dtype[np.float64]]) -> (
    np.ndarray[tuple[int], np.dtype[np.float64]]
):  # fmt: skip
    """How likely at least so many are by chance if the agent were like all others: hypergeometric (Fisher's exact test, one side)."""
    from scipy.stats import hypergeom

    return np.asarray(hypergeom.sf(few - 1, n.sum(), few.sum(), n), dtype=np.float64)


def _names(store: Store) -> dict[str, str]:
    found = store.query(
        "select agent_key, any_value(agent_name) as name from voc_document where agent_key is not null group by 1"
    )
    return {
        str(key): str(name)
        for key, name in zip(found["agent_key"], found["name"], strict=True)
        if isinstance(name, str)
    }
