"""Facts: one row per contact and per survey question, made from the canonical tables, the calendar and the settings."""

from __future__ import annotations

import duckdb

from cx import (
    facts_answer,
    facts_people,
    facts_review,
    facts_tags,
    facts_ticket,
    facts_time,
    facts_vip,
    open_hours,
    rollups,
)
from cx.facts_rules import Rules
from cx.facts_tables import TABLES


def tables() -> dict[str, dict[str, str]]:
    """Tables this module fills or needs (facts and calendar): name -> column -> DuckDB type."""
    return {table: {name: kind for name, (kind, _) in columns.items()} for table, columns in TABLES.items()}


def refresh(con: duckdb.DuckDBPyConnection, settings: Rules, touched: str | None = None) -> None:
    """Bring the facts, and what is summed up from them, up to date inside the caller's transaction.

    `touched` names a (temporary) table with the columns source_id, ticket_id of tickets that were added, changed or
    removed; their facts are made anew, and those of further tickets where they depend on them. None makes all anew: after
    a change of accounts, agents, contacts, partners, matching, calendar or settings. Answer facts are always all made anew.
    """
    open_hours.add_up(con, settings.reporting_zone)
    facts_time.set_clock(con, settings.reporting_zone)
    facts_vip.settle(con)
    facts_people.resolve(con)
    facts_ticket.refresh(con, settings, touched)
    facts_answer.refresh(con)
    facts_review.refresh(con)
    facts_people.drop(con)
    rollups.refresh(con, wholly=touched is None)
    if touched is None:
        from cx.lifecycle import active_periods, milestones  # which read settings, and these need facts

        milestones.refresh(con)
        active_periods.refresh(con)


def retag(con: duckdb.DuckDBPyConnection, settings: Rules, decided: str | None = None) -> None:
    """Bring the tags of facts, what hangs on them and the sums up to date inside the caller's transaction.

    `decided` names a (temporary) table of the documents decided about, see `cx.facts_tags`; None: all, after a change of the
    taxonomy. A fraction of the work of `refresh`: a person goes through one contact after the other.
    """
    are_answers_changed = facts_tags.recount(con, settings, decided)
    rollups.refresh(con, wholly=False, are_answers_changed=are_answers_changed)
