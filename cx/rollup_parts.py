"""The parts of metrics read from the sums per day and month instead of from the facts, where those can say the same.

A table of months answers for the months a question covers wholly; the days at its ends are counted from the facts. So is
what was still pending when the sums were made, if the question looks at it from a later day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, reduce

import numpy as np
import pandas as pd

from cx import histogram, period, rollups
from cx.cache import cached
from cx.question import Question, compiled, kind
from cx.rollups import CLOCKS, Rollup, State, end_of_day
from cx.rows import Rows, column, select
from cx.selection import EARLIEST, LATEST, LISTS, Selection
from cx.warehouse import Store

_MONTHS = {None, "month", "quarter", "year"}  # periods made of whole months
_DAY = timedelta(days=1)
_COUNTS = "length, bucket, sum(n)::bigint as n"
Days = tuple[date, date]


@dataclass(frozen=True)
class Asked:
    """One question about one fact by one of its days, with everything that decides which rows it is about."""

    store: Store
    question: Question
    fact: str
    day: str
    selection: Selection
    span: Days
    as_of: date
    parts: period.Parts | None = None

    def named(self, names: Iterable[str]) -> Asked:
        """The same question for some of its metrics."""
        return replace(self, question=replace(self.question, names=tuple(names)))

    @property
    def columns(self) -> set[str]:
        """The columns of the fact that filters and groups read, without the day."""
        chosen = [name for name in LISTS if getattr(self.selection, name)]
        own = {column(self.fact, name) for name in (*chosen, *self.question.by)}
        return own | ({"is_vip"} if self.selection.vip is not None else set())


def state(store: Store) -> State:
    """What the sums hold at present."""

    def ask() -> State:
        cursor = store.cursor()
        try:
            return rollups.state(cursor)
        finally:
            cursor.close()

    return cached(store, "rollup_state", None, ask)


def known(asked: Asked) -> tuple[list[pd.DataFrame], tuple[str, ...], set[str]]:
    """The parts that need no look at the facts, in frames; the metrics whose parts do; those read from histograms."""
    held = _held()
    frames, found, approximate = [], set[str](), set[str]()
    for is_histogram, route in ((False, sums), (True, lengths)):
        names = [name for name in asked.question.names if held.get(name) is is_histogram]
        frame = route(asked.named(names)) if names else None
        if frame is not None:
            frames.append(frame)
            found |= set(names)
            approximate |= set(names) if is_histogram else set()
    return frames, tuple(name for name in asked.question.names if name not in found), approximate


@cache
def _held() -> dict[str, bool]:
    """The metrics any table holds, and whether it is one of histograms."""
    return {name.partition("__")[0]: rollup.is_histogram for rollup in rollups.planned() for name in rollup.holds}


def sums(asked: Asked) -> pd.DataFrame | None:
    """The parts of metrics that add up, as `cx.question.compiled` names them; None where only the facts can say.

    A row per group in the order of results, also for those of which nothing counts.
    """
    latest = state(asked.store).last_day
    found = _table(asked, is_histogram=False)
    if found is None:
        return None
    is_clocked = bool(found.clocked & set(asked.question.names))
    if is_clocked and (latest is None or asked.as_of < latest):
        return None
    inside, beside = _reach(asked, found)
    is_later = is_clocked and asked.as_of != latest
    branches, values = [], []
    names = _part_names(asked.question)
    if inside:
        own = ", ".join(f'sum({found.holds[name]})::double as "{name}"' for name in names)
        source, bound = _inside(asked, found, inside, [f"not {clock}" for clock in found.clocks if is_later])
        branches.append(_grouped(asked, found.every, own, source))
        values += [*_cut(asked, found.every)[1], *bound]
    if beside or is_later:
        common, bound = _beside(asked, beside, found.clocks if is_later else (), latest).sql(asked.as_of)
        branches.append(f"with {common} select * from ({compiled(asked.question)[0]})")
        values += bound
    if len(branches) == 1:
        return asked.store.query(branches[0] + asked.question.order, values)
    both = " union all by name ".join(f"select * from ({branch})" for branch in branches)
    keys = "".join(f'"{key}", ' for key in asked.question.keys)
    added = ", ".join(f'sum("{name}")::double as "{name}"' for name in names)
    grouped = f"group by all{asked.question.order}" if keys else ""
    return asked.store.query(f"select {keys}{added} from ({both}) {grouped}", values)


def _table(asked: Asked, *, is_histogram: bool) -> Rollup | None:
    """The smallest table that knows every column the question reads."""
    if asked.selection.text.strip() or asked.selection.is_about_texts:
        return None
    columns, known = asked.columns, state(asked.store)
    for rollup in rollups.planned():
        is_meant = (rollup.fact, rollup.day, rollup.is_histogram) == (asked.fact, asked.day, is_histogram)
        is_fine_enough = rollup.every == "day" or _is_of_months(asked)
        is_there = is_meant and is_fine_enough and rollup.is_kept(known)
        if is_there and columns <= set(rollup.dimensions) and _holds_all(asked.question, rollup):
            return rollup
    return None


def _is_of_months(asked: Asked) -> bool:
    """Whether every period asked for is made of whole months, but for the first's begin and the last's end."""
    if asked.parts:
        return all(span.first.day == 1 for span in asked.parts.spans[1:])
    return asked.question.every in _MONTHS


def _holds_all(question: Question, rollup: Rollup) -> bool:
    names = question.names if rollup.is_histogram else _part_names(question)
    return all(name in rollup.holds for name in names)


def _part_names(question: Question) -> list[str]:
    return [f"{name}__{part}" for name in question.names for part in kind(name).parts]


def _reach(asked: Asked, rollup: Rollup) -> tuple[Days | None, list[Days]]:
    """First and last period of the table that lie wholly in what is asked (None: not one), and the days beside them."""
    first, last = asked.span
    if first > last:
        return None, [asked.span]
    if rollup.every == "day":
        return asked.span, []
    earliest, latest = _bounds(asked.store, asked.fact, asked.day)
    start, end = period.start_of(first, "month"), period.start_of(last, "month")
    if max(start, earliest) < first:
        start = period.add_months(start, 1)
    if min(period.end_of(last, "month"), latest) > last:
        end = period.add_months(end, -1)
    if start > end:
        return None, [asked.span]
    following = period.add_months(end, 1)
    beside = [(first, start - _DAY), (following, last)]
    return (start, end), [days for days in beside if days[0] <= days[1]]


def _bounds(store: Store, fact: str, day: str) -> Days:
    """First and last day of any row of the fact."""

    def ask() -> Days:
        first, last = store.query(f"select min({day}) as first, max({day}) as last from {fact}").iloc[0]
        return (LATEST, EARLIEST) if pd.isna(first) else (pd.Timestamp(first).date(), pd.Timestamp(last).date())

    return cached(store, ("bounds", fact, day), None, ask)


def _inside(asked: Asked, rollup: Rollup, inside: Days, also: list[str]) -> tuple[str, list[object]]:
    """SQL of the rows of the table within these periods that the selection lets through, and its values."""
    rows = select(asked.fact, rollup.every, asked.selection, inside)
    bound = rows.values  # noqa: PD011 - no frame
    return f"from {rollup.name} where {' and '.join([*rows.predicates, *also])}", bound


def _beside(asked: Asked, beside: list[Days], clocks: Iterable[str] = (), known: date | None = None) -> Rows:
    """Rows of the fact on the days that the table does not cover, and those undecided on the day `known` when it was made."""
    rows = select(asked.fact, asked.day, asked.selection, asked.span, parts=asked.parts)
    wanted = [f"{asked.day} between ? and ?"] * len(beside)
    values: list[object] = [day for days in beside for day in days]
    for clock in clocks:
        wanted.append(f"{CLOCKS[clock]} > ?")
        values.append(end_of_day(known))
    rows.add(f"({' or '.join(wanted)})", *values)
    return rows


def _cut(asked: Asked, day: str) -> tuple[str, list[object]]:
    """SQL of the first day of the period that the column `day` lies in, and its values."""
    return asked.parts.sql(day) if asked.parts else (f"date_trunc('{asked.question.every}', {day})", [])


def _grouped(asked: Asked, every: str, values: str, source: str) -> str:
    """SQL of `values` of a table by the question's groups."""
    question = asked.question
    keys = [f'"{column(asked.fact, name)}" as "{name}"' for name in question.by]
    if question.every:
        keys.append(f"{_cut(asked, every)[0]} as period")
    is_grouped = bool(keys) or "bucket" in values
    return f"select {', '.join([*keys, values])} {source} {'group by all' if is_grouped else ''}"


