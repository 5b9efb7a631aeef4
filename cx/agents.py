"""Load and quality of teams and of those who answer: counts, times and scores, each with its n, in order of load and never of quality.

Who takes the hard cases has the longer times: two people are only to be compared within their team, and even there the mix of their
contacts may be what differs.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cx.cache import cached
from cx.compute import compute, members
from cx.compute import prepare as compute_later
from cx.interval import Array
from cx.selection import Selection
from cx.warehouse import Store

# What is shown of everybody, where the data know it. Times and shares of contacts, and the scores of their customers.
FIGURES = (
    "frt_median",
    "aht",
    "aht_text",
    "resolution_lead_time_median",
    "fcr",
    "csat",
    "sla_attainment",
    "qa_score",
    "difficult_share",
)
_HANDLED, _OPEN = (
    "response_rate",
    "cph",
)  # what a person answered is the first one's numerator, open hours the second one's denominator
_ASKED = (_HANDLED, _OPEN, *FIGURES)
_ENOUGH = 4  # people a range can be told of
_EVERYBODY = 100_000


@dataclass(frozen=True)
class Figure:
    """One number of somebody, as `compute` gives it."""

    value: float
    low: float
    high: float
    n: int
    state: str


@dataclass(frozen=True)
class Load:
    """A team, or somebody of it: contacts answered (by opening), the same per open hour of the calendar, and the FIGURES.

    `key` is the team's name (None: contacts without one) or the agent's key; `people` how many of a team answered anything.
    """

    key: str | None
    name: str
    team: str | None
    handled: int
    per_hour: float
    figures: dict[str, Figure]
    people: int = 0


@dataclass(frozen=True)
class Crew:
    """All teams and everybody in them, the largest load first; `unknown` contacts were answered by nobody we know."""

    teams: tuple[Load, ...]
    agents: tuple[Load, ...]
    unknown: int
    handled: int

    def of(self, team: str | None) -> tuple[Load, ...]:
        """Those of one team, the largest load first."""
        return tuple(one for one in self.agents if one.team == team)


def crew(store: Store, selection: Selection, span: tuple[date, date]) -> Crew:
    """Who answered what in `span`, under the filters. Bots answer nothing here: what a person answered counts.

    Somebody belongs to the team in which they answered most. Open hours are those of the business calendar from the first day with
    data on; `per_hour` is NaN without any.
    """
    each = {by: compute(store, _ASKED, selection, by=[by], span=span) for by in ("agent", "team")}
    homes = _homes(compute(store, [_HANDLED], selection, by=["agent", "team"], span=span))
    names = members(store, "agent", _EVERYBODY)
    known = {str(key): str(name) for key, name in zip(names["value"], names["label"], strict=True)}
    loads = _loads(each["agent"], "agent")
    agents = [
        _load(key, known.get(str(key), str(key)), homes.get(str(key)), rows) for key, rows in loads.items() if key
    ]
    agents.sort(key=lambda one: (-one.handled, str(one.key)))
    sizes = pd.Series([one.team for one in agents], dtype=object).value_counts(dropna=False).to_dict()
    people = {None if pd.isna(team) else team: int(size) for team, size in sizes.items()}
    teams = [
        _load(key, str(key or ""), key, rows, people.get(key, 0))
        for key, rows in _loads(each["team"], "team").items()
        if people.get(key)
    ]
    teams.sort(key=lambda one: (-one.handled, str(one.key)))
    unknown = loads.get(None, {}).get(_HANDLED, {}).get("numerator", 0)
    return Crew(tuple(teams), tuple(agents), int(unknown), sum(one.handled for one in agents) + int(unknown))


def prepare() -> None:
    """Compile what `crew` and `by_hour` ask, so that the first visitor does not wait for it."""
    compute_later(_ASKED, by=["agent"])
    compute_later(_ASKED, by=["team"])
    compute_later([_HANDLED], by=["agent", "team"])
    compute_later([_HANDLED], by=["team", "hour"])


def _loads(found: pd.DataFrame, by: str) -> dict[str | None, dict[str, dict[str, Any]]]:
    """Of everybody who answered anything the rows of `compute`, by metric."""
    groups: dict[str | None, dict[str, dict[str, Any]]] = {}
    for row in found.to_dict("records"):
        groups.setdefault(None if pd.isna(row[by]) else str(row[by]), {})[row["metric"]] = row
    return {key: rows for key, rows in groups.items() if rows.get(_HANDLED, {}).get("numerator", 0) > 0}


def _homes(found: pd.DataFrame) -> dict[str, str | None]:
    """The team everybody answered most in."""
    order = found[found["agent"].notna()].sort_values("numerator", ascending=False, kind="stable")
    first = order.drop_duplicates("agent")
    return {
        str(key): None if pd.isna(team) else str(team) for key, team in zip(first["agent"], first["team"], strict=True)
    }


def _load(key: str | None, name: str, team: str | None, rows: dict[str, dict[str, Any]], people: int = 0) -> Load:
    handled, hours = int(rows[_HANDLED]["numerator"]), float(rows[_OPEN]["denominator"])
    figures = {metric: _figure(rows.get(metric)) for metric in FIGURES}
    return Load(key, name, team, handled, handled / hours if hours > 0 else math.nan, figures, people)


def _figure(row: dict[str, Any] | None) -> Figure:
    if row is None:
        return Figure(math.nan, math.nan, math.nan, 0, "none")
    return Figure(float(row["value"]), float(row["low"]), float(row["high"]), int(row["n"]), str(row["state"]))


def own_range(people: Sequence[Load], metric: str) -> tuple[float, float] | None:
    """Between which values the middle half of a team lies, of those with enough rows; None where fewer than four have."""
    values = [one.figures[metric].value for one in people if one.figures[metric].state == "ok"]
    if len(values) < _ENOUGH:
        return None
    low, high = np.quantile(values, [0.25, 0.75])
    return float(low), float(high)


def beyond(people: Sequence[Load], metric: str, within: tuple[float, float]) -> list[Load]:
    """Those with enough rows who lie outside of a range beyond chance: with their whole interval."""
    known = [one for one in people if one.figures[metric].state == "ok"]
    return [one for one in known if one.figures[metric].high < within[0] or one.figures[metric].low > within[1]]


def aliases(store: Store) -> dict[str, int]:
    """A number for everybody who has a contact, in place of their name: whoever came first has the lower one, those of one day in an
    order that says nothing about them. A filter or newer data change nobody's number.
    """

    def ask() -> dict[str, int]:
        found = store.query(
            "select agent_key as key, min(day) as day from ticket_fact where is_counted and agent_key is not null group by 1"
        )
        order = sorted(
            zip(found["day"], found["key"], strict=True),
            key=lambda one: (one[0], hashlib.sha256(one[1].encode()).hexdigest()),
        )
        return {str(key): place for place, (_, key) in enumerate(order, start=1)}

    return cached(store, "agent aliases", None, ask)


def by_hour(store: Store, selection: Selection, span: tuple[date, date]) -> pd.DataFrame:
    """Contacts people answered by team and hour of opening: `team` (None without one), `hour` (0-23), `handled`, and `per_day`, the same
    per working day (NaN without a calendar).
    """
    found = compute(store, [_HANDLED], selection, by=["team", "hour"], span=span)
    days = compute(store, ["contacts_per_day"], selection, span=span)["denominator"]
    working = float(days.iloc[0]) if len(days) else 0.0
    frame = found[found["numerator"] > 0][["team", "hour", "numerator"]].rename(columns={"numerator": "handled"})
    per_day: Array = (
        frame["handled"].to_numpy(dtype=np.float64) / working if working > 0 else np.full(len(frame), np.nan)
    )
    return frame.assign(per_day=per_day, team=frame["team"].astype(object).where(frame["team"].notna(), None))
