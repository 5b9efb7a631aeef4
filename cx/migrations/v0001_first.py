"""Version 1: the canonical tables, what every batch said about them, the calendar, and what the store keeps for itself."""

from __future__ import annotations

import secrets
from pathlib import Path

from duckdb import DuckDBPyConnection

# Monday to Friday with a lunch hour: what a team that has decided nothing is measured by.
HOURS = """
insert into calendar_hours
select 'default', null, null, weekday, opens, closes
from range(5) as d(weekday), (values (time '09:00', time '12:00'), (time '13:00', time '18:00')) as b(opens, closes)
"""


def migrate(con: DuckDBPyConnection) -> None:
    """Create every table, empty but for the usual business hours and a salt of the store's own."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    con.execute("insert into store_state values (0, 0, 0, ?)", [secrets.token_hex(32)])
    con.execute(HOURS)
