"""Version 12: what the light encoder has learnt from the texts of the store."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the table, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
