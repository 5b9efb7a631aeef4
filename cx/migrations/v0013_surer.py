"""Version 13: how sure it is whose fault a text tells of, and which texts have kinds of before a correction."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection


def migrate(con: DuckDBPyConnection) -> None:
    """Add the columns; kinds and causes of all texts are told anew, and those of before are shown until then."""
    con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
