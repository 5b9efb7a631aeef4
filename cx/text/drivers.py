"""What drives a score: how far each topic pulls its mean, as it is and with channel and segment held fixed.

Both effects are told on one scale, in points of the whole score: the share of answers about the topic x how far they lie
from the others. The plain effect is exactly the mean of all answers - the mean without the topic. It may be a matter of
who writes (VIP customers score lower, and write about contracts); the fixed effect compares answers of the same channel
and segment only. Where the two differ, the mix of customers explains the difference.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

LEAST = 30  # answers a topic needs, and answers that must be left without it
RESAMPLES = 2_000
_TAIL = 0.025
_PART = 200  # resamples at a time

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """Points of the whole score, and its 95 % interval. None throughout where it cannot be told (see `Driver`)."""

    value: float | None
    low: float | None
    high: float | None


NOTHING = Effect(None, None, None)


@dataclass(frozen=True)
class Driver:
    """One topic. `plain` has a bootstrap interval, `fixed` one from standard errors that let answers spread unevenly (HC1).

    `mean` is that of the topic's answers. `fixed` is empty where channel and segment leave nothing to compare (a
    topic that only one channel has, and the whole of it).
    """

    topic: str
    answers: int
    mean: float
    plain: Effect
    fixed: Effect


@dataclass(frozen=True)
class Drivers:
    """The mean of all answers, their number, the topics by the size of their plain effect, and those with too few answers."""

    mean: float | None
    answers: int
    drivers: list[Driver]
    too_few: dict[str, int]


def drivers(
    values: Sequence[float],
    topics: Sequence[Sequence[str]],
    held: Sequence[tuple[Hashable, ...]] = (),
    *,
    least: int = LEAST,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Drivers:
    """The effect of each topic on the mean of `values`, one per answer; an answer may have several topics or none.

    `values` are what averages to the score: 1-7 for CES, 100 or 0 for the share of satisfied ones, 100, 0 or -100 for
    NPS. `held` are channel and segment of each answer (any number of names; none given: no fixed effect). A topic
    with fewer than `least` answers, or that leaves fewer than `least` without it, is only counted. Overlapping topics
    do not add up. Null values (NaN) do not count.
    """
    score = np.asarray(values, dtype=np.float64)
    known = [int(row) for row in np.flatnonzero(~np.isnan(score))]
    if not known:
        return Drivers(None, 0, [], {})
    score = score[known]
    said = [frozenset(topics[row]) for row in known]
    names, member = _members(said)
    counts = member.sum(axis=0).astype(int)
    enough = [at for at in range(len(names)) if least <= counts[at] <= len(score) - least]
    spread = _resampled(score, said, [names[at] for at in enough], resamples, seed)
    controls = _controls([held[row] for row in known]) if held else None
    found = []
    for place, at in enumerate(enough):
        own = member[:, at]
        fixed = _fixed(score, own, controls) if controls is not None else NOTHING
        low, high = np.quantile(spread[:, place], [_TAIL, 1 - _TAIL])
        plain = Effect(float(score.mean() - score[~own].mean()), float(low), float(high))
        found.append(Driver(names[at], int(counts[at]), float(score[own].mean()), plain, fixed))
    found.sort(key=lambda driver: (-abs(driver.plain.value or 0), driver.topic))
    rest = {names[at]: int(counts[at]) for at in range(len(names)) if at not in set(enough)}
    return Drivers(float(score.mean()), len(score), found, rest)


def _members(said: Sequence[frozenset[str]]) -> tuple[list[str], npt.NDArray[np.bool_]]:
    """The topics, and (n_answers, n_topics) which answer has which."""
    names = sorted({name for topics in said for name in topics})
    column = {name: at for at, name in enumerate(names)}
    member = np.zeros((len(said), len(names)), dtype=bool)
    for row, topics in enumerate(said):
        member[row, [column[name] for name in topics]] = True
    return names, member


def _resampled(
    score: Floats, said: Sequence[frozenset[str]], names: Sequence[str], resamples: int, seed: int
) -> Floats:
    """(resamples, n_names): the plain effect in samples drawn from the answers with replacement.

    Equal answers (same value, same topics) are drawn as one cell with their number: the same distribution, and
    hundreds of cells instead of any number of answers.
    """
    wanted = frozenset(names)
    cells: dict[tuple[float, tuple[str, ...]], int] = {}
    for value, topics in zip(score.tolist(), said, strict=True):
        key = (value, tuple(sorted(topics & wanted)))
        cells[key] = cells.get(key, 0) + 1
    keys = sorted(cells)
    value = np.array([key[0] for key in keys])
    without = np.array([[name not in key[1] for name in names] for key in keys], dtype=np.float64).reshape(
        len(keys), len(names)
    )
    share = np.array([cells[key] for key in keys]) / len(score)
    dice = np.random.default_rng(seed)
    parts = []
    for start in range(0, resamples, _PART):
        drawn = dice.multinomial(len(score), share, size=min(_PART, resamples - start)).astype(np.float64)
        whole = (drawn @ value) / len(score)
        with np.errstate(invalid="ignore", divide="ignore"):
            parts.append(whole[:, None] - (drawn * value) @ without / (drawn @ without))
    return np.vstack(parts)


def _controls(held: Sequence[tuple[Hashable, ...]]) -> Any:
    """(n_answers, 1 + names): an intercept and a column for each value of each dimension; sparse, and not of full rank."""
    from scipy import sparse

    columns: dict[tuple[int, str], int] = {}
    rows, places = [], []
    for row, names in enumerate(held):
        for dimension, name in enumerate(names):
            rows.append(row)
            places.append(columns.setdefault((dimension, str(name)), len(columns)))
    ones = sparse.csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(held), len(columns)))
    return sparse.hstack([sparse.csr_matrix(np.ones((len(held), 1))), ones]).tocsr()


def _fixed(score: Floats, own: npt.NDArray[np.bool_], controls: Any) -> Effect:
    """The topic's coefficient beside the controls by least squares, times the topic's share of the answers.

    Frisch and Waugh: the coefficient is that of what the controls leave of the score on what they leave of the topic.
    Standard error HC1 (MacKinnon and White 1985), Student's t.
    """
    from scipy.special import stdtrit

    cross = (controls.T @ controls).toarray()
    inverse = np.linalg.pinv(cross, hermitian=True)
    rank = int(np.linalg.matrix_rank(cross, hermitian=True))
    left = own - controls @ (inverse @ (controls.T @ own.astype(np.float64)))
    rest = score - controls @ (inverse @ (controls.T @ score))
    weight, freedom = float(left @ left), len(score) - rank - 1
    if weight < 1e-6 * own.sum() or freedom < 1:  # nothing but rounding is left
        return NOTHING
    slope = float(left @ rest) / weight
    error = np.sqrt(float((left**2) @ (rest - slope * left) ** 2) * len(score) / freedom) / weight
    half = float(stdtrit(freedom, 1 - _TAIL) * error)
    share = float(own.mean())
    return Effect(slope * share, (slope - half) * share, (slope + half) * share)
