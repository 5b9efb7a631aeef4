"""A consistent copy of an open store as one DuckDB file, made by DuckDB itself while readers go on."""

from __future__ import annotations

import os
from pathlib import Path

from duckdb import DuckDBPyConnection


def snapshot(con: DuckDBPyConnection, path: Path) -> None:
    """Write the committed state behind `con` to `path`, whole or not at all, readable by the owner only.

    `path` has to lie in a folder DuckDB may write to (the store's `backup`).
    """
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    row = con.execute("select current_database()").fetchone()
    database = row[0] if row else ""
    try:
        con.execute(f"attach '{str(part).replace(chr(39), chr(39) * 2)}' as snapshot")
        try:
            con.execute(f'copy from database "{database}" to snapshot')
        finally:
            con.execute("detach snapshot")
        part.chmod(0o600)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        for left in path.parent.glob(f"{part.name}*"):
            left.unlink()
