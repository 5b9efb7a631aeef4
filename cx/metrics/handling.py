"""How much work a contact is: on the phone talk, hold and after-call work; in writing the time somebody had it.

The two are different things and never averaged together: who talks does nothing else, who has a chat open has others too.
"""

from __future__ import annotations

import ibis

from cx.metric import Kind, mean, metric

_TICKETS = "ticket_fact"
_AHT = "metric.source.handle_time"
_TEXT = "metric.source.assigned_time"


def _handled(rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    return rows.is_counted & rows.is_human_involved.fill_null(False)  # noqa: FBT003 - the value that null becomes


@metric(
    fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_AHT, day="over_day", measured="handle_seconds"
)
def aht(rows: ibis.Table) -> Kind:
    """Mean of talk + hold + after-call work over handled calls, by the day the contact was closed."""
    return mean(rows.handle_seconds, _handled(rows))


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_AHT, day="over_day", measured="talk_seconds")
def aht_talk(rows: ibis.Table) -> Kind:
    """Mean talk time of handled calls."""
    return mean(rows.talk_seconds, _handled(rows))


@metric(fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_AHT, day="over_day", measured="hold_seconds")
def aht_hold(rows: ibis.Table) -> Kind:
    """Mean time on hold of handled calls whose hold is told, also where it is 0."""
    return mean(rows.hold_seconds, _handled(rows) & rows.handle_seconds.notnull())


@metric(
    fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_AHT, day="over_day", measured="after_call_seconds"
)
def aht_after_call(rows: ibis.Table) -> Kind:
    """Mean after-call work of handled calls whose after-call work is told."""
    return mean(rows.after_call_seconds, _handled(rows) & rows.handle_seconds.notnull())


@metric(
    fact=_TICKETS, unit="seconds", good="down", adds_up=True, source=_TEXT, day="over_day", measured="assigned_seconds"
)
def aht_text(rows: ibis.Table) -> Kind:
    """Mean time a contact in writing was open and a person's own, without bots and snoozed time, once it is over."""
    return mean(rows.assigned_seconds, _handled(rows) & rows.handle_seconds.isnull())
