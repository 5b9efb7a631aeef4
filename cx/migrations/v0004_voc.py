"""Version 4: what was read in the customers' texts, the topics found in them, and what people decided about both."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
