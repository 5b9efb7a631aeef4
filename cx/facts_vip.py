"""Who is a VIP: what a person said of an account, else the team's rule, else what its source says."""

from __future__ import annotations

import duckdb

from cx.facts_people import key

_CONTACT_KEY, _CONTACT_JOIN = key("account", "t.source_id", "t.account_id", "sa")
_ACCOUNT_KEY, _ACCOUNT_JOIN = key("account", "a.source_id", "a.account_id", "sa")
_SIGNED_KEY, _SIGNED_JOIN = key("account", "c.source_id", "c.account_id", "sa")
_NEWEST = "(from vip_rule order by rule_id desc limit 1)"
# A condition that is not looked at is null, and says nothing in either way of joining. Plan and fee are the account's, else its newest contract's.
_RULED = f"""
with rule as {_NEWEST}, told as (
    select {_ACCOUNT_KEY} as account_key, a.* exclude (account_id), sa.id is null as is_own from account a {_ACCOUNT_JOIN}
), described as (
    select account_key, first(plan order by is_own desc, source_id) filter (plan is not null) as plan,
        first(monthly_fee order by is_own desc, source_id) filter (monthly_fee is not null) as fee,
        first(is_vip order by is_own desc, source_id) filter (is_vip is not null) as is_told
    from told group by 1
), signed as (
    select {_SIGNED_KEY} as account_key, arg_max(c.plan, c.starts_day) as plan, arg_max(c.monthly_fee, c.starts_day) as fee
    from contract c {_SIGNED_JOIN} group by 1
), known as (
    select account_key, coalesce(o.plan, g.plan) as plan, coalesce(o.fee, g.fee) as fee, o.is_told
    from described o full join signed g using (account_key)
), tagged as (
    select distinct {_CONTACT_KEY} as account_key from ticket t {_CONTACT_JOIN} cross join rule r
    where len(r.tags) > 0 and t.tags is not null
        and t.opened_at > (select max(opened_at) from ticket) - interval 365 day
        and list_has_any(list_transform(string_split(t.tags, ','), lambda one: trim(one)), r.tags)
), judged as (
    select k.account_key, k.is_told, r.is_all, r.is_told as takes_told,
        case when r.least_fee is not null then coalesce(k.fee >= r.least_fee, false) end as by_fee,
        case when len(r.plans) > 0 then coalesce(list_contains(r.plans, k.plan), false) end as by_plan,
        case when len(r.tags) > 0 then k.account_key in (select account_key from tagged where account_key is not null) end as by_tag
    from known k cross join rule r
)
select account_key, (takes_told and coalesce(is_told, false)) or case when is_all
    then coalesce(by_fee, true) and coalesce(by_plan, true) and coalesce(by_tag, true)
        and coalesce(by_fee, by_plan, by_tag) is not null
    else coalesce(by_fee, false) or coalesce(by_plan, false) or coalesce(by_tag, false) end as is_vip
from judged
"""
_SETTLED = f"""
insert into vip_account
with ruled as ({_RULED}), marked as (
    select account_key, arg_max_null(is_vip, mark_id) as is_vip from vip_mark group by 1
)
select account_key, coalesce(m.is_vip, r.is_vip) from ruled r full join marked m using (account_key)
where coalesce(m.is_vip, r.is_vip) is not null
"""


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Bring `vip_account` up to date with accounts, rule and list, inside the caller's transaction."""
    if con.execute("select 1 from vip_rule union all select 1 from vip_mark limit 1").fetchone():
        con.execute("delete from vip_account")
        con.execute(_SETTLED)
    elif con.execute("select 1 from vip_account limit 1").fetchone():
        con.execute("delete from vip_account")
