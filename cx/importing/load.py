"""Checked rows into the store: kept as sayings, merged into canonical rows, counted.

Everything here happens inside the caller's transaction. Of identical rows of one id the last is kept, the others are
duplicates; different rows of one id become one row, by the same rule that settles what several files say (see `cx.importing.sayings`).

DuckDB 2.0.0 answers wrongly, and keeps doing so after the commit, where one transaction inserts no rows into a table and
then a whole row group (122,880 rows) or more: texts are not found any more. So nothing here inserts without having rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from cx.errors import BadRows
from cx.importing.merging import FIRST_WORDS
from cx.importing.report import TableCount
from cx.importing.rows import drop
from cx.importing.sayings import keep_sole, settle
from cx.schema import TABLES, Table

_TOGETHER = 25  # parts that one question is put to
# Tickets take their text from their events, so events come first; the rest has no order.
ORDER = sorted(TABLES, key=lambda name: (name != "ticket_event", name))


@dataclass(frozen=True)
class Part:
    """The checked rows of one mapping: temp table `rows` with `source_id`, `line` and `columns` of canonical `table`.

    `read` rows of the sheet were looked at, `rejected` of them gave nothing, `merged` were passed over by the mapping's
    rule for several rows of one id. `takes`: see `cx.importing.pieces`.
    """

    number: int
    sheet: str
    table: Table
    rows: str
    columns: tuple[str, ...]
    read: int
    rejected: int = 0
    merged: int = 0
    takes: str | None = None


@dataclass(frozen=True)
class Loaded:
    """What came of one table's rows; `conflicts`: how many ids had several different rows in one sheet."""

    count: TableCount
    conflicts: int = 0


def load(con: DuckDBPyConnection, batch_id: int, parts: Sequence[Part]) -> list[Loaded]:
    """Take every part in, and return one count per table, each asserted to be whole.

    Fills the temp tables `touched_<table>` (source_id, id) with the keys whose canonical row changed. Raises BadRows
    where the counts do not add up: the caller's transaction is then undone.
    """
    for part in parts:
        con.execute(
            "insert into import_part values (?, ?, ?, ?, ?, ?)",
            [batch_id, part.number, part.sheet, part.table.name, list(part.columns), part.takes],
        )
    loaded = []
    for name in ORDER:
        own = [part for part in parts if part.table.name == name]
        if own:
            loaded.append(_load_table(con, batch_id, own))
    names = {part.table.name for part in parts}
    if "ticket_event" in names and "ticket" not in names:
        _settle_tickets_of_events(con)
    for count in (one.count for one in loaded):
        con.execute(
            "insert into import_batch_table values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [batch_id, count.table, count.read, count.inserted, count.updated, count.unchanged, count.merged,
             count.duplicate, count.rejected],
        )  # fmt: skip
    return loaded


