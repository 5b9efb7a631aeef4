"""Whether promises about times were kept: as the source itself judged them, and by our own policies."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue as Flag

from cx.metric import Kind, metric, pooled, ratio

_TICKETS = "ticket_fact"
_OWN = "metric.source.sla_policy"


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source="metric.source.sla_verdict")
def sla_attainment(rows: ibis.Table) -> Kind:
    """Contacts whose source says the SLA was met / contacts whose source says anything about it."""
    return ratio(rows.is_sla_met, rows.is_counted)


def _replies(rows: ibis.Table) -> tuple[Flag, Flag]:
    return rows.is_reply_kept, rows.is_counted & ~rows.is_reply_awaited


def _resolutions(rows: ibis.Table) -> tuple[Flag, Flag]:
    return rows.is_resolution_kept, rows.is_counted & ~rows.is_resolution_awaited


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source=_OWN)
def sla_kept(rows: ibis.Table) -> Kind:
    """Promises kept / promises whose thing happened or whose time is up, a row per contact and promise, by day of opening."""
    return pooled(_replies(rows), _resolutions(rows))


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source=_OWN)
def sla_first_response(rows: ibis.Table) -> Kind:
    """First answers within the time promised / those given or overdue."""
    return ratio(*_replies(rows))


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source=_OWN)
def sla_resolution(rows: ibis.Table) -> Kind:
    """Resolutions within the time promised / those that happened or are overdue; the clock stands still in pauses."""
    return ratio(*_resolutions(rows))
