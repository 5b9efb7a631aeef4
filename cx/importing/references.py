"""What a batch's rows refer to and the store does not have: told, never refused, because a list of accounts is seldom whole."""

from __future__ import annotations

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from cx.importing.sheet import Notice
from cx.matching import folded_id
from cx.schema import TABLES

SHOWN = 5

# A source without a list of accounts of its own has nothing to compare with.
_UNKNOWN = f"""
create or replace temp table unknown_account as
with said as ({{said}}), asked as (
    select source_id, account_id, count(*) as n from said where account_id is not null group by all
)
select asked.*, alike.id as alike_id
from asked
semi join (select distinct source_id from account) as own on own.source_id = asked.source_id
anti join account as a on a.source_id = asked.source_id and a.account_id = asked.account_id
anti join same_as as s on s.kind = 'account' and s.source_id = asked.source_id and s.id = asked.account_id
left join (
    select source_id, {folded_id("account_id")} as folded, any_value(account_id) as id
    from account group by all having count(*) = 1
) as alike on alike.source_id = asked.source_id and alike.folded = {folded_id("asked.account_id")}
"""


def unknown_accounts(con: DuckDBPyConnection, batch_id: int, tables: Sequence[str]) -> list[Notice]:
    """Notices on the accounts that the rows of this batch name and its source's list of accounts lacks.

    One for ids that differ from a listed one only by case or spaces, one for the others; none where the source has no
    list of accounts. The rows are kept either way and shown as not registered.
    """
    naming = [name for name in tables if name != "account" and "account_id" in TABLES[name].names]
    if not naming or not con.execute("from account limit 1").fetchone():
        return []
    said = " union all ".join(
        f'select source_id, account_id from "said_{name}" where batch_id = {int(batch_id)}' for name in naming
    )
    con.execute(_UNKNOWN.format(said=said))
    found = con.execute(
        f"""select alike_id is not null as is_alike, count(*), sum(n)::bigint,
            array_to_string(list(account_id || coalesce(' → ' || alike_id, '') order by n desc, account_id)[:{SHOWN}], ', ')
        from unknown_account group by is_alike order by is_alike desc"""
    ).fetchall()
    con.execute("drop table unknown_account")
    return [
        Notice(
            "report.accounts_alike" if is_alike else "report.accounts_unknown",
            {"ids": ids, "rows": rows, "examples": examples},
        )
        for is_alike, ids, rows, examples in found
    ]
