"""A store in which every metric has something to count: eight months by arithmetic, with all that is left out beside it."""

from __future__ import annotations

from pathlib import Path

from cx import facts, settings, sources
from cx.voc import documents
from cx.warehouse import Store

# Opened from 1 March to the end of October 2026, Seoul time; everything follows from the running number `i`.
TICKETS = """
insert into ticket by name
select source_id, $prefix || i as ticket_id, opened as opened_at, channel,
    case when i % 9 <> 4 then 'A' || (i % 12) end as account_id, 'P' || (i % 200) as contact_id, case when not by_bot then 'G' || (i % 5) end as agent_id,
    ['스쿨노트', '러닝룸'][i // 3 % 2 + 1] as product,
    case when i % 10 <> 7 then ['결제/환불', '로그인', '오류/출석', '과제/제출'][((i // 12) * (i // 12) % 9 + 2) // 3 + 1] end as category,
    case when is_over then 'solved' else 'open' end as status,
    '문의 ' || i as subject,
    case when i % 29 = 8 then '감사합니다!' else ['로그인이 안 돼요', '환불 문의', 'export broken'][i % 3 + 1] end as body,
    case when channel in ('phone', 'chat') and not by_bot then opened end as queued_at,
    case when answered and channel in ('phone', 'chat') then opened + to_seconds(5 + i * 7 % 200) end as answered_at,
    case when answered then opened + to_seconds(30 + i * i % 40000) end as first_response_at,
    case when answered and channel = 'phone' then 3 + i % 20 end as ring_seconds,
    case when not answered and not by_bot and channel in ('phone', 'chat') then i * 5 % 60 end as queue_seconds,
    case when answered and channel = 'phone' then 100 + i % 300 end as talk_seconds,
    case when answered and channel = 'phone' and i % 3 > 0 then (i % 3 - 1) * (i % 60) end as hold_seconds,
    case when answered and channel = 'phone' and i % 5 > 0 then 20 + i % 40 end as after_call_seconds,
    case when answered then 1 + i % 3 end as reply_count, case when i % 4 > 0 then (i % 6 = 1)::int end as transfer_count,
    case when is_resolved and i % 2 = 0 then opened + to_seconds(1800 + i % 1000) end as first_resolved_at,
    case when is_resolved then opened + to_seconds(3600 + i * 3701 % 900000) end as resolved_at,
    case when i % 19 = 4 then 1 else 0 end as reopen_count,
    case when i % 5 < 4 then i % 9 > 1 end as is_sla_met,
    case when by_bot then null when channel = 'phone' then not answered when channel = 'chat' then not answered and i % 7 = 0 end as is_abandoned,
    by_bot or i % 11 = 3 as is_bot_involved,
    case when by_bot then false end as is_human_involved,
    i % 41 = 2 as is_outbound, i % 50 = 9 as is_spam, i % 50 = 19 as is_test,
    case when i % 50 = 29 then $prefix || (i - 1) end as merged_into_id
from (
    select *, i % 35 = 3 as by_bot, i % 7 > 0 and i % 13 <> 5 and not by_bot and i % 41 <> 2 as answered,
        ['phone', 'chat', 'board', 'email', 'sales', 'message', 'chat', 'form'][i % 8 + 1] as channel,
        i % 13 <> 5 or channel = 'phone' as is_over,
        is_over and i % 17 <> 6 and opened + to_seconds(3600 + i * 3701 % 900000) < timestamp '2026-10-31 15:00:00' as is_resolved
    from (select 1 + i % 2 as source_id, i, timestamp '2026-02-28 15:00:00' + to_seconds(i * 8000) as opened
        from range(2640) numbers(i))
)
"""
# Every fifth contact was a person's own from a minute after its opening on, half of them put aside for ten.
STEPS = """
insert into ticket_event by name
select source_id, ticket_id || event as event_id, ticket_id, happened_at, event, 'system' as actor,
    case when event = 'assigned' then agent_id end as to_value
from (
    select source_id, ticket_id, agent_id, unnest([
        {event: 'assigned', happened_at: opened_at + to_seconds(60)},
        {event: 'snoozed', happened_at: case when i % 10 = 1 then opened_at + to_seconds(600) end},
        {event: 'reopened', happened_at: case when i % 10 = 1 then opened_at + to_seconds(1200) end},
        {event: 'resolved', happened_at: resolved_at}
    ], recursive := true)
    from (select *, substr(ticket_id, 2)::int as i from ticket where starts_with(ticket_id, $prefix))
    where i % 5 = 1 and first_response_at is not null
) where happened_at is not null
"""
ANSWERS = """
insert into survey_answer by name
select 1 + i % 2 as source_id, $prefix || kind || i as answer_id, kind as survey,
    case when kind = 'ces' then ['communication', 'access', 'information'][i % 3 + 1] end as dimension,
    case when kind = 'nps' then case when i < 300 then '2026-상' else '2026-하' end end as wave,
    sent as sent_at,
    case when i % 5 < 3 then sent + to_hours(i % 70) end as answered_at,
    case when i % 5 < 3 then 'answered' when i % 5 = 3 then 'dismissed' when i % 15 = 4 then 'bounced' end as answer_state,
    case when i % 5 < 3 then case kind when 'csat' then 1 + i * 3 % 5 when 'ces' then 1 + i * 5 % 7 else i * 7 % 11 end end as score,
    case kind when 'nps' then 0 else 1 end as scale_low, case kind when 'nps' then 10 when 'ces' then 7 else 5 end as scale_high,
    $prefix || 'R' || (i % 250) as contact_id, case kind when 'nps' then $prefix || 'N' || (i % 60) else 'A' || (i % 12) end as account_id, $prefix || i as ticket_id,
    ['스쿨노트', '러닝룸'][i % 2 + 1] as product,
    ['chat', 'phone', 'email'][i // 2 % 3 + 1] as channel
from (select i, timestamp '2026-03-01 00:00:00' + to_seconds(i * 35000) as sent from range(590) numbers(i)),
    (values ('csat'), ('ces'), ('nps')) kinds(kind)
"""
ACCOUNTS = """
insert into account by name
select source_id, 'A' || i as account_id, '가상학교 ' || i as account_name, ['베이직', '프로'][i % 2 + 1] as plan,
    ['학교', '학원'][i % 2 + 1] as segment, i % 6 = 0 as is_vip from range(12) a(i), (values (1), (2)) s(source_id)
"""

