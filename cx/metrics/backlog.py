"""What is left over at the end of a period, and how old it is."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, quantile, standing

_TICKETS = "ticket_fact"
_SOURCE = "metric.source.backlog"


@metric(fact=_TICKETS, unit="count", good="down", adds_up=False, minimum_n=0, source=_SOURCE, moment="end")
def backlog(rows: ibis.Table) -> Kind:
    """Contacts opened by the end of the period, whenever that was, and not over by then."""
    return standing(rows.is_open)


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_SOURCE, moment="end", measured="age_seconds")
def backlog_age_median(rows: ibis.Table) -> Kind:
    """Median time the contacts of the backlog had been open at the end of the period."""
    return quantile(rows.age_seconds, 0.5, rows.is_open)


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_SOURCE, moment="end", measured="age_seconds")
def backlog_age_p90(rows: ibis.Table) -> Kind:
    """The age nine of ten contacts of the backlog do not exceed at the end of the period."""
    return quantile(rows.age_seconds, 0.9, rows.is_open)
