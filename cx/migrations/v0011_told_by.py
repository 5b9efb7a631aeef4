"""Version 11: by which rules and examples the kinds and causes of texts were told."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Add the column; null: by those of an earlier version, so that all texts are told anew."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
