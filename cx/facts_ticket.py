"""One fact per ticket: who it was from, who answered, how long it took on both clocks, and whether it counts.

Decisions are in `cx/help/decisions.md`. A source that never says anything about answers leaves `is_answered` null for
all its tickets: not known is not "unanswered".
"""

from __future__ import annotations

import duckdb

from cx import (
    facts_confirmed,
    facts_course,
    facts_days,
    facts_ending,
    facts_neighbours,
    facts_queue,
    facts_sla,
    facts_sources,
    facts_tags,
)
from cx.facts_people import key
from cx.facts_rules import Rules
from cx.facts_tables import TICKET_FACT
from cx.facts_thanks import only_thanks_among
from cx.facts_time import between, local
from cx.schema import ONLINE_CHANNELS

_ACCOUNT_KEY, _ACCOUNT_JOIN = key("account", "t.source_id", "coalesce(t.account_id, c.account_id)", "sa")
_AGENT_KEY, _AGENT_JOIN = key("agent", "t.source_id", "t.agent_id", "sg")
_ONLINE = ", ".join(f"'{channel}'" for channel in ONLINE_CHANNELS)

_SPOKEN = """
create or replace temp table fact_spoken as
with said as (
    select e.source_id, e.ticket_id, e.happened_at, e.event, coalesce(e.is_public, true) as is_public,
        case when e.actor = 'agent' and b.is_bot then 'bot' else e.actor end as actor
    from ticket_event e
    semi join fact_touched d on d.source_id = e.source_id and d.ticket_id = e.ticket_id
    left join agent b on b.source_id = e.source_id and b.agent_id = e.actor_id
), heard as (
    select source_id, ticket_id,
        min(happened_at) filter (actor = 'customer' and is_public and event in ('opened', 'replied')) as customer_at,
        bool_or(actor = 'bot') as has_bot,
        nullif(count(*) filter (actor = 'agent' and is_public and event = 'replied'), 0) as replied_times,
        bool_or(event in ('queued', 'assigned') and actor is distinct from 'bot') as was_handed_to_people
    from said group by all
)
select h.*, min(s.happened_at) as reply_at
from heard h
left join said s on s.source_id = h.source_id and s.ticket_id = h.ticket_id and s.actor = 'agent' and s.is_public
    and s.event = 'replied' and s.happened_at >= coalesce(h.customer_at, timestamp '-infinity')
group by all
"""

_UNSPOKEN = """
create or replace temp table fact_spoken (source_id integer, ticket_id varchar, customer_at timestamp, has_bot boolean,
    replied_times bigint, was_handed_to_people boolean, reply_at timestamp)
"""

_ANSWERED = f"""
with people as not materialized (select t.*, {_ACCOUNT_KEY} as account_key, coalesce(t.account_id, c.account_id) as whose,
    a.account_key is not null as is_known_account, a.account_name, a.segment, a.plan, a.partner, a.region, a.is_vip,
    case when t.agent_id is not null then {_AGENT_KEY} end as agent_key, g.agent_name, g.team as agent_team,
    t.agent_id is not null and not coalesce(g.is_bot, false) as has_person,
    coalesce(t.is_bot_involved, e.has_bot or coalesce(g.is_bot, false)) as has_bot,
    not (coalesce(t.is_spam, false) or coalesce(t.is_test, false) or coalesce(a.is_test, false)
        or t.merged_into_id is not null) as is_counted,
    coalesce(t.is_outbound, false) as from_us,
    case when coalesce(t.is_outbound, false) then e.customer_at else t.opened_at end as start_at,
    coalesce(e.reply_at, case when not coalesce(t.is_outbound, false) then
        coalesce(t.first_response_at, case when t.channel = 'phone' then t.answered_at end) end) as reply_at,
    coalesce(t.queued_at is not null or t.is_abandoned or e.was_handed_to_people, false) as was_offered,
    coalesce(case when t.is_outbound then e.customer_at is null
        else e.has_bot and e.customer_at is null and coalesce(t.body, t.subject) is null end, false) as is_unheard,
    coalesce(t.reply_count, e.replied_times) as replies,
    {facts_tags.major("t.category")} as major_category,
    {facts_ending.ENDED},
    s.tells_answers, s.tells_resolutions, s.tells_given_up
from {{tickets}} t
{{chosen}}
join fact_source s on s.source_id = t.source_id
left join contact c on c.source_id = t.source_id and c.contact_id = t.contact_id
{_ACCOUNT_JOIN}
left join fact_account a on a.account_key = {_ACCOUNT_KEY}
{_AGENT_JOIN}
left join fact_agent g on g.agent_key = {_AGENT_KEY}
left join fact_spoken e on e.source_id = t.source_id and e.ticket_id = t.ticket_id
left join fact_course k on k.source_id = t.source_id and k.ticket_id = t.ticket_id
), judged as not materialized (
    select *, coalesce(is_human_involved, case when is_abandoned then false end,
        nullif(coalesce(reply_at is not null or answered_at is not null or first_response_seconds is not null
            or reply_count > 0 or talk_seconds > 0, false), false),
        case when tells_answers then false end) as by_person
    from people
), offered as not materialized (
    select *, coalesce(has_bot, false) and not coalesce(by_person, false) and not was_offered and not has_person
        as bot_only
    from judged
), fact_answered as not materialized (
    select *, is_counted and not bot_only and start_at is not null as is_offered,
        {local("opened_at")} as local_at
    from offered
)
"""


