"""A store with exactly the canonical rows a test names, and its facts."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from cx import facts, settings
from cx.warehouse import FILE, Store

REFRESH = facts.refresh
KEPT = TemporaryDirectory()
made: dict[str, Path] = {}
asked_once: set[str] = set()


def put(con, table, rows):
    for names, alike in groupby(({"source_id": 1, **row} for row in rows), key=tuple):
        named = ", ".join(f'"{name}"' for name in names)
        values = [list(row.values()) for row in alike]
        columns = [list(column) for column in zip(*values, strict=True)]
        if len(values) > 1 and all(is_of_one_type(column) for column in columns):  # row by row costs a millisecond each
            con.execute(f'insert into "{table}" ({named}) select {", ".join(["unnest(?)"] * len(names))}', columns)
        else:
            con.executemany(f'insert into "{table}" ({named}) values ({", ".join("?" * len(names))})', values)


def is_of_one_type(column) -> bool:
    kinds = {type(value) for value in column if value is not None}
    return len(kinds) <= 1 and kinds <= {str, int, float, bool, date, datetime}


def apart(cases):
    """The tables of many cases in one store: each is of a source of its own, which knows nothing of the others."""
    together = {}
    for number, tables in enumerate(cases, 1):
        for table, rows in tables.items():
            together.setdefault(table, []).extend({"source_id": number, **row} for row in rows)
    return together


def told(store: Store, column: str, ticket_id: str) -> list:
    """What `column` says of the contact of this number in each source, missing values as None."""
    sql = f"select {column} as found from ticket_fact where ticket_id = ? order by source_id"
    found = store.query(sql, [ticket_id])["found"].astype(object)
    return found.where(found.notna(), None).tolist()


def add(store: Store, **tables):
    """Insert rows of canonical tables (source 1 unless named) and make all facts anew."""
    with store.write("data") as con:
        for table, rows in tables.items():
            put(con, table, rows)
        facts.refresh(con, settings.read(con), None)


def opened(folder: Path, **tables) -> Store:
    """A new store with these rows; whoever asks for the same a third time in this process gets a copy."""
    asked = repr(tables)
    is_plain = not (folder / FILE).exists() and facts.refresh is REFRESH
    if is_plain and asked in made:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(made[asked], folder / FILE)
        return Store.open(folder)
    store = Store.open(folder)
    add(store, source=[{"name": "상담 도구", "format": "zendesk", "zone": "UTC"}], **tables)
    if is_plain and asked in asked_once:
        store.close()
        made[asked] = Path(KEPT.name) / f"{len(made)}.duckdb"
        shutil.copy(folder / FILE, made[asked])
        return Store.open(folder)
    asked_once.add(asked)
    return store


def fact(store: Store, ticket_id: str) -> dict:
    """The fact of one ticket, missing values as None."""
    frame = store.query("select * from ticket_fact where ticket_id = ?", [ticket_id]).astype(object)
    frame = frame.where(frame.notna(), None)
    assert len(frame) == 1, f"{len(frame)} facts of {ticket_id}"
    return frame.iloc[0].to_dict()
