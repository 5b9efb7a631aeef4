"""A small store for tests of pages and journeys: 25 months of one invented company, made by arithmetic, not by chance."""

from __future__ import annotations

import atexit
import shutil
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import voc_rows

from cx import facts, settings, sources
from cx.voc import catalogue
from cx.warehouse import FILE, Store

LAST_DAY = date(2026, 11, 18)
FIRST_DAY = date(2024, 11, 1)
HOSTILE = "![x](http://evil.example/a.png) <b>굵게</b>"  # a product name that must be shown as it is

# One contact every three hours; every number below follows from its running number `i`.
_TICKETS = """
insert into ticket (source_id, ticket_id, opened_at, channel, account_id, product, category, status, subject, body,
    first_response_at, resolved_at, agent_id)
select source_id, 'T' || i, opened,
    ['phone', 'chat', 'board', 'email', 'sales', 'message', 'chat', 'phone', 'board', 'chat'][(i % 10) + 1],
    'A' || (i % 40),
    case when i % 50 = 7 then $hostile when i % 3 = 0 then '러닝룸' else '스쿨노트' end,
    case when i % 17 = 3 then null else ['결제/환불', '로그인/비밀번호', '출석/체크', '과제/제출', '권한/초대', '알림/푸시', '연동/LMS',
        '성적/내보내기', '영상/재생', '모바일/앱', '계정/탈퇴', '요금제/변경', '기타'][((i * 7) % (13 + i % 5)) % 13 + 1] end,
    case when i % 11 = 0 then 'open' else 'solved' end,
    '문의 ' || i, ['로그인이 안 돼요 ㅠㅠ', '엑셀 업로드 중에 오류가 납니다', '환불은 언제 되나요?',
        'Excel export is broken', '학생 초대 링크가 만료됐어요'][(i % 5) + 1] || ' (' || i || ')',
    case when i % 11 = 0 then null else opened + to_seconds(120 + (i % 13) * 60) end,
    case when i % 11 = 0 then null else opened + to_seconds(3600 + (i % 29) * 600) end,
    'G' || (i % 5)
from (
    select 1 as source_id, i, ($first::timestamp - interval 9 hour) + to_seconds(i * 10800 - (i % 97) * 60) as opened
    from range(6000) numbers(i)
)
where opened < ($last::timestamp + interval 15 hour) and (i % 4 > 0 or opened > timestamp '2025-11-01')
"""
_ANSWERS = """
insert into survey_answer (source_id, answer_id, survey, dimension, wave, sent_at, answered_at, answer_state, score,
    scale_low, scale_high, contact_id, account_id, ticket_id, comment)
select 1, kind || i, kind, ['communication', 'access', 'information'][(i % 3) + 1], null, sent, sent + interval 1 hour,
    'answered', case kind when 'ces' then 7 - (i % 3) else 5 - (i % 2) end, 1, case kind when 'ces' then 7 else 5 end,
    'P' || i, 'A' || (i % 40), 'T' || i, case when i % 4 = 0 then '친절했어요' end
from (select i, ($first::timestamp + to_seconds(i * 43200)) as sent from range(1490) numbers(i)), (values ('ces'), ('csat')) k(kind)
"""
_ACCOUNTS = """
insert into account (source_id, account_id, account_name, plan, segment, is_vip)
select 1, 'A' || i, '가상학교 ' || i, ['베이직', '프로'][(i % 2) + 1], ['학교', '학원', '기업'][(i % 3) + 1], i % 10 = 0
from range(40) numbers(i)
"""


def fill(folder: Path) -> Path:
    """Make the store in `folder` and close it; its only source is "상담 도구". Made once, and copied after that."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_made() / FILE, folder / FILE)
    return folder


@cache
def _made() -> Path:
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Store.open(folder) as store:
        sources.add(store, "상담 도구")
        with store.write("data") as con:
            con.execute(_TICKETS, {"hostile": HOSTILE, "first": FIRST_DAY, "last": LAST_DAY})
            con.execute(_ANSWERS, {"first": FIRST_DAY + timedelta(days=1)})
            con.execute(_ACCOUNTS)
            con.execute("insert into target (source_id, target_id, metric, goal) values (1, '1', 'response_rate', 0.9)")
            facts.refresh(con, settings.read(con), None)
    return folder


def empty(folder: Path) -> Path:
    """Make a store without anything in it and close it."""
    with Store.open(folder):
        return folder


_TOPICS = {
    "로그인": (1, "pain"),
    "엑셀": (2, "pain"),
    "환불": (3, "question"),
    "초대": (4, "request"),
    "친절": (None, "praise"),
}


def read(folder: Path) -> Path:
    """Read the texts of a store made by `fill`, and put them into topics, without any model; the last is called `HOSTILE`."""
    with Store.open(folder) as store:
        names = {
            1: ("로그인", "안되다"),
            2: ("엑셀 업로드", "오류"),
            3: ("환불", "언제"),
            4: ("학생 초대", "링크", "만료"),
        }
        voc_rows.read(
            store, lambda text: next((told for word, told in _TOPICS.items() if word in text), (None, "other")), names
        )
        catalogue.rename(store, "4", HOSTILE, "<b>누군가</b>")
        catalogue.pin(store, "3", "누군가")
    return folder
