"""What must hold between the cells of one row: nothing ends before it begins, happens in the future or is off its scale."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cx.importing.context import Context
from cx.importing.zones import to_utc, zone_of
from cx.schema import Table

SCALES = {"csat": (1, 5), "ces": (1, 7), "nps": (0, 10)}  # where the mapping states none
# Things that have happened; contracts, shifts, releases and targets may lie ahead.
_PAST = {
    "ticket": (
        "opened_at", "queued_at", "answered_at", "first_response_at", "first_resolved_at", "resolved_at", "closed_at",
        "updated_at",
    ),
    "ticket_event": ("happened_at",),
    "feedback": ("said_at",),
    "survey_answer": ("sent_at", "answered_at", "updated_at"),
    "account": ("updated_at",),
    "qa_review": ("reviewed_at",),
    "contact": ("created_at",),
    "lifecycle_event": ("happened_at",),
    "usage": ("day",),
    "issue": ("created_at", "released_at"),
}  # fmt: skip
_AFTER_OPENED = ("first_response_at", "answered_at", "first_resolved_at", "resolved_at", "closed_at")
_SPANS = {
    "account": ("started_day", "ended_day"),
    "agent": ("started_day", "ended_day"),
    "contract": ("starts_day", "ends_day"),
    "shift": ("starts_at", "ends_at"),
    "experiment": ("starts_day", "ends_day"),
    "target": ("from_day", "to_day"),
}


@dataclass(frozen=True)
class Rule:
    """Rows where `broken` (SQL over the typed columns) holds lose the cell `target`, or everything with `row`.

    `values` is SQL for what the reason `check.<key>` names, as JSON.
    """

    key: str
    target: str
    broken: str
    row: bool = False
    values: str = "'{}'"


def rules_of(table: Table, columns: Collection[str], context: Context) -> Iterator[Rule]:
    """Every rule that concerns these columns of `table`."""
    yield from _future(table, columns, context)
    if table.name == "ticket" and "opened_at" in columns:
        for name in _AFTER_OPENED:
            if name in columns:
                yield Rule("before_opened", name, f'"{name}" < opened_at', values=_named("opened_at"))
    if table.name == "survey_answer":
        if {"sent_at", "answered_at"} <= set(columns):
            yield Rule("sent_after_answer", "sent_at", "sent_at > answered_at", values=_named("answered_at"))
        if {"score", "scale_low", "scale_high"} <= set(columns):
            yield Rule("score_off_scale", "score", "score < scale_low or score > scale_high", values=_scale())
            yield Rule("score_not_whole", "score", "score between scale_low and scale_high and score <> floor(score)")
    first, last = _SPANS.get(table.name, ("", ""))
    if first in columns and last in columns:
        yield Rule("end_before_start", last, f'"{last}" < "{first}"', row=True, values=_named(first))


def _future(table: Table, columns: Collection[str], context: Context) -> Iterator[Rule]:
    zone = zone_of(context.reporting_zone)
    midnight = datetime.combine(context.latest + timedelta(days=1), datetime.min.time())
    limit = to_utc(midnight, zone)[0]
    for name in _PAST.get(table.name, ()):
        if name in columns:
            is_day = table.column(name).kind == "day"
            broken = f"\"{name}\" > '{context.latest}'" if is_day else f"\"{name}\" >= '{limit}'"
            values = f"""'{{"today": "{context.today}"}}'"""
            yield Rule("in_future", name, broken, row=name in table.required, values=values)


def _named(column: str) -> str:
    return f"json_object('other', \"{column}\"::varchar)"


def _scale() -> str:
    return "json_object('low', scale_low, 'high', scale_high)"
