"""A store in which every metric has something to count: eight months by arithmetic, with all that is left out beside it."""

from __future__ import annotations

from pathlib import Path

from cx import facts, settings, sources
from cx.warehouse import Store

# Opened from 1 March to the end of October 2026, Seoul time; everything follows from the running number `i`.
TICKETS = """
insert into ticket by name
select source_id, $prefix || i as ticket_id, opened as opened_at, channel,
    case when i % 9 <> 4 then 'A' || (i % 12) end as account_id, 'P' || (i % 200) as contact_id, 'G' || (i % 5) as agent_id,
    ['스쿨노트', '러닝룸'][i // 3 % 2 + 1] as product,
    case when i % 10 <> 7 then ['결제/환불', '로그인', '출석/체크'][i % 3 + 1] end as category,
    case when i % 13 = 5 and channel <> 'phone' then 'open' else 'solved' end as status,
    '문의 ' || i as subject, ['로그인이 안 돼요', '환불 문의', 'export broken'][i % 3 + 1] as body,
    case when channel in ('phone', 'chat') then opened end as queued_at,
    case when answered and channel in ('phone', 'chat') then opened + to_seconds(5 + i * 7 % 200) end as answered_at,
    case when answered then opened + to_seconds(30 + i * i % 40000) end as first_response_at,
    case when answered and channel = 'phone' then 3 + i % 20 end as ring_seconds,
    channel = 'phone' and not answered as is_abandoned,
    i % 11 = 3 as is_bot_involved,
    case when i % 33 = 3 then false end as is_human_involved,
    i % 41 = 2 as is_outbound, i % 50 = 9 as is_spam, i % 50 = 19 as is_test,
    case when i % 50 = 29 then $prefix || (i - 1) end as merged_into_id
from (
    select *, i % 7 > 0 and i % 13 <> 5 and i % 33 <> 3 and i % 41 <> 2 as answered,
        ['phone', 'chat', 'board', 'email', 'sales', 'message', 'chat', 'form'][i % 8 + 1] as channel
    from (select 1 + i % 2 as source_id, i, timestamp '2026-02-28 15:00:00' + to_seconds(i * 8000) as opened
        from range(2640) numbers(i))
)
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
    $prefix || 'R' || (i % 250) as contact_id, 'A' || (i % 12) as account_id, $prefix || i as ticket_id,
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


def add(store: Store, prefix: str = "T") -> None:
    """The same contacts and answers once more, under ids of their own."""
    with store.write("data") as con:
        con.execute(TICKETS, {"prefix": prefix})
        con.execute(ANSWERS, {"prefix": prefix})
        facts.refresh(con, settings.read(con), None)


def opened(folder: Path) -> Store:
    store = Store.open(folder)
    for name in ("상담 도구", "설문 도구"):
        sources.add(store, name)
    with store.write("data") as con:
        con.execute(ACCOUNTS)
    add(store)
    return store
