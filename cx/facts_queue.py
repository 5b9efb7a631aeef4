"""Calls and chats that waited in a queue: in time, given up, given up at once, or still waiting; `$level` and `$short` are seconds.

A row has `is_in_time` only where its wait in the queue is told; a ring time is another clock and never stands in for it.
"""

from __future__ import annotations

from cx.facts_time import between, local

WAITED = f"coalesce(queue_seconds, {between('queued_at', 'answered_at')})"
_QUEUED = """is_offered and not from_us and channel in ('phone', 'chat')
        and (queued_at is not null or queue_seconds is not null)"""
# Nobody can wait on the phone after the call: a call no one took was given up, also where its source does not say so.
_GIVEN_UP = """case when channel not in ('phone', 'chat') or channel = 'chat' and not tells_given_up then null
        when by_person then false when channel = 'chat' then coalesce(is_abandoned, false)
        else coalesce(is_abandoned, not by_person) end"""
_LEFT_AT_ONCE = f"({_GIVEN_UP} and queue_seconds < $short)"

VALUES = {
    "queue_seconds": f"case when by_person then {WAITED} end",
    "ring_seconds": "case when by_person then ring_seconds end",
    "is_given_up": _GIVEN_UP,
    "gave_up_seconds": f"case when {_GIVEN_UP} then queue_seconds end",
    "is_short_abandoned": f"case when {_GIVEN_UP} is not null then coalesce({_LEFT_AT_ONCE}, false) end",
    "is_in_time": f"""case when not ({_QUEUED}) or by_person is null then null when by_person then {WAITED} <= $level
        when coalesce({_LEFT_AT_ONCE}, false) then null else false end""",
    "wait_until": f"""case when {_QUEUED} and not by_person and not coalesce(is_abandoned, false) and resolved_at is null
        and closed_at is null and coalesce(status, 'open') in ('open', 'pending')
        then {local("coalesce(queued_at, start_at)")} + to_seconds($level) end""",
}
