"""The one row that follows from all that is said about a key.

Mostly the latest saying is the row: every column an earlier one had it has too. Only the keys of which an earlier saying
knew more are put together column by column, which costs thirty times as much.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from cx.importing.pieces import put_together
from cx.schema import Table

# A customer's own message is public by nature; only an explicit "not public" keeps it out.
FIRST_WORDS = """
create or replace temp table first_words as
select source_id, ticket_id, arg_min(body, (happened_at, event_id)) as body
from ticket_event semi join {keys} as k on k.source_id = ticket_event.source_id and k.id = ticket_event.ticket_id
where actor = 'customer' and is_public is distinct from false and body is not null
group by source_id, ticket_id
"""

# What the files of a table knew: `kind` numbers the different sets of columns, so that rows carry no lists.
_PARTS = """
create or replace temp table said_part as
select batch_id, part, imported_at, columns, takes, dense_rank() over (order by list_sort(columns)) as kind
from import_part join import_batch using (batch_id) where table_name = ? and state = 'active'"""
_PIECED = """
create or replace temp table pieced as
with lacking as (
    select distinct l.kind as latest, o.kind as other from said_part as l, said_part as o
    where l.kind <> o.kind and not list_has_all(l.columns, o.columns)
)
select distinct r.source_id, r.id from ranked as r
join (from ranked where back = 1) as l on l.source_id = r.source_id and l.id = r.id
semi join lacking as k on k.latest = l.kind and k.other = r.kind"""


def merge(con: DuckDBPyConnection, table: Table, keys: str, into: str) -> None:
    """Put the canonical rows of `keys`, as the active batches say them, into the temp table `into`."""
    key = f'"{table.key}"'
    version = f's."{table.version}"' if table.version else "null"
    con.execute(_PARTS, [table.name])
    said = put_together(con, table, keys)
    con.execute(f"""
        create or replace temp table ranked as
        select s.source_id, s.{key} as id, s.batch_id, s.part, s.line, p.kind, row_number() over (
            partition by s.source_id, s.{key}
            order by coalesce({version}, p.imported_at) desc, s.batch_id desc, s.part desc, s.line desc) as back
        from {said} as s join said_part as p on p.batch_id = s.batch_id and p.part = s.part
        semi join {keys} as k on k.source_id = s.source_id and k.id = s.{key}""")
    con.execute(_PIECED)
    _take_latest(con, table, said, into)
    if con.execute("from pieced limit 1").fetchone():
        _put_together(con, table, said, into)
    for name in ("said_part", "ranked", "pieced"):
        con.execute(f"drop table {name}")
    if table.name == "ticket":
        con.execute(FIRST_WORDS.format(keys=keys))
        con.execute(f"""
            update "{into}" as m set body = w.body from first_words as w
            where m.body is null and m.source_id = w.source_id and m.ticket_id = w.ticket_id""")


def _take_latest(con: DuckDBPyConnection, table: Table, said: str, into: str) -> None:
    """The latest saying of each key as its row; only columns without a home are joined header by header."""
    objects = [name for name in table.names if table.column(name).kind == "json"]
    for name in objects:
        _join_objects(con, said, name)
    listed = ", ".join(f'coalesce(j_{n}."{n}", s."{n}") as "{n}"' if n in objects else f's."{n}"' for n in table.names)
    joins = " ".join(
        f'left join "joined_{n}" as j_{n} on j_{n}.source_id = s.source_id and j_{n}.id = s."{table.key}"'
        for n in objects
    )
    con.execute(f"""
        create or replace temp table "{into}" as
        select s.source_id, {listed} from {said} as s
        join (from ranked as r anti join pieced as p on p.source_id = r.source_id and p.id = r.id where back = 1) as l
        on l.batch_id = s.batch_id and l.part = s.part and l.line = s.line {joins}""")
    for name in objects:
        con.execute(f'drop table "joined_{name}"')


def _join_objects(con: DuckDBPyConnection, relation: str, name: str) -> None:
    """Temp table `joined_<name>` (source_id, id, the object) of the keys whose object is not simply that of the latest
    saying: a header one file lacks is kept, of two values of one the latest counts.
    """
    con.execute(f"""
        create or replace temp table "joined_{name}" as
        with said as (
            select r.source_id, r.id, r.back, s."{name}" as said from {relation} as s
            join ranked as r on r.batch_id = s.batch_id and r.part = s.part and r.line = s.line where s."{name}" is not null
        ), odd as (
            select source_id, id from said group by all
            having min(back) > 1 or min(said::varchar) <> max(said::varchar)
        )
        select source_id, id, list_reduce(
            list(said order by back desc), lambda before, after: json_merge_patch(before, after)) as "{name}"
        from said semi join odd using (source_id, id) group by source_id, id""")


def _put_together(con: DuckDBPyConnection, table: Table, relation: str, into: str) -> None:
    """Add the rows of `pieced`: in each column what the latest saying says whose file had it."""
    key = f'"{table.key}"'
    has = ", ".join(f"list_contains(k.columns, '{name}') as \"has_{name}\"" for name in table.names)
    latest = ", ".join(
        f'{key} as "{name}"'
        if name == table.key
        else _joined(name)
        if table.column(name).kind == "json"
        else f'arg_min_null("{name}", back) filter ("has_{name}") as "{name}"'
        for name in table.names
    )
    con.execute(f"""
        insert into "{into}" with said as (
            select s.*, r.back, {has} from {relation} as s
            join ranked as r on r.batch_id = s.batch_id and r.part = s.part and r.line = s.line
            join said_part as k on k.batch_id = r.batch_id and k.part = r.part
            semi join pieced as p on p.source_id = r.source_id and p.id = r.id
        )
        select source_id, {latest} from said group by source_id, {key}""")


def _joined(name: str) -> str:
    """SQL of one JSON object from all of a key, as `_join_objects` does."""
    filled = f'filter ("has_{name}" and "{name}" is not null)'
    same = f'min("{name}"::varchar) {filled} is not distinct from max("{name}"::varchar) {filled}'
    joined = f'list_reduce(list("{name}" order by back desc) {filled}, lambda before, after: json_merge_patch(before, after))'
    return f'case when {same} then any_value("{name}") {filled} else {joined} end as "{name}"'
