"""Sums per day, kept beside the facts so that a question over millions of contacts reads thousands of rows.

The tables are those of `cx.rollup_plan`. They are made wholly with all facts, and for the days on which something changed
inside the transaction of an import or its undo; at any time they are what making them anew would give. What depends on
the clock is summed up as of the last day with data: when that moves, the days of what was pending are made anew too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

from duckdb import DuckDBPyConnection

from cx import histogram, shape

# What is asked of the clock -> the column of contacts that says until when it is so (`cx.rows`).
CLOCKS = {
    "is_pending": "pending_until",
    "is_waiting": "wait_until",
    "is_reply_awaited": "reply_due_at",
    "is_resolution_awaited": "resolution_due_at",
}
_MADE_BY = (
    "metrics/*.py",
    "metric.py",
    "kinds.py",
    "rollup*.py",
    "histogram.py",
    "question.py",
    "facts_tables.py",
    "voc/documents.py",
)
MONTHS_FROM = 100_000
STATE = "rollup_state"
_STATE = {"made_by": "VARCHAR", "first_day": "DATE", "last_day": "DATE", "contacts": "BIGINT", "answers": "BIGINT"}
# First and last day with data: counted contacts are opened and end, answers are given; waves without a time only where there
# is nothing else.
_KNOWN = """
with told as (
    select first, last, first as known_first, last as known_last from (
        select min(day) as first, max(greatest(day, resolved_day, over_day)) as last from ticket_fact where is_counted)
    union all
    select min(day), max(day), min(coalesce(answered_day, sent_day)), max(coalesce(answered_day, sent_day))
    from answer_fact where is_answered
)
select coalesce(min(known_first), min(first)), coalesce(max(known_last), max(last)),
    (select count(*) from ticket_fact), (select count(*) from answer_fact)
from told
"""
_FORGOTTEN = date(1900, 1, 1)


@dataclass(frozen=True)
class Rollup:
    """One table: a row per period (`every`: day or month of the fact's column `day`) and group of `dimensions`.

    `needs` are the columns of the fact that `sql` reads from `rows` to make it. `holds` says of each `<metric>__<part>` in
    which column it is (in a histogram: of each metric, under which name its lengths are kept). `clocked` are the metrics
    that depend on the clock, by `clocks`: what is undecided on the last day with data is kept apart.
    """

    name: str
    fact: str
    day: str
    every: str
    dimensions: tuple[str, ...]
    columns: dict[str, str]
    needs: tuple[str, ...]
    make: Callable[[], str]
    holds: dict[str, str]
    clocked: frozenset[str] = frozenset()
    clocks: tuple[str, ...] = ()
    is_histogram: bool = False

    @cached_property
    def sql(self) -> str:
        """SQL of the table's rows over `rows`; compiled when first asked for."""
        return self.make()

    def is_kept(self, known: State) -> bool:
        """Whether it is there for so many rows: of fewer the facts tell months and exact medians as fast."""
        least = histogram.EXACT_LIMIT if self.is_histogram else 0 if self.every == "day" else MONTHS_FROM
        return known.rows(self.fact) > least

    @property
    def period(self) -> str:
        """SQL of the period of a row of the fact."""
        return f"date_trunc('{self.every}', {self.day})::date"


@dataclass(frozen=True)
class State:
    """What the tables hold: first and last day with data (None without any) and the rows of each fact they sum up."""

    first_day: date | None
    last_day: date | None
    contacts: int
    answers: int

    def rows(self, fact: str) -> int:
        """How many rows the fact has."""
        return self.contacts if fact == "ticket_fact" else self.answers


@cache
def fingerprint() -> str:
    """Changes with everything the tables are made by, and the view over documents, so that they are made anew when a definition changes."""
    folder = Path(__file__).parent
    digest = hashlib.sha256(version("ibis-framework").encode())
    for pattern in _MADE_BY:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def planned() -> tuple[Rollup, ...]:
    """The tables as the metric definitions want them; the expressions' library is only loaded for this."""
    from cx.rollup_plan import rollups

    return rollups()


def is_stale(con: DuckDBPyConnection) -> bool:
    """Whether the tables are missing or were made by other definitions."""
    if [name for name, _ in shape.columns(con, STATE)] != list(_STATE):
        return True
    row = con.execute(f"select made_by from {STATE}").fetchone()
    return row is None or row[0] != fingerprint()


def create(con: DuckDBPyConnection) -> None:
    """Make all tables, empty, and drop those of other definitions; `refresh` fills them."""
    for name in _tables(con):
        con.execute(f'drop table "{name}"')
    for name, columns in {STATE: _STATE, **{rollup.name: rollup.columns for rollup in planned()}}.items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f'create table "{name}" ({listed})')
    con.execute(f"insert into {STATE} values (?, null, null, 0, 0)", [fingerprint()])


