"""How many people were there for how many contacts, by the hour of a working day.

Contacts are those a person was there to answer (`is_offered`); people are agents on duty, from the shifts, or where no
shifts were imported those who answered something in that hour. All are added up over the same working days and divided
once, so that a quiet day weighs what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from cx import business_hours, number, settings
from cx.cache import cached
from cx.facts_people import key
from cx.language import say
from cx.measure import data_days
from cx.period import Span
from cx.rows import select
from cx.selection import Selection
from cx.warehouse import Store

SHIFTS, ANSWERS, NOBODY = "shifts", "answers", "nobody"
_HOURS = 24
_SECONDS = 3600
_NEAR = 0.95  # of the busiest hour: as busy
_NAMED = 2
_UNATTENDED = 0.02  # share of a day's contacts that makes an hour without anybody worth a word
_COLUMNS = ("hour", "n", "contacts", "agents", "load", "is_enough")

# Local hours in which an agent was on duty, at most an hour each: shifts that overlap are one presence.
_ON_DUTY = """
with told as (
    select {key} as agent_key, s.channel,
        greatest((s.starts_at at time zone 'UTC') at time zone $zone, $first::timestamp) as begins,
        least((s.ends_at at time zone 'UTC') at time zone $zone, $last::timestamp + interval 1 day) as ends
    from shift s {join}
    left join agent a on a.source_id = s.source_id and a.agent_id = s.agent_id
    where not coalesce(a.is_bot, false)
), own as (from told where begins < ends and {is_for}
), there as (
    select *, unnest(generate_series(date_trunc('hour', begins), ends, interval 1 hour)) as begun from own
), hours as (
    select agent_key, begun, least(3600, sum(date_sub('second', greatest(begins, begun), least(ends, begun + interval 1 hour)))) as seconds
    from there where begun < ends group by all
)
select begun::date as day, hour(begun) as hour, sum(seconds)::double as amount from hours group by all
"""
# A shift that names no channel is one for the channels in which its agent answered.
_IS_FOR = """(list_contains($channels::varchar[], channel) or channel is null and agent_key in (
    select agent_key from ticket_fact where list_contains($channels::varchar[], channel) and is_answered
        and day between $first and $last))"""
_ANSWERED = """
with answers as (
    select agent_key, opened_at + to_seconds(coalesce(first_response_seconds, queue_seconds, 0)) as begun
    from ticket_fact where is_answered and agent_key is not null and day between $first and $last and {is_for}
)
select begun::date as day, hour(begun) as hour, count(distinct agent_key) * 3600.0 as amount from answers group by all
"""


@dataclass(frozen=True)
class Staffing:
    """`hours`, a row an hour in which there were contacts or agents: `hour` 0-23, `n` contacts, `contacts` and `agents` on a working
    day, `load` contacts per agent and hour (NaN: nobody there), `is_enough` (n reaches the minimum). `days`: working days
    counted. `basis`: SHIFTS, ANSWERS (who answered in that hour), or NOBODY known.
    """

    hours: pd.DataFrame
    days: int
    basis: str
    has_calendar: bool

    @property
    def load(self) -> float:
        """Contacts per agent and hour over all hours with anybody; NaN without."""
        there = self.hours[self.hours["agents"] > 0]
        return float(there["contacts"].sum() / there["agents"].sum()) if len(there) else float("nan")

    @property
    def busiest(self) -> tuple[int, ...]:
        """The hour with the most contacts per agent and, if there is one as busy, a second one; of hours with enough contacts."""
        known = self.hours[self.hours["is_enough"] & self.hours["load"].notna()]
        if known.empty:
            return ()
        near = known[known["load"] >= known["load"].max() * _NEAR].nlargest(_NAMED, "load")
        return tuple(sorted(int(hour) for hour in near["hour"]))

    @property
    def unattended(self) -> tuple[int, ...]:
        """Hours of a working day with a real share of the contacts and nobody on duty, between hours with somebody."""
        there = self.hours.loc[self.hours["agents"] > 0, "hour"]
        if there.empty:
            return ()
        inner = self.hours["hour"].between(there.min(), there.max())
        many = self.hours["n"] >= self.hours["n"].sum() * _UNATTENDED
        return tuple(int(hour) for hour in self.hours.loc[inner & many & (self.hours["agents"] == 0), "hour"])


def by_hour(store: Store, selection: Selection, span: Span) -> Staffing:
    """Contacts and agents by hour over the working days of `span` (every day where there is no calendar).

    Days on which nobody is known to have worked are left out of both: their shifts were not imported, or nothing happened.
    Filters hold for contacts; for agents that on the channel does, because they serve every product and account.
    """
    return cached(store, ("staffing", span), selection, lambda: _asked(store, selection, span))


def _asked(store: Store, selection: Selection, span: Span) -> Staffing:
    known = data_days(store)
    if not known:
        return _staffing(_frame(), _frame(), [], NOBODY, has_calendar=False, least=0)
    days, has_calendar = _working_days(store, max(span.first, known[0]), min(span.last, known[1]))
    rules = settings.get(store)
    rows, values = select("ticket_fact", "day", selection, (span.first, span.last)).sql(known[1])
    asked = f"with {rows} select day, hour, count(*) as amount from rows where is_offered group by all"
    contacts = _on(store.query(asked, values), days)
    bound = {
        "first": span.first,
        "last": span.last,
        "channels": list(selection.channel),
        "zone": rules.reporting_zone,
    }
    for basis, sql in ((SHIFTS, _shifts(selection)), (ANSWERS, _answers(selection))):
        agents = _on(store.query(sql, {name: value for name, value in bound.items() if f"${name}" in sql}), days)
        if len(agents):
            worked = sorted(set(agents["day"]))
            own = _on(contacts, worked)
            return _staffing(own, agents, worked, basis, has_calendar=has_calendar, least=rules.minimum_n)
    return _staffing(contacts, _frame(), days, NOBODY, has_calendar=has_calendar, least=rules.minimum_n)


def _shifts(selection: Selection) -> str:
    agent, join = key("agent", "s.source_id", "s.agent_id", "m")
    return _ON_DUTY.format(key=agent, join=join, is_for=_IS_FOR if selection.channel else "true")


def _answers(selection: Selection) -> str:
    return _ANSWERED.format(is_for="list_contains($channels::varchar[], channel)" if selection.channel else "true")


def _working_days(store: Store, first: date, last: date) -> tuple[list[date], bool]:
    """Days with business hours; every day where there are no hours at all, and whether there are."""
    if first > last:
        return [], False
    opened = business_hours.calendar(store, first, last).open_seconds(first, last)
    days = [day for day, seconds in opened.items() if seconds]
    return (days, True) if days else ([first + timedelta(days=n) for n in range((last - first).days + 1)], False)


def _frame() -> pd.DataFrame:
    return pd.DataFrame({"day": [], "hour": [], "amount": []})


def _on(frame: pd.DataFrame, days: Sequence[date]) -> pd.DataFrame:
    """The rows of these days; `day` as a date."""
    found = frame.assign(day=[pd.Timestamp(day).date() for day in frame["day"]])
    return found[found["day"].isin(set(days))]


def _staffing(
    contacts: pd.DataFrame, agents: pd.DataFrame, days: Sequence[date], basis: str, *, has_calendar: bool, least: int
) -> Staffing:
    n, seconds = (_by_hour(frame) for frame in (contacts, agents))
    with np.errstate(invalid="ignore", divide="ignore"):
        load = np.where(seconds > 0, n / (seconds / _SECONDS), np.nan)
    count = max(len(days), 1)
    columns = (np.arange(_HOURS), n.astype(int), n / count, seconds / _SECONDS / count, load, n >= least)
    hours = pd.DataFrame(dict(zip(_COLUMNS, columns, strict=True)))
    shown = hours[(hours["n"] > 0) | (hours["agents"] > 0)].reset_index(drop=True)
    return Staffing(shown, len(days), basis, has_calendar)


def _by_hour(frame: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    summed = frame.groupby("hour")["amount"].sum()
    return np.asarray(summed.reindex(range(_HOURS), fill_value=0), dtype=np.float64)


def title(found: Staffing, language: str) -> str:
    """When nobody is there although contacts come in, else when those who are there have most to do."""
    total = int(found.hours["n"].sum())
    if found.basis == NOBODY or not total:
        return say("response.staff_unknown", language)
    hours = found.busiest
    if not hours:
        return say("response.staff_few", language, n=f"{total:,}")
    if found.unattended:
        alone = found.hours[found.hours["hour"].isin(found.unattended)]
        return say(
            "response.staff_unattended",
            language,
            hours=", ".join(say("response.hour", language, hour=hour) for hour in found.unattended),
            n=say("number.count", language, n=number.average(float(alone["contacts"].sum()), language)),
        )
    load = found.hours.set_index("hour")["load"]
    return say(
        f"response.staff_busiest_{len(hours)}",
        language,
        first=say("response.hour", language, hour=hours[0]),
        last=say("response.hour", language, hour=hours[-1]),
        load=number.average(float(load[list(hours)].max()), language),
        mean=number.average(found.load, language),
    )
