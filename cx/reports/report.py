"""A month or a week of a team as a plain value: every KPI with n, interval, change and target, and what stands beside them.

The value holds numbers, names of members and what customers wrote, and no sentence: `cx.reports.said` makes the words, in
either language, and it can be kept as JSON (`to_json`, `from_json`) and printed again as it was.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("inflow", ("inflow", "contacts_per_day", "cpd", "tpd", "online_share")),
    ("response", ("response_rate", "frt_median", "frt_p90", "asa", "service_level")),
    (
        "resolution",
        (
            "fcr", "reopen_rate", "resolution_lead_time_median", "resolution_lead_time_p90", "aht", "sla_attainment", "backlog",
            "backlog_age_median",
        ),
    ),
    ("tags", ("unclassified_rate", "tag_accuracy")),
    ("automation", ("automation_rate", "roar", "after_hours_bot_share")),
    ("voice", ("ces", "csat", "nps", "survey_response_rate")),
    ("contracts", ("renewal_rate", "grr", "nrr")),
)  # fmt: skip
TREND = 13  # periods: a month beside the same one a year ago, a week beside a quarter of weeks


@dataclass(frozen=True)
class Figure:
    """One KPI of the period. Missing numbers are None; `trend` has one value a period, the oldest first.

    `previous` is the period before (of NPS the wave before), `year` the same month a year earlier (of a month only); both None
    where the data do not reach back or the period is running. `wave` names the wave of an NPS.
    """

    metric: str
    unit: str
    good: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    state: str = "ok"
    is_exact: bool = True
    previous: float | None = None
    is_separable: bool = False
    year: float | None = None
    is_year_separable: bool = False
    target: float | None = None
    is_met: bool | None = None
    wave: str = ""
    trend: tuple[float | None, ...] = ()
    people: int | None = None

    def row(self) -> dict[str, Any]:
        """As `cx.finding` reads it: against the period before."""
        return dataclasses.asdict(self)

    def year_row(self) -> dict[str, Any]:
        """As `cx.finding` reads it: against the same month a year earlier."""
        return self.row() | {"previous": self.year, "is_separable": self.is_year_separable}


@dataclass(frozen=True)
class Cell:
    """One metric of one group."""

    metric: str
    unit: str
    value: float | None
    n: int
    state: str
    people: int | None = None


@dataclass(frozen=True)
class Group:
    """One channel, category or survey dimension; `code` None: rows without one. `rest`: how many groups it stands for, or 0."""

    code: str | None
    cells: tuple[Cell, ...]
    previous: float | None = None
    rest: int = 0


@dataclass(frozen=True)
class Why:
    """A split change (`cx.explain.change`): its rows and what the frame says about itself."""

    metric: str
    about: dict[str, Any]
    rows: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Quote:
    """What one customer wrote, masked as it is stored; of an answer with its score."""

    text: str
    day: str
    kind: str
    about: str
    score: float | None = None
    top: float | None = None


@dataclass(frozen=True)
class Happening:
    """An event of the period: a release, a change of the bot, a campaign."""

    day: str
    title: str


@dataclass(frozen=True)
class Report:
    """The numbers of one period (`every`: month or week), as known on `as_of`. `filters` as in an address; `starts`: first
    days of the periods of the trend.
    """

    first: str
    last: str
    as_of: str
    is_running: bool
    every: str = "month"
    store: str = "own"
    filters: dict[str, str] = field(default_factory=dict)
    starts: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    products: tuple[Group, ...] = ()
    channels: tuple[Group, ...] = ()
    categories: tuple[Group, ...] = ()
    efforts: tuple[Group, ...] = ()
    why: Why | None = None
    quotes: tuple[Quote, ...] = ()
    events: tuple[Happening, ...] = ()

    @property
    def day(self) -> date:
        """The first day."""
        return date.fromisoformat(self.first)

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened: no contact, no answer, nothing left open."""
        return not any(figure.n for figure in self.figures if figure.metric != "nps")

    def figure(self, name: str) -> Figure | None:
        """The KPI called so, None where it is not among them."""
        return next((figure for figure in self.figures if figure.metric == name), None)

    def to_json(self) -> str:
        """As text; `from_json` gives the same value back."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The value that `to_json` wrote. Fields a later program no longer knows are dropped, those it added stay empty."""
        found = json.loads(text)
        why = found.get("why")
        parts = {name: _groups(found.get(name, ())) for name in ("products", "channels", "categories", "efforts")}
        figures = (_known(Figure, one) | {"trend": tuple(one.get("trend", ()))} for one in found.get("figures", ()))
        return cls(
            **_known(cls, found)
            | parts
            | {
                "starts": tuple(found.get("starts", ())),
                "figures": tuple(Figure(**one) for one in figures),
                "why": Why(**_known(Why, why) | {"rows": tuple(why["rows"])}) if why else None,
                "quotes": tuple(Quote(**_known(Quote, one)) for one in found.get("quotes", ())),
                "events": tuple(Happening(**_known(Happening, one)) for one in found.get("events", ())),
            }
        )


def _known(kind: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in dataclasses.fields(kind)}
    return {name: value for name, value in found.items() if name in names}


def _groups(found: Iterable[dict[str, Any]]) -> tuple[Group, ...]:
    return tuple(
        Group(**_known(Group, one) | {"cells": tuple(Cell(**_known(Cell, cell)) for cell in one["cells"])})
        for one in found
    )
