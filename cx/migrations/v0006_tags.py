"""Version 6: what models say of tags, the taxonomy through its versions, and audits of tags."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
