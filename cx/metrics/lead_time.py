"""How long until a contact is resolved: counts and times by the day of the resolution; what is open is never averaged in."""

from __future__ import annotations

import ibis

from cx.metric import Kind, mean, metric, quantile

_TICKETS = "ticket_fact"
_LAST = "metric.source.full_resolution"
_FIRST = "metric.source.first_resolution"
_BUSINESS = "resolution_business_seconds"


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=True,
    source=_LAST,
    day="resolved_day",
    measured="resolution_seconds",
)
def resolution_lead_time_mean(rows: ibis.Table) -> Kind:
    """Mean of last resolution - opening, calendar clock: what other tools show; a few very long ones carry it."""
    return mean(rows.resolution_seconds, rows.is_counted)


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    source=_LAST,
    day="resolved_day",
    measured="resolution_seconds",
)
def resolution_lead_time_median(rows: ibis.Table) -> Kind:
    """Median of last resolution - opening, calendar clock."""
    return quantile(rows.resolution_seconds, 0.5, rows.is_counted)


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    source=_LAST,
    day="resolved_day",
    measured="resolution_seconds",
)
def resolution_lead_time_p90(rows: ibis.Table) -> Kind:
    """The time within which nine of ten resolved contacts were resolved, calendar clock."""
    return quantile(rows.resolution_seconds, 0.9, rows.is_counted)


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_LAST, day="resolved_day", measured=_BUSINESS)
def resolution_lead_time_business_median(rows: ibis.Table) -> Kind:
    """Median of last resolution - opening on the business clock."""
    return quantile(rows.resolution_business_seconds, 0.5, rows.is_counted)


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_LAST, day="resolved_day", measured=_BUSINESS)
def resolution_lead_time_business_p90(rows: ibis.Table) -> Kind:
    """Nine of ten resolved contacts were resolved within it, business clock."""
    return quantile(rows.resolution_business_seconds, 0.9, rows.is_counted)


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    source=_FIRST,
    day="first_resolved_day",
    measured="first_resolution_seconds",
)
def first_resolution_lead_time_median(rows: ibis.Table) -> Kind:
    """Median of first resolution - opening, calendar clock, whatever came after it."""
    return quantile(rows.first_resolution_seconds, 0.5, rows.is_counted)


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    source=_FIRST,
    day="first_resolved_day",
    measured="first_resolution_seconds",
)
def first_resolution_lead_time_p90(rows: ibis.Table) -> Kind:
    """Nine of ten contacts were resolved for the first time within it, calendar clock."""
    return quantile(rows.first_resolution_seconds, 0.9, rows.is_counted)
