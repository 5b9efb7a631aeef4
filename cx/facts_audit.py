"""One fact per audited tag: a contact drawn by chance, the tag it had, and whether that was right. Audits are few: it is a view.

People draw after the data end: what is drawn later than the last day with data counts on that day, as every period ends there.
"""

from __future__ import annotations

from cx import facts_tags
from cx.facts_tables import OF_ACCOUNT

AUDIT_FACT: dict[str, tuple[str, str]] = {
    "source_id": ("INTEGER", "the named connection"),
    "document_id": ("VARCHAR", "the contact"),
    "day": ("DATE", "day it was drawn"),
    "channel": ("VARCHAR", "its channel"),
    "is_online": ("BOOLEAN", "chat, board, e-mail or form"),
    "product": ("VARCHAR", "our product"),
    "category": ("VARCHAR", "the tag that was looked at: the one it had when it was drawn"),
    "major_category": ("VARCHAR", "its first level"),
    **OF_ACCOUNT,
    "agent_key": ("VARCHAR", "'source:id' of the contact's agent"),
    "agent_name": ("VARCHAR", "name, else id, of the agent"),
    "team": ("VARCHAR", "team of the agent"),
    "is_right": ("BOOLEAN", "the tag was right; null: nobody looked yet"),
    "is_counted": ("BOOLEAN", "the contact is no spam, no test and not merged away"),
}
_ZONE = "coalesce((select value->>'$' from setting where name = 'reporting_zone'), 'Asia/Seoul')"
_VALUES = {
    "source_id": "a.source_id::integer",
    "document_id": "a.document_id",
    "day": f"least(((a.drawn_at at time zone 'UTC') at time zone {_ZONE})::date, (select last_day from rollup_state))",
    "category": "a.given",
    "major_category": facts_tags.major("a.given"),
    "is_right": "a.is_right",
    "is_counted": "coalesce(t.is_counted, true)",
}
_SELECTED = ", ".join(f"{_VALUES.get(name, 't.' + name)} as {name}" for name in AUDIT_FACT)
VIEW = f"""(
    select {_SELECTED}
    from tag_audit a left join ticket_fact t on t.source_id = a.source_id and t.ticket_id = a.document_id
    where a.origin = 'ticket'
) audit_fact"""
