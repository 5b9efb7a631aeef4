"""The DuckDB file: open, migrate, read, write in one transaction, and say when something changed.

One process owns a store; a second one is told so (`store.locked`). Reads run on cursors of their own and see the last
commit; there is one writer at a time. Nothing in the store can reach files outside its own inbox, backup and publish
folders, nor the network.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

import duckdb
import pandas as pd

from cx import lock, migrations
from cx.errors import CxError
from cx.snapshot import snapshot

FILE = "cx.duckdb"
MEMORY = "700MB"  # for all connections of a store; the rest of a large import waits in `spill`, masked like all of it
# While an import is taken in: DuckDB writes facts by one thread only where a quarter of it is less than 4 MB a column.
ROOM = "1400MB"
FOLDERS = ("inbox", "backup", "publish", "spill")
StoreKind = Literal["demo", "own"]
Changes = Literal["data", "settings", "voc"]
Parameters = Sequence[object] | Mapping[str, object]


def store_folder(kind: StoreKind) -> Path:
    """Where the demo store or the own store lives: under the environment's CX_HOME, else ~/.local/share/cx-dashboard."""
    home = os.environ.get("CX_HOME")
    base = Path(home) if home else Path.home() / ".local" / "share" / "cx-dashboard"
    return base / kind


class Store:
    """One open store. Use `Store.open`; close it when done."""

    def __init__(self, folder: Path, name: str, lock: int) -> None:
        self.folder = folder
        self.name = name
        self._lock = lock
        self._writer = threading.RLock()
        self._handing_out = threading.Lock()
        self._connection = _connect(folder)
        self.data_version = 0
        self.settings_version = 0
        self.voc_version = 0

    @classmethod
    def open(cls, folder: Path, *, name: str = "own") -> Self:
        """Open the store in `folder`, creating and migrating it, and throw away what a killed process left behind.

        Raises CxError: `store.locked` while another process holds it, `store.not_ours` or `store.too_new` for a file
        this program cannot use, `store.damaged` where DuckDB cannot read it.
        """
        folder = folder.expanduser().resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = lock.take(folder)
        try:
            _clean(folder)
            store = cls(folder, name, handle)
        except BaseException:
            os.close(handle)
            raise
        try:
            migrations.migrate(store._connection, store._back_up)
            store._read_versions()
            store._derive()
        except BaseException:
            store.close()
            raise
        return store

    @property
    def is_open(self) -> bool:
        """Whether `close` has not been called."""
        return self._lock >= 0

    @property
    def inbox(self) -> Path:
        """Where files are handed over, through named pipes."""
        return self.folder / "inbox"

    @property
    def spill(self) -> Path:
        """Where masked rows lie while they are imported, and what DuckDB has no memory for."""
        return self.folder / "spill"

    @property
    def salt(self) -> bytes:
        """The secret that keys the hashes of personal ids; made with the store, copied with its backups."""
        return bytes.fromhex(str(self.query("select salt from store_state")["salt"].item()))

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own for one call, in one thread. Close it afterwards."""
        with self._handing_out:
            return self._connection.cursor()

    def query(self, sql: str, params: Parameters = ()) -> pd.DataFrame:
        """The rows of `sql`; values are bound by position or as $name."""
        cursor = self.cursor()
        try:
            frame: pd.DataFrame = cursor.execute(sql, params).df()
        finally:
            cursor.close()
        return frame

    @contextmanager
    def write(
        self, changes: Changes | None = None, cursor: duckdb.DuckDBPyConnection | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction, alone among writers: everything inside is committed together, or nothing when it raises.

        It runs on a cursor of its own, or on the one given, whose temporary tables it then sees.

        `changes` says what the readers' caches depend on: "data", "settings" or "voc" (what was read in texts) raises that
        version with the commit.
        Raises CxError `store.disk_full` where the disk could not take it; the old data stand.
        """
        with self._writer, self.guard():
            con = cursor or self.cursor()
            try:
                con.execute("begin")
                try:
                    yield con
                    if changes:
                        con.execute(f"update store_state set {changes}_version = {changes}_version + 1")
                except BaseException:
                    _roll_back(con)
                    raise
                self._commit(con, changes)
            finally:
                if cursor is None:
                    con.close()

    def _commit(self, con: duckdb.DuckDBPyConnection, changes: Changes | None) -> None:
        before = self._versions
        try:
            con.execute("commit")
        except duckdb.FatalException:
            # The commit may be in the log although the checkpoint after it failed: what the file says counts.
            self.reopen()
            if not changes or self._versions == before:
                raise
        except BaseException:
            _roll_back(con)
            raise
        if changes:
            self._read_versions()

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Say as CxError what the disk or the memory could not take: `store.disk_full`, `store.memory`."""
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            raise CxError("store.memory", path=str(self.folder)) from error
        except duckdb.FatalException as error:
            self.reopen()
            raise CxError("store.disk_full", path=str(self.folder)) from error
        except (duckdb.IOException, OSError) as error:
            raise CxError("store.disk_full", path=str(self.folder)) from error
        except duckdb.TransactionException as error:
            if "Could not write" not in str(error):
                raise
            raise CxError("store.disk_full", path=str(self.folder)) from error

    @contextmanager
    def room(self) -> Iterator[None]:
        """More memory for DuckDB while much is written."""
        self._allow(ROOM)
        try:
            yield
        finally:
            with suppress(duckdb.OutOfMemoryException):  # others need it now: they give it back
                self._allow(MEMORY)

    def _allow(self, memory: str) -> None:
        with closing(self.cursor()) as cursor:
            cursor.execute(f"set global memory_limit = '{memory}'")

    @contextmanager
    def alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor outside any transaction, while nobody writes."""
        with self._writer, self.guard():
            cursor = self.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def close(self) -> None:
        """Write everything out and let another process have the store."""
        with self._writer:
            self._connection.close()
            if self._lock >= 0:
                os.close(self._lock)
                self._lock = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reopen(self) -> None:
        """Connect anew, as DuckDB asks for after a fatal error; what was committed is there again."""
        with self._writer, self._handing_out:
            self._connection.close()
            self._connection = _connect(self.folder)
            self._read_versions()

    def _derive(self) -> None:
        from cx import derived  # it needs the settings, and they this module

        with self.alone() as con:
            con.execute("begin")
            derived.ensure(con)
            con.execute("commit")

    def _back_up(self, version: int) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        snapshot(self._connection, self.folder / "backup" / f"version-{version:04d}-{stamp}.duckdb")

    def _read_versions(self) -> None:
        sql = "select data_version, settings_version, voc_version from store_state"
        row = self._connection.cursor().execute(sql).fetchone()
        if row is not None:
            self.data_version, self.settings_version, self.voc_version = map(int, row)

    @property
    def _versions(self) -> tuple[int, int, int]:
        return self.data_version, self.settings_version, self.voc_version


def _connect(folder: Path) -> duckdb.DuckDBPyConnection:
    options: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        connection = duckdb.connect(str(folder / FILE), config=options)
    except duckdb.IOException as error:
        raise CxError("store.damaged", path=str(folder / FILE), cause=type(error).__name__) from error
    (folder / FILE).chmod(0o600)
    allowed = ", ".join(_quoted(f"{folder / name}/") for name in FOLDERS)
    if _is_shut(connection):  # cursors of before a `reopen` keep the instance, and with it its settings
        return connection
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute(f"set temp_directory = {_quoted(str(folder / 'spill'))}")
    connection.execute(f"set allowed_directories = [{allowed}]")
    connection.execute("set enable_external_access = false")
    return connection


def _is_shut(connection: duckdb.DuckDBPyConnection) -> bool:
    return not connection.execute("select current_setting('enable_external_access')").fetchall()[0][0]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _clean(folder: Path) -> None:
    """Empty what only a running process needs: nobody else holds the store now."""
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True, mode=0o700)
    for name in ("inbox", "spill"):
        for path in (folder / name).iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
    for pattern in ("*.part*", "leaving-*"):
        for path in (folder / "backup").glob(pattern):
            path.unlink()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        return  # DuckDB has rolled back by itself
