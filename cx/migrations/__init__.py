"""Changes of the store's shape, one numbered module each (`v0001_….py`), applied in order and never edited afterwards.

A migration is a module with `migrate(con)`, run inside one transaction together with the new version number. Before the
first of them the store is backed up as it was. The folder is the registry: a new file is a new version.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable
from typing import cast

from duckdb import CatalogException, DuckDBPyConnection

from cx.errors import CxError

Migration = Callable[[DuckDBPyConnection], None]


def migrations() -> dict[int, Migration]:
    """Every migration by the version it leads to, in order."""
    found: dict[int, Migration] = {}
    for info in pkgutil.iter_modules(__path__):
        numbered = re.fullmatch(r"v(\d{4})_\w+", info.name)
        if numbered:
            module = importlib.import_module(f"{__name__}.{info.name}")
            found[int(numbered.group(1))] = cast("Migration", module.migrate)
    return dict(sorted(found.items()))


def version(con: DuckDBPyConnection) -> int:
    """The version the store has; 0 for an empty file. Raises CxError `store.not_ours` for another program's file.

    Only a file without our state is asked for its tables: listing them takes half as long as connecting. Outside a transaction.
    """
    try:
        row = con.execute("select schema_version from store_state").fetchone()
    except CatalogException:
        if con.execute("select 1 from duckdb_tables() where not temporary limit 1").fetchone():
            raise CxError("store.not_ours") from None
        return 0
    if row is None:
        raise CxError("store.not_ours")
    return int(row[0])


def migrate(con: DuckDBPyConnection, backup: Callable[[int], None]) -> list[int]:
    """Bring the store to the newest version; `backup(version)` is called once, before the first step of a store that was
    there: a copy of a big store takes seconds, and what was before is what one would go back to.

    Returns the versions reached. Raises CxError `store.too_new` for a store of a newer program. A step that fails is
    rolled back whole: the store stays at the version before it.
    """
    steps = migrations()
    at = version(con)
    if at > max(steps):
        raise CxError("store.too_new", version=at, known=max(steps))
    if 0 < at < max(steps):
        backup(at)
    reached = []
    for target, step in steps.items():
        if target <= at:
            continue
        con.execute("begin")
        try:
            step(con)
            con.execute("update store_state set schema_version = ?", [target])
        except BaseException:
            con.execute("rollback")
            raise
        con.execute("commit")
        reached.append(target)
    return reached
