"""Tables made from others, which need no migration: where their shape is not the present one they are made anew."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from cx import facts, facts_tags, rollups, settings, shape
from cx.lifecycle import active_periods
from cx.voc import documents

# Hardly two are alike: to look for what repeats costs more than it saves.
_KEPT_AS = {"ticket_id": "using compression zstd"}
NAMES = ("ticket_fact", "answer_fact", "review_fact", "open_block")


def ensure(con: DuckDBPyConnection) -> bool:
    """Give the derived tables their present columns, and fill them where they had others; whether anything was done.

    Sums per day are made anew also where a metric's definition has changed.

    Runs in the caller's transaction.
    """
    is_summed = not rollups.is_stale(con)
    are_documents_lost = documents.ensure(con, is_made_otherwise=not is_summed)
    tables = facts.tables()
    wanted = {name: list(tables[name].items()) for name in NAMES}
    stale = [name for name in NAMES if shape.columns(con, name) != wanted[name]]
    for name in stale:
        listed = ", ".join(f'"{column}" {kind} {_KEPT_AS.get(column, "")}' for column, kind in wanted[name])
        con.execute(f"create or replace table {name} ({listed})")
    if not is_summed:
        rollups.create(con)
    if stale and con.execute("select 1 from ticket union all select 1 from survey_answer limit 1").fetchone():
        facts.refresh(con, settings.read(con), None)
    elif stale or not is_summed:
        facts_tags.recount(con, settings.read(con))  # decisions about tags did not always reach the facts
        rollups.refresh(con)
    if stale or not is_summed:
        con.execute("update voc_state set data_version = -1")  # documents are made from the facts
    active_periods.ensure(con)
    if are_documents_lost:
        documents.make(con)  # nobody should find an empty page until all is read again
    return bool(stale) or not is_summed
