"""Batches: what was imported when, from which file, and taking any of them back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pandas as pd
from duckdb import DuckDBPyConnection

from cx.errors import UnknownName
from cx.importing.effects import refresh_facts
from cx.importing.load import ORDER, has_temp, number
from cx.importing.mapping import Mapping
from cx.importing.report import UNDONE, Report, TableCount
from cx.importing.sayings import settle, take_sole
from cx.schema import TABLES
from cx.warehouse import Store


def version_of(mappings: Sequence[Mapping]) -> str:
    """One hash for all mappings of a file, whatever their order."""
    return hashlib.sha256("".join(sorted(mapping.version for mapping in mappings)).encode()).hexdigest()[:16]


def same_batch(con: DuckDBPyConnection, sha256: str, source_id: int, mappings: Sequence[Mapping]) -> Report | None:
    """The report of the active batch that holds this very file, source and mapping, or None."""
    row = con.execute(
        "select report from import_batch where state = 'active' and sha256 = ? and source_id = ? and mapping_version = ?",
        [sha256, source_id, version_of(mappings)],
    ).fetchone()
    return Report.from_dict(json.loads(row[0])) if row else None


def last_source(store: Store, mappings: Sequence[Mapping]) -> int | None:
    """The source for which a file was last read by these very mappings, None where there was none."""
    found = store.query(
        "select source_id from import_batch where mapping_version = ? and state = 'active' order by batch_id desc limit 1",
        [version_of(mappings)],
    )["source_id"]
    return int(found.iloc[0]) if len(found) else None


def other_readings(con: DuckDBPyConnection, sha256: str, source_id: int, mappings: Sequence[Mapping]) -> list[int]:
    """The active batches that read this very file in another way and made keys from the content of its rows, as
    `mappings` do: what both read may count twice.
    """
    own = {mapping.table for mapping in mappings if mapping.generated_key}
    rows = con.execute(
        "select batch_id, mappings from import_batch where state = 'active' and sha256 = ? and source_id = ? order by 1",
        [sha256, source_id],
    ).fetchall()
    return [
        int(batch_id)
        for batch_id, said in rows
        if any(one.get("generated_key") and one["table"] in own for one in json.loads(said))
    ]


def begin(
    con: DuckDBPyConnection, source_id: int, file_name: str, sha256: str, *, mappings: Sequence[Mapping], now: datetime
) -> int:
    """A new active batch; its time is never before an earlier batch's, whatever the clock does."""
    batch_id = number(con, "select coalesce(max(batch_id), 0) + 1 from import_batch")
    said = json.dumps([json.loads(mapping.to_json()) for mapping in mappings], ensure_ascii=False)
    con.execute(
        """insert into import_batch
        select ?, ?, ?, ?, ?, ?, greatest(?, (select max(imported_at) from import_batch)), 'active', null, null""",
        [batch_id, source_id, file_name, sha256, version_of(mappings), said, now],
    )
    return batch_id


def keep_report(con: DuckDBPyConnection, report: Report) -> None:
    """Keep what the batch did, for `batches` and for the next time the same file comes."""
    said = json.dumps(report.to_dict(), ensure_ascii=False, default=str)
    con.execute("update import_batch set report = ? where batch_id = ?", [said, report.batch_id])


def report_of(store: Store, batch_id: int) -> Report:
    """What that batch did when it was imported; raises UnknownName."""
    row = store.query("select report, state from import_batch where batch_id = ?", [batch_id])
    if row.empty:
        raise _unknown(store, batch_id)
    report = Report.from_dict(json.loads(row["report"].iloc[0]))
    return replace(report, state=UNDONE) if row["state"].iloc[0] == UNDONE else report


def batches(store: Store) -> pd.DataFrame:
    """One row per batch, newest first: batch_id, source_id, source, file_name, imported_at (UTC), state ('active' or
    'undone'), undone_at, tables, and the sums over its tables of read, inserted, updated, unchanged, merged, duplicate,
    rejected; rejected_cells.
    """
    return store.query("""
        select b.batch_id, b.source_id, s.name as source, b.file_name, b.imported_at, b.state, b.undone_at,
            coalesce(c.tables, []) as tables, coalesce(c.read, 0)::bigint as read,
            coalesce(c.inserted, 0)::bigint as inserted, coalesce(c.updated, 0)::bigint as updated,
            coalesce(c.unchanged, 0)::bigint as unchanged, coalesce(c.merged, 0)::bigint as merged,
            coalesce(c.duplicate, 0)::bigint as duplicate, coalesce(c.rejected, 0)::bigint as rejected,
            coalesce((b.report->>'rejected_cells')::bigint, 0) as rejected_cells
        from import_batch as b join source as s using (source_id) left join (
            select batch_id, list(table_name order by table_name) as tables, sum(read) as read,
                sum(inserted) as inserted, sum(updated) as updated, sum(unchanged) as unchanged, sum(merged) as merged,
                sum(duplicate) as duplicate, sum(rejected) as rejected
            from import_batch_table group by batch_id
        ) as c using (batch_id)
        order by b.batch_id desc""")


