"""An event log of contacts: every row is a step of one, the first opened it and the last resolved it."""

from __future__ import annotations

from dataclasses import replace

from cx.importing.mapping import OUTSIDE, TOGETHER, ColumnRule, Mapping

_OPENED, _RESOLVED = "opened_at", "resolved_at"
_LATEST = (_RESOLVED, "closed_at", "updated_at", "reopen_count", "transfer_count", "reply_count")
_EARLIEST = (_OPENED, "queued_at", "answered_at", "first_response_at", "first_resolved_at")
_LAST_KNOWN = ("status", "agent_id", "agent_name", "team", "priority", "is_sla_met")


def are_possible(mapping: Mapping) -> bool:
    """Whether its rows can be steps: of contacts, with a time."""
    rule = mapping.rule(_OPENED)
    return mapping.table == "ticket" and rule is not None and rule.column is not None


def as_steps(mapping: Mapping) -> Mapping:
    """`mapping` with all rows of an id as one contact: opened at the earliest time, resolved at the latest of its own column
    or of the same one; what changes on the way as it was last known, all else as it was first said.
    """
    time = mapping.rule(_OPENED)
    rules = [replace(rule, take=_take(rule.target)) if rule.target not in OUTSIDE else rule for rule in mapping.columns]
    if time is not None and mapping.rule(_RESOLVED) is None:
        rules.append(ColumnRule(_RESOLVED, time.column, form=time.form, zone=time.zone, take=_take(_RESOLVED)))
    return replace(mapping, columns=tuple(rules), rows=TOGETHER)


def _take(target: str) -> str | None:
    if target in _EARLIEST:
        return "min"
    return "max" if target in _LATEST else "last" if target in _LAST_KNOWN else None