# The business clock by day: which block began last before a moment, as an ordinary join. `until` is where the next begins.
_CLOCK = """
create or replace temp table fact_clock as
select unnest(generate_series(starts_at::date, (until - interval 1 microsecond)::date, interval 1 day))::date as on_day,
    starts_at, ends_at, until, seconds_before
from (select *, lead(starts_at, 1, ends_at + interval 1 day) over (order by starts_at, ends_at) as until from open_block)
where until > starts_at
"""


def _clock_at(moment: str, alias: str) -> str:
    """The join that brings the block of `moment` as `alias`."""
    return f"""left join fact_clock {alias} on {alias}.on_day = {moment}::date
        and {moment} >= {alias}.starts_at and {moment} < {alias}.until"""


def _open(alias: str, moment: str) -> str:
    """SQL of the business clock at `moment`, whose block is `alias`."""
    return f"({alias}.seconds_before + date_sub('second', {alias}.starts_at, least({moment}, {alias}.ends_at)))"


_RESOLVED = f"{_open('resolved', 'solved_at')} - {_open('opened', 'a.opened_at')}"
_VALUES = {
    "day": "local_at::date",
    "opened_at": "local_at",
    "hour": "hour(local_at)",
    "weekday": "isodow(local_at) - 1",
    "channel": "coalesce(channel, 'other')",
    "is_online": f"channel in ({_ONLINE})",
    "account_name": "coalesce(account_name, whose)",
    "agent_name": "coalesce(agent_name, agent_id)",
    "team": "coalesce(team, agent_team)",
    "contact_key": "case when account_key is null then source_id || ':' || contact_id end",
    "reply_count": "replies",
    "is_bot_only": "bot_only",
    "is_bubble": "bot_only and is_unheard",
    "is_confirmed": "null",
    "is_bot_involved": "has_bot",
    "is_human_involved": "by_person",
    "is_outbound": "from_us",
    "is_abandoned": "coalesce(is_abandoned, false)",
    "is_answered": "is_offered and by_person",
    "pending_until": f"""case when is_offered and not by_person and not coalesce(is_abandoned, false)
        and coalesce(channel, 'other') <> 'phone' and resolved_at is null and closed_at is null
        and coalesce(status, 'open') in ('open', 'pending')
        then {local("start_at")} + to_minutes($grace) end""",
    "first_response_seconds": f"""case when is_offered and by_person then coalesce(
        {between("start_at", "reply_at")}, case when not from_us then first_response_seconds end) end""",
    "first_response_business_seconds": f"""case when is_offered and by_person then coalesce(
        case when reply_at >= start_at then {_open("replied", "reply_at")} - {_open("started", "start_at")} end,
        case when not from_us then first_response_business_seconds end) end""",
    "resolution_business_seconds": f"""case when solved_at is not null then coalesce(
        case when resolved_at is not null or resolution_seconds is null then {_RESOLVED} end,
        resolution_business_seconds, {_RESOLVED}) end""",
    "is_open_hours": "a.opened_at < opened.ends_at",
    "is_thanks": "{thanks}",
    **facts_neighbours.UNJUDGED,
    **facts_queue.VALUES,
    **facts_ending.VALUES,
    **{name: f"{{{name}}}" for name in facts_sla.COLUMNS},
}

