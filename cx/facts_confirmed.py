"""Whether what a bot ended alone was really over: nobody of the account came back within the window.

Any contact the account began counts as coming back, whatever it is about and whoever answers; only thanks, and what the team
started, do not. Where no account is known it is the person; without either nobody knows. Whether the window has passed
depends on the clock, and is asked when the metric is (`Metric.matures`).

`remember` before facts are deleted, `mend` once the new ones are there; or all of them (`judge_all`). Stores without a bot pay
for one look at the flags.
"""

from __future__ import annotations

import duckdb

from cx import facts_days
from cx.facts_rules import Rules

_WHO = "coalesce(account_key, contact_key)"
_IS_ACCOUNT = "account_key is not null"
_CONTAINED = f"is_counted and is_bot_only and not is_bubble and {_WHO} is not null"
_CAME = f"is_counted and not is_outbound and not is_thanks and {_WHO} is not null"

_JUDGED = f"""
with contained as materialized (
    select rowid as place, {_WHO} as who, {_IS_ACCOUNT} as is_account, opened_at as opened, is_confirmed
    from ticket_fact where {_CONTAINED} and {{chosen}}
), came as (
    select who, is_account, opened from (
        select {_WHO} as who, {_IS_ACCOUNT} as is_account, opened_at as opened from ticket_fact where {_CAME}
    ) semi join contained using (who, is_account)
)
select c.place, c.is_confirmed as was, coalesce(n.opened > c.opened + to_days($roar_days), true) as is_now
from contained c asof left join came n on c.who = n.who and c.is_account = n.is_account and c.opened < n.opened
"""
_MEND = """  -- "abs": see cx.facts_neighbours
update ticket_fact set is_confirmed = m.is_now from fact_confirmed m where abs(ticket_fact.rowid) = m.place
"""
# Only what was contained not too long before a contact that came or went can have another answer.
_PEOPLE = f"""
create or replace temp table {{name}} as
select {_WHO} as who, {_IS_ACCOUNT} as is_account, min(opened_at) as low, max(opened_at) as high from ticket_fact
where (source_id, ticket_id) in (select (source_id, ticket_id) from fact_touched) and {_WHO} is not null group by all
"""
_NEAR = f"""exists (from fact_person p where p.who = {_WHO} and p.is_account = ({_IS_ACCOUNT})
    and opened_at between p.low - to_days($roar_days) and p.high)"""


def judge_all(con: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Judge every contained contact; the facts are new and have no answer yet."""
    if not _is_any(con):
        return
    _judge(con, rules, "true")
    con.execute("drop table fact_confirmed")


def _is_any(con: duckdb.DuckDBPyConnection) -> bool:
    return con.execute(f"select 1 from ticket_fact where {_CONTAINED} limit 1").fetchone() is not None


def _judge(con: duckdb.DuckDBPyConnection, rules: Rules, chosen: str) -> None:
    judged = _JUDGED.format(chosen=chosen)
    sql = f"create or replace temp table fact_confirmed as select place, is_now from ({judged}) where was is distinct from is_now"
    con.execute(sql, {"roar_days": rules.roar_window_days})
    con.execute(_MEND)


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Keep whose facts those in `fact_touched` were; they are about to be deleted."""
    con.execute(_PEOPLE.format(name="fact_person_before"))


def mend(con: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Judge again what was contained of the accounts the facts in `fact_touched` had or have now; the days are noted."""
    if not _is_any(con):
        facts_days.note_none(con, "confirmed")
        con.execute("drop table fact_person_before")
        return
    con.execute(_PEOPLE.format(name="fact_person_after"))
    con.execute("""
        create or replace temp table fact_person as select who, is_account, min(low) as low, max(high) as high
        from (from fact_person_before union all from fact_person_after) group by all""")
    _judge(con, rules, _NEAR)
    facts_days.note(con, "confirmed", "abs(rowid) in (select place from fact_confirmed)")
    for table in ("person_before", "person_after", "person", "confirmed"):
        con.execute(f"drop table fact_{table}")
