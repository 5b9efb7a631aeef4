"""Version 5: SLA policies, the log of changed decisions, and reviews of consultations."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make the tables, empty."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
