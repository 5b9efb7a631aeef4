"""Version 14: words found in texts that a team may want in its dictionary."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
