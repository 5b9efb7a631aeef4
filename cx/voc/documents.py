"""Documents: every piece of free text of a customer with who said it, where and about what; each different text once.

They are made from the facts after these changed, behind the pages' backs: what a page counts is the last complete state.
The view `voc_fact` adds what was read in the texts, the topics and what people decided about kinds and causes; the tag is the
one that counts.
"""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from cx import facts_people, facts_tags, facts_time, settings, shape
from cx.facts_people import key
from cx.facts_tables import VOC_FACT
from cx.facts_time import local
from cx.lifecycle import stages, steps
from cx.schema import ONLINE_CHANNELS
from cx.warehouse import Store

# Columns the view adds.
READ = (
    "topic", "topic_strength", "kind", "kind_share", "cause", "cause_share", "severity", "severity_share", "is_critical",
    "is_long_term",
)  # fmt: skip
_OWN = [name for name in VOC_FACT if name not in READ]
_ACCOUNT = ("segment", "plan", "partner", "region", "is_vip", "account_key", "account_name")
_AGENT = ("agent_key", "agent_name", "team")
_ONLINE = ", ".join(f"'{channel}'" for channel in ONLINE_CHANNELS)
_FEEDBACK_ACCOUNT, _FEEDBACK_JOIN = key("account", "b.source_id", "coalesce(b.account_id, c.account_id)", "s")


