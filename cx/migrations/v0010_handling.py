"""Version 10: how long a contact was worked on where its source says so itself, and files that hold pieces of contacts."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Add the columns, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
