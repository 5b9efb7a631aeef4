"""In which days, weeks and months each account used something, kept beside the use: cohorts read a row per account and not millions of events.

Made anew inside the transaction of every import or undo that touches use, and with all facts (accounts matched). A row has an account's
first day, week and month, and of each a number whose bit k says whether it was active k periods later; the last bit stands for all later ones.
Days of use have no zone, so nothing else changes it; which accounts count, and what of it is known, is judged when asked.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from cx import cache
from cx.facts_people import key
from cx.retention_usage import EVERY, MOST
from cx.warehouse import Store

TABLE = "usage_cohort"
SOURCES = ("usage",)
_LATER = MOST + 1
_KEY, _JOIN = key("account", "u.source_id", "u.account_id", "us")
ROWS = f"active_row as (select {_KEY} as account_key, u.day from usage u {_JOIN} where u.amount > 0)"


def refresh(con: DuckDBPyConnection) -> None:
    """Make the table anew inside the caller's transaction; without use there is none."""
    con.execute(f"drop table if exists {TABLE}")
    if con.execute("select 1 from usage where amount > 0 limit 1").fetchone():
        con.execute(f"create table {TABLE} as with {ROWS} {made()}")


def ensure(con: DuckDBPyConnection) -> None:
    """Make the table of a store whose use was imported by an older program, inside the caller's transaction."""
    is_wanted = con.execute("select 1 from usage where amount > 0 limit 1").fetchone()
    if is_wanted and not con.execute("select 1 from duckdb_tables() where table_name = ?", [TABLE]).fetchone():
        refresh(con)


def made() -> str:
    """SQL over `active_row` (account_key, day; in any number): the rows to keep."""
    firsts = ", ".join(f"date_trunc('{every}', min(day))::date as {every}" for every in EVERY)
    bits = ", ".join(
        f"bit_or(1 << least(date_diff('{every}', f.{every}, r.day), {_LATER})::integer) as {every}_active"
        for every in EVERY
    )
    names = ", ".join(f"any_value(f.{every}) as {every}" for every in EVERY)
    return f"""select account_key, {names}, {bits} from active_row r
        join (select account_key, {firsts} from active_row group by account_key) f using (account_key) group by account_key"""


def counts(every: str) -> str:
    """SQL over `kept` (rows of the table): what `cx.retention_usage.counts` says of the events, all ages after MOST as one."""
    return f"""select period, age, sum(n) filter (active >> age & 1 = 1)::bigint as active,
            coalesce(sum(n) filter (active >> age = 1), 0)::bigint as last
        from (select {every} as period, {every}_active as active, count(*) as n from kept group by all) counted,
            unnest(range({_LATER + 1})) ages(age)
        where active >> age & 1 = 1 group by all order by all"""


def is_kept(store: Store) -> bool:
    """Whether there is such a table: not where there is no use."""

    def find() -> bool:
        return not store.query(f"select 1 from duckdb_tables() where table_name = '{TABLE}'").empty

    return cache.cached(store, "active periods kept", None, find)