def lengths(asked: Asked) -> pd.DataFrame | None:
    """The parts of quantiles, read from histograms with an error of at most 1 %; None where they are to be exact."""
    found = _table(asked, is_histogram=True)
    if found is None:
        return None
    ranked = {name: found.holds[name] for name in asked.question.names}
    inside, beside = _reach(asked, found)
    branches, values = [], []
    is_asked = f"length in ({', '.join(repr(name) for name in dict.fromkeys(ranked.values()))})"
    if inside:
        source, bound = _inside(asked, found, inside, [is_asked])
        branches.append(_grouped(asked, found.every, _COUNTS, source))
        values += [*_cut(asked, found.every)[1], *bound]
    if beside:
        common, bound = _beside(asked, beside).sql(asked.as_of)
        source = f"from ({found.sql}) where {is_asked}"
        branches.append(f"with {common} {_grouped(asked, found.every, _COUNTS, source)}")
        values += [*bound, *_cut(asked, found.every)[1]]
    keys = "".join(f'"{key}", ' for key in asked.question.keys)
    counted = f"({branches[0]})"
    if len(branches) > 1:
        both = " union all by name ".join(f"select * from ({branch})" for branch in branches)
        counted = f"(select {keys}{_COUNTS} from ({both}) group by all)"
    # Both lists take each row at once, so that their places belong together in whatever order the rows come.
    frame = asked.store.query(
        f"select {keys}length, list(bucket) as buckets, list(n) as counts from {counted} group by all",
        values,
    )
    return _read(asked.question, ranked, frame)


def _read(question: Question, ranked: dict[str, str], frame: pd.DataFrame) -> pd.DataFrame:
    """A row per group with the histogram of every quantile."""
    keys, found = question.keys, []
    values = np.empty(len(frame), dtype=object)
    values[:] = [histogram.ascending(*each) for each in zip(frame["buckets"], frame["counts"], strict=True)]
    lengths = frame["length"].to_numpy(dtype=object)
    for length in dict.fromkeys(ranked.values()):
        at = np.flatnonzero(lengths == length)
        own = values[at] if keys or len(at) else np.array([None], dtype=object)
        groups = {key: frame[key].array.take(at) for key in keys}
        of_it = {f"{name}__values": own for name, kept in ranked.items() if kept == length}
        found.append(pd.DataFrame(groups | of_it))
    return joined(found, keys)


def joined(frames: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Parts of the same question beside each other, a row per group that any of them knows."""
    if not keys and len(frames) > 1:
        return pd.concat(frames, axis=1)
    return reduce(lambda one, other: one.merge(other, on=keys, how="outer"), frames)
