"""What has to be made anew once canonical rows changed: the facts."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from cx import facts, settings

# Facts carry attributes of these; a change there may reach any ticket, also through matched accounts and agents.
EVERYWHERE = ("account", "agent", "contact", "partner")
# So many tickets changed, and this share of all: making all facts anew is then less work than finding out which ones.
MANY, MOST = 50_000, 0.5


def refresh_facts(con: DuckDBPyConnection) -> None:
    """Refresh facts after a load or an undo, in the same transaction; reads the temp tables `touched_<table>`."""
    known = {str(row[0]) for row in con.execute("select table_name from duckdb_tables() where temporary").fetchall()}
    decided = settings.read(con)
    if _is_touched(con, known, EVERYWHERE):
        facts.refresh(con, decided, None)
        return
    if not known & {"touched_ticket", "touched_survey_answer", "touched_qa_review"}:
        _refresh_kept(con, known)
        return
    tickets = "touched_ticket" if "touched_ticket" in known else "(select 0 as source_id, '' as id where false)"
    changed, all_of_them = con.execute(
        f"select (select count(*) from {tickets}), (select count(*) from ticket)"
    ).fetchall()[0]
    if changed > max(MANY, MOST * all_of_them):
        facts.refresh(con, decided, None)
        return
    _refresh_kept(con, known)
    con.execute(f"create or replace temp table touched as select distinct source_id, id as ticket_id from {tickets}")
    facts.refresh(con, decided, "touched")


def _refresh_kept(con: DuckDBPyConnection, known: set[str]) -> None:
    """Make anew what is kept of the steps and use of accounts, if any of its sources changed; with all facts it is made anyway."""
    from cx.lifecycle import active_periods, milestones  # which read what was imported

    for kept in (milestones, active_periods):
        if _is_touched(con, known, kept.SOURCES):
            kept.refresh(con)


def _is_touched(con: DuckDBPyConnection, known: set[str], names: tuple[str, ...]) -> bool:
    return any(f"touched_{name}" in known and con.execute(f"from touched_{name} limit 1").fetchone() for name in names)
