"""One fact per contract that ended, and per account what it paid at both ends of a period: what renewal rate, GRR and NRR count.

Contracts are few, so these are views; `cx.lifecycle.terms` says in words what a term becomes and reads the same expressions. Channel and product belong to
contacts: of contracts they are not told, so a filter on them lets none through.
"""

from __future__ import annotations

from datetime import date

from cx.facts_people import PARTNERS, key
from cx.facts_tables import OF_ACCOUNT

EARLY_DAYS = 90  # a contract that begins sooner stands beside the other one and does not renew it
_TOLD = (
    "account_name", "plan", "segment", "industry", "region", "is_vip", "is_test", "started_day", "ended_day", "monthly_fee", "seats", "owner",
)  # fmt: skip
_EVENT_KEY, _EVENT_JOIN = key("account", "e.source_id", "e.account_id", "s")


def _first(name: str) -> str:
    return f"first({name} order by is_own desc, source_id) filter ({name} is not null) as {name}"


ACCOUNTS = f"""
account_told as (
    select a.*, coalesce(s.into_source_id, a.source_id) || ':' || coalesce(s.into_id, a.account_id) as account_key,
        s.id is null as is_own, coalesce(p.partner, a.partner_id) as partner
    from account a
    left join same_as s on s.kind = 'account' and s.source_id = a.source_id and s.id = a.account_id
    left join {PARTNERS} p on p.source_id = a.source_id and p.partner_id = a.partner_id
), account_named as (
    select distinct {_EVENT_KEY} as account_key, e.account_id from (
        select source_id, account_id from contract union select source_id, account_id from lifecycle_event
        union select source_id, account_id from usage
    ) e {_EVENT_JOIN}
), account_one as (
    select account_key, {", ".join(map(_first, (*_TOLD, "partner")))}, true as is_known from account_told group by account_key
    having not coalesce(bool_or(is_test), false)
), account_every as (
    from account_one
    union all by name
    select account_key, any_value(account_id) as account_name, false as is_known
    from account_named anti join account_told using (account_key) group by account_key
), account_row as (
    select e.* replace (coalesce(v.is_vip, e.is_vip) as is_vip) from account_every e left join vip_account v using (account_key)
)"""
_UNDATED = (
    "(date_trunc('month', $known::date)::date - 2)"  # the last day of a contract of which only is known that it is over
)
_KEY, _JOIN = key("account", "c.source_id", "c.account_id", "s")
# One row per contract of an account that is looked at. $known: the last day known, $grace: days.
TERMS = f"""
contract_row as (
    select {_KEY} as account_key, c.contract_id, c.source_id, coalesce(c.plan, a.plan) as plan, a.segment, a.partner, a.region,
        coalesce(a.is_vip, false) as is_vip, a.account_name, c.starts_day, c.ends_day, coalesce(c.monthly_fee, a.monthly_fee) as fee, c.outcome,
        c.churn_cause, c.plan as own_plan, c.monthly_fee as own_fee, c.seats as own_seats, row_number() over (partition by account_key order by c.starts_day nulls first, c.ends_day nulls last, c.contract_id) as place
    from contract c {_JOIN} join account_row a on a.account_key = {_KEY}
    where {{where}}
), renewing as (
    select c.account_key, c.place, min(n.place) as next_place from contract_row c
    join contract_row n on n.account_key = c.account_key and n.place > c.place and n.starts_day > c.starts_day
        and (n.ends_day is null or n.ends_day > c.ends_day) and n.starts_day between c.ends_day - {EARLY_DAYS} and c.ends_day + $grace
    where c.ends_day is not null group by all
), judged as (
    select c.*, r.next_place, case
        when c.ends_day > $known or (c.ends_day is null and c.outcome is distinct from 'churned') then 'running'
        when r.next_place is not null or c.outcome in ('renewed', 'moved') then 'renewed'
        when c.outcome = 'churned' or c.ends_day + $grace <= $known then 'churned' else 'pending' end as state
    from contract_row c left join renewing r using (account_key, place)
), renewed_term as (
    select account_key, next_place as place, max(ends_day) as before_day from judged where next_place is not null group by all
), term_row as (
    select j.*, coalesce(b.before_day + 1, j.starts_day, date '1900-01-01') as counts_from, case
        when j.next_place is not null then j.ends_day
        when j.state = 'churned' then coalesce(j.ends_day, {_UNDATED})
        when j.state = 'running' then coalesce(j.ends_day, date '2199-12-31') else date '2199-12-31' end as counts_to
    from judged j left join renewed_term b using (account_key, place)
    where {{plan}}
)"""

