"""What batches said about a row, and the one row that follows from it.

Every accepted row is in the view `said_<table>`, with its batch and part; `import_part` says which columns that part had.
While one row is all that anybody says about a key, `sole_<table>` names it and the canonical row holds its words; as soon as
a second one comes, both are in `told_<table>`.
The canonical row of a key is, column by column, the latest saying of an active batch that had the column: by the
table's version column, else by the time of the import, then by batch, part and line. An empty cell in a later file that
has the column is empty; a column the file lacks says nothing. Columns without a home are joined header by header.
"""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.importing.merging import merge
from cx.schema import Table


@dataclass(frozen=True)
class Settled:
    """How many keys a settlement created, changed, left alone and took away."""

    inserted: int
    updated: int
    unchanged: int
    removed: int


def settle(con: DuckDBPyConnection, table: Table, keys: str) -> Settled:
    """Bring the canonical rows of `keys` (a table of source_id, id) to what the active batches say.

    Leaves the temp table `settled` (source_id, id, outcome) behind, outcome being 'inserted', 'updated', 'unchanged' or
    'removed', for the caller's own counts. A key nobody says anything about, before or after, has no outcome.
    """
    tell_apart(con, table, keys)
    merge(con, table, keys, "merged")
    differs = " or ".join(f'm."{name}" is distinct from t."{name}"' for name in table.names)
    key = f'"{table.key}"'
    con.execute(f"""
        create or replace temp table settled as
        select coalesce(m.source_id, t.source_id) as source_id, coalesce(m.{key}, t.{key}) as id,
            case when t.source_id is null then 'inserted' when m.source_id is null then 'removed'
                when {differs} then 'updated' else 'unchanged' end as outcome
        from merged as m full join (
            select t.* from "{table.name}" as t semi join {keys} as k on k.source_id = t.source_id and k.id = t.{key}
        ) as t on m.source_id = t.source_id and m.{key} = t.{key}""")
    counts = {
        str(name): int(n) for name, n in con.execute("select outcome, count(*) from settled group by 1").fetchall()
    }
    settled = Settled(*(counts.get(name, 0) for name in ("inserted", "updated", "unchanged", "removed")))
    if settled.updated or settled.removed:
        con.execute(f"""
            delete from "{table.name}" as t using settled as s
            where t.source_id = s.source_id and t.{key} = s.id and s.outcome in ('updated', 'removed')""")
    if settled.inserted or settled.updated:
        con.execute(f"""
            insert into "{table.name}" select m.* from merged as m
            semi join (from settled where outcome in ('inserted', 'updated')) as s
            on m.source_id = s.source_id and m.{key} = s.id""")
    con.execute("drop table merged")
    return settled


def keep_sole(con: DuckDBPyConnection, table: Table, batch_id: int, rows: str) -> None:
    """Remember of `rows` (part, source_id, line and the key) that each is all that is said about its key."""
    con.execute(f'insert into "sole_{table.name}" select {batch_id}, part, source_id, line, "{table.key}" from {rows}')


def take_sole(con: DuckDBPyConnection, table: Table, batch_id: int) -> int:
    """Take the canonical rows away that only this batch speaks of: temp table `gone` (source_id, id). Returns how many."""
    key = f'"{table.key}"'
    con.execute(f"""
        create or replace temp table gone as
        select source_id, {key} as id from "sole_{table.name}" where batch_id = {batch_id}""")
    con.execute(f'delete from "{table.name}" as t using gone as g where t.source_id = g.source_id and t.{key} = g.id')
    con.execute(f'delete from "sole_{table.name}" where batch_id = {batch_id}')
    return int(con.execute("select count(*) from gone").fetchall()[0][0])


def tell_apart(con: DuckDBPyConnection, table: Table, keys: str) -> None:
    """Give the keys of which one row was all that is said a saying of their own: the canonical row will change."""
    key = f'"{table.key}"'
    con.execute(f"""
        create or replace temp table spoken as select o.* from "sole_{table.name}" as o
        semi join {keys} as k on k.source_id = o.source_id and k.id = o.{key}""")
    if con.execute("select 1 from spoken limit 1").fetchone():
        con.execute(f"""
            insert into "told_{table.name}" by name
            select o.batch_id, o.part, o.line, t.* from spoken as o
            join "{table.name}" as t on t.source_id = o.source_id and t.{key} = o.{key}""")
        con.execute(f"""
            delete from "sole_{table.name}" as o using spoken as s
            where s.source_id = o.source_id and s.{key} = o.{key}""")
    con.execute("drop table spoken")
