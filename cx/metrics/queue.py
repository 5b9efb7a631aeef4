"""Whether those who wait in a queue, on the phone or in a chat, are answered in time or give up."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, ratio

_TICKETS = "ticket_fact"
_LEVEL = "metric.source.service_level"
_ABANDONED = "metric.source.abandonment"


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, target_default=0.8, source=_LEVEL)
def service_level(rows: ibis.Table) -> Kind:
    """Answered within so many seconds of entering the queue / offered calls and chats, without who left at once.

    Who still waits and may yet be answered in time is not judged.
    """
    return ratio(rows.is_in_time, rows.is_offered & ~rows.is_waiting)


def _offered(rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    return rows.is_offered & ~rows.is_outbound


@metric(fact=_TICKETS, unit="share", good="down", adds_up=True, source=_ABANDONED)
def abandonment_rate(rows: ibis.Table) -> Kind:
    """Calls and chats given up before an answer, however short the wait / offered ones."""
    return ratio(rows.is_given_up, _offered(rows))


@metric(fact=_TICKETS, unit="share", good="none", adds_up=True, source=_ABANDONED)
def short_abandonment_rate(rows: ibis.Table) -> Kind:
    """Calls and chats given up so soon that nobody could have answered / offered ones."""
    return ratio(rows.is_short_abandoned, _offered(rows))
