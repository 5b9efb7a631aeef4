"""A store as one file: a tar with a manifest, a consistent copy of the database and the salt. Readable by the owner only."""

from __future__ import annotations

import io
import json
import os
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

KIND = "cx-dashboard backup"


def snapshot(con: DuckDBPyConnection, path: Path, salt: bytes) -> None:
    """Write the committed state behind `con` to `path`, whole or not at all.

    `path` has to lie in a folder DuckDB may write to (the store's `backup`). The copy is made by DuckDB itself, so that
    readers go on and the file's lock is not touched.
    """
    copy = path.with_suffix(".part.duckdb")
    part = path.with_suffix(".part")
    copy.unlink(missing_ok=True)
    row = con.execute("select current_database(), (select schema_version from store_state)").fetchone()
    database, version = row or ("", 0)
    con.execute(f"attach '{str(copy).replace(chr(39), chr(39) * 2)}' as snapshot")
    try:
        con.execute(f'copy from database "{database}" to snapshot')
    finally:
        con.execute("detach snapshot")
    manifest = {"kind": KIND, "schema_version": version, "made_at": datetime.now(UTC).isoformat(timespec="seconds")}
    try:
        with (
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w") as archive,
        ):
            _add(archive, "manifest.json", json.dumps(manifest).encode())
            _add(archive, "salt", salt)
            archive.add(copy, "cx.duckdb")
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(data))
