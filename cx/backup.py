"""Backups: one DuckDB file each, and going back to one. What a restore replaces is kept aside, never deleted."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cx import migrations
from cx.errors import CxError
from cx.lock import held
from cx.snapshot import snapshot
from cx.warehouse import FILE, Store


def backup(store: Store, path: Path) -> Path:
    """Copy the store to `path` (a file, or a folder to put a dated one in) while it is in use; the file written.

    Raises CxError `store.backup_exists` rather than write over a file, `store.disk_full` where it does not fit.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = path / f"cx-{store.name}-{stamp}.duckdb" if path.is_dir() else path
    if target.exists():
        raise CxError("store.backup_exists", path=str(target))
    copy = store.folder / "backup" / f"leaving-{os.getpid()}-{datetime.now(UTC).timestamp():.6f}.duckdb"
    part = target.with_name(target.name + ".part")
    try:
        with store.alone() as con:
            snapshot(con, copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, part)
        part.chmod(0o600)
        part.replace(target)
    except OSError as error:
        raise CxError("store.disk_full", path=str(target)) from error
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return target


def restore(folder: Path, path: Path) -> Path | None:
    """Make the backup at `path` the store in `folder`; the folder where the replaced store lies now, None if there was none.

    The backup is copied and looked at first: CxError `store.not_ours`, `store.too_new` or `store.damaged` leave everything
    as it is, and so does `store.locked` while a process holds the store.
    """
    folder = folder.expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with held(folder):
        fresh = folder / "restoring.duckdb"
        try:
            shutil.copyfile(path, fresh)
            fresh.chmod(0o600)
            _look(fresh, path)
            return _put_in_place(folder, fresh)
        except OSError as error:
            raise CxError("store.damaged", path=str(path), cause=error.strerror or type(error).__name__) from error
        finally:
            fresh.unlink(missing_ok=True)


def _look(fresh: Path, path: Path) -> None:
    """Raise CxError unless the copy `fresh` of `path` is a store this program can use."""
    try:
        con = duckdb.connect(str(fresh), config={"enable_external_access": "false"}, read_only=True)
    except duckdb.Error as error:
        raise CxError("store.damaged", path=str(path), cause=type(error).__name__) from error
    try:
        at = migrations.version(con)
    except duckdb.Error as error:
        raise CxError("store.not_ours") from error
    finally:
        con.close()
    known = max(migrations.migrations())
    if at == 0:
        raise CxError("store.not_ours")
    if at > known:
        raise CxError("store.too_new", version=at, known=known)


def _put_in_place(folder: Path, fresh: Path) -> Path | None:
    current, log = folder / FILE, folder / f"{FILE}.wal"
    aside = None
    if log.exists():
        with contextlib.suppress(duckdb.Error):  # a store too damaged for that is put aside as it is
            duckdb.connect(str(current)).close()
    if current.exists():
        aside = folder / f"replaced-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}"
        aside.mkdir(mode=0o700)
        for file in (current, log):
            if file.exists():
                os.link(file, aside / file.name)  # until the new one is in place there are two names, never none
        log.unlink(missing_ok=True)
    fresh.replace(current)
    return aside
