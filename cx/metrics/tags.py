"""Whether contacts carry a tag, and how long system errors take, which people want to see on their own."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue as Flag

from cx.metric import Kind, metric, quantile, ratio

_TICKETS = "ticket_fact"
_AUDITS = "audit_fact"
_ERRORS = "metric.source.system_errors"

# Tags that say "nobody has said what this is about", and major tags that say "our system did not work".
UNCLASSIFIED = ("미분류", "분류 없음", "분류없음", "unclassified", "uncategorized", "uncategorised", "untagged")
SYSTEM_ERRORS = (
    "오류", "시스템 오류", "시스템오류", "장애", "시스템 장애", "시스템장애", "에러", "버그", "error", "errors", "system error",
    "system errors", "bug", "bugs", "incident", "outage",
)  # fmt: skip


@metric(fact=_TICKETS, unit="share", good="down", adds_up=True, source="metric.source.unclassified")
def unclassified_rate(rows: ibis.Table) -> Kind:
    """Contacts without a tag, or with the one that says so / all contacts."""
    return ratio(rows.category.isnull() | rows.major_category.lower().isin(UNCLASSIFIED), rows.is_counted)


@metric(fact=_AUDITS, unit="share", good="up", adds_up=True, source="metric.source.tag_accuracy")
def tag_accuracy(rows: ibis.Table) -> Kind:
    """Tags called right / tags looked at in audits, by the day they were drawn; what nobody looked at yet is left out."""
    return ratio(rows.is_right, rows.is_counted)


def _is_error(rows: ibis.Table) -> Flag:
    return rows.is_counted & rows.major_category.lower().isin(SYSTEM_ERRORS).fill_null(False)  # noqa: FBT003 - what null becomes


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    source=_ERRORS,
    day="resolved_day",
    measured="resolution_seconds",
)
def system_error_lead_time_median(rows: ibis.Table) -> Kind:
    """Median of last resolution - opening of system errors, calendar clock."""
    return quantile(rows.resolution_seconds, 0.5, _is_error(rows))


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    source=_ERRORS,
    day="resolved_day",
    measured="resolution_seconds",
)
def system_error_lead_time_p90(rows: ibis.Table) -> Kind:
    """The time within which nine of ten resolved system errors were resolved, calendar clock."""
    return quantile(rows.resolution_seconds, 0.9, _is_error(rows))
