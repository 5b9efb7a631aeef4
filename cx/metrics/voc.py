"""What customers say: how many texts, of how many accounts; cut by topic and kind they rank what people suffer from."""

from __future__ import annotations

import ibis

from cx.metric import Kind, distinct, metric, total

_SOURCE = "metric.source.voc"
_DOCUMENTS = "voc_fact"


@metric(fact=_DOCUMENTS, unit="count", good="none", adds_up=True, minimum_n=0, source=_SOURCE)
def voc(rows: ibis.Table) -> Kind:
    """Texts of customers: contacts, comments beside scores, interviews, reviews, praise; those without words left out."""
    return total(rows.is_counted)


@metric(fact=_DOCUMENTS, unit="count", good="none", adds_up=False, minimum_n=0, source=_SOURCE)
def voc_accounts(rows: ibis.Table) -> Kind:
    """Different accounts they are of; texts of nobody known left out."""
    return distinct(rows.account_key, rows.is_counted)
