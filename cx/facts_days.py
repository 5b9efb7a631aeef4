"""The days on which contacts changed: those their facts lay on before, and those they lie on now.

What is summed up per day (`cx.rollups`) is made anew for these days. Whoever changes facts notes them: `note` with the rows
before they go, and again with the new ones; `noted` puts together what was noted.
"""

from __future__ import annotations

import duckdb

from cx.facts_tables import TICKET_FACT

COLUMNS = tuple(name for name, (kind, _) in TICKET_FACT.items() if kind == "DATE")
_MOMENTS = ("before", "after", "mended", "confirmed")
_EMPTY = "(name varchar, day date)"


def note(con: duckdb.DuckDBPyConnection, moment: str, where: str) -> None:
    """Keep the days of the contacts in `where` as they are "before", "after" or, depending on others, "mended" and "confirmed"."""
    lists = ", ".join(f"list(distinct {name}) as {name}" for name in COLUMNS)
    each = " union all ".join(f"select '{name}' as name, unnest({name}) as day from listed" for name in COLUMNS)
    con.execute(
        f"create or replace temp table fact_day_{moment} as "
        f"with listed as materialized (select {lists} from ticket_fact where {where}) {each}"
    )


def note_none(con: duckdb.DuckDBPyConnection, moment: str) -> None:
    """Nothing changed at that moment: to look for its days takes longer than to say so."""
    con.execute(f"create or replace temp table fact_day_{moment} {_EMPTY}")


def none(con: duckdb.DuckDBPyConnection) -> None:
    """Make temp table `fact_day` where nothing changed at all."""
    con.execute(f"create or replace temp table fact_day {_EMPTY}")


def noted(con: duckdb.DuckDBPyConnection) -> None:
    """Make temp table `fact_day` (name of the day's column, day) of all that was noted."""
    each = " union ".join(f"from fact_day_{moment}" for moment in _MOMENTS)
    con.execute(f"create or replace temp table fact_day as select * from ({each}) where day is not null")
    for moment in _MOMENTS:
        con.execute(f"drop table fact_day_{moment}")
