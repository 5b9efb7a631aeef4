"""Contracts as terms: what became of each at its end, and for how long its fee was really recurring.

A term is *renewed* by the account's next contract: the first one that ends later and begins around its end, at most EARLY_DAYS before and
at most the days of grace after it.
Dates decide; where there is no such contract the outcome of the source does. A term whose days of grace have not passed is *pending* (unless its source
says it is over), one that has not ended is *running*. A contract moved to another one counts as renewed.

For revenue a renewal begins the day after the term it renews, whether it was signed early or late; so nothing is counted twice and
no gap within the grace is a loss. A pending term goes on until it is known. A contract without a first day has been there always, one
without a last day goes on, and one of which only the outcome is known to be over ended within the last whole month known.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import cache, settings
from cx.facts_people import key
from cx.lifecycle.rows import ACCOUNTS, ask, chosen, known_day
from cx.selection import Selection
from cx.warehouse import Store

EARLY_DAYS = 90  # a contract that begins sooner stands beside the other one and does not renew it
STATES = ("renewed", "churned", "pending", "running")
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
)"""


def asked(store: Store, selection: Selection, sql: str, **more: object) -> pd.DataFrame:
    """The answer of `sql`, which reads `term_row` and may use $known, $grace and `more`; no rows where nothing is known."""
    where, values = chosen(selection, plan="coalesce(c.plan, a.plan)")  # the contract's, not what the account has today
    bound = values | {"known": known_day(store) or date.min, "grace": settings.get(store).renewal_grace_days} | more
    return ask(store, f"with {ACCOUNTS}, {TERMS.format(where=where)} {sql}", bound)


def last_day(store: Store, account_key: str) -> date | None:
    """The last day of an account's contracts; None where it has none, or one without an end."""
    sql = "select max(ends_day) as ends, count(*) filter (ends_day is null) as endless from term_row where account_key = $key"
    row = asked(store, Selection(period="all"), sql, key=account_key).iloc[0]
    return None if pd.isna(row["ends"]) or row["endless"] else pd.Timestamp(row["ends"]).date()


def is_any(store: Store) -> bool:
    """Whether there are contracts at all."""

    def find() -> bool:
        return not store.query("select 1 from contract limit 1").empty

    return cache.cached(store, "contracts at all", None, find)
