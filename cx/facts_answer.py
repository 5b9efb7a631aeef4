"""One fact per asked survey question: when, about what, by whom, and whether it counts."""

from __future__ import annotations

import duckdb

from cx import facts_tags
from cx.facts_people import key
from cx.facts_tables import ANSWER_FACT
from cx.facts_time import local

_ACCOUNT_KEY, _ACCOUNT_JOIN = key("account", "n.source_id", "n.whose", "sa")
_AGENT_KEY, _AGENT_JOIN = key("agent", "n.source_id", "n.who", "sg")


# What the answer does not say itself is known from its ticket, its ticket's account or its respondent's.
_ASKED = f"""
create or replace temp table fact_asked as
with named as (
    select s.*, coalesce(o.tag, t.category) as category, t.channel as ticket_channel, t.opened_at as ticket_opened_at, t.product as ticket_product,
        coalesce(t.is_spam, false) or coalesce(t.is_test, false) or t.merged_into_id is not null as is_left_out,
        coalesce(s.account_id, t.account_id, c.account_id) as whose, coalesce(s.agent_id, t.agent_id) as who,
        coalesce(s.contact_id, t.contact_id) as person,
        coalesce(s.answer_state, case when s.score is not null then 'answered' else 'unanswered' end) as state
    from survey_answer s
    left join {{tickets}} t on t.source_id = s.source_id and t.ticket_id = s.ticket_id
    left join {facts_tags.OWN_OF_ANSWERS} o on o.source_id = s.source_id and o.document_id = s.answer_id
    left join contact c on c.source_id = s.source_id and c.contact_id = coalesce(s.contact_id, t.contact_id)
)
select n.*, case when n.whose is not null then {_ACCOUNT_KEY} end as account_key, a.account_name, a.segment, a.plan,
    a.partner, a.region, a.is_vip, case when n.who is not null then {_AGENT_KEY} end as agent_key, g.agent_name, g.team,
    state <> 'bounced' and not is_left_out and not coalesce(a.is_test, false) as is_sent
from named n
{_ACCOUNT_JOIN}
left join fact_account a on a.account_key = {_ACCOUNT_KEY}
{_AGENT_JOIN}
left join fact_agent g on g.agent_key = {_AGENT_KEY}
"""

# Answers often come without any time, only with the wave they belong to ("2026", "2026-H1", "2026년 하반기", "2026-05"):
# they belong to the day that wave begins on.
_WAVE_YEAR = r"regexp_extract(wave, '(?:19|20)\d\d')"
_WAVE_MONTH = r"""case
    when regexp_matches(wave, '(?:19|20)\d\d[-./](?:0[1-9]|1[0-2])(?:\D|$)')
    then regexp_extract(wave, '(?:19|20)\d\d[-./](\d\d)', 1)::int
    when regexp_matches(wave, '(?i)h2|하반기|[- ]하$') then 7
    when regexp_matches(wave, '(?i)q[2-4]|[2-4]분기')
    then 3 * regexp_extract(regexp_extract(wave, '(?i)q[2-4]|[2-4]분기'), '[2-4]')::int - 2
    else 1 end"""
_WAVE_DAY = f"case when {_WAVE_YEAR} <> '' then make_date({_WAVE_YEAR}::int, {_WAVE_MONTH}, 1) end"

_RESPONDENT = "coalesce(source_id || ':' || person, account_key)"
_VALUES = {
    "day": f"""coalesce({local("coalesce(answered_at, sent_at, updated_at)")}::date, {_WAVE_DAY},
        {local("ticket_opened_at")}::date)""",
    "answered_day": f"{local('answered_at')}::date",
    "sent_day": f"{local('sent_at')}::date",
    "answered_at": local("answered_at"),
    "dimension": "coalesce(dimension, 'overall')",
    # A wave without a name is the year it was asked in: NPS is a yearly question here.
    "wave": f"coalesce(wave, case when survey = 'nps' then year({local('coalesce(sent_at, answered_at)')})::varchar end)",
    "respondent_key": _RESPONDENT,
    "answered_by": f"coalesce({_RESPONDENT}, source_id || '#' || ticket_id, source_id || ' ' || answer_id)",
    "account_name": "coalesce(account_name, whose)",
    "product": "coalesce(product, ticket_product)",
    "channel": "coalesce(channel, ticket_channel)",
    "major_category": facts_tags.major("category"),
    "agent_name": "coalesce(agent_name, who)",
    "scale_low": "coalesce(scale_low, case survey when 'nps' then 0 else 1 end)",
    "scale_high": "coalesce(scale_high, case survey when 'nps' then 10 when 'ces' then 7 else 5 end)",
    "is_answered": "is_sent and state = 'answered' and score is not null",
}

_LATER = ("is_counted", "account_score")
# Once per respondent and wave (and product, where several are asked about): the latest answer.
_FACTS = f"""
insert into answer_fact by name
with facts as (
    select {", ".join(f"{_VALUES.get(name, name)} as {name}" for name in ANSWER_FACT if name not in _LATER)}
    from fact_asked
), judged as (
    select *, is_answered and (survey <> 'nps' or respondent_key is null or row_number() over (
    partition by survey, respondent_key, wave, product, is_answered
    order by answered_at desc nulls last, source_id desc, answer_id desc) = 1) as is_counted
    from facts
), accounts as (
    select avg(score) as account_score,
        max_by((source_id, answer_id), (coalesce(answered_at, timestamp '-infinity'), source_id, answer_id)) as said
    from judged where is_counted and survey = 'nps' and account_key is not null
    group by account_key, wave, product, scale_high
)
select j.*, a.account_score from judged j left join accounts a on (j.source_id, j.answer_id) = a.said
order by day, source_id, answer_id
"""


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Make all answer facts anew: they depend on tickets, accounts, agents and on each other."""
    con.execute("delete from answer_fact")
    if not con.execute("from survey_answer limit 1").fetchone():
        return
    con.execute(_ASKED.format(tickets=facts_tags.counted(con, "ticket")))
    con.execute(_FACTS)
    con.execute("drop table fact_asked")
