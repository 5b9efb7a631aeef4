"""Version 8: numbers of contacts and of their steps are kept in a form that takes less work to write.

Hardly two of them are alike, so that looking for what repeats, which is how texts are kept otherwise, is in vain. Tables with
rows stay as they are: that is a matter of speed only.
"""

from __future__ import annotations

import re

from duckdb import DuckDBPyConnection

_KEYS = {"ticket": "ticket_id", "sole_ticket": "ticket_id", "ticket_event": "event_id", "sole_ticket_event": "event_id"}


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables anew that are empty."""
    for table, key in _KEYS.items():
        if not con.execute(f'from "{table}" limit 1').fetchone():
            found = con.execute("select sql from duckdb_tables() where not temporary and table_name = ?", [table])
            made = re.sub(rf"\b{key} VARCHAR\b", f"{key} VARCHAR using compression zstd", found.fetchall()[0][0])
            con.execute(f'drop table "{table}"')
            con.execute(made)