# Every third contact was looked at a day later; every sixth on a scale to 20, every seventh without points.
REVIEWS = """
insert into qa_review by name
select source_id, $prefix || 'Q' || i as review_id, opened_at + interval 1 day as reviewed_at, ticket_id,
    case when i % 2 = 0 then agent_id end as agent_id, case when i % 7 > 0 then i * 11 % (if(i % 6 = 0, 21, 101)) end as score,
    case when i % 6 = 0 then 20 end as scale_high, case when i % 5 > 0 then i % 8 = 1 end as is_difficult
from (select *, substr(ticket_id, 2)::int as i from ticket where starts_with(ticket_id, $prefix))
where i % 3 = 0 and opened_at < timestamp '2026-10-30'
"""
# The tag of every fourth contact was drawn a day later; every fifth of them nobody has looked at.
AUDITS = """
insert into tag_audit by name
select i % 9 as audit_id, opened_at + interval 1 day as drawn_at, 'ticket' as origin, source_id, ticket_id as document_id,
    category as given, case when i % 5 > 0 then i % 7 > 1 end as is_right
from (select *, substr(ticket_id, 2)::int as i from ticket where starts_with(ticket_id, $prefix))
where i % 4 = 0 and category is not null and opened_at < timestamp '2026-10-30'
"""
# Four hours to the first answer; forty hours of work to the resolution, for calls nothing.
POLICIES = """
insert into sla_policy by name
select * from (values (1, 'first_response', 'calendar', 14400, null), (2, 'resolution', 'business', 144000, null),
    (3, 'resolution', 'business', null, 'phone')) policies(policy_id, target, clock, goal_seconds, channel)
"""

# Those who are asked whether they recommend us are of accounts of their own.
ASKED = """
insert into account by name
select source_id, $prefix || 'N' || i as account_id, '가상학원 ' || i as account_name, ['베이직', '프로'][i % 2 + 1] as plan,
    i % 6 = 0 as is_vip from range(60) a(i), (values (1), (2)) s(source_id)
"""
# Ninety accounts with contracts of a year that end from March 2026 on; a fifth leaves, a quarter then pays more and a third less.
CONTRACTS = """
insert into contract by name
select 1 + i % 2 as source_id, $prefix || 'K' || i || turn as contract_id, $prefix || 'C' || i as account_id, ['베이직', '프로'][i % 2 + 1] as plan,
    date '2025-03-01' + (4 * i + 365 * turn)::int as starts_day, starts_day + 364 as ends_day,
    1000 * (1 + i % 7) * case when turn = 0 then 1 when i % 4 = 1 then 1.1 when i % 3 = 0 then 0.8 else 1 end as monthly_fee
from range(90) numbers(i), range(2) turns(turn) where turn = 0 or i % 5 > 0
"""


def add(store: Store, prefix: str = "T") -> None:
    """The same contacts and answers once more, under ids of their own."""
    with store.write("data") as con:
        con.execute(ASKED, {"prefix": prefix})
        con.execute(TICKETS, {"prefix": prefix})
        con.execute(STEPS, {"prefix": prefix})
        con.execute(ANSWERS, {"prefix": prefix})
        con.execute(REVIEWS, {"prefix": prefix})
        con.execute(AUDITS, {"prefix": prefix})
        con.execute(CONTRACTS, {"prefix": prefix})
        facts.refresh(con, settings.read(con), None)
    documents.refresh(store)


def opened(folder: Path) -> Store:
    store = Store.open(folder)
    for name in ("상담 도구", "설문 도구"):
        sources.add(store, name)
    with store.write("data") as con:
        con.execute(ACCOUNTS)
        con.execute(POLICIES)
    add(store)
    return store