def _load_table(con: DuckDBPyConnection, batch_id: int, parts: list[Part]) -> Loaded:
    table = parts[0].table
    before = number(con, f'select count(*) from "{table.name}"')
    _incoming(con, table, parts)
    if table.name == "ticket_event":
        _remember_tickets(con, "incoming_key", parts)
    duplicate = number(con, "select count(*) from repeated")
    rows, keys = (
        number(con, "select coalesce(sum(n), 0) from incoming_key"),
        number(con, "select count(*) from incoming_key"),
    )
    anti = "anti join repeated using (part, line)" if duplicate else ""
    simple, sole = _insert_simple(con, table, rows)
    _keep_sayings(con, table, batch_id, rows - duplicate - sole, anti)
    outcome = _settle_rest(con, table)
    count = TableCount(
        table.name,
        read=sum(part.read for part in parts),
        inserted=simple + outcome.get("inserted", 0),
        updated=outcome.get("updated", 0),
        unchanged=outcome.get("unchanged", 0),
        merged=rows - duplicate - keys + sum(part.merged for part in parts),
        duplicate=duplicate,
        rejected=sum(part.rejected for part in parts),
    )
    count.assert_whole()
    after = number(con, f'select count(*) from "{table.name}"')
    if after != before + count.inserted:
        raise BadRows("report.not_whole", table=table.name, read=after, told=before + count.inserted)
    conflicts = 0
    if rows - duplicate > keys:
        conflicts = number(
            con,
            f"""
            select count(*) from (
                select part from incoming {anti} group by part, source_id, "{table.key}" having count(*) > 1)""",
        )
    drop(con, ["incoming", *(f"gathered_{number}" for number in range(-(-len(parts) // _TOGETHER)))])
    return Loaded(count, conflicts)


def _incoming(con: DuckDBPyConnection, table: Table, parts: list[Part]) -> None:
    """View `incoming` over all parts with every canonical column; `incoming_key` (source_id, id, n, is_known); `repeated`."""
    selects = []
    for part in parts:
        columns = ", ".join(
            f'"{c.name}"' if c.name in part.columns else f'null::{c.sql_type} as "{c.name}"' for c in table.columns
        )
        selects.append(f'select {part.number}::bigint as part, source_id, line, {columns} from "{part.rows}"')
    con.execute("create or replace temp view incoming as " + " union all ".join(_gathered(con, selects)))
    key = f'"{table.key}"'
    con.execute(f"""
        create or replace temp table incoming_key as
        select i.source_id, i.id, i.n, t.source_id is not null as is_known
        from (select source_id, {key} as id, count(*) as n from incoming group by all) as i
        left join "{table.name}" as t on t.source_id = i.source_id and t.{key} = i.id""")
    columns = ", ".join(f'"{name}"' for name in table.names)
    several = number(con, "select count(*) from (from incoming_key where n > 1 limit 1)")
    con.execute(f"""
        create or replace temp table repeated as
        select part, line from (
            select part, line, row_number() over (partition by part, source_id, {columns} order by line desc) as occurrence
            from incoming semi join (from incoming_key where n > 1) as k
            on k.source_id = incoming.source_id and k.id = incoming.{key}
        ) where occurrence > 1 {"" if several else "limit 0"}""")


def _gathered(con: DuckDBPyConnection, selects: list[str]) -> list[str]:
    """The rows of many parts in few tables: to plan a question over hundreds of parts takes far longer than to copy them."""
    if len(selects) <= _TOGETHER:
        return selects
    found = []
    for first in range(0, len(selects), _TOGETHER):
        name = f"gathered_{first // _TOGETHER}"
        con.execute(f"create or replace temp table {name} as " + " union all ".join(selects[first : first + _TOGETHER]))
        found.append(f"from {name}")
    return found


def _insert_simple(con: DuckDBPyConnection, table: Table, rows: int) -> tuple[int, int]:
    """Insert the keys with one row here and none in the store: that row is all there is to say about them.

    Returns how many, and how many of them (temp table `sole`) have their canonical row from that row alone, as tickets
    do whose first words are not those of an event.
    """
    key = f'"{table.key}"'
    con.execute(
        "create or replace temp table simple as select source_id, id from incoming_key where n = 1 and not is_known"
    )
    con.execute("create or replace temp view sole as from simple")
    columns = ", ".join(f'i."{name}"' for name in table.names)
    words, worded = "", 0
    if table.name == "ticket":
        con.execute(FIRST_WORDS.format(keys="simple"))
        worded = number(con, "select count(*) from first_words")
    if worded:
        columns = columns.replace('i."body"', "coalesce(i.body, w.body)")
        words = "left join first_words as w on w.source_id = i.source_id and w.ticket_id = i.ticket_id"
        con.execute("""
            create or replace temp view sole as from simple as s
            anti join first_words as w on w.source_id = s.source_id and w.ticket_id = s.id""")
    simple = number(con, "select count(*) from simple")
    if simple:
        semi = f"semi join simple as s on s.source_id = i.source_id and s.id = i.{key}" if simple < rows else ""
        con.execute(f'insert into "{table.name}" select i.source_id, {columns} from incoming as i {semi} {words}')
    return simple, simple - worded


def _keep_sayings(con: DuckDBPyConnection, table: Table, batch_id: int, told: int, anti: str) -> None:
    """Keep what every row says: those in `sole` by name, as the canonical row has their words; the other `told` in full."""
    key = f'"{table.key}"'
    alone = f"sole as s on s.source_id = incoming.source_id and s.id = incoming.{key}"
    if told:
        con.execute(f"""
            insert into "told_{table.name}" by name select {batch_id} as batch_id, incoming.*
            from incoming {anti} anti join {alone}""")
    if con.execute("select 1 from sole limit 1").fetchone():
        keep_sole(con, table, batch_id, f"incoming semi join {alone}" if told or anti else "incoming")


def _settle_rest(con: DuckDBPyConnection, table: Table) -> dict[str, int]:
    """Settle the other keys; the number of keys of this file by outcome."""
    events = table.name == "ticket" and has_temp(con, "event_ticket")
    moved = """
        union select e.source_id, e.id from event_ticket as e
        semi join ticket as t on t.source_id = e.source_id and t.ticket_id = e.id
        anti join simple as s on s.source_id = e.source_id and s.id = e.id"""
    con.execute(f"""
        create or replace temp table rest as
        select source_id, id from incoming_key where n > 1 or is_known {moved if events else ""}""")
    settle(con, table, "rest")
    con.execute(f"""
        create or replace temp table "touched_{table.name}" as from simple
        union all select source_id, id from settled where outcome <> 'unchanged'
        {"union all from event_ticket" if events else ""}""")
    own = "select outcome, count(*) from settled semi join incoming_key using (source_id, id) group by outcome"
    return {str(outcome): int(rows) for outcome, rows in con.execute(own).fetchall()}


def _remember_tickets(con: DuckDBPyConnection, keys: str, parts: Sequence[Part]) -> None:
    """Temp table `event_ticket` (source_id, id): the tickets whose events are `keys`, as they were and as they are said."""
    said = " ".join(f'union select source_id, ticket_id from "{part.rows}"' for part in parts)
    con.execute(f"""
        create or replace temp table event_ticket as
        select source_id, ticket_id as id from ticket_event as e
        semi join {keys} as k on k.source_id = e.source_id and k.id = e.event_id {said}""")


def _settle_tickets_of_events(con: DuckDBPyConnection) -> None:
    con.execute("create or replace temp table touched_ticket as from event_ticket")
    settle(con, TABLES["ticket"], "event_ticket")


def has_temp(con: DuckDBPyConnection, name: str) -> bool:
    """Whether the connection has a temp table of that name."""
    return number(con, f"select count(*) from duckdb_tables() where temporary and table_name = '{name}'") > 0


def number(con: DuckDBPyConnection, sql: str) -> int:
    """The one whole number that `sql` gives; 0 where it gives no row."""
    row = con.execute(sql).fetchone()
    return int(row[0]) if row else 0
