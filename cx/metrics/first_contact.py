"""Whether one contact was enough: nothing came after its resolution, and what other products show in its place."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, ratio, total

_TICKETS = "ticket_fact"
_FCR = "metric.source.first_contact"
_WINDOW = "fcr_window_days"


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source=_FCR, day="resolved_day", matures=_WINDOW)
def fcr(rows: ibis.Table) -> Kind:
    """Resolved with no new contact of the account and major tag in the window and no reopening / resolved so long ago."""
    return ratio(rows.is_first_contact_resolved, rows.is_counted)


@metric(
    fact=_TICKETS,
    unit="count",
    good="none",
    adds_up=True,
    minimum_n=0,
    source=_FCR,
    day="resolved_day",
    matures=_WINDOW,
    is_young=True,
)
def fcr_pending(rows: ibis.Table) -> Kind:
    """Contacts resolved too lately for anybody to know whether something comes after: they enter `fcr` later."""
    return total(rows.is_counted & rows.is_first_contact_resolved.notnull())


@metric(
    fact=_TICKETS,
    unit="share",
    good="up",
    adds_up=True,
    source="metric.source.one_touch",
    day="resolved_day",
)
def one_touch(rows: ibis.Table) -> Kind:
    """Resolved with at most one public reply and not reopened / resolved, without what a bot resolved alone."""
    return ratio(rows.is_one_touch, rows.is_counted & ~rows.is_bot_only)


@metric(
    fact=_TICKETS,
    unit="share",
    good="up",
    adds_up=True,
    source="metric.source.first_reply_resolved",
    day="resolved_day",
)
def first_reply_resolved(rows: ibis.Table) -> Kind:
    """Resolved with exactly one public reply and not reopened / resolved contacts a person replied to."""
    return ratio(rows.is_one_touch, rows.is_counted & ~rows.is_bot_only & (rows.reply_count > 0))


@metric(
    fact=_TICKETS,
    unit="share",
    good="up",
    adds_up=True,
    source="metric.source.closed_once",
    day="resolved_day",
)
def closed_once(rows: ibis.Table) -> Kind:
    """Resolved once and never handed on / resolved contacts whose handing on is told, without what a bot resolved alone."""
    is_once = (rows.resolution_count == 1) & (rows.transfer_count == 0)
    return ratio(is_once, rows.is_counted & ~rows.is_bot_only & rows.transfer_count.notnull())
