"""How VIPs are served: their KPI and everybody else's, what they wait for, and their own line."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx import cache, compute
from cx.facts_people import key
from cx.lifecycle import terms, vip
from cx.lifecycle.retention import span
from cx.lifecycle.rows import about_accounts, chosen, known_day
from cx.selection import Selection
from cx.warehouse import Store

MEASURES = ("response_rate", "frt_median", "fcr", "ces", "csat", "resolution_lead_time_median")
_HOT = (
    "(list_contains($lines::varchar[], 'team:' || t.team) or list_contains($lines::varchar[], 'channel:' || t.channel))"
)
_USE = """
select count(*) filter (a.is_vip) as contacts, count(*) filter (a.is_vip and {hot}) as hot,
    count(distinct t.account_key) filter (a.is_vip) as accounts, count(distinct t.account_key) filter (a.is_vip and {hot}) as users,
    count(*) filter ({hot} and not coalesce(a.is_vip, false)) as strangers
from ticket_fact t join account_row a using (account_key) where t.is_counted and t.day between $first and $last and {where}
""".format(hot=f"coalesce({_HOT}, false)", where="{where}")
_MONTHS = """
select date_trunc('month', t.day)::date as period, count(*) as contacts, count(*) filter ({hot}) as hot, max(last_day(t.day)) > $known as is_running
from ticket_fact t join account_row a using (account_key)
where a.is_vip and t.is_counted and t.day between $first and $last and {where} group by 1 order by 1
""".format(hot=f"coalesce({_HOT}, false)", where="{where}")
_KEY, _JOIN = key("account", "x.source_id", "x.account_id", "s")
_LISTED = f"""
, told as (
    select {_KEY} as account_key, bool_or(x.is_vip) as is_told from account x {_JOIN} group by 1
), marked as (
    select account_key, arg_max_null(is_vip, mark_id) as by_hand from vip_mark group by 1
), asked as (
    select account_key, count(*) filter (day between $first and $last) as contacts, max(day) as last_day,
        count(*) filter (over_day is null and is_tracked) as waiting, min(opened_at) filter (over_day is null and is_tracked) as since
    from ticket_fact where is_counted and day <= $known group by 1
)
select a.account_key, coalesce(a.account_name, a.account_key) as account_name, a.plan, a.segment, a.partner, a.owner, a.monthly_fee,
    case when m.by_hand then 'hand' when coalesce(d.is_told, false) and $is_told then 'told' else 'rule' end as why,
    coalesce(q.contacts, 0) as contacts, coalesce(q.waiting, 0) as waiting, q.since, q.last_day
from account_row a left join told d using (account_key) left join marked m using (account_key) left join asked q using (account_key)
where a.is_vip and {{where}} order by waiting desc, a.monthly_fee desc nulls last, account_name, a.account_key
"""
_WAITING = """
select t.source_id, t.ticket_id, t.account_key, coalesce(a.account_name, t.account_key) as account_name, a.owner, t.opened_at, t.channel, t.category,
    t.agent_name, t.team, t.is_answered, coalesce(k.subject, k.body) as said
from ticket_fact t join account_row a using (account_key) left join ticket k on k.source_id = t.source_id and k.ticket_id = t.ticket_id
where t.is_counted and t.is_tracked and t.over_day is null and t.day <= $known and a.is_vip and {where}
order by t.opened_at, t.ticket_id limit $most
"""
_MOST = 200


@dataclass(frozen=True)
class Hotline:
    """Contacts of VIPs and how many came by their own line, VIPs with a contact and how many used it, and others' contacts on it."""

    contacts: int
    hot: int
    accounts: int
    users: int
    strangers: int


def beside(store: Store, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """MEASURES of VIPs and of all others over the selection's days, as `cx.compute` says them, by metric."""
    plain, days = about_accounts(selection), span(store, selection)
    both = [
        compute.compute(store, MEASURES, plain.narrowed(vip=flag), span=days).set_index("metric")
        for flag in (True, False)
    ]
    return both[0], both[1]


def listed(store: Store, selection: Selection) -> pd.DataFrame:
    """Every VIP, whoever waits longest first: `account_key`, `account_name`, `plan`, `segment`, `partner`, `owner`, `monthly_fee`, `why` ("hand", "told", "rule"),
    `contacts` of the selection's days, `waiting` (open now), `since`, `last_day`.
    """
    selection = about_accounts(selection).narrowed(vip=None)

    def find() -> pd.DataFrame:
        return _asked(store, selection, _LISTED, is_told=vip.rule(store).is_told)

    return cache.cached(store, "vip listed", selection, find)


def waiting(store: Store, selection: Selection) -> pd.DataFrame:
    """Contacts of VIPs that are open now, the oldest first, at most 200: `ticket_id`, `account_key`, `account_name`, `owner`, `opened_at`, `channel`, `category`,
    `agent_name`, `team`, `is_answered`, `said`.
    """
    selection = about_accounts(selection).narrowed(vip=None)
    return cache.cached(store, "vip waiting", selection, lambda: _asked(store, selection, _WAITING, most=_MOST))


def hotline_use(store: Store, selection: Selection) -> Hotline:
    """How far the VIPs' own line is used within the selection's days."""
    selection = about_accounts(selection).narrowed(vip=None)

    def find() -> Hotline:
        row = _asked(store, selection, _USE, lines=list(vip.hotline(store)[0])).iloc[0].fillna(0).astype(int)
        return Hotline(*(int(row[name]) for name in ("contacts", "hot", "accounts", "users", "strangers")))

    return cache.cached(store, "vip hotline", selection, find)


def hotline_trend(store: Store, selection: Selection) -> pd.DataFrame:
    """The same by month: `period` (first day), `contacts` of VIPs, `hot` of them by their own line, `is_running`. A month without a contact has no row."""
    selection = about_accounts(selection).narrowed(vip=None)

    def find() -> pd.DataFrame:
        return _asked(store, selection, _MONTHS, lines=list(vip.hotline(store)[0]))

    return cache.cached(store, "vip hotline trend", selection, find)


def _asked(store: Store, selection: Selection, sql: str, **more: object) -> pd.DataFrame:
    where, values = chosen(selection)
    days = span(store, selection) or (known_day(store), known_day(store))
    return terms.asked(store, selection, sql.format(where=where), first=days[0], last=days[1], **values, **more)