def rejects(store: Store, batch_id: int) -> pd.DataFrame:
    """The rejected rows and cells of a batch, in file order: table_name, sheet, line, level ('row' or 'cell'),
    column_name, value, reason (catalogue key), reason_values and row (JSON: the whole row by the file's own headers, said
    once per line and table). Everything is masked. Empty once the batch is undone.
    """
    return store.query(
        """select table_name, sheet, line, level, column_name, value, reason, reason_values, row
        from reject where batch_id = ? order by sheet, line, level, table_name, column_name""",
        [batch_id],
    )


def undo(store: Store, batch_id: int) -> Report:
    """Take a batch back, whatever came after it: its rows are what the other active batches say, or gone.

    Its sayings and rejects are deleted; its counts stay. Raises UnknownName for a batch that is not there or is undone.
    """
    return undo_all(store, [batch_id])[0]


def undo_all(store: Store, batch_ids: Sequence[int]) -> list[Report]:
    """Take several batches back, one after the other as `undo` does, and make the facts anew once. All of them, or none."""
    if not batch_ids:
        return []
    with store.write("data") as con:
        undone = []
        for place, batch_id in enumerate(batch_ids):
            undone.append(_undo(store, con, batch_id))
            if len(batch_ids) > 1:
                for name in _touched(con, "touched_"):
                    con.execute(f'alter table "{name}" rename to "beside_{place}_{name}"')
        beside = _touched(con, "beside_")
        for name in {name.split("_", 2)[2] for name in beside}:
            each = " union ".join(f'from "{one}"' for one in beside if one.split("_", 2)[2] == name)
            con.execute(f'create temp table "{name}" as {each}')
        refresh_facts(con)
    return undone


def _touched(con: DuckDBPyConnection, begins: str) -> list[str]:
    sql = "select table_name from duckdb_tables() where temporary and starts_with(table_name, ?)"
    return [str(name) for (name,) in con.execute(sql, [begins]).fetchall()]


def _undo(store: Store, con: DuckDBPyConnection, batch_id: int) -> Report:
    row = con.execute("select report from import_batch where batch_id = ? and state = 'active'", [batch_id]).fetchone()
    if row is None:
        raise _unknown(store, batch_id)
    con.execute("update import_batch set state = 'undone', undone_at = now()::timestamp where batch_id = ?", [batch_id])
    con.execute("drop table if exists event_ticket")
    counts = _take_back(con, batch_id)
    con.execute("delete from reject where batch_id = ?", [batch_id])
    report = Report.from_dict(json.loads(row[0]))
    return replace(report, state=UNDONE, tables=tuple(counts), rejected_cells=0, notices=(), seconds={})


def _take_back(con: DuckDBPyConnection, batch_id: int) -> list[TableCount]:
    named = con.execute("select distinct table_name from import_part where batch_id = ?", [batch_id]).fetchall()
    names = {str(row[0]) for row in named}
    if "ticket_event" in names:
        con.execute(
            """create or replace temp table event_ticket as
            select distinct source_id, ticket_id as id from said_ticket_event where batch_id = ?""",
            [batch_id],
        )
        names.add("ticket")
    return [_take_back_table(con, name, batch_id) for name in ORDER if name in names]


def _take_back_table(con: DuckDBPyConnection, name: str, batch_id: int) -> TableCount:
    table = TABLES[name]
    key = f'"{table.key}"'
    events = name == "ticket" and has_temp(con, "event_ticket")
    removed = take_sole(con, table, batch_id)
    con.execute(
        f"""create or replace temp table rest as
        select distinct source_id, {key} as id from "told_{name}" where batch_id = ?
        {"union from event_ticket" if events else ""}""",
        [batch_id],
    )
    con.execute(f'delete from "told_{name}" where batch_id = ?', [batch_id])
    settled = settle(con, table, "rest")
    if name == "ticket_event":
        con.execute("""
            create or replace temp table event_ticket as
            select e.source_id, e.ticket_id as id from ticket_event as e
            semi join rest as r on r.source_id = e.source_id and r.id = e.event_id union from event_ticket""")
    con.execute(f"""
        create or replace temp table "touched_{name}" as
        select source_id, id from settled where outcome <> 'unchanged' union from gone
        {"union from event_ticket" if events else ""}""")
    return TableCount(
        name,
        updated=settled.updated,
        unchanged=settled.unchanged,
        inserted=settled.inserted,
        removed=removed + settled.removed,
    )


def _unknown(store: Store, batch_id: int) -> UnknownName:
    active = store.query("select batch_id from import_batch where state = 'active' order by batch_id")
    return UnknownName("batch", str(batch_id), [str(known) for known in active["batch_id"]])