_FACTS = f"""
insert into ticket_fact
{_ANSWERED}{{rows}}
select {", ".join(f"{_VALUES.get(name, name)} as {name}" for name in TICKET_FACT)}
from {{of}} a
{_clock_at("a.opened_at", "opened")}
{_clock_at("a.start_at", "started")}
{_clock_at("a.reply_at", "replied")}
{_clock_at("a.solved_at", "resolved")}
{{joins}}
{{ordered}}
"""


_CHOSEN = "semi join fact_touched d on d.source_id = t.source_id and d.ticket_id = t.ticket_id"
_KEY = "source_id, ticket_id"
_TOUCHED = "(source_id, ticket_id) in (select (source_id, ticket_id) from fact_touched)"


def _is_ordered(con: duckdb.DuckDBPyConnection, chosen: str) -> bool:
    """Whether the tickets of `fact_touched` lie in the order of their days: sorting a million wide rows takes a gigabyte."""
    sql = """select count(*) filter (day < before), count(*) filter (day > before) from (
        select opened_at::date as day, lag(opened_at::date) over () as before from ticket t {chosen})"""
    back, on = con.execute(sql.format(chosen=chosen)).fetchall()[0]
    return not back or not on


def refresh(con: duckdb.DuckDBPyConnection, rules: Rules, touched: str | None) -> None:
    """Make the facts of the tickets in `touched` anew (all where None); those that are gone lose theirs.

    With `touched`, the days of all facts that changed are left in the temp table `fact_day` (see `cx.facts_days`).
    """
    facts_sources.listen(con)
    if touched:
        con.execute(f'create or replace temp table fact_touched as select distinct {_KEY} from "{touched}"')
        facts_sources.widen(con)
    else:
        con.execute(f"create or replace temp view fact_touched as select {_KEY} from ticket")
    if con.execute("from fact_touched limit 1").fetchone():
        _renew(con, rules, is_whole=not touched)
    elif touched:
        facts_days.none(con)
    else:
        con.execute("delete from ticket_fact")
    con.execute(f"drop {'table' if touched else 'view'} fact_touched")
    con.execute("drop table fact_source")


def _renew(con: duckdb.DuckDBPyConnection, rules: Rules, *, is_whole: bool) -> None:
    """Make the facts of the tickets in `fact_touched` anew, which are all (`is_whole`) or some."""
    if is_whole:
        con.execute("delete from ticket_fact")
    else:
        facts_neighbours.remember(con)
        facts_confirmed.remember(con)
        facts_days.note(con, "before", _TOUCHED)
        con.execute(f"delete from ticket_fact where {_TOUCHED}")
    _insert(con, rules, "" if is_whole else _CHOSEN)
    if is_whole:
        facts_neighbours.judge_all(con, rules)
        facts_confirmed.judge_all(con, rules)
    else:
        facts_days.note(con, "after", _TOUCHED)
        facts_neighbours.mend(con, rules)
        facts_confirmed.mend(con, rules)
        facts_days.noted(con)


def _insert(con: duckdb.DuckDBPyConnection, rules: Rules, chosen: str) -> None:
    steps = con.execute(f"select 1 from ticket_event semi join fact_touched using ({_KEY}) limit 1").fetchone()
    con.execute(_CLOCK)
    con.execute(_SPOKEN if steps else _UNSPOKEN)
    facts_course.follow(con, is_any=steps is not None)
    ordered = "" if _is_ordered(con, chosen) else "order by opened_at, source_id, ticket_id"
    seconds = {"level": rules.service_level_seconds, "short": rules.abandoned_seconds}
    values = {"grace": rules.response_grace_minutes}
    sla = facts_sla.prepare(con)
    of = "promised" if sla.rows else "fact_answered"
    shape = {"tickets": facts_tags.counted(con, "ticket"), "chosen": chosen, "ordered": ordered, "of": of}
    thanks = only_thanks_among(con, f"ticket t {chosen}", "coalesce(body, subject)")
    made = _FACTS.format(**shape, thanks=thanks, rows=sla.rows, joins=sla.joins, **sla.columns)
    con.execute(made, values | seconds | sla.values)
    facts_sla.drop(con)
    for table in ("spoken", "course", "step", "clock"):
        con.execute(f"drop table fact_{table}")
