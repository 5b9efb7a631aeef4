"""The team's own onboarding steps, as data: which events mean that an account has come so far, and in which order.

Until a team has said so, its steps are suggested from its events: those that many accounts have, in the order they usually come.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx import changes, settings
from cx.cache import cached
from cx.errors import CxError
from cx.facts_time import set_clock
from cx.funnel import Funnel, Step
from cx.importing.cleaning import clean_name
from cx.lifecycle.rows import CONTRACT, HAPPENED, USAGE, ask
from cx.warehouse import Store

MOST = 12
_LONGEST = 60
_USUAL = 0.25  # of the accounts that entered: rarer events are no steps of everybody
_REQUIRED = 0.75
_SOON_DAYS = 120  # what usually comes later than that has nothing to do with the beginning
_FEWEST = 2
_SUGGESTED = f"""
with {HAPPENED}, told as (from happened where step not like '@%'), began as (
    select account_key, min(at_local) as began, arg_min(step, at_local) as first_step from told group by 1
), firsts as (
    select t.account_key, step, min(at_local) as at_local, any_value(b.began) as began
    from told t join began b using (account_key) where b.first_step = (select mode(first_step) from began) group by 1, 2
), places as (
    select step, count(*) as n, median(date_diff('second', began, at_local)) as after from firsts group by 1
), soon as (
    select step, after, n / max(n) over () as share from places where after <= {_SOON_DAYS} * 86400
)
select step, share from soon where share >= {_USUAL} order by after, share desc limit {MOST}
"""


@dataclass(frozen=True)
class OnboardingStep:
    """One step by its name and the events that reach it."""

    name: str
    events: tuple[str, ...]
    is_required: bool = True


def steps(store: Store) -> tuple[OnboardingStep, ...]:
    """The steps in order, the team's own or else suggested ones; none where nothing is known to make steps of."""
    return own(store) or suggested(store)


def own(store: Store) -> tuple[OnboardingStep, ...]:
    """The steps the team has set."""

    def find() -> tuple[OnboardingStep, ...]:
        rows = store.query("select name, events, is_required from onboarding_step order by position")
        return tuple(
            OnboardingStep(str(row["name"]), tuple(map(str, row["events"])), bool(row["is_required"]))
            for row in rows.to_dict("records")
        )

    return cached(store, "onboarding steps", None, find)


def suggested(store: Store) -> tuple[OnboardingStep, ...]:
    """Steps made from the events there are; of contracts and usage alone where there are no others."""

    def find() -> tuple[OnboardingStep, ...]:
        with closing(store.cursor()) as con:
            set_clock(con, settings.get(store).reporting_zone)
            return _suggested(con)

    return cached(store, "onboarding suggested", None, find)


def _made(rows: Sequence[tuple[str, float]]) -> tuple[OnboardingStep, ...]:
    """Steps of events by how many accounts have them; none of fewer than two."""
    found = [OnboardingStep(step, (step,), share >= _REQUIRED) for step, share in rows]
    if len(found) < _FEWEST:
        return ()
    first, *others = found
    if not any(one.is_required for one in others):
        others[-1] = OnboardingStep(others[-1].name, others[-1].events)
    return (OnboardingStep(first.name, first.events), *others)


def _suggested(con: DuckDBPyConnection) -> tuple[OnboardingStep, ...]:
    found = _made(con.execute(_SUGGESTED).fetchall())
    if found:
        return found
    of_dates = f"with {HAPPENED} select distinct step from happened where step like '@%'"
    told = {step for (step,) in con.execute(of_dates).fetchall()}
    both = [name for name in (CONTRACT, USAGE) if name in told]
    return tuple(OnboardingStep(name, (name,)) for name in both) if len(both) == _FEWEST else ()


def read(con: DuckDBPyConnection) -> tuple[OnboardingStep, ...]:
    """The same as `steps`, as the transaction of `con` sees them; the local clock has to be set."""
    rows = con.execute("select name, events, is_required from onboarding_step order by position").fetchall()
    if rows:
        return tuple(OnboardingStep(name, tuple(events), is_required) for name, events, is_required in rows)
    return _suggested(con)


def labels(store: Store) -> tuple[str, ...]:
    """Every event a step can be made of, the most frequent first; CONTRACT and USAGE where there are any."""

    def find() -> tuple[str, ...]:
        rows = ask(store, f"with {HAPPENED} select step from happened group by 1 order by count(*) desc, 1 limit 200")
        return tuple(map(str, rows["step"]))

    return cached(store, "onboarding labels", None, find)


def put(store: Store, wanted: Sequence[OnboardingStep]) -> tuple[OnboardingStep, ...]:
    """Make these the team's steps; none at all goes back to the suggested ones.

    Raises CxError `onboarding.…` for a step without a name or of the name of another, and BadRows `funnel.…` for steps that are no funnel.
    """
    made = tuple(OnboardingStep(clean_name(one.name)[:_LONGEST], one.events, one.is_required) for one in wanted)
    names = [one.name for one in made]
    if len(made) > MOST:
        raise CxError("onboarding.too_many", most=MOST)
    if not all(names) or len(set(names)) < len(names):
        raise CxError("onboarding.names")
    if made:
        of(made, settings.get(store).onboarding_days)
    before = [_told(one) for one in own(store)]
    with store.write("settings") as con:
        con.execute("delete from onboarding_step")
        for position, one in enumerate(made, 1):
            values = [position, one.name, list(one.events), one.is_required]
            con.execute("insert into onboarding_step values (?, ?, ?, ?)", values)
        changes.note(con, "onboarding", "steps", {"steps": before}, {"steps": [_told(one) for one in made]})
        from cx.lifecycle import milestones  # which reads the steps here

        milestones.refresh(con)
    return made


def _told(one: OnboardingStep) -> dict[str, object]:
    return {"name": one.name, "events": list(one.events), "is_required": one.is_required}


def of(made: Sequence[OnboardingStep], days: int) -> Funnel:
    """The funnel of these steps: in order, from the first entry, within so many days. Raises BadRows `funnel.…`."""
    return Funnel(tuple(Step(one.events, not one.is_required) for one in made), days * 86_400)


def funnel(store: Store) -> Funnel | None:
    """The funnel of the store's steps; None where there are none."""
    made = steps(store)
    return of(made, settings.get(store).onboarding_days) if made else None
