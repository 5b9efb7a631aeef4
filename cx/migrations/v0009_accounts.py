"""Version 9: who looks after an account, notes about accounts, and VIPs by rule and by hand."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Add the column and make the tables, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
