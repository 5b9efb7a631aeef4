"""Version 15: which texts are near-copies of one another."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables, empty: texts are compared behind the pages."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
