"""Whether and how fast people answer: response rate, first response time, speed of answer, and who still waits."""

from __future__ import annotations

import ibis

from cx.metric import Kind, mean, metric, quantile, ratio, total

_TICKETS = "ticket_fact"
_FRT = "metric.source.first_reply"
_RATE = "metric.source.response_rate"
_ASA = "metric.source.speed_of_answer"


def _answered(rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    return rows.is_answered.fill_null(False)  # noqa: FBT003 - the value that null becomes


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, target_default=0.9, source=_RATE)
def response_rate(rows: ibis.Table) -> Kind:
    """Contacts a person answered / contacts there were for a person to answer, without those still in their grace."""
    return ratio(rows.is_answered, rows.is_offered & ~rows.is_pending)


@metric(fact=_TICKETS, unit="count", good="down", adds_up=True, minimum_n=0, source=_RATE)
def unanswered(rows: ibis.Table) -> Kind:
    """Contacts nobody answered although their grace period is over or they were given up."""
    due = rows.is_offered & ~rows.is_pending & rows.is_answered.notnull()
    return total(due & ~_answered(rows), among=due)


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_FRT)
def unanswered_age_median(rows: ibis.Table) -> Kind:
    """Median age, at the end of the last day with data, of contacts that are open and wait for their first answer."""
    return quantile(rows.waiting_seconds, 0.5, rows.is_offered)


@metric(
    fact=_TICKETS,
    unit="seconds",
    good="down",
    adds_up=False,
    target_default=300,
    source=_FRT,
    measured="first_response_seconds",
)
def frt_median(rows: ibis.Table) -> Kind:
    """Median of first public reply of a person - customer's first message, calendar clock."""
    return quantile(rows.first_response_seconds, 0.5, _answered(rows))


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_FRT, measured="first_response_seconds")
def frt_p90(rows: ibis.Table) -> Kind:
    """The time within which nine of ten answered contacts had their first answer, calendar clock."""
    return quantile(rows.first_response_seconds, 0.9, _answered(rows))


@metric(
    fact=_TICKETS, unit="seconds", good="down", adds_up=False, source=_FRT, measured="first_response_business_seconds"
)
def frt_business_median(rows: ibis.Table) -> Kind:
    """Median first response time on the business clock: nights, lunch and holidays do not run."""
    return quantile(rows.first_response_business_seconds, 0.5, _answered(rows))


def _calls_and_chats(rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    return _answered(rows) & ~rows.is_outbound & rows.channel.isin(["phone", "chat"])


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_ASA, measured="queue_seconds")
def asa(rows: ibis.Table) -> Kind:
    """Mean wait from entering the queue to pick-up, over answered calls and chats."""
    return mean(rows.queue_seconds, _calls_and_chats(rows))


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_ASA, measured="ring_seconds")
def asa_ring(rows: ibis.Table) -> Kind:
    """Mean ringing time until pick-up, over answered calls; another clock than `asa` and never mixed with it."""
    return mean(rows.ring_seconds, _calls_and_chats(rows))
