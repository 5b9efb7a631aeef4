"""How a contact ends: when it was resolved, first and last, when it is over, how it was handled, whether it came back.

`ENDED` is added to the rows of contacts with their course (`cx.facts_course`, as `k`); `VALUES` are columns of the facts.
"""

from __future__ import annotations

from cx.facts_time import between, local

_IS_OPEN = "coalesce(t.status in ('open', 'pending'), false)"
# What is open now is not resolved, whatever happened before; a time before the opening is not known.
_SOLVED = f"""case when {_IS_OPEN} or t.resolved_at < t.opened_at then null
        when t.resolved_at is not null then t.resolved_at
        when k.solved_at >= t.opened_at then k.solved_at
        when t.resolution_seconds >= 0 then t.opened_at + to_seconds(t.resolution_seconds) end"""
_REOPENED = "greatest(coalesce(t.reopen_count, 0), coalesce(k.reopened, 0))"
# Where only the last resolution is told and there were others, the first is not known, only that it was before.
_FIRST_SOLVED = """case when t.first_resolved_at >= t.opened_at then t.first_resolved_at
        when k.first_solved_at >= t.opened_at then k.first_solved_at end"""
_CALL_ENDS = """coalesce(t.answered_at, t.queued_at + to_seconds(coalesce(t.queue_seconds, 0)), t.opened_at)
        + to_seconds(coalesce(t.talk_seconds + coalesce(t.hold_seconds, 0) + coalesce(t.after_call_seconds, 0),
            t.handle_seconds, 0))"""
# A call nobody holds open is over when it ends; so is whatever the customer gave up.
_OVER = f"""case when {_IS_OPEN} then null else coalesce({_SOLVED},
        case when t.closed_at >= t.opened_at then t.closed_at end,
        case when t.channel = 'phone' or t.is_abandoned then {_CALL_ENDS} end) end"""

ENDED = f"""{_SOLVED} as solved_at, {_FIRST_SOLVED} as first_solved_at, {_OVER} as over_at,
    case when s.tells_reopens then {_REOPENED} - coalesce(k.thanked, 0) > 0 end as is_reopened, k.solved_times,
    {_IS_OPEN} or t.status is null and t.resolved_at is null as may_be_open,
    k.worked_seconds + coalesce(greatest(date_sub('second', k.worked_since, {_OVER}), 0), 0) as worked_seconds"""

VALUES = {
    "resolved_at": local("solved_at"),
    "resolved_day": f"{local('solved_at')}::date",
    "first_resolved_day": f"{local('coalesce(first_solved_at, solved_at)')}::date",
    "first_resolution_seconds": f"""case when first_solved_at is not null then {between("opened_at", "first_solved_at")}
        when not coalesce(is_reopened, false) then {between("opened_at", "solved_at")} end""",
    "resolution_seconds": between("opened_at", "solved_at"),
    "resolution_count": """case when solved_at is not null
        then greatest(coalesce(solved_times, 0), 1 + coalesce(reopen_count, 0)) end""",
    "is_one_touch": "case when solved_at is not null then replies < 2 and not coalesce(is_reopened, false) end",
    "over_day": f"{local('over_at')}::date",
    "is_tracked": "tells_resolutions and (over_at is not null or may_be_open)",
    "assigned_seconds": """case when over_at is not null
        then coalesce(case when channel is distinct from 'phone' then handle_seconds end, worked_seconds) end""",
    "handle_seconds": """coalesce(talk_seconds + coalesce(hold_seconds, 0) + coalesce(after_call_seconds, 0),
        case when channel = 'phone' then handle_seconds end)""",
}
