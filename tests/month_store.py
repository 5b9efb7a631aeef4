"""A small team's store for reports: 60 contacts a month by hand, so that every number is a small fraction."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.put_rows import opened

HOSTILE = (
    "=1+1|#set page(fill: red) *굵게* $x$ <b>b</b> ]] \\ @here [링크](http://evil.example) `코드` www.evil.example"
)
# Month -> answered phone calls, all phone calls, answered chats, all chats. October: 42 of 60; September: 54 of 60.
ANSWERED = {
    (2025, 10): (25, 30, 25, 30),
    (2026, 9): (25, 30, 29, 30),
    (2026, 10): (13, 30, 29, 30),
    (2026, 11): (1, 1, 0, 0),
}


def contacts(months=ANSWERED, category="결제/환불"):
    rows = []
    for (year, month), (calls, all_calls, chats, all_chats) in months.items():
        for channel, done, whole in (("phone", calls, all_calls), ("chat", chats, all_chats)):
            rows += [_contact(year, month, channel, i, is_answered=i < done, category=category) for i in range(whole)]
    return rows


def _contact(year, month, channel, i, *, is_answered, category):
    at = datetime(year, month, 1 + i % 28, 1)  # noqa: DTZ001 - UTC as stored: ten o'clock in Seoul
    row = {
        "ticket_id": f"{year}-{month}-{channel}-{i}",
        "opened_at": at,
        "channel": channel,
        "status": "solved" if is_answered else "closed",
        "category": category,
        "account_id": f"A{i}",
        "body": f"문의 {i}번: 환불은 언제 되나요?",
    }
    if is_answered:
        row |= {"first_response_at": at + timedelta(minutes=4), "resolved_at": at + timedelta(hours=1)}
    return row


def answers(scores, month=10, comment=None):
    at = datetime(2026, month, 15, 1)  # noqa: DTZ001 - UTC as stored
    return [
        {
            "answer_id": f"c{month}-{i}",
            "survey": "ces",
            "dimension": ("communication", "access", "information")[i % 3],
            "answered_at": at,
            "sent_at": at,
            "answer_state": "answered",
            "score": score,
            "scale_low": 1,
            "scale_high": 7,
            "comment": comment,
        }
        for i, score in enumerate(scores)
    ]


def make(folder, *, category="결제/환불", comment="상담이 빨라서 좋았어요"):
    return opened(
        folder, ticket=contacts(category=category), survey_answer=answers([7] * 20 + [5] * 20, comment=comment)
    )
