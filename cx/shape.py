"""The columns of a table as the store has them.

DuckDB's lists of all tables and columns take tens of milliseconds the first time a process asks for one, more than all else
about opening a store; and asking about a table that is not there would end the transaction.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

_MISSING = "is_missing"


def columns(con: DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """Name and type of each column, in order; none where there is no such table: one without any meaning is put there then.

    Inside the caller's transaction, who makes the table that is missing.
    """
    con.execute(f'create table if not exists "{table}" ({_MISSING} boolean)')
    found = con.execute(f"select name, type from pragma_table_info('{table}')").fetchall()
    return [(str(name), str(kind)) for name, kind in found if name != _MISSING]
