"""Version 16: what the topics are made of."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables, empty: topics are looked into behind the pages."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
