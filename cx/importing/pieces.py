"""Contacts of which several files have a piece each: a call that began in one day's log and ended in the next.

Where several rows of a file make one contact (`cx.importing.together`), the pieces two files have of it make one too, by the
same rules. Pieces that begin at the same time are readings of the same rows, of which one counts: one with its end, else the
newest. What is counted or added up is so once: a piece that begins before the one before it had ended adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from cx.importing.mapping import OUTSIDE, TOGETHER, ColumnRule, Mapping
from cx.schema import TABLES, Table

CONTINUED = "continued"
"""Temp table (source_id, id) of the contacts that were put together last."""
_ENDS = ("opened_at", "queued_at", "answered_at", "resolved_at", "closed_at")
_WAIT = """date_diff('second', arg_min(queued_at, place),
    coalesce(arg_min(answered_at, place), arg_max(closed_at, place)))"""
_ADDED = {"sum", "count", "others"}

_ORDERED = f"""
create or replace temp table piece as
with one as (
    select s.*, p.imported_at, p.takes->>'log' as log, p.takes::varchar as takes,
        count(*) over (partition by s.source_id, s.ticket_id, log) as sayings
    from "told_ticket" as s join said_part as p on p.batch_id = s.batch_id and p.part = s.part
    semi join {{keys}} as k on k.source_id = s.source_id and k.id = s.ticket_id
    where p.takes is not null
    qualify row_number() over (partition by s.source_id, s.ticket_id, log, s.opened_at order by
        s.closed_at is null, p.imported_at desc, s.batch_id desc, s.part desc, s.line desc) = 1
), placed as (
    select *, row_number() over (partition by source_id, ticket_id, log order by opened_at) as place,
        max(greatest({", ".join(_ENDS)})) over before as ended, bool_or(closed_at is not null) over before as was_closed,
        count(answered_at) over before = 0 as is_waiting
    from one
    window before as (partition by source_id, ticket_id, log order by opened_at
        rows between unbounded preceding and 1 preceding)
)
select *, place = 1 or opened_at > ended or (opened_at = ended and not was_closed) as adds from placed
where sayings > 1
"""


def takes_of(mapping: Mapping) -> str | None:
    """How the pieces of a contact are put together, as JSON by column under 'takes'; None where each row is a whole.

    'log' tells logs apart that number the same contacts: only pieces read by the same id and time belong together.
    """
    if mapping.table != "ticket" or mapping.rows != TOGETHER:
        return None
    rules = {rule.target: rule for rule in reversed(mapping.columns) if rule.target not in OUTSIDE}
    told = [rules.get(name, ColumnRule(name)) for name in ("ticket_id", "opened_at")]
    log = " ".join(str(said) for rule in told for said in (rule.column, rule.form, rule.zone))
    return json.dumps({"log": log, "takes": {target: _take(rule) for target, rule in sorted(rules.items())}})


def _take(rule: ColumnRule) -> str:
    if rule.target == "queue_seconds" and rule.since:
        return "wait"
    if rule.constant in {"true", "false"}:
        return "any" if rule.constant == "true" else "all"
    return "sum" if rule.take in _ADDED else rule.take or "first"


def put_together(con: DuckDBPyConnection, table: Table, keys: str) -> str:
    """The relation of what is said about `keys`, the pieces of one contact made one saying; mostly it is `told_<table>`.

    Needs the temp table `said_part`. Fills the temp table CONTINUED.
    """
    told = f'"told_{table.name}"'
    if table.name != "ticket":
        return told
    con.execute(f"drop table if exists {CONTINUED}")
    if not con.execute("from said_part where takes is not null limit 1").fetchone():
        return told
    con.execute(_ORDERED.format(keys=keys))
    found = con.execute("select distinct log, takes from piece order by all").fetchall()
    if not found:
        con.execute("drop table piece")
        return told
    con.execute(
        f"create temp table {CONTINUED} as select distinct source_id, ticket_id as id from piece where place > 1"
    )
    logs: dict[str, dict[str, str]] = {}
    for log, takes in found:
        logs[log] = logs.get(log, {}) | json.loads(takes)["takes"]
    made = " union all by name ".join(_made(number, takes) for number, takes in enumerate(logs.values()))
    con.execute(
        f"""create or replace temp table said_whole as
        select s.* from {told} as s semi join {keys} as k on k.source_id = s.source_id and k.id = s.ticket_id
        anti join (select p.source_id, p.ticket_id, o.batch_id, o.part from piece as p
            join said_part as o on o.takes->>'log' = p.log) as g
        on g.source_id = s.source_id and g.ticket_id = s.ticket_id and g.batch_id = s.batch_id and g.part = s.part
        union all by name {made}""",
        {f"log_{number}": log for number, log in enumerate(logs)},
    )
    con.execute("drop table piece")
    return "said_whole"


def _made(number: int, takes: dict[str, str]) -> str:
    """SQL of the sayings made of the pieces of one log; each stands for the newest of its pieces."""
    newest = "arg_max(struct_pack(b := batch_id, p := part, l := line), (imported_at, batch_id, part, line))"
    return f"""
        select newest.b as batch_id, newest.p as part, newest.l as line, * exclude (newest) from (
            select {newest} as newest, source_id, ticket_id, {", ".join(_columns(takes))} from piece
            where log = $log_{number} group by source_id, ticket_id)"""


def _columns(takes: dict[str, str]) -> Iterator[str]:
    ways = {
        "min": "min({0})",
        "max": "max({0})",
        "last": "arg_max({0}, place)",
        "first": "arg_min({0}, place)",
        "any": "bool_or({0})",
        "all": "bool_and({0})",
        "sum": "sum({0}) filter (adds)",
        "wait": f"coalesce({_WAIT}, sum({{0}}) filter (adds and is_waiting))",
    }
    for column in TABLES["ticket"].columns:
        if column.name != TABLES["ticket"].key:
            way = ways[takes.get(column.name, "last")].format(f'"{column.name}"')
            yield f'({way})::{column.sql_type} as "{column.name}"'