def state(con: DuckDBPyConnection) -> State:
    """What the tables hold, as the transaction of `con` sees it."""
    row = con.execute(f"select first_day, last_day, contacts, answers from {STATE}").fetchone()
    return State(*row) if row else State(None, None, 0, 0)


def refresh(con: DuckDBPyConnection, *, wholly: bool = True, are_answers_changed: bool = True) -> None:
    """Bring the sums up to date with the facts, inside the caller's transaction.

    Not `wholly`: contacts changed on the days of temp table `fact_day` only (see `cx.facts_days`); answers on any, or none.
    """
    before = state(con)
    known = con.execute(_KNOWN).fetchone() or (None, None, 0, 0)
    now = State(*known)
    if not wholly and before.last_day != now.last_day:
        _add_days_of_undecided(con, before.last_day, now.last_day)
    for rollup in planned():
        is_kept, was_kept = (rollup.is_kept(known) for known in (now, before))
        if rollup.fact == "answer_fact" and not are_answers_changed:
            continue
        if is_kept and was_kept and rollup.fact == "ticket_fact" and not wholly:
            _mend(con, rollup, now)
            continue
        if was_kept:
            con.execute(f"delete from {rollup.name}")
        if is_kept:
            _fill(con, rollup, now, "true")
    con.execute(
        f"update {STATE} set first_day = ?, last_day = ?, contacts = ?, answers = ?",
        [now.first_day, now.last_day, now.contacts, now.answers],
    )


def end_of_day(day: date | None) -> datetime:
    """The midnight at which `day` is over: what lasts longer is undecided on it."""
    return datetime.combine((day or _FORGOTTEN) + timedelta(days=1), datetime.min.time())


def _tables(con: DuckDBPyConnection) -> list[str]:
    found = con.execute(
        "select table_name from duckdb_tables() where not temporary and starts_with(table_name, 'rollup_')"
    )
    return [str(name) for (name,) in found.fetchall()]


def _add_days_of_undecided(con: DuckDBPyConnection, before: date | None, now: date | None) -> None:
    """Contacts that were undecided on one of the two last days and are not on the other are counted in another way."""
    first, last = sorted((end_of_day(before), end_of_day(now)))
    for day, clock in sorted({(rollup.day, clock) for rollup in planned() for clock in rollup.clocks}):
        con.execute(
            f"create or replace temp table fact_day as from fact_day union select '{day}', {day} from ticket_fact "
            f"where {CLOCKS[clock]} > ? and {CLOCKS[clock]} <= ? and {day} is not null",
            [first, last],
        )


def _mend(con: DuckDBPyConnection, rollup: Rollup, now: State) -> None:
    con.execute(
        "create or replace temp table rollup_period as "
        f"select distinct date_trunc('{rollup.every}', day)::date as start from fact_day where name = ?",
        [rollup.day],
    )
    bounds = con.execute("select min(start), last_day(max(start)) from rollup_period").fetchone()
    if bounds and bounds[0]:
        con.execute(f"delete from {rollup.name} where {rollup.every} in (from rollup_period)")
        _fill(con, rollup, now, f"{rollup.day} between ? and ? and {rollup.period} in (from rollup_period)", bounds)
    con.execute("drop table rollup_period")


def _fill(con: DuckDBPyConnection, rollup: Rollup, now: State, where: str, bound: tuple[date, ...] = ()) -> None:
    needed = [*rollup.needs, *(f"coalesce({CLOCKS[clock]} > ?, false) as {clock}" for clock in rollup.clocks)]
    values: list[object] = [end_of_day(now.last_day)] * len(rollup.clocks)
    rows = f"select {', '.join(needed)} from {rollup.fact} where {rollup.day} is not null and {where}"
    made = f"with rows as ({rows}) select * from ({rollup.sql}) order by all"
    con.execute(f"create or replace temp table rollup_new as {made}", [*values, *bound])
    if con.execute("from rollup_new limit 1").fetchone():  # inserting nothing breaks later inserts: `cx.importing.load`
        con.execute(f"insert into {rollup.name} by name from rollup_new")
    con.execute("drop table rollup_new")
