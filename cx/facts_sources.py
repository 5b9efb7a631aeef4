"""What each source tells at all: who answers, what is resolved, what is opened again, which chats were given up.

Of a source that never says a thing nothing is known about it: "not told" is not "no".
"""

from __future__ import annotations

import duckdb

# The evidence lies on the tickets of a source, or in their steps.
_TELLS = """
create or replace temp table fact_source as
with steps as (
    select source_id, bool_or(actor = 'agent' and event = 'replied') as answers,
        bool_or(event in ('resolved', 'closed')) as resolutions, bool_or(event in ('resolved', 'reopened')) as reopens
    from ticket_event group by source_id
), told as (
    select source_id, bool_or(
            is_human_involved is not null or is_abandoned is not null or first_response_at is not null
            or answered_at is not null or first_response_seconds is not null or reply_count is not null
            or talk_seconds is not null
        ) as answers, bool_or(resolved_at >= opened_at or closed_at >= opened_at or resolution_seconds >= 0) as resolutions,
        bool_or(reopen_count is not null) as reopens, bool_or(channel = 'chat' and is_abandoned is not null) as given_up
    from ticket group by source_id
)
select t.source_id, t.answers or coalesce(s.answers, false) as tells_answers,
    coalesce(t.resolutions, false) or coalesce(s.resolutions, false) as tells_resolutions,
    t.reopens or coalesce(s.reopens, false) as tells_reopens, coalesce(t.given_up, false) as tells_given_up
from told t left join steps s using (source_id)
"""

# Tickets whose fact was made under another idea of what their source tells have to be made anew too.
_WIDEN = """
insert into fact_touched
with known as (
    select source_id, bool_or(is_human_involved is not null) as answers, bool_or(is_tracked) as resolutions,
        bool_or(is_reopened is not null) as reopens, bool_or(channel = 'chat' and is_given_up is not null) as given_up
    from ticket_fact group by source_id
)
select f.source_id, f.ticket_id
from ticket_fact f
join known k on k.source_id = f.source_id
left join fact_source s on s.source_id = f.source_id
anti join fact_touched d on d.source_id = f.source_id and d.ticket_id = f.ticket_id
where k.answers <> coalesce(s.tells_answers, false) or k.resolutions <> coalesce(s.tells_resolutions, false)
    or k.reopens <> coalesce(s.tells_reopens, false) or k.given_up <> coalesce(s.tells_given_up, false)
"""


def listen(con: duckdb.DuckDBPyConnection) -> None:
    """Make temp table `fact_source`, one row per source with tickets."""
    con.execute(_TELLS)


def widen(con: duckdb.DuckDBPyConnection) -> None:
    """Add to `fact_touched` the tickets of sources that tell more, or less, than when their facts were made."""
    con.execute(_WIDEN)
