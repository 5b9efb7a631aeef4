"""Rows about the life of accounts that are each possible and do not fit together: told, never mended by a guess.

Contracts that say the same under different ids would count their revenue twice, and steps in an order that hardly any account has
are often the day of entry instead of the day of the event. Rows are kept either way.
"""

from __future__ import annotations

from collections.abc import Sequence

from duckdb import DuckDBPyConnection

from cx.importing.sheet import Notice

SHOWN = 5
USUAL = 0.9  # of the accounts have two steps in this order
_FEWEST = 10  # accounts with both steps, before an order is called usual
# Contracts of this batch that agree with another contract of their source in everything but the id.
_TWICE = f"""
with said as (
    select distinct c.* from contract c join said_contract s on s.source_id = c.source_id and s.contract_id = c.contract_id
    where s.batch_id = $batch
), pairs as (
    select s.account_id, s.starts_day, s.ends_day, s.monthly_fee, list(distinct c.contract_id order by c.contract_id) as ids from said s
    join contract c on c.source_id = s.source_id and c.account_id = s.account_id and c.starts_day = s.starts_day
        and c.ends_day is not distinct from s.ends_day and c.plan is not distinct from s.plan
        and c.monthly_fee is not distinct from s.monthly_fee
    where s.starts_day is not null group by all having count(distinct c.contract_id) > 1
)
select count(*), sum(len(ids) - 1)::bigint, array_to_string(list(account_id || ': ' || array_to_string(ids[:3], ' = ') order by account_id)[:{SHOWN}], ', ')
from pairs
"""
# Accounts of this batch that have two steps the other way round than nine of ten do; at one moment they are in no order.
_TURNED = f"""
with firsts as (
    select source_id, account_id, step, min(happened_at) as at_first from lifecycle_event group by all
), pairs as (
    select a.source_id, a.account_id, a.step as one, b.step as other, a.at_first > b.at_first as is_turned
    from firsts a join firsts b on a.source_id = b.source_id and a.account_id = b.account_id and a.step <> b.step and a.at_first <> b.at_first
), usual as (
    select source_id, one, other from pairs group by all
    having count(*) >= {_FEWEST} and count(*) filter (not is_turned) >= {USUAL} * count(*)
), turned as (
    select distinct p.account_id, p.one, p.other from pairs p join usual using (source_id, one, other)
    semi join (select source_id, account_id from said_lifecycle_event where batch_id = $batch) s
        on s.source_id = p.source_id and s.account_id = p.account_id
    where p.is_turned
)
select count(distinct account_id), count(*),
    array_to_string(list(account_id || ': ' || other || ' < ' || one order by account_id, one, other)[:{SHOWN}], ', ') from turned
"""


def doubts(con: DuckDBPyConnection, batch_id: int, tables: Sequence[str]) -> list[Notice]:
    """Notices on contracts told twice and on steps out of order, of what this batch says; none where there are none."""
    found = []
    if "contract" in tables:
        accounts, more, examples = con.execute(_TWICE, {"batch": batch_id}).fetchall()[0]
        if accounts:
            found.append(Notice("report.contracts_twice", {"n": accounts, "more": more, "examples": examples}))
    if "lifecycle_event" in tables:
        accounts, pairs, examples = con.execute(_TURNED, {"batch": batch_id}).fetchall()[0]
        if accounts:
            found.append(Notice("report.steps_turned", {"n": accounts, "pairs": pairs, "examples": examples}))
    return found
