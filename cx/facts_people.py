"""Who an account, an agent or a partner is after matching: one row per key, whichever source described it."""

from __future__ import annotations

import duckdb

# A key is 'source:id' of the account or agent that others were merged into. Where several sources describe it, each
# attribute is that of the row merged into if it says something, else the first other that does. Rule and list of VIPs come before both.
# A partner is called by its name; two of one source that share it by name and number, so that nobody's accounts are counted as another's.
PARTNERS = """(
    select source_id, partner_id, coalesce(case when count(*) over (partition by source_id, partner_name) > 1
        then partner_name || ' (' || partner_id || ')' else partner_name end, partner_id) as partner
    from partner
)"""
_ACCOUNTS = """
create or replace temp table fact_account as
with told as (
    select a.*, coalesce(s.into_source_id, a.source_id) || ':' || coalesce(s.into_id, a.account_id) as account_key,
        s.id is null as is_own, coalesce(p.partner, a.partner_id) as partner
    from account a
    left join same_as s on s.kind = 'account' and s.source_id = a.source_id and s.id = a.account_id
    left join {partners} p on p.source_id = a.source_id and p.partner_id = a.partner_id
)
select named.* replace (coalesce(v.is_vip, named.is_vip) as is_vip)
from (select account_key, {attributes} from told group by account_key) named left join vip_account v using (account_key)
"""
_ACCOUNT_ATTRIBUTES = ("account_name", "segment", "plan", "partner", "region", "is_vip", "is_test")

_AGENTS = """
create or replace temp table fact_agent as
with told as (
    select a.*, coalesce(s.into_source_id, a.source_id) || ':' || coalesce(s.into_id, a.agent_id) as agent_key,
        s.id is null as is_own
    from agent a left join same_as s on s.kind = 'agent' and s.source_id = a.source_id and s.id = a.agent_id
)
select agent_key, {attributes} from told group by agent_key
"""
_AGENT_ATTRIBUTES = ("agent_name", "team", "is_bot")


def _first(names: tuple[str, ...]) -> str:
    order = "is_own desc, source_id"
    return ", ".join(f"first({name} order by {order}) filter ({name} is not null) as {name}" for name in names)


def resolve(con: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary tables fact_account and fact_agent, one row per key, for the joins of the facts."""
    for kind, sql, attributes in (("account", _ACCOUNTS, _ACCOUNT_ATTRIBUTES), ("agent", _AGENTS, _AGENT_ATTRIBUTES)):
        if con.execute(f"from {kind} limit 1").fetchone():
            con.execute(sql.format(partners=PARTNERS, attributes=_first(attributes)))
        else:
            typed = ", ".join(f"{name} {'boolean' if name.startswith('is_') else 'varchar'}" for name in attributes)
            con.execute(f"create or replace temp table fact_{kind} ({kind}_key varchar, {typed})")


def drop(con: duckdb.DuckDBPyConnection) -> None:
    """Remove them again."""
    con.execute("drop table if exists fact_account")
    con.execute("drop table if exists fact_agent")


def key(kind: str, source: str, name: str, alias: str) -> tuple[str, str]:
    """SQL of the matched key of column `name`, and the join on same_as (as `alias`) it needs."""
    value = f"coalesce({alias}.into_source_id, {source}) || ':' || coalesce({alias}.into_id, {name})"
    join = (
        f"left join same_as {alias} on {alias}.kind = '{kind}' and {alias}.source_id = {source} and {alias}.id = {name}"
    )
    return value, join