def _same(alias: str, *names: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


_SAID = f"""
with scores as (
    select source_id, ticket_id, avg(score) filter (survey = 'csat') as csat_score,
        avg(score) filter (survey = 'ces') as ces_score, avg(score) filter (survey = 'nps') as nps_score
    from answer_fact where is_counted and ticket_id is not null group by all
)
select {_same("f", "source_id")}, 'ticket' as origin, f.ticket_id as document_id, f.day, f.opened_at as said_at,
    {_same("f", "channel", "is_online", "product", "category", "major_category", *_ACCOUNT, *_AGENT)},
    {_same("s", "csat_score", "ces_score", "nps_score")}, concat_ws(chr(10), t.subject, t.body) as text
from ticket_fact f
join ticket t on t.source_id = f.source_id and t.ticket_id = f.ticket_id
left join scores s on s.source_id = f.source_id and s.ticket_id = f.ticket_id
where f.is_counted and not f.is_outbound
union all by name
select {_same("f", "source_id")}, 'answer' as origin, answer_id as document_id, day, answered_at as said_at, channel,
    channel in ({_ONLINE}) as is_online, {_same("f", "product", "category", "major_category", *_ACCOUNT, *_AGENT)},
    case when survey = 'csat' then score end as csat_score, case when survey = 'ces' then score end as ces_score,
    case when survey = 'nps' then score end as nps_score, comment as text
from answer_fact f where is_sent and comment is not null and day is not null
union all by name
select b.source_id, 'feedback' as origin, b.feedback_id as document_id, {local("b.said_at")}::date as day,
    {local("b.said_at")} as said_at, b.channel, b.channel in ({_ONLINE}) as is_online, b.product, b.category,
    {facts_tags.major("b.category")} as major_category,
    {_same("a", "segment", "plan", "partner", "region", "is_vip")},
    case when coalesce(b.account_id, c.account_id) is not null then {_FEEDBACK_ACCOUNT} end as account_key,
    coalesce(a.account_name, b.account_id, c.account_id) as account_name,
    concat_ws(chr(10), b.title, b.body) as text
from {{feedback}} b
left join contact c on c.source_id = b.source_id and c.contact_id = b.contact_id
{_FEEDBACK_JOIN}
left join fact_account a on a.account_key = {_FEEDBACK_ACCOUNT}
where not coalesce(a.is_test, false)
"""

_MOMENTS = """select source_id, origin, document_id, account_key, coalesce(said_at, day::timestamp) as at from said
    where account_key is not null"""
_STAGED = """select d.* exclude (text), s.stage, true as is_counted from said d left join staged s using (source_id, origin, document_id)
order by day, source_id, origin, document_id"""

_SEVERITY = "case when r.is_critical and r.is_long_term then 'both' when r.is_critical then 'critical' when r.is_long_term then 'long_term' end"
_SEVERITY_SHARE = "case when r.is_critical then r.critical_share when r.is_long_term then r.long_term_share end"
_SHOWN = {
    "topic": "coalesce(t.merged_into, t.topic_id)::varchar",
    "topic_strength": "x.strength",
    "kind": "coalesce(c.kind, r.kind)",
    "kind_share": "case when c.kind is not null then 1.0 else r.kind_share end",
    "cause": "nullif(coalesce(c.cause, r.cause), 'neither')",
    "cause_share": "case when c.cause = 'neither' then null when c.cause is not null then 1.0 else r.cause_share end",
    "severity": f"nullif(coalesce(c.severity, {_SEVERITY}), 'none')",
    "severity_share": f"case when c.severity = 'none' then null when c.severity is not null then 1.0 else {_SEVERITY_SHARE} end",
    "is_critical": "coalesce(c.severity in ('critical', 'both'), r.is_critical)",
    "is_long_term": "coalesce(c.severity in ('long_term', 'both'), r.is_long_term)",
}
_VIEW = f"""
create or replace view voc_fact as
with decided as (
    select origin, source_id, document_id, arg_max_null(after, correction_id) filter (about = 'kind') as kind,
        arg_max_null(after, correction_id) filter (about = 'cause') as cause,
        arg_max_null(after, correction_id) filter (about = 'severity') as severity
    from correction group by all
), run as (select max(run_id) as run_id from topic_run where not is_undone)
select {", ".join(_SHOWN.get(name, f"d.{name}") + f" as {name}" for name in VOC_FACT)}
from voc_document d
left join voc_reading r on r.text_hash = d.text_hash
left join text_topic x on x.text_hash = d.text_hash and x.run_id = (select run_id from run)
left join topic t on t.topic_id = x.topic_id
left join decided c on c.origin = d.origin and c.source_id = d.source_id and c.document_id = d.document_id
"""


def ensure(con: DuckDBPyConnection, *, is_made_otherwise: bool) -> bool:
    """Give the documents their present columns, and the view over them; whether those of another shape were lost by it, and have to be made.

    The view is only made where they are, or where it may have been made by another program.

    Runs in the caller's transaction.
    """
    wanted = [(name, VOC_FACT[name][0]) for name in _OWN]
    is_lost = shape.columns(con, "voc_document") != wanted
    if is_lost:
        con.execute("drop view if exists voc_fact")
        listed = ", ".join(f'"{name}" {kind}' for name, kind in wanted)
        con.execute(f"create or replace table voc_document ({listed})")
        con.execute("update voc_state set data_version = -1")
    if is_lost or is_made_otherwise:
        con.execute(_VIEW)
    return is_lost and con.execute("from voc_text limit 1").fetchone() is not None


def is_stale(store: Store) -> bool:
    """Whether data or settings changed since the documents were made."""
    made = store.query("select data_version, settings_version from voc_state").iloc[0]
    return (int(made["data_version"]), int(made["settings_version"])) != (store.data_version, store.settings_version)


def refresh(store: Store) -> bool:
    """Make the documents anew where data or settings changed; texts nobody says any more are forgotten. Whether it did."""
    if not is_stale(store):
        return False
    with store.write("voc") as con:
        make(con)
    return True


def make(con: DuckDBPyConnection) -> None:
    """Make the documents anew inside the caller's transaction; texts nobody says any more are forgotten."""
    decided = settings.read(con)
    facts_time.set_clock(con, decided.reporting_zone)
    facts_people.resolve(con)
    documents = _SAID.format(feedback=facts_tags.counted(con, "feedback"))
    con.execute(
        f"create or replace temp table said as select *, md5_number_lower(text)::ubigint as text_hash from ({documents})"
        " where trim(text, ' \n\r\t') <> '' and day is not null"
    )
    facts_people.drop(con)
    con.execute("delete from voc_document")
    if con.execute("from said limit 1").fetchone():
        staged, values = stages.staged(steps.read(con), decided, _MOMENTS)
        con.execute(f"insert into voc_document by name with {staged} {_STAGED}", values)
    con.execute(
        "create or replace temp table text_said as select text_hash, any_value(text) as text from said group by 1"
    )
    # What was learnt from texts that are gone goes with them; it is learnt again before it is needed.
    con.execute("delete from copy_rarity where exists (from text_copy anti join text_said using (text_hash))")
    for table in ("voc_text", "voc_reading", "text_topic", "text_copy"):
        con.execute(f"delete from {table} where text_hash not in (select text_hash from text_said)")
    fresh = "from text_said anti join voc_text using (text_hash)"
    if con.execute(f"{fresh} limit 1").fetchone():
        con.execute(f"insert into voc_text {fresh}")
    con.execute("drop table said")
    con.execute("drop table text_said")
    con.execute(
        "update voc_state set data_version = s.data_version, settings_version = s.settings_version from store_state s"
    )
