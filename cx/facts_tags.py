"""The tag that counts: what a person decided last before what the source says, both counted as the taxonomy maps them.

Facts carry it from when they are made. A decision, or a change of the taxonomy, brings the facts it is about in line
(`recount`): contacts, the answers and reviews about them, and whether contacts beside them are repeats or resolved at once.
"""

from __future__ import annotations

import duckdb

from cx import facts_days, facts_neighbours
from cx.facts_rules import Rules

# The newest decision about each document; null `tag`: it was taken back.
DECIDED = """(select origin, source_id, document_id, arg_max_null(after, correction_id) as tag
    from correction where about = 'tag' group by all)"""
_MAPPED = "(select tag, arg_max_null(maps_to, version) as maps_to from taxonomy group by 1)"
# Of answers, which have no tag of their own but what is decided about them.
OWN_OF_ANSWERS = f"""(select o.source_id, o.document_id, coalesce(m.maps_to, o.tag) as tag
    from {DECIDED} o left join {_MAPPED} m on m.tag = o.tag where o.origin = 'answer')"""


def counted(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """SQL of "ticket" or "feedback" with `category` as it counts; the table itself where nobody decided anything."""
    is_any = "select exists(from correction where about = 'tag') or exists(from taxonomy where maps_to is not null)"
    if not con.execute(is_any).fetchall()[0][0]:
        return table
    return f"""(select r.* replace (coalesce(m.maps_to, c.tag, r.category) as category) from {table} r
        left join {DECIDED} c on c.origin = '{table}' and c.source_id = r.source_id and c.document_id = r.{table}_id
        left join {_MAPPED} m on m.tag = coalesce(c.tag, r.category))"""


def major(tag: str) -> str:
    """SQL of the first level of a tag."""
    return f"nullif(trim(split_part({tag}, '/', 1)), '')"


def recount(con: duckdb.DuckDBPyConnection, rules: Rules, decided: str | None = None) -> bool:
    """Bring the facts in line with what was decided about the documents in table `decided` (origin, source_id, document_id), or
    (None) with all decisions and the taxonomy; whether any answer changed. Runs in the caller's transaction.

    What changed is left in temp table `fact_retagged` (origin, source_id, document_id, tag), the days in `fact_day`.
    """
    con.execute(f"""create or replace temp table fact_touched as
        select f.source_id, f.ticket_id, t.category as tag from ticket_fact f
        join {counted(con, "ticket")} t on t.source_id = f.source_id and t.ticket_id = f.ticket_id
        where f.category is distinct from t.category {_among(decided, "ticket", "f.source_id, f.ticket_id")}""")
    _recount_tickets(con, rules)
    is_any = _recount_answers(con, decided)
    con.execute(f"""update review_fact set category = n.tag, major_category = {major("n.tag")} from fact_touched n
        where n.source_id = review_fact.source_id and n.ticket_id = review_fact.ticket_id""")
    con.execute("""create or replace temp table fact_retagged as
        select 'ticket' as origin, source_id, ticket_id as document_id, tag from fact_touched
        union all select 'answer', source_id, answer_id, tag from fact_answer_tag""")
    con.execute("drop table fact_touched")
    con.execute("drop table fact_answer_tag")
    return is_any


def _among(decided: str | None, origin: str, key: str) -> str:
    if decided is None:
        return ""
    return f"and ({key}) in (select (source_id, document_id) from {decided} where origin = '{origin}')"


def _recount_tickets(con: duckdb.DuckDBPyConnection, rules: Rules) -> None:
    """Give the contacts in `fact_touched` their tag there, and judge those beside their old and their new one."""
    is_touched = "(source_id, ticket_id) in (select (source_id, ticket_id) from fact_touched)"
    facts_neighbours.remember(con)
    facts_days.note(con, "before", is_touched)
    for moment in ("after", "confirmed"):  # no day moves
        facts_days.note_none(con, moment)
    con.execute(f"""update ticket_fact set category = n.tag, major_category = {major("n.tag")} from fact_touched n
        where n.source_id = ticket_fact.source_id and n.ticket_id = ticket_fact.ticket_id""")
    flags = ", ".join(f"{flag} = {value}" for flag, value in facts_neighbours.UNJUDGED.items())
    con.execute(f"update ticket_fact set {flags} where {is_touched}")
    facts_neighbours.mend(con, rules)
    facts_days.noted(con)


def _recount_answers(con: duckdb.DuckDBPyConnection, decided: str | None) -> bool:
    """Give answers the tag decided about them, else their contact's; whether any changed."""
    chosen = "answer_fact"
    if decided:
        about = _among(decided, "answer", "source_id, answer_id").removeprefix("and ")
        beside = "(source_id, ticket_id) in (select (source_id, ticket_id) from fact_touched)"
        chosen = f"(select source_id, answer_id, ticket_id, category from answer_fact where {about} or {beside})"
    con.execute(f"""create or replace temp table fact_answer_tag as
        select a.source_id, a.answer_id, coalesce(o.tag, f.category) as tag from {chosen} a
        left join ticket_fact f on f.source_id = a.source_id and f.ticket_id = a.ticket_id
        left join {OWN_OF_ANSWERS} o on o.source_id = a.source_id and o.document_id = a.answer_id
        where a.category is distinct from coalesce(o.tag, f.category)""")
    con.execute(f"""update answer_fact set category = n.tag, major_category = {major("n.tag")} from fact_answer_tag n
        where n.source_id = answer_fact.source_id and n.answer_id = answer_fact.answer_id""")
    return bool(con.execute("from fact_answer_tag limit 1").fetchone())
