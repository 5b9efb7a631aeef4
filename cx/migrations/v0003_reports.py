"""Version 3: reports that were handed out, with their numbers, so that they can be printed again as they were."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

REPORT = """
create table report (
    report_id bigint primary key,
    kind varchar not null,        -- "month"
    first_day date not null,
    filters varchar not null,     -- as in an address, JSON with sorted keys
    made_at timestamp not null,   -- UTC
    content varchar not null      -- the numbers, JSON (cx.reports.month)
)
"""


def migrate(con: DuckDBPyConnection) -> None:
    """Make the table, empty."""
    con.execute(REPORT)
