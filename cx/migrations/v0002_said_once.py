"""Version 2: what only one row of one batch says about a key is not kept a second time beside the canonical row."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Make `said_<table>` a view over the sayings that are told apart and those the canonical row itself tells.

    What was imported before stays told apart.
    """
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
