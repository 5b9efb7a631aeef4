"""One fact per reviewed consultation: how good it was by the team's own sheet, and whether it was a difficult one."""

from __future__ import annotations

import duckdb

from cx.facts_people import key
from cx.facts_tables import REVIEW_FACT
from cx.facts_time import local

_AGENT_KEY, _AGENT_JOIN = key("agent", "r.source_id", "r.agent_id", "sg")
_OF_CONTACT = ("is_online", "product", "category", "major_category", "segment", "plan", "partner", "region", "is_vip",
               "account_key", "account_name")  # fmt: skip
_LOW, _HIGH = "coalesce(r.scale_low, 0)", "coalesce(r.scale_high, 100)"
_VALUES = {
    "day": f"{local('r.reviewed_at')}::date",
    "reviewed_at": local("r.reviewed_at"),
    "channel": "t.channel",
    **{name: f"t.{name}" for name in _OF_CONTACT},
    "agent_key": f"case when r.agent_id is not null then {_AGENT_KEY} else t.agent_key end",
    "agent_name": "case when r.agent_id is not null then coalesce(g.agent_name, r.agent_id) else t.agent_name end",
    "team": "coalesce(case when r.agent_id is not null then g.team end, t.team)",
    "share": f"case when {_HIGH} > {_LOW} and r.score between {_LOW} and {_HIGH} "
    f"then (r.score - {_LOW}) / ({_HIGH} - {_LOW}) end",
    "is_counted": "coalesce(t.is_counted, true)",
}
_FACTS = f"""
insert into review_fact by name
select {", ".join(f"{_VALUES.get(name, f'r.{name}')} as {name}" for name in REVIEW_FACT)}
from qa_review r
left join ticket_fact t on t.source_id = r.source_id and t.ticket_id = r.ticket_id
{_AGENT_JOIN}
left join fact_agent g on g.agent_key = {_AGENT_KEY}
order by day, r.source_id, review_id
"""


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Make all review facts anew: they depend on contacts and agents. There are few: people make them one by one."""
    con.execute("delete from review_fact")
    is_any = con.execute("select 1 from qa_review limit 1").fetchone()
    if is_any:  # inserting nothing breaks later inserts: `cx.importing.load`
        con.execute(_FACTS)
