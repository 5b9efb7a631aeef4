"""A file of contacts as a team would export it: 29 columns of our template, every text different, the same every time."""

from __future__ import annotations

from pathlib import Path

import duckdb

HEADER = (
    "ticket_id", "opened_at", "channel", "account_id", "contact_id", "agent_id", "team", "product", "category", "tags",
    "priority", "status", "subject", "body", "queued_at", "answered_at", "first_response_at", "resolved_at", "closed_at",
    "updated_at", "talk_seconds", "hold_seconds", "after_call_seconds", "reply_count", "reopen_count", "is_bot_involved",
    "is_spam", "csat", "region",
)  # fmt: skip
BESIDE = ("csat", "region")  # no columns of a contact: kept as what has no home
TIMES = tuple(name for name in HEADER if name.endswith("_at"))
NUMBERS = tuple(name for name in HEADER if name.endswith(("_seconds", "_count")))
_WORDS = [
    "결제",
    "오류",
    "로그인",
    "환불",
    "문의",
    "설정",
    "화면",
    "출력",
    "느림",
    "안됨",
    "요청",
    "확인",
    "부탁",
    "계정",
    "비밀번호",
    "업데이트",
    "이후",
    "모바일",
    "앱",
    "알림",
]
_DELAYS = {
    "queued_at": 5,
    "answered_at": 30,
    "first_response_at": 30,
    "resolved_at": 3600,
    "closed_at": 7200,
    "updated_at": 7300,
}
_OTHERS = {
    "ticket_id": "$prefix || i", "opened_at": "opened", "channel": "['phone', 'chat', 'email', 'board'][h % 4 + 1]",
    "account_id": "'A' || i % 1500", "contact_id": "'C' || i % 9000", "agent_id": "'G' || i % 30", "team": "'팀' || i % 5",
    "product": "'제품' || i % 3", "category": "'문의/' || words[i % 12 + 1]", "tags": "''",
    "priority": "['low', 'high'][h // 4 % 2 + 1]", "status": "'solved'", "talk_seconds": "300", "hold_seconds": "10",
    "after_call_seconds": "20", "reply_count": "2", "reopen_count": "0", "is_bot_involved": "false", "is_spam": "false",
    "csat": "['', '4', '5'][h // 8 % 3 + 1]", "region": "'서울'",
}  # fmt: skip


def _text(words: int) -> str:
    said = ", ".join(f"words[(hash(i * 64 + {words + place}) % {len(_WORDS)})::int + 1]" for place in range(words))
    return f"concat_ws(' ', {said})"


def write(path: Path, rows: int, *, first: int = 0, prefix: str = "T", has_text: bool = True) -> Path:
    """So many contacts, two a minute from the beginning of 2024 on, the `first` ones left out; subject and body empty without text."""
    texts = {"subject": _text(4), "body": f"{_text(20)} || ' ' || $prefix || i"}
    values = (texts if has_text else dict.fromkeys(texts, "''")) | _OTHERS
    values |= {name: f"opened + to_seconds({seconds})" for name, seconds in _DELAYS.items()}
    listed = ", ".join(f"{values[name]} as {name}" for name in HEADER)
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        table = con.execute(
            f"""create table contacts as select {listed} from (
                select i, (hash(i) % 1000)::int as h, $words as words, timestamp '2024-01-01' + to_seconds(30 * i) as opened
                from range($first, $first + $rows) numbers(i))""",
            {"prefix": prefix, "words": _WORDS, "first": first, "rows": rows},
        )
        table.execute(f"copy contacts to '{path}' (header, delimiter ',')")
    return path
