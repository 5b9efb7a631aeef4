"""The accounts of one partner, as they stand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from cx import cache
from cx.facts_people import key
from cx.lifecycle import retention, terms
from cx.lifecycle.rows import chosen
from cx.selection import Selection
from cx.warehouse import Store

_KEY, _JOIN = key("account", "u.source_id", "u.account_id", "s")
# An account is there while a contract of it runs or has grace left; one without any contract until its source says that it left.
IS_THERE = "coalesce(l.is_there, a.ended_day is null or a.ended_day > $known)"
LASTING_AND_USED = f"""
, lasting as (
    select account_key, bool_or(state in ('running', 'pending')) as is_there, min(starts_day) as starts_day,
        case when bool_or(ends_day is null) then null else max(ends_day) end as ends_day from term_row group by 1
), used as (
    select {_KEY} as account_key, sum(u.amount)::double as used from usage u {_JOIN} where u.day between $first and $last group by 1
)"""
_ACCOUNTS = f"""{LASTING_AND_USED}
select a.account_key, coalesce(a.account_name, a.account_key) as account_name, a.plan, a.segment, a.owner, a.seats,
    {IS_THERE} as is_there,
    coalesce(l.starts_day, a.started_day) as starts_day, l.ends_day, u.used
from account_row a left join lasting l using (account_key) left join used u using (account_key)
where {{where}} order by is_there desc, account_name, a.account_key
"""


def accounts(store: Store, selection: Selection, partner: str, days: tuple[date, date] | None = None) -> pd.DataFrame:
    """Those under contract first, by name: `account_key`, `account_name`, `plan`, `segment`, `owner`, `seats`, `is_there`, `starts_day` (of the first contract),
    `ends_day` (of the last one; NaT: none, or without an end), `used` within the selection's days (or `days`; NaN: not known).
    """
    selection = selection.narrowed(partner=(partner,))
    looked = days or retention.span(store, selection) or (date.min, date.min)

    def find() -> pd.DataFrame:
        where, values = chosen(selection)
        return terms.asked(store, selection, _ACCOUNTS.format(where=where), first=looked[0], last=looked[1], **values)

    return cache.cached(store, ("partner accounts", looked), selection, find)
