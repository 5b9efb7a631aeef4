"""Version 17: how probable it is that a text is critical, and that it is long-term."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Add the columns; all texts are told anew, and what was told before is shown until then."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
