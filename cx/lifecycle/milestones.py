"""When each account reached each step of its onboarding, kept beside the events: a page reads a row per account and not millions of events.

Made anew inside the transaction of every import or undo that touches what steps are made of, and with all facts (accounts matched, another zone). What depends on
the clock - who is in progress, who was lost - is judged when asked. A reader compares what the table was made for with what it
asks; where that is not the same (other steps, another window), the events answer as ever.
"""

from __future__ import annotations

import json

from duckdb import DuckDBPyConnection

from cx import cache, settings
from cx.facts_time import set_clock
from cx.funnel import Funnel
from cx.funnel_paths import is_summed, stages
from cx.lifecycle import steps
from cx.lifecycle.rows import HAPPENED
from cx.warehouse import Store

TABLE, _STATE = "onboarding_milestone", "onboarding_milestone_state"
SOURCES = ("lifecycle_event", "contract", "usage")
_FAR = "timestamp '9999-12-31'"


def refresh(con: DuckDBPyConnection) -> None:
    """Make the table anew inside the caller's transaction; without anything to make steps of there is none."""
    con.execute(f"drop table if exists {TABLE}")
    con.execute(f"create or replace table {_STATE} (made_for varchar not null)")
    if not any(con.execute(f"select 1 from {name} limit 1").fetchone() for name in SOURCES):
        return
    decided = settings.read(con)
    set_clock(con, decided.reporting_zone)
    made = steps.read(con)
    if not made:
        return
    funnel = steps.of(made, decided.onboarding_days)
    told = ", ".join(f"{name} as ({sql})" for name, sql in stages(funnel.shape))
    times = ", ".join(f"at_{number}" for number in range(1, len(made) + 1))
    rows = f"""rows as (select account_key, at_local as "at", list_position($events::varchar[], step) - 1 as code, {_FAR} as known_until,
        null::varchar as grouped from happened)"""
    sql = f"create table {TABLE} as with {HAPPENED}, {rows}, {told} select account_key, {times} from entries"
    con.execute(sql, {"events": list(funnel.events)})
    con.execute(f"insert into {_STATE} values (?)", [_made_for(funnel, decided.reporting_zone)])


def _made_for(funnel: Funnel, zone: str) -> str:
    told = [(list(step.events), step.is_optional) for step in funnel.steps]
    return json.dumps([told, funnel.window_seconds, funnel.order, zone], ensure_ascii=False)


def can_say(store: Store, funnel: Funnel) -> bool:
    """Whether the table answers for this funnel."""
    if not is_summed(funnel):
        return False

    def find() -> str:
        named = store.query(f"select 1 from duckdb_tables() where table_name = '{_STATE}'")
        found = store.query(f"select made_for from {_STATE}")["made_for"].tolist() if len(named) else []
        return str(found[0]) if found else ""

    made_for: str = cache.cached(store, "milestones made for", None, find)
    return made_for == _made_for(funnel, settings.get(store).reporting_zone)
