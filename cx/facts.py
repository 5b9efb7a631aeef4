"""Facts: one row per contact and per survey question, made from the canonical tables, the calendar and the settings."""

from __future__ import annotations

from cx.facts_tables import TABLES


def tables() -> dict[str, dict[str, str]]:
    """Tables this module fills or needs (facts and calendar): name -> column -> DuckDB type."""
    return {table: {name: kind for name, (kind, _) in columns.items()} for table, columns in TABLES.items()}


def ddl() -> tuple[str, ...]:
    """One `create table if not exists` for each of them. No keys: rows are replaced inside one transaction."""
    statements = []
    for table, columns in tables().items():
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        statements.append(f"create table if not exists {table} ({listed})")
    return tuple(statements)
