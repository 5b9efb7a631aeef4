"""Flags of a contact that hang on its neighbours: whether it is a repeat, and whether anything came after its resolution.

A repeat follows another contact of its account with its tag within the window. A contact is resolved at first contact where
it was not opened again and no other of its account and major tag was opened within the days after its resolution; whether
those days have passed depends on the clock, and is asked when the metric is (`Metric.matures`).

New facts have no such flags yet. Whenever contacts come, change or go they and those beside them are judged: `remember`
before the facts are deleted, `mend` once the new ones are there; or all of them (`judge_all`).
"""

from __future__ import annotations

import duckdb

from cx import facts_days
from cx.facts_rules import Rules

_KNOWN = "is_counted and account_key is not null"
_CASE = f"({_KNOWN} and major_category is not null and not is_thanks and not is_reminder)"
_CONTACTS = """
select f.rowid as place, is_counted, f.account_key, category, major_category, opened_at as opened, resolved_at as resolved,
    is_reopened, is_thanks, is_outbound and coalesce(is_vip, false) as is_reminder"""


def days(rules: Rules) -> dict[str, int]:
    """The values `judged` has bound."""
    return {"repeat_days": rules.repeat_window_days, "fcr_days": rules.fcr_window_days}


def judged(contacts: str) -> str:
    """SQL of `is_repeat` and `is_first_contact_resolved` of those of `contacts` whose account is known, by `place`.

    `contacts` has the columns of `_CONTACTS`. Without an account nobody knows what came before or after, without a major
    tag not what was resolved; a contact without a tag repeats nothing, and those opened in the very same moment do not
    follow one another. Reminders the team sends to VIPs and messages that only say thanks are no cases: they are not
    judged, nor do they count against what was resolved before.

    The one before and the one after are nearly always the neighbours in the order of opening; only ties, and cases that
    were still open when the next one came, are looked up. Accounts and tags are numbered first: to sort texts takes long.
    """
    return f"""
        with numbers as materialized (
            select account_key as whose, category as tag, major_category as major, (row_number() over ())::integer as pair,
                (dense_rank() over (order by account_key, major_category))::integer as topic
            from (select distinct account_key, category, major_category from {contacts} where {_KNOWN})
        ), numbered as (
            select place, pair, topic, category is not null as has_tag, opened, resolved, is_reopened, {_CASE} as is_case
            from {contacts} join numbers on whose = account_key and tag is not distinct from category
                and major is not distinct from major_category
            where {_KNOWN}
        ), known as materialized (
            select *, lag(opened) over (partition by pair order by opened) as before,
                lead(opened) over (partition by topic, is_case order by opened) as next_at,
                coalesce(before = opened, false) as is_tied, coalesce(is_case and next_at <= resolved, false) as is_late
            from numbered
        ), odd as materialized (
            from known where is_tied or is_late
        ), looked_up as (
            select o.* replace (case when o.is_tied then first.before else o.before end as before,
                case when o.is_late then came.opened else o.next_at end as next_at)
            from odd o
            left join (from known semi join odd using (pair, opened) where not is_tied) first
                on first.pair = o.pair and first.opened = o.opened
            asof left join (from known semi join odd using (topic) where is_case) came
                on came.topic = o.topic and came.opened > o.resolved
        )
        select place, has_tag and coalesce(opened <= before + to_days($repeat_days), false) as is_repeat,
            case when is_case and resolved is not null then not coalesce(is_reopened, false)
                and coalesce(next_at > resolved + to_days($fcr_days), true) end as is_first_contact_resolved
        from (from known where not is_tied and not is_late union all from looked_up)"""


# What a new fact has before anybody looked at its neighbours.
UNJUDGED = {
    "is_repeat": "case when is_counted and account_key is not null and category is null then false end",
    "is_first_contact_resolved": "null",
}

_TOPIC = "coalesce(major_category, category)"
_PAIRS = f"""
create or replace temp table {{name}} as
select account_key, {_TOPIC} as topic, min(opened_at) as low, max(greatest(opened_at, resolved_at)) as high from ticket_fact
where (source_id, ticket_id) in (select (source_id, ticket_id) from fact_touched) and {_KNOWN} and category is not null
group by all
"""
# Only contacts near enough in time can have another answer; those near them are looked at too, as their neighbours.
_REACH = "to_days(greatest($repeat_days, $fcr_days))"
_CHANGED = f"""
create or replace temp table fact_mended as
with beside as materialized (
    {_CONTACTS},
        opened_at between low and high + to_days($repeat_days) as may_repeat,
        coalesce(resolved_at between low - to_days($fcr_days) and high, false) as may_be_first
    from ticket_fact f join fact_pair p on p.account_key = f.account_key and p.topic = {_TOPIC}
    where may_be_first or opened_at between low - {_REACH} and high + {_REACH}
), told as (
    select b.place, case when may_repeat then j.is_repeat else f.is_repeat end as is_repeat,
        case when may_be_first then j.is_first_contact_resolved else f.is_first_contact_resolved end as is_first_contact_resolved
    from ({judged("beside")}) j join beside b on b.place = j.place join ticket_fact f on abs(f.rowid) = j.place
)
select t.* from told t join ticket_fact f on abs(f.rowid) = t.place
where {" or ".join(f"f.{flag} is distinct from t.{flag}" for flag in UNJUDGED)}
"""
_FOUND = f"create or replace temp table fact_mended as {judged(f'({_CONTACTS} from ticket_fact f)')}"
# "abs": a join on the bare rowid can miss rows that the same transaction inserted (DuckDB 2.0.0 looks for them among
# those of the file, where it was told which numbers the other side holds).
_MEND = f"""
update ticket_fact set {", ".join(f"{flag} = m.{flag}" for flag in UNJUDGED)}
from fact_mended m where abs(ticket_fact.rowid) = m.place
"""


def judge_all(con: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Judge every contact."""
    if not con.execute(f"select 1 from ticket_fact where {_KNOWN} limit 1").fetchone():
        return
    con.execute(_FOUND, days(rules))
    con.execute(_MEND)
    con.execute("drop table fact_mended")


def remember(con: duckdb.DuckDBPyConnection) -> None:
    """Keep the accounts and tags of the facts in `fact_touched`, which are about to be deleted."""
    con.execute(_PAIRS.format(name="fact_pair_before"))


def mend(con: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Judge again the contacts of the accounts and tags the facts in `fact_touched` had or have now, as far as they reach."""
    con.execute(_PAIRS.format(name="fact_pair_after"))
    con.execute("""
        create or replace temp table fact_pair as select account_key, topic, min(low) as low, max(high) as high
        from (from fact_pair_before union all from fact_pair_after) group by all""")
    if con.execute("from fact_pair limit 1").fetchone():
        con.execute(_CHANGED, days(rules))
        facts_days.note(con, "mended", "abs(rowid) in (select place from fact_mended)")
        con.execute(_MEND)
        con.execute("drop table fact_mended")
    else:
        facts_days.note_none(con, "mended")
    for table in ("pair_before", "pair_after", "pair"):
        con.execute(f"drop table fact_{table}")
