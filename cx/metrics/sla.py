"""Whether the promises about times were kept, as the source itself judged them."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, ratio


@metric(fact="ticket_fact", unit="share", good="up", adds_up=True, source="metric.source.sla_verdict")
def sla_attainment(rows: ibis.Table) -> Kind:
    """Contacts whose source says the SLA was met / contacts whose source says anything about it."""
    return ratio(rows.is_sla_met, rows.is_counted)
