"""Whether our own promises about times were kept: of every contact the policy that held, the verdict, and until when it is open.

Two promises, each with its policy: the first answer of a person, and the resolution. A promise is kept where the thing
happened in time. Where it has not happened, and the contact is still open, it is broken once its time is up and not judged
before; `..._due_at` is that moment. What ended in time without it was neither kept nor broken. Without a policy there is no verdict.

The resolution's clock stands still while the contact was snoozed and while it was resolved, where its steps tell.
Without any policy nothing is asked, and nothing costs anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from cx.facts_time import between, local

COLUMNS = (
    "reply_policy", "is_reply_kept", "reply_due_at", "resolution_policy", "is_resolution_kept", "resolution_due_at",
)  # fmt: skip
SCOPE = ("priority", "channel", "product", "segment")  # the more special first, where as many are named
_NEVER = "timestamp '2199-12-31'"
_SHORT = {"first_response": "reply", "resolution": "resolution"}
_OF_SCOPE = {
    "priority": "priority",
    "channel": "coalesce(channel, 'other')",
    "product": "product",
    "segment": "segment",
}

# The time a contact lay still, on both clocks; what is snoozed now does so since its last step.
_PAUSES = """
create or replace temp table fact_pause as
with stretches as (
    select s.source_id, s.ticket_id, greatest(s.happened_at, t.opened_at) as start,
        least(s.next_at, coalesce(t.resolved_at, k.solved_at, s.next_at)) as stop, s.next_at is null as is_last
    from fact_step s
    join ticket t on t.source_id = s.source_id and t.ticket_id = s.ticket_id
    left join fact_course k on k.source_id = s.source_id and k.ticket_id = s.ticket_id
    where s.is_paused
)
select source_id as of_source, ticket_id as of_ticket,
    coalesce(sum(date_sub('second', start, stop)) filter (stop > start), 0)::bigint as paused,
    coalesce(sum(opened.seconds_before + date_sub('second', opened.starts_at, least(stop, opened.ends_at))
        - began.seconds_before - date_sub('second', began.starts_at, least(start, began.ends_at)))
        filter (stop > start), 0)::bigint as paused_business,
    max(start) filter (is_last) as paused_since
