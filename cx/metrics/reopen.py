"""What was resolved, counted three ways, and how much of it had to be opened again."""

from __future__ import annotations

import ibis

from cx.metric import Kind, added, distinct, metric, ratio, total

_TICKETS = "ticket_fact"
_RESOLVED = "metric.source.resolutions"
_DAY = "resolved_day"


@metric(
    fact=_TICKETS,
    unit="share",
    good="down",
    adds_up=True,
    source="metric.source.reopened",
    day="first_resolved_day",
)
def reopen_rate(rows: ibis.Table) -> Kind:
    """Contacts opened again, not only to say thanks / resolved contacts, by the day of their first resolution."""
    return ratio(rows.is_reopened, rows.is_counted)


@metric(fact=_TICKETS, unit="count", good="none", adds_up=True, minimum_n=0, source=_RESOLVED, day=_DAY)
def resolutions(rows: ibis.Table) -> Kind:
    """Resolutions as events: a contact resolved, opened again and resolved again counts twice."""
    return added(rows.resolution_count, rows.is_counted)


@metric(fact=_TICKETS, unit="count", good="none", adds_up=True, minimum_n=0, source=_RESOLVED, day=_DAY)
def resolved_contacts(rows: ibis.Table) -> Kind:
    """Contacts that are resolved, each once, by the day of the last resolution."""
    return total(rows.is_counted)


@metric(fact=_TICKETS, unit="count", good="none", adds_up=False, minimum_n=0, source=_RESOLVED, day=_DAY)
def resolved_accounts(rows: ibis.Table) -> Kind:
    """Different accounts with a resolved contact; those of two months may be the same ones."""
    return distinct(rows.account_key, rows.is_counted)
