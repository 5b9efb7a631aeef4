"""The tag that counts, in facts and documents alike: brought in line with what people decide, in the transaction of the decision."""

from __future__ import annotations

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from cx import facts, facts_tags, settings

_KEY = "origin, source_id, document_id"
# The documents as `voc_fact` has them, without what was read in their texts: a fraction of its work.
TAGGED = f"""(select d.*, c.tag is not null as is_decided from voc_document d
    left join {facts_tags.DECIDED} c on c.origin = d.origin and c.source_id = d.source_id and c.document_id = d.document_id)"""


def follow(con: DuckDBPyConnection, decided: Iterable[list[object]] | None = None) -> None:
    """Count the tags as they were decided: of these documents (origin, source, number), or (None) of all, as after a change of the
    taxonomy. Documents made from the present data still are.
    """
    if decided is not None:
        con.execute("create or replace temp table tag_decided (origin varchar, source_id bigint, document_id varchar)")
        con.executemany("insert into tag_decided values (?, ?, ?)", list(decided))
    facts.retag(con, settings.read(con), None if decided is None else "tag_decided")
    chosen = (
        "" if decided is None else f"where ('feedback', source_id, feedback_id) in (select ({_KEY}) from tag_decided)"
    )
    feedback = (
        f"select 'feedback', source_id, feedback_id, category from {facts_tags.counted(con, 'feedback')} {chosen}"
    )
    con.execute(f"""update voc_document set category = n.tag, major_category = {facts_tags.major("n.tag")}
        from (from fact_retagged union all {feedback}) n
        where n.origin = voc_document.origin and n.source_id = voc_document.source_id
            and n.document_id = voc_document.document_id and voc_document.category is distinct from n.tag""")
    con.execute("drop table fact_retagged")
    con.execute("""update voc_state set data_version = s.data_version + 1 from store_state s
        where voc_state.data_version = s.data_version""")
