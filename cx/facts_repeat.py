"""Whether a contact is a repeat: another of the same account with the same tag was opened within the window before it.

A flag of one contact depends on its neighbours, so whenever contacts come, change or go the flags of their accounts and
tags are judged again: `remember` before the facts are deleted, `mend` once the new ones are there.
"""

from __future__ import annotations

import duckdb

from cx import facts_days

_JUDGED = "is_counted and account_key is not null"


def judged(facts: str, moment: str, where: str = "true", place: str = "rowid") -> str:
    """SQL of `is_repeat` at each row (`place`) of `facts` that can be judged, opened at `moment`; `$window` is in days.

    A contact without a tag repeats nothing; those opened in the very same moment do not follow one another.
    """
    return f"""
        select place, category is not null and coalesce(moment <= before + to_days($window), false) as is_repeat
        from (
            select {place} as place, category, {moment} as moment, last_value({moment}) over (
                partition by account_key, category order by {moment}
                rows between unbounded preceding and current row exclude group
            ) as before
            from {facts} where {_JUDGED} and {where}
        )"""


_PAIRS = f"""
create or replace temp table {{name}} as
select distinct account_key, category from ticket_fact
where (source_id, ticket_id) in (select (source_id, ticket_id) from fact_touched) and {_JUDGED} and category is not null
"""

_TOUCHED = "(account_key, category) in (select (account_key, category) from fact_pair)"

_CHANGED = f"""
create or replace temp table fact_mended as
select j.place, j.is_repeat from ({judged("ticket_fact", "opened_at", _TOUCHED)}) j
join ticket_fact f on f.rowid = j.place
where f.is_repeat is distinct from j.is_repeat
"""

_MEND = """
update ticket_fact set is_repeat = m.is_repeat from fact_mended m where ticket_fact.rowid = m.place
"""


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the accounts and tags of the facts in `fact_touched`, which are about to be deleted."""
    con.execute(_PAIRS.format(name="fact_pair_before"))


def mend(con: duckdb.DuckDBPyConnection, window_days: int) -> None:
    """Judge again every contact of the accounts and tags the facts in `fact_touched` had or have now."""
    con.execute(_PAIRS.format(name="fact_pair_after"))
    con.execute("create or replace temp table fact_pair as from fact_pair_before union select * from fact_pair_after")
    con.execute(_CHANGED, {"window": window_days})
    facts_days.note(con, "mended", "rowid in (select place from fact_mended)")
    con.execute(_MEND)
    for table in ("pair_before", "pair_after", "pair", "mended"):
        con.execute(f"drop table fact_{table}")
