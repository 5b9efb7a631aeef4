"""The columns of the fact tables: one row per contact, one row per asked survey question, ready to be counted.

Times are naive local times of the reporting zone, `day` is their date there; lengths are whole seconds; null means
"not known" or "did not happen", never 0. Flags that decide who is counted are never null.
"""

from __future__ import annotations

# name: (DuckDB type, meaning)
TICKET_FACT: dict[str, tuple[str, str]] = {
    "source_id": ("INTEGER", "the named connection"),
    "ticket_id": ("VARCHAR", "the source's own number"),
    "day": ("DATE", "day of opening"),
    "opened_at": ("TIMESTAMP", "opening"),
    "hour": ("TINYINT", "hour of opening, 0-23"),
    "weekday": ("TINYINT", "weekday of opening, Monday 0"),
    "channel": ("VARCHAR", "channel; 'other' where the source says nothing"),
    "is_online": ("BOOLEAN", "chat, board, e-mail or form"),
    "product": ("VARCHAR", "our product"),
    "category": ("VARCHAR", "tag, levels parted by '/'"),
    "major_category": ("VARCHAR", "its first level"),
    "tags": ("VARCHAR", "further tags, parted by ','"),
    "segment": ("VARCHAR", "segment of the account"),
    "plan": ("VARCHAR", "plan of the account"),
    "partner": ("VARCHAR", "name, else number, of the account's partner"),
    "region": ("VARCHAR", "region of the account"),
    "is_vip": ("BOOLEAN", "the account is a VIP"),
    "account_key": ("VARCHAR", "'source:id' after matching; null without an account"),
    "account_name": ("VARCHAR", "name, else id, of the account"),
    "is_known_account": ("BOOLEAN", "the account has a row of its own"),
    "agent_key": ("VARCHAR", "'source:id' after matching; null without an agent"),
    "agent_name": ("VARCHAR", "name, else id, of the agent"),
    "team": ("VARCHAR", "team of the ticket, else of the agent"),
    "contact_key": ("VARCHAR", "'source:id' of the person"),
    "status": ("VARCHAR", "open, pending, solved, closed"),
    "is_counted": ("BOOLEAN", "neither spam nor test nor merged away"),
    "is_bot_only": ("BOOLEAN", "a bot took part and no person answered"),
    "is_bubble": ("BOOLEAN", "a bot began it or spoke alone, and the customer never wrote"),
    "is_bot_involved": ("BOOLEAN", "a bot took part"),
    "is_human_involved": ("BOOLEAN", "a person of the team answered"),
    "is_outbound": ("BOOLEAN", "the team started it"),
    "is_abandoned": ("BOOLEAN", "the customer hung up before an answer"),
    "is_offered": ("BOOLEAN", "was there for a person to answer: counted, not bot-only, the customer wrote or called"),
    "is_answered": ("BOOLEAN", "offered and answered by a person"),
    "is_repeat": ("BOOLEAN", "follows another of its account and tag within the window; null: not counted, no account"),
    "pending_until": ("TIMESTAMP", "offered, unanswered and open: end of its grace period"),
    "first_response_seconds": ("BIGINT", "customer's first message to first public reply of a person, calendar clock"),
    "first_response_business_seconds": ("BIGINT", "the same on the business clock"),
    "queue_seconds": ("BIGINT", "queue entry to pick-up"),
    "ring_seconds": ("BIGINT", "ringing until pick-up"),
    "is_given_up": ("BOOLEAN", "call or chat the customer gave up before an answer; null: other channels, not told"),
    "gave_up_seconds": ("BIGINT", "queue entry to giving up"),
    "is_short_abandoned": ("BOOLEAN", "given up sooner than the setting"),
    "is_in_time": ("BOOLEAN", "queued call or chat answered within the setting; null: given up at once, wait not told"),
    "wait_until": ("TIMESTAMP", "queued, unanswered and open: end of the time in which an answer is in time"),
    "resolved_at": ("TIMESTAMP", "last resolution; null: open, or not told"),
    "resolved_day": ("DATE", "its day"),
    "resolution_seconds": ("BIGINT", "opening to last resolution, calendar clock"),
    "resolution_business_seconds": ("BIGINT", "the same on the business clock"),
    "first_resolved_day": ("DATE", "day of the first resolution, of the last where only that is told"),
    "first_resolution_seconds": ("BIGINT", "opening to first resolution, calendar clock"),
    "resolution_count": ("BIGINT", "times resolved, of resolved contacts"),
    "is_reopened": ("BOOLEAN", "opened again after a resolution, not only to say thanks; null: its source never tells"),
    "is_one_touch": ("BOOLEAN", "resolved with at most one public reply and not reopened; null: replies not told"),
    "is_thanks": ("BOOLEAN", "only says thanks"),
    "is_first_contact_resolved": (
        "BOOLEAN",
        "resolved, nothing followed; null: not resolved, no account or tag, left out",
    ),
    "is_confirmed": (
        "BOOLEAN",
        "ended by a bot, and the account did not come back within the window; null: not, or nobody known",
    ),
    "over_day": ("DATE", "day it stopped being open: resolved, closed, call ended; null: open, or not told"),
    "is_tracked": ("BOOLEAN", "whether it is open can be told at any time"),
    "handle_seconds": ("BIGINT", "talk, hold and after-call work"),
    "talk_seconds": ("BIGINT", "talking"),
    "hold_seconds": ("BIGINT", "on hold"),
    "after_call_seconds": ("BIGINT", "after-call work"),
    "assigned_seconds": ("BIGINT", "open and a person's own until it was over, without bots and snoozed time"),
    "reopen_count": ("BIGINT", "times reopened"),
    "transfer_count": ("BIGINT", "times handed on"),
    "is_sla_met": ("BOOLEAN", "the source's own verdict"),
    "is_open_hours": ("BOOLEAN", "opened in business hours; null without a calendar"),
}

