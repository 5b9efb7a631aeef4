"""What a bot takes off people's hands: where it took part, what it ended alone, and what of that was really over."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue as Flag

from cx.metric import Kind, metric, ratio, total

_TICKETS = "ticket_fact"
_RATE = "metric.source.automation"
_ROAR = "metric.source.roar"
_WINDOW = "roar_window_days"


def _counted(rows: ibis.Table) -> Flag:
    """All contacts, bot-only ones too, without bubbles of the bot that nobody answered."""
    return rows.is_counted & ~rows.is_bubble


def _involved(rows: ibis.Table) -> Flag:
    return rows.is_bot_involved.fill_null(False)  # noqa: FBT003 - the value that null becomes


def _confirmed(rows: ibis.Table) -> Flag:
    """Null where a bot ended it and nobody knows for whom: such contacts are left out."""
    return rows.is_bot_only.ifelse(rows.is_confirmed, ibis.literal(value=False))


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, target_default=0.5, source=_RATE)
def automation_rate(rows: ibis.Table) -> Kind:
    """Contacts a bot ended alone / all contacts, bot-only ones included."""
    return ratio(rows.is_bot_only, _counted(rows))


@metric(fact=_TICKETS, unit="share", good="none", adds_up=True, source=_RATE)
def bot_involved_rate(rows: ibis.Table) -> Kind:
    """Contacts a bot took part in, whoever ended them / all contacts."""
    return ratio(_involved(rows), _counted(rows))


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source=_ROAR, matures=_WINDOW)
def roar(rows: ibis.Table) -> Kind:
    """Ended by a bot alone with no contact of the account in the window / all contacts opened so long ago."""
    return ratio(_confirmed(rows), _counted(rows))


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, source=_ROAR, matures=_WINDOW)
def roar_of_involved(rows: ibis.Table) -> Kind:
    """The same / contacts a bot took part in."""
    return ratio(_confirmed(rows), _counted(rows) & _involved(rows))


@metric(
    fact=_TICKETS,
    unit="count",
    good="none",
    adds_up=True,
    minimum_n=0,
    source=_ROAR,
    matures=_WINDOW,
    is_young=True,
)
def roar_pending(rows: ibis.Table) -> Kind:
    """Contacts a bot ended so lately that the account may still come back: they enter `roar` later."""
    return total(_counted(rows) & rows.is_bot_only & rows.is_confirmed.notnull())


@metric(fact=_TICKETS, unit="share", good="down", adds_up=True, source=_ROAR, matures=_WINDOW)
def bot_return_rate(rows: ibis.Table) -> Kind:
    """Ended by a bot alone and the account came back in the window / ended by a bot alone so long ago, of accounts known."""
    came = rows.is_confirmed.ifelse(ibis.literal(value=False), ibis.literal(value=True))
    return ratio(came, _counted(rows) & rows.is_bot_only & rows.is_confirmed.notnull())


@metric(fact=_TICKETS, unit="share", good="up", adds_up=True, target_default=1 / 3, source=_RATE)
def after_hours_bot_share(rows: ibis.Table) -> Kind:
    """Contacts opened outside business hours that a bot ended alone / all opened outside business hours."""
    return ratio(rows.is_bot_only, _counted(rows) & ~rows.is_open_hours)