from stretches
left join fact_clock began on began.on_day = start::date and start >= began.starts_at and start < began.until
left join fact_clock opened on opened.on_day = stop::date and stop >= opened.starts_at and stop < opened.until
group by all
"""
# Where the business clock reaches a reading: its blocks by the hours of that clock, as an ordinary join.
_READINGS = """
create or replace temp table fact_reading as
select unnest(generate_series(seconds_before // 3600, (seconds_before + length) // 3600)) as on_hour,
    starts_at, seconds_before, length
from (select starts_at, seconds_before, date_sub('second', starts_at, ends_at) as length from open_block)
where length > 0 and seconds_before is not null
"""


@dataclass(frozen=True)
class Judging:
    """What the statement that makes facts needs: one more table of rows, joins to it, values of columns, and bound values."""

    rows: str
    joins: str
    columns: dict[str, str]
    values: dict[str, object]


NONE = Judging("", "", dict.fromkeys(COLUMNS, "null"), {})


def policies(con: duckdb.DuckDBPyConnection, target: str) -> list[tuple[object, ...]]:
    """The policies of a target, in the order in which they are tried: (number, from, to, the four of the scope)."""
    found = con.execute(
        f"select policy_id, from_day, to_day, {', '.join(SCOPE)} from sla_policy where target = ?", [target]
    ).fetchall()

    def rank(row: tuple[object, ...]) -> tuple[object, ...]:
        named = [value is not None for value in row[3:]]
        return sum(named), named, row[1] or date.min, row[0]

    return sorted(found, key=rank, reverse=True)


def prepare(con: duckdb.DuckDBPyConnection) -> Judging:
    """Make the temp tables `fact_pause` and `fact_reading`, and say how promises are judged; NONE without policies."""
    tried = {target: policies(con, target) for target in _SHORT}
    if not any(tried.values()):
        return NONE
    con.execute(_PAUSES)
    con.execute(_READINGS)
    values: dict[str, object] = {}
    chosen = ", ".join(f"{_choice(tried[target], values)} as {short}_policy" for target, short in _SHORT.items())
    rows = f", promised as not materialized (select *, {chosen} from fact_answered)"
    return Judging(rows, _JOINS, _columns(), values)


def drop(con: duckdb.DuckDBPyConnection) -> None:
    """The temp tables of `prepare`."""
    for table in ("pause", "reading"):
        con.execute(f"drop table if exists fact_{table}")


def _choice(tried: list[tuple[object, ...]], values: dict[str, object]) -> str:
    """SQL of the number of the first policy that fits; null where none does, or nobody was to answer."""
    cases = []
    for number, first, last, *scope in tried:
        fits = ["is_offered"]
        for sql, value in (
            ("local_at::date >= {}", first),
            ("local_at::date <= {}", last),
            *((f"{_OF_SCOPE[name]} = {{}}", one) for name, one in zip(SCOPE, scope, strict=True)),
        ):
            if value is not None:
                name = f"sla{len(values)}"
                values[name] = value
                fits.append(sql.format(f"${name}"))
        cases.append(f"when {' and '.join(fits)} then {number}")
    return f"case {' '.join(cases)} end::bigint" if cases else "null::bigint"


def _clock_join(moment: str, alias: str) -> str:
    return f"""left join fact_clock {alias} on {alias}.on_day = {moment}::date
        and {moment} >= {alias}.starts_at and {moment} < {alias}.until"""


def _open(alias: str, moment: str) -> str:
    return f"({alias}.seconds_before + date_sub('second', {alias}.starts_at, least({moment}, {alias}.ends_at)))"


_REPLY_READING = f"({_open('started', 'a.start_at')} + p_reply.goal_seconds)"
_RESOLUTION_READING = (
    f"({_open('opened', 'a.opened_at')} + p_resolution.goal_seconds + coalesce(pause.paused_business, 0))"
)


def _reading_join(reading: str, alias: str, is_open: str) -> str:
    return f"""left join fact_reading {alias} on {is_open} and {alias}.on_hour = {reading} // 3600
        and {reading} > {alias}.seconds_before and {reading} <= {alias}.seconds_before + {alias}.length"""


_WAITS = "a.over_at is null and a.may_be_open"
_JOINS = "\n".join(
    (
        *(
            f"left join (select policy_id, clock, goal_seconds from sla_policy) p_{short} on p_{short}.policy_id = a.{short}_policy"
            for short in _SHORT.values()
        ),
        "left join fact_pause pause on pause.of_source = a.source_id and pause.of_ticket = a.ticket_id",
        _clock_join("a.over_at", "ended"),
        _reading_join(_REPLY_READING, "reply_at_reading", f"not a.by_person and {_WAITS}"),
        _reading_join(_RESOLUTION_READING, "resolution_at_reading", _WAITS),
    )
)


def _columns() -> dict[str, str]:
    """SQL of the columns; `a` is a contact, `p_...` its policies."""
    replied = f"""case p_reply.clock when 'business'
        then coalesce(case when reply_at >= start_at then {_open("replied", "reply_at")} - {_open("started", "start_at")} end,
            case when not from_us then first_response_business_seconds end)
        else coalesce({between("start_at", "reply_at")}, case when not from_us then first_response_seconds end) end"""
    own = f"{_open('resolved', 'solved_at')} - {_open('opened', 'a.opened_at')}"
    resolved = f"""case p_resolution.clock when 'business'
        then coalesce(case when resolved_at is not null or resolution_seconds is null then {own} end,
            resolution_business_seconds, {own}) - coalesce(pause.paused_business, 0)
        else {between("a.opened_at", "solved_at")} - coalesce(pause.paused, 0) end"""
    return {
        **{name: f"a.{name}" for name in COLUMNS if name.endswith("_policy")},
        "is_reply_kept": f"""case when p_reply.goal_seconds is null or by_person is null then null
            when by_person then {replied} <= p_reply.goal_seconds
            {_ended("p_reply", "start_at", "started", "")} end""",
        "reply_due_at": f"""case when p_reply.goal_seconds is not null and not by_person and {_WAITS}
            then {local(_due("p_reply", "start_at", _REPLY_READING, "reply_at_reading", ""))} end""",
        "is_resolution_kept": f"""case when p_resolution.goal_seconds is null or not tells_resolutions then null
            when solved_at is not null then {resolved} <= p_resolution.goal_seconds
            {_ended("p_resolution", "a.opened_at", "opened", "pause.paused")} end""",
        "resolution_due_at": f"""case when p_resolution.goal_seconds is not null and tells_resolutions and {_WAITS}
            then case when pause.paused_since is null then {local(_due_of_resolution())}
                when {_due_of_resolution()} < pause.paused_since then {local("pause.paused_since")}
                else {_NEVER} end end""",
    }


def _ended(policy: str, start: str, alias: str, paused: str) -> str:
    """The branches of what did not happen: ended too late, ended in time (no verdict), still open (broken, once it is due)."""
    off, off_business = (f" - coalesce({paused}{more}, 0)" if paused else "" for more in ("", "_business"))
    late = f"""case {policy}.clock when 'business' then {_open("ended", "a.over_at")} - {_open(alias, start)}{off_business}
        else {between(start, "a.over_at")}{off} end > {policy}.goal_seconds"""
    return f"when a.over_at is not null then case when {late} then false end when a.may_be_open then false"


def _due(policy: str, start: str, reading: str, alias: str, paused: str) -> str:
    """The UTC moment at which the time is up; far away where the calendar does not reach so far."""
    off = f" + to_seconds(coalesce({paused}, 0))" if paused else ""
    return f"""case {policy}.clock when 'business'
        then coalesce({alias}.starts_at + to_seconds({reading} - {alias}.seconds_before), {_NEVER})
        else {start} + to_seconds({policy}.goal_seconds){off} end"""


def _due_of_resolution() -> str:
    return _due("p_resolution", "a.opened_at", _RESOLUTION_READING, "resolution_at_reading", "pause.paused")