ANSWER_FACT: dict[str, tuple[str, str]] = {
    "source_id": ("INTEGER", "the named connection"),
    "answer_id": ("VARCHAR", "the source's own number"),
    "day": ("DATE", "day of the answer, else of the question, its last change, the begin of its wave, its ticket"),
    "answered_day": ("DATE", "day of the answer; null if there is none"),
    "sent_day": ("DATE", "day of the question; null if not known"),
    "answered_at": ("TIMESTAMP", "time of the answer"),
    "survey": ("VARCHAR", "csat, ces, nps"),
    "dimension": ("VARCHAR", "CES dimension; 'overall' for the rest"),
    "wave": ("VARCHAR", "survey wave"),
    "respondent_key": ("VARCHAR", "'source:id' of the person, else of the account"),
    "account_key": ("VARCHAR", "'source:id' after matching"),
    "account_name": ("VARCHAR", "name, else id, of the account"),
    "product": ("VARCHAR", "our product, else that of the ticket"),
    "channel": ("VARCHAR", "channel of the ticket"),
    "category": ("VARCHAR", "tag of the ticket"),
    "major_category": ("VARCHAR", "its first level"),
    "segment": ("VARCHAR", "segment of the account"),
    "plan": ("VARCHAR", "plan of the account"),
    "partner": ("VARCHAR", "partner of the account"),
    "region": ("VARCHAR", "region of the account"),
    "is_vip": ("BOOLEAN", "the account is a VIP"),
    "agent_key": ("VARCHAR", "'source:id' of the agent"),
    "agent_name": ("VARCHAR", "name, else id, of the agent"),
    "team": ("VARCHAR", "team of the agent"),
    "ticket_id": ("VARCHAR", "the ticket asked about"),
    "score": ("DOUBLE", "answer on its own scale"),
    "scale_low": ("DOUBLE", "lowest possible score; the survey's usual one where the source says nothing"),
    "scale_high": ("DOUBLE", "highest possible score"),
    "is_sent": ("BOOLEAN", "reached the customer: not bounced, not a test account"),
    "is_answered": ("BOOLEAN", "answered with a score"),
    "is_counted": ("BOOLEAN", "answered; in an NPS wave only the respondent's latest"),
    "account_score": (
        "DOUBLE",
        "mean of the account's counted NPS answers of the wave and product, on the latest of them; null: others",
    ),
    "comment": ("VARCHAR", "text beside the score, masked"),
}

# Business hours of weekday 0-6 (Monday 0) from `from_day` to `to_day` (null: always); `closes` at or before `opens` is
# on the next day. Several rows for one weekday are several blocks.
CALENDAR_HOURS: dict[str, tuple[str, str]] = {
    "calendar": ("VARCHAR", "name of the calendar; 'default' is the company's"),
    "from_day": ("DATE", "valid from; null: since ever"),
    "to_day": ("DATE", "valid to; null: until changed"),
    "weekday": ("TINYINT", "Monday 0"),
    "opens": ("TIME", "local time"),
    "closes": ("TIME", "local time; at or before `opens`: next day"),
}

CALENDAR_DAY: dict[str, tuple[str, str]] = {
    "calendar": ("VARCHAR", "name of the calendar"),
    "day": ("DATE", "which day"),
    "kind": ("VARCHAR", "public, substitute, company (all closed) or open (open with `blocks`)"),
    "name": ("VARCHAR", "what people call it"),
    "blocks": ("VARCHAR", "hours of an open day, '09:00-12:00,13:00-18:00'; null: the weekday's"),
}

# Cumulated open time, in UTC: the business clock at t is seconds_before + time since starts_at, at most ends_at.
OPEN_BLOCK: dict[str, tuple[str, str]] = {
    "starts_at": ("TIMESTAMP", "UTC"),
    "ends_at": ("TIMESTAMP", "UTC"),
    "seconds_before": ("BIGINT", "open seconds before this block"),
    "day": ("DATE", "local day the block begins on"),
}

TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "ticket_fact": TICKET_FACT,
    "answer_fact": ANSWER_FACT,
    "calendar_hours": CALENDAR_HOURS,
    "calendar_day": CALENDAR_DAY,
    "open_block": OPEN_BLOCK,
}
