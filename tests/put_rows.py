"""A store with exactly the canonical rows a test names, and its facts."""

from __future__ import annotations

from pathlib import Path

from cx import facts, settings
from cx.warehouse import Store


def put(con, table, rows):
    for row in rows:
        full = {"source_id": 1, **row}
        names = ", ".join(f'"{name}"' for name in full)
        con.execute(f'insert into "{table}" ({names}) values ({", ".join("?" * len(full))})', list(full.values()))


def add(store: Store, **tables):
    """Insert rows of canonical tables (source 1 unless named) and make all facts anew."""
    with store.write("data") as con:
        for table, rows in tables.items():
            put(con, table, rows)
        facts.refresh(con, settings.read(con), None)


def opened(folder: Path, **tables) -> Store:
    store = Store.open(folder)
    add(store, source=[{"name": "상담 도구", "format": "zendesk", "zone": "UTC"}], **tables)
    return store


def fact(store: Store, ticket_id: str) -> dict:
    """The fact of one ticket, missing values as None."""
    frame = store.query("select * from ticket_fact where ticket_id = ?", [ticket_id]).astype(object)
    frame = frame.where(frame.notna(), None)
    assert len(frame) == 1, f"{len(frame)} facts of {ticket_id}"
    return frame.iloc[0].to_dict()
