"""What the steps of a contact tell that its own row does not: resolutions, reopenings, and the time a person had it.

Steps at the same moment are put in the order in which they make sense. The course of a contact is cut into stretches, each
ended by a resolution; a later stretch in which the contact was opened again is a reopening, and one in which the customer
only says thanks is told apart.
"""

from __future__ import annotations

import duckdb

from cx.facts_thanks import only_thanks_among

_ORDER = "['opened', 'reopened', 'queued', 'assigned', 'noted', 'replied', 'changed', 'snoozed', 'resolved', 'closed']"

# Only contacts whose steps say more than who wrote: most exports of messages do not.
_STEPS = f"""
create or replace temp table fact_step as
with told as (
    select source_id, ticket_id from ticket_event
    where event in ('assigned', 'snoozed', 'resolved', 'reopened', 'closed') group by all
), bots as (
    select source_id, unnest([agent_id, agent_name]) as name from agent where is_bot
), steps as (
    select e.source_id, e.ticket_id, e.happened_at, e.event,
        e.event = 'replied' and e.actor = 'customer' and coalesce(e.is_public, true) as is_from_customer,
        {{thanks}} as is_thanks,
        case e.event when 'queued' then false when 'assigned' then (e.to_value is not null or e.from_value is null)
            and (e.source_id, coalesce(e.to_value, '')) not in (select (source_id, coalesce(name, ' ')) from bots) end as has_it,
        row_number() over (partition by e.source_id, e.ticket_id
            order by e.happened_at, list_position({_ORDER}, e.event), e.event_id) as place
    from ticket_event e
    semi join fact_touched d on d.source_id = e.source_id and d.ticket_id = e.ticket_id
    semi join told on told.source_id = e.source_id and told.ticket_id = e.ticket_id
)
select *, lead(happened_at) over course as next_at,
    count(*) filter (event = 'resolved') over (course rows between unbounded preceding and 1 preceding) as stretch,
    coalesce(last_value(has_it ignore nulls) over before, false)
        and coalesce(max(place) filter (event in ('resolved', 'closed')) over before, 0)
            <= coalesce(max(place) filter (event in ('opened', 'reopened')) over before, 0)
        and coalesce(max(place) filter (event = 'snoozed') over before, 0)
            <= coalesce(max(place) filter (event in ('replied', 'assigned', 'reopened')) over before, 0) as is_worked_on,
    coalesce(max(place) filter (event in ('resolved', 'closed')) over before, 0)
        > coalesce(max(place) filter (event in ('opened', 'reopened')) over before, 0)
        or coalesce(max(place) filter (event = 'snoozed') over before, 0)
            > coalesce(max(place) filter (event in ('replied', 'assigned', 'reopened')) over before, 0) as is_paused
from steps
window course as (partition by source_id, ticket_id order by place),
    before as (partition by source_id, ticket_id order by place rows between unbounded preceding and current row)
"""

_COURSE = """
create or replace temp table fact_course as
with stretches as (
    select source_id, ticket_id, stretch > 0 and (bool_or(event = 'reopened')
            or bool_or(is_from_customer) and bool_or(event = 'resolved')) as is_reopened,
        coalesce(bool_and(is_thanks) filter (is_from_customer), false) as is_thanks
    from fact_step group by source_id, ticket_id, stretch
), again as (
    select source_id, ticket_id, count(*) filter (is_reopened) as reopened, count(*) filter (is_reopened and is_thanks) as thanked
    from stretches group by all
), courses as (
    select source_id, ticket_id, min(happened_at) filter (event = 'resolved') as first_solved_at,
        case when max(place) filter (event = 'resolved') > coalesce(max(place) filter (event = 'reopened'), 0)
            then max(happened_at) filter (event = 'resolved') end as solved_at,
        count(*) filter (event = 'resolved') as solved_times,
        case when bool_or(has_it)
            then coalesce(sum(date_sub('second', happened_at, next_at)) filter (is_worked_on), 0)::bigint end as worked_seconds,
        case when arg_max(is_worked_on, place) then max(happened_at) end as worked_since
    from fact_step group by all
)
select * from courses join again using (source_id, ticket_id)
"""
_WITHOUT_STEPS = (
    """create or replace temp table fact_step (source_id integer, ticket_id varchar, happened_at timestamp, next_at timestamp,
        is_paused boolean)""",
    """create or replace temp table fact_course (source_id integer, ticket_id varchar, first_solved_at timestamp,
        solved_at timestamp, solved_times bigint, worked_seconds bigint, worked_since timestamp, reopened bigint, thanked bigint)""",
)


def follow(con: duckdb.DuckDBPyConnection, *, is_any: bool) -> None:
    """Make temp table `fact_course`, one row per contact of `fact_touched` with steps beyond messages; `fact_step` has the steps.

    `worked_seconds` is the time it was open and a person's own (null: never known to be), without bots and snoozed time,
    up to its last step; `worked_since` is the moment of that step where it still was. Without any step (not `is_any`) both
    tables are empty.
    """
    if not is_any:
        for empty in _WITHOUT_STEPS:
            con.execute(empty)
        return
    replies = "(select e.body from ticket_event e semi join fact_touched d using (source_id, ticket_id))"
    con.execute(_STEPS.format(thanks=only_thanks_among(con, replies, "body")))
    con.execute(_COURSE)
