"""What metrics should reach, as data: since when, until when, for which product and channel; set by people or imported.

The newest target that holds is the one that counts, the more special one before the general one. A target without a goal
says that there is none from its day on, also not the usual one of the metric. What was set stays as history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection

from cx import changes
from cx.cache import cached
from cx.errors import CxError, UnknownName
from cx.importing.cleaning import clean_name
from cx.language import LANGUAGES
from cx.metric import Metric, find, metrics
from cx.schema import CODES
from cx.selection import EARLIEST, LATEST, Selection
from cx.warehouse import Store

OWN = 0  # the source of what people set here; imports begin with 1
STATES = ("now", "later", "past", "replaced", "unusable")
_MANY = 1e12
_PERCENT = 100
_BOUNDS = {"share": (0.0, 1.0), "nps": (-100.0, 100.0), "score": (1.0, 7.0)}  # the one score is CES; all else from 0 on
_ABOVE_ALL = {"nrr": (0.0, 5.0)}  # a share of what was there before: it may have grown
_LONGEST = 200


@dataclass(frozen=True)
class Target:
    """One target. `goal` None: none is wanted. `from_day` None: since ever; `to_day` None: until another takes its place.

    `metric` is as it was written: a name of `cx.metrics`, or in a file also its label. `product`, `channel` None: all.
    """

    source_id: int
    target_id: str
    metric: str
    goal: float | None
    from_day: date | None = None
    to_day: date | None = None
    product: str | None = None
    channel: str | None = None

    @property
    def is_own(self) -> bool:
        """Whether people set it here: what came from a file changes with its file only."""
        return self.source_id == OWN

    @property
    def scope(self) -> tuple[str, str | None, str | None]:
        """What it is about: one target of a scope counts at a time."""
        return (name_of(self.metric) or self.metric, self.product, self.channel)

    @property
    def age(self) -> tuple[date, bool, int, str]:
        """Orders targets of one scope: the last one counts."""
        return (self.from_day or date.min, self.is_own, self.source_id, self.target_id)

    def holds(self, day: date) -> bool:
        """Whether `day` lies in its time."""
        return (self.from_day or day) <= day <= (self.to_day or day)

    def is_usable(self) -> bool:
        """Whether the metric exists and can reach the goal; files may say anything."""
        name = name_of(self.metric)
        return name is not None and (self.goal is None or _is_possible(find(name), self.goal))


@cache
def _names() -> dict[str, str]:
    labels = {one.label(language).casefold(): name for name, one in metrics().items() for language in LANGUAGES}
    return labels | {name: name for name in metrics()}


def name_of(text: str) -> str | None:
    """The metric people mean by a name or a label in any language; None where there is none."""
    return _names().get(text.strip().casefold())


def limits(metric: Metric) -> tuple[float, float]:
    """The lowest and highest value the metric can have."""
    return _ABOVE_ALL.get(metric.name) or _BOUNDS.get(metric.unit, (0.0, _MANY))


def _is_possible(metric: Metric, goal: float) -> bool:
    low, high = limits(metric)
    return low <= goal <= high  # False for NaN


def everything(store: Store) -> tuple[Target, ...]:
    """All targets, those of one metric together, the newest first."""

    def ask() -> tuple[Target, ...]:
        frame = store.query("select source_id, target_id, metric, goal, from_day, to_day, product, channel from target")
        found = [_target(row) for row in frame.to_dict("records")]
        places = {name: place for place, name in enumerate(metrics())}
        found.sort(key=lambda one: one.age, reverse=True)
        found.sort(
            key=lambda one: (places.get(one.scope[0], len(places)), one.scope[0], one.product or "", one.channel or "")
        )
        return tuple(found)

    return cached(store, "targets", None, ask)


def _target(row: dict[str, Any]) -> Target:
    values: dict[str, Any] = {key: None if pd.isna(value) else value for key, value in row.items()}
    days: dict[str, Any] = {
        key: pd.Timestamp(values[key]).date() if values[key] else None for key in ("from_day", "to_day")
    }
    return Target(**(values | days))


def states(targets: Iterable[Target], day: date) -> dict[Target, str]:
    """What each target is on `day`: "now" it counts, "later" or "past", "replaced" by a newer one of its scope, "unusable"."""
    found: dict[Target, str] = {}
    taken: set[tuple[str, str | None, str | None]] = set()
    for one in sorted(targets, key=lambda one: one.age, reverse=True):
        if not one.is_usable():
            found[one] = "unusable"
        elif not one.holds(day):
            found[one] = "later" if one.from_day and one.from_day > day else "past"
        else:
            found[one] = "replaced" if one.scope in taken else "now"
            taken.add(one.scope)
    return found


def holding(store: Store, selection: Selection, day: date) -> dict[str, float]:
    """What each metric should reach on `day`, where something was decided: the most special target for one chosen product and
    channel, the newest of equals. NaN where it was decided that there is no target.
    """
    chosen = {name: values[0] if len(values) == 1 else None for name, values in _filters(selection).items()}
    best: dict[str, tuple[int, Target]] = {}
    for one in everything(store):
        fits = one.product in (None, chosen["product"]) and one.channel in (None, chosen["channel"])
        if not fits or not one.holds(day) or not one.is_usable():
            continue
        special, name = (one.product is not None) + (one.channel is not None), one.scope[0]
        if name not in best or (special, one.age) > (best[name][0], best[name][1].age):
            best[name] = (special, one)
    return {name: float("nan") if one.goal is None else float(one.goal) for name, (_, one) in best.items()}


def _filters(selection: Selection) -> dict[str, tuple[str, ...]]:
    return {"product": selection.product, "channel": selection.channel}


def doubtful(store: Store) -> tuple[Target, ...]:
    """Targets from files whose goal is a share only if its % sign was left out, 90 for 90 %, and that nobody has answered for yet:
    nothing set here holds for the same from the same day on.
    """
    found = everything(store)
    answered = {(one.scope, one.from_day) for one in found if one.is_own}
    return tuple(
        one
        for one in found
        if not one.is_own
        and one.goal is not None
        and 1 < one.goal <= _PERCENT
        and (name := name_of(one.metric)) is not None
        and find(name).unit == "share"
        and (one.scope, one.from_day) not in answered
    )


def answer(store: Store, doubted: Target, *, is_percent: bool) -> Target:
    """What a goal of `doubtful` means: percent, or nothing that could be a goal, and then there is none from its day on."""
    name, goal = doubted.scope[0], (doubted.goal or 0) / _PERCENT if is_percent else None
    days = {"from_day": doubted.from_day, "to_day": doubted.to_day}
    return put(store, name, goal, **days, product=doubted.product, channel=doubted.channel)


def put(
    store: Store,
    metric: str,
    goal: float | None,
    *,
    from_day: date | None = None,
    to_day: date | None = None,
    product: str | None = None,
    channel: str | None = None,
) -> Target:
    """Set a target; one that was set here for the same scope from the same day on is replaced, older ones become history.

    `goal` is in the metric's unit (shares 0-1, lengths in seconds), 0 is allowed, None means "no target". Raises UnknownName for a
    metric or channel that does not exist, CxError `target.…` for a metric without a good direction, a goal it cannot reach, and
    days that end before they begin.
    """
    found = find(metric)
    if found.good == "none":
        raise CxError("target.no_direction", name=found.name)
    if goal is not None and not _is_possible(found, goal):
        low, high = limits(found)
        raise CxError("target.impossible", name=found.name, goal=goal, low=low, high=high)
    _check_days(from_day, to_day)
    if channel is not None and channel not in CODES["channel"]:
        raise UnknownName("channel", channel, CODES["channel"])
    product = (clean_name(product or "")[:_LONGEST]) or None
    scope = [metric, product, channel]
    replaced = [
        one
        for one in everything(store)
        if one.is_own and [one.metric, one.product, one.channel, one.from_day] == [*scope, from_day]
    ]
    with store.write("data") as con:
        _take(con, replaced)
        one = Target(OWN, f"T{_next(con)}", metric, goal, from_day, to_day, product, channel)
        con.execute(
            "insert into target (source_id, target_id, metric, product, channel, goal, from_day, to_day) "
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
            [OWN, one.target_id, *scope, goal, from_day, to_day],
        )
        changes.note(con, "target", one.target_id, None, _told(one))
    return one


def _next(con: DuckDBPyConnection) -> int:
    """A number that no target set here ever had, so that the log speaks of one."""
    row = con.execute(
        "select coalesce(max(substr(id, 2)::bigint), 0) + 1 from (select target_id as id from target where source_id = ? "
        "union all select subject from change_log where about = 'target')",
        [OWN],
    ).fetchone()
    return int(row[0]) if row else 1


def _take(con: DuckDBPyConnection, gone: Iterable[Target]) -> None:
    for one in gone:
        con.execute("delete from target where source_id = ? and target_id = ?", [OWN, one.target_id])
        changes.note(con, "target", one.target_id, _told(one), None)


def _told(one: Target) -> dict[str, object]:
    """What the log keeps of a target; a goal of nothing is kept as null."""
    more = {"product": one.product, "channel": one.channel, "from_day": one.from_day, "to_day": one.to_day}
    told: dict[str, object] = {name: f"{value}" for name, value in more.items() if value}
    return {"metric": one.metric, "goal": one.goal} | told


def _check_days(from_day: date | None, to_day: date | None) -> None:
    for day in (from_day, to_day):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise CxError("target.day", day=day, first=EARLIEST, last=LATEST)
    if from_day and to_day and to_day < from_day:
        raise CxError("target.days", first=from_day, last=to_day)


def end(store: Store, target_id: str, day: date) -> Target:
    """`day` is the last one of a target set here; what held before it holds again. Raises CxError as `put` does."""
    one = _own(store, target_id)
    _check_days(one.from_day, day)
    with store.write("data") as con:
        con.execute("update target set to_day = ? where source_id = ? and target_id = ?", [day, OWN, target_id])
        changes.note(con, "target", target_id, _told(one), _told(replace(one, to_day=day)))
    return _own(store, target_id)


def remove(store: Store, target_ids: Collection[str]) -> int:
    """Take back targets set here, as if they had never been; how many there were."""
    known = [one for one in everything(store) if one.is_own and one.target_id in target_ids]
    with store.write("data") as con:
        _take(con, known)
    return len(known)


def _own(store: Store, target_id: str) -> Target:
    found = {one.target_id: one for one in everything(store) if one.is_own}
    if target_id not in found:
        raise UnknownName("target", target_id, found)
    return found[target_id]
