"""Words looked for in all of a store through SQL, and in folders by bytes."""

from __future__ import annotations

import stat
import time
from pathlib import Path

CLOCK = 0.05  # seconds within which a file may change again and say the same time


def found_in_tables(store, words):
    """(table, column, word) of every cell of the store, permanent or temporary, in which a word stands."""
    found = set()
    tables = store.query(
        "select distinct database_name, schema_name, table_name from duckdb_columns() where not internal"
    )
    for database, schema, table in tables.itertuples(index=False):
        name = f'"{database}"."{schema}"."{table}"'
        hits = store.query(
            f"""select distinct place, word from (select unnest($words) as word),
                (unpivot (select columns(*)::varchar from {name}) on columns(*) into name place value cell)
            where contains(lower(cell), lower(word))""",
            {"words": words},
        )
        found |= {(table, place, word) for place, word in hits.itertuples(index=False)}
    return found


def found_in_files(folders, words, looked_at=None):
    """(file, word) of every file below the folders in whose bytes or name a word stands, in any encoding a file came in.

    `looked_at`: what was looked at before, by whoever asks again and again; a file that stayed as it was is not read again.
    """
    found = set()
    looked_at = {} if looked_at is None else looked_at
    needles = [(word, word.encode(code)) for word in words for code in ("utf-8", "cp949", "utf-16-le")]
    for folder in folders:
        for path in Path(folder).rglob("*"):
            found |= {(path.name, word) for word in words if word in path.name}
            try:
                state, now = path.stat(), time.time()
                if not stat.S_ISREG(state.st_mode) or looked_at.get(path) == (state.st_mtime_ns, state.st_size):
                    continue
                data = path.read_bytes()
            except FileNotFoundError:  # a file of a running import that has just gone
                continue
            found |= {(path.name, word) for word, needle in needles if needle in data}
            if now - state.st_mtime > CLOCK:
                looked_at[path] = state.st_mtime_ns, state.st_size
    return found
