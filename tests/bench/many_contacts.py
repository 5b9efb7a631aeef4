"""A store of millions of contacts: facts written by SQL, by arithmetic from a running number, the same every time.

Three years to the end of October 2026; 8 channels, 2 products, 60 tags with few frequent ones, 20,000 accounts, 200 agents.
One in 14 has no answer, and half of those that write are still open, as is what would end after the last day.
"""

from __future__ import annotations

from datetime import date

from cx import rollups
from cx.warehouse import Store

FIRST_DAY, LAST_DAY = date(2023, 11, 1), date(2026, 10, 31)
_DAYS = (LAST_DAY - FIRST_DAY).days + 1
_AT_ONCE = 1_000_000

# `u1`, `u2`, ...: numbers from 0 to 1 that look like chance.
_DICE = ", ".join(f"hash(i * 16 + {k}) / 18446744073709551616.0 as u{k}" for k in range(1, 10))
_FACTS = f"""
insert into ticket_fact by name
with thrown as (
    select i, {_DICE} from range($from_, $to_) numbers(i)
), named as (
    select *, $first::timestamp + to_seconds((i * $seconds // $all_)::bigint) as opened_at,
        ['phone', 'phone', 'chat', 'chat', 'chat', 'board', 'email', 'form', 'sales', 'message', 'other']
            [floor(u1 * 11)::int + 1] as channel,
        floor(60 * u2 * u2)::int as tag, floor(20000 * u3 * u3)::int as whose, floor(200 * u4)::int as who,
        exp(3 + 7 * u7 * u7 + u8)::bigint as waited
    from thrown
), said as (
    select *, channel not in ('phone', 'sales', 'message', 'other') as is_online, u5 > 0.07 as answered,
        (channel not in ('phone', 'sales', 'message') and u5 < 0.035)
            or (opened_at + to_seconds(waited * 5))::date > $last as is_open, u6 > 0.97 as left_out
    from named
)
select (i % 3 = 0)::int + 1 as source_id, 'T' || i as ticket_id, opened_at::date as day, opened_at, hour(opened_at) as hour,
    isodow(opened_at) - 1 as weekday, channel, is_online, ['스쿨노트', '러닝룸'][(u4 > 0.7)::int + 1] as product,
    case when u2 < 0.97 then '분류' || tag // 5 || '/' || tag end as category,
    case when u2 < 0.97 then '분류' || tag // 5 end as major_category,
    ['학교', '학원', '기업', '공공'][whose % 4 + 1] as segment, ['베이직', '프로', '무료'][whose % 3 + 1] as plan,
    '총판 ' || whose % 30 as partner, whose % 25 = 0 as is_vip, '1:A' || whose as account_key,
    '가상학교 ' || whose as account_name, true as is_known_account, '1:G' || who as agent_key, '상담원 ' || who as agent_name,
    '팀 ' || who % 10 as team, '1:P' || floor(100000 * u9)::int as contact_key,
    case when is_open then 'open' else 'solved' end as status, not left_out as is_counted, false as is_bot_only, false as is_bubble,
    u9 > 0.9 as is_bot_involved, answered as is_human_involved, false as is_outbound,
    channel = 'phone' and not answered as is_abandoned, not left_out as is_offered, not left_out and answered as is_answered,
    u8 > 0.88 as is_repeat, case when is_open and not left_out then opened_at + interval 1 day end as pending_until,
    case when answered then waited end as first_response_seconds,
    case when answered then (waited * u6)::bigint end as first_response_business_seconds,
    case when answered and channel in ('phone', 'chat') then (waited * u9)::bigint end as queue_seconds,
    case when answered and channel = 'phone' then 3 + (20 * u9)::bigint end as ring_seconds,
    case when answered and channel in ('phone', 'chat') then u9 > 0.2 end as is_in_time,
    case when channel in ('phone', 'chat') then not answered end as is_given_up,
    case when not is_open then (opened_at + to_seconds(waited * 5))::date end as resolved_day,
    case when not is_open then waited * 5 end as resolution_seconds,
    case when not is_open then (opened_at + to_seconds(waited * 3))::date end as first_resolved_day,
    case when not is_open then waited * 3 end as first_resolution_seconds,
    case when not is_open then (opened_at + to_seconds(waited * 5))::date end as over_day,
    case when not is_open then 1 + (u3 > 0.95)::bigint end as resolution_count,
    case when not is_open then u3 > 0.95 end as is_reopened, true as is_tracked,
    case when not is_open then u8 <= 0.8 end as is_first_contact_resolved,
    case when answered then 60 + (900 * u8)::bigint end as handle_seconds,
    case when answered then 60 + (600 * u8)::bigint end as talk_seconds, u7 > 0.1 as is_sla_met,
    (u3 > 0.95)::bigint as reopen_count, hour(opened_at) between 9 and 17 as is_open_hours
from said
"""


def fill(store: Store, contacts: int) -> None:
    """Write `contacts` facts in the order of their opening, and sum them up; they replace none."""
    for start in range(0, contacts, _AT_ONCE):
        values = {
            "from_": start,
            "to_": min(start + _AT_ONCE, contacts),
            "all_": contacts,
            "first": FIRST_DAY,
            "last": LAST_DAY,
            "seconds": _DAYS * 86_400,
        }
        with store.write("data") as con:
            con.execute(_FACTS, values)
    with store.write("data") as con:
        rollups.refresh(con)
