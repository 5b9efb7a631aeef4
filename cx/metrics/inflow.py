"""How much comes in and where: contacts, per working day and hour, and the share that comes in online."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, per_open_time, ratio, total

_SOURCE = "metric.source.per_open_time"
_TICKETS = "ticket_fact"


@metric(fact=_TICKETS, unit="count", good="none", adds_up=True, minimum_n=0, source=_SOURCE)
def inflow(rows: ibis.Table) -> Kind:
    """Contacts opened; spam, test and merged ones left out. Contacts the team started are contacts."""
    return total(rows.is_counted)


@metric(fact=_TICKETS, unit="per_day", good="none", adds_up=True, minimum_n=0, source=_SOURCE)
def contacts_per_day(rows: ibis.Table) -> Kind:
    """All contacts of the period / its working days."""
    return per_open_time(rows.is_counted, "day")


@metric(fact=_TICKETS, unit="per_day", good="none", adds_up=True, minimum_n=0, source=_SOURCE)
def cpd(rows: ibis.Table) -> Kind:
    """Calls per day: phone contacts of the period / its working days."""
    return per_open_time(rows.is_counted & (rows.channel == "phone"), "day")


@metric(fact=_TICKETS, unit="per_day", good="none", adds_up=True, minimum_n=0, source=_SOURCE)
def tpd(rows: ibis.Table) -> Kind:
    """Talks per day: chats of the period / its working days."""
    return per_open_time(rows.is_counted & (rows.channel == "chat"), "day")


@metric(fact=_TICKETS, unit="per_hour", good="none", adds_up=True, minimum_n=0, source=_SOURCE)
def cph(rows: ibis.Table) -> Kind:
    """All contacts of the period / its open hours."""
    return per_open_time(rows.is_counted, "hour")


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, target_default=0.8, source=_SOURCE)
def online_share(rows: ibis.Table) -> Kind:
    """Contacts by chat, board, e-mail or form / all contacts whose channel is known."""
    return ratio(rows.is_online, rows.is_counted)
