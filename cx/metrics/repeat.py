"""Whether people have to come back: contacts that follow another about the same thing."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, per_distinct, ratio


@metric(fact="ticket_fact", unit="share", good="down", adds_up=True, source="metric.source.repeat_contacts")
def repeat_contact_rate(rows: ibis.Table) -> Kind:
    """Contacts that follow another of their account and tag within the window / contacts of known accounts."""
    return ratio(rows.is_repeat, rows.is_counted)


@metric(fact="ticket_fact", unit="per_account", good="down", adds_up=False, source="metric.source.repeat_contacts")
def repeat_contacts_per_account(rows: ibis.Table) -> Kind:
    """Contacts that follow another of their account and tag within the window / accounts with a contact."""
    return per_distinct(rows.is_repeat, rows.account_key, rows.is_counted)