_OWN: dict[str, tuple[str, str]] = {
    "source_id": ("INTEGER", "the named connection"),
    "day": ("DATE", "day it was due; of revenue the first day of the period"),
    "channel": ("VARCHAR", "not told"),
    "product": ("VARCHAR", "not told"),
    **OF_ACCOUNT,
    "is_counted": ("BOOLEAN", "it ended, or of revenue: there was a contract on the day before the period"),
}
TERM_FACT = _OWN | {
    "contract_id": ("VARCHAR", "the source's own number"),
    "is_renewed": ("BOOLEAN", "a following contract began in time, or the source says so"),
}
REVENUE_FACT = _OWN | {
    "fee_before": ("DOUBLE", "fee a month on the day before the period"),
    "fee_kept": ("DOUBLE", "what of it is left on the last day, at most as much"),
    "fee_after": ("DOUBLE", "fee a month on the last day"),
}
_GRACE = "coalesce((select (value->>'$')::integer from setting where name = 'renewal_grace_days'), 30)"
_NOW = {"$known": "(select known from clock)", "$grace": "(select grace from clock)"}
UNTOLD = ("channel", "product")
_DIMENSIONS = ("segment", "plan", "partner", "region", "is_vip")


def _asked(sql: str) -> str:
    for name, found in _NOW.items():
        sql = sql.replace(name, found)
    return sql


# The terms as known on the day bound to its one `?`.
_TERM_ROWS = f"""with clock as (select ?::date as known, {_GRACE} as grace), {ACCOUNTS}, {_asked(TERMS.format(where="true", plan="true"))}
    select *, null::varchar as channel, null::varchar as product, ends_day as day, state <> 'running' as is_counted from term_row"""
_OF = ", ".join(f"min({name}) as {name}" for name in _DIMENSIONS)
TERM_VIEW = f"""(
    select min(source_id) as source_id, min(contract_id) as contract_id, day, null::varchar as channel, null::varchar as product, account_key,
        any_value(account_name) as account_name, {_OF}, true as is_counted, bool_or(state = 'renewed') as is_renewed
    from ({_TERM_ROWS}) where is_counted and day is not null group by account_key, day
) term_fact"""


def revenue(
    ends: tuple[tuple[date, date], ...], as_of: date, where: str, values: list[object]
) -> tuple[str, list[object]]:
    """`rows as (…)` for a `with`, and its values: per period and account with a contract on the day before what it paid then and at the end.

    `where` and its `values` say which terms are meant; `as_of` is the last day that is known.
    """
    firsts, lasts = ([end[place] for end in ends] for place in (0, 1))
    sql = f"""ends as (select unnest(?::date[]) as first_day, unnest(?::date[]) as last_day),
        terms as (select * from ({_TERM_ROWS}) where {where}),
        paid as (
            select e.first_day as period_day, e.first_day as day, min(source_id) as source_id, null::varchar as channel, null::varchar as product,
                account_key, any_value(account_name) as account_name, {_OF},
                coalesce(sum(fee) filter (e.first_day - 1 between counts_from and counts_to), 0.0)::double as fee_before,
                coalesce(sum(fee) filter (e.last_day between counts_from and counts_to), 0.0)::double as fee_after,
                bool_or(e.first_day - 1 between counts_from and counts_to) as is_counted
            from terms cross join ends e group by e.first_day, account_key
        ),
        rows as (select *, least(fee_before, fee_after) as fee_kept from paid where is_counted)"""
    return sql, [firsts, lasts, as_of, *values]
