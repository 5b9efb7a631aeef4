"""Do accounts stay, and does their revenue: renewals by due date, and recurring revenue between the ends of a period."""

from __future__ import annotations

import ibis

from cx.metric import Kind, metric, ratio, weighed

_TERMS, _REVENUE = "term_fact", "revenue_fact"
_RENEWED, _KEPT = "metric.source.renewals", "metric.source.revenue_retention"


@metric(fact=_TERMS, unit="share", good="up", adds_up=True, source=_RENEWED, matures="renewal_grace_days")
def renewal_rate(rows: ibis.Table) -> Kind:
    """Renewed / contracts that ended, by due date, once the days of grace have passed; one per account and due day."""
    return ratio(rows.is_renewed, rows.is_counted)


@metric(fact=_REVENUE, unit="share", good="up", adds_up=False, source=_KEPT, moment="both", measured="fee_kept")
def grr(rows: ibis.Table) -> Kind:
    """(start - churn - contraction) / start: of the fees a month on the day before the period, what is left on its last day."""
    return weighed(rows.fee_kept, rows.fee_before, rows.is_counted, most=1)


@metric(fact=_REVENUE, unit="share", good="up", adds_up=False, source=_KEPT, moment="both", measured="fee_after")
def nrr(rows: ibis.Table) -> Kind:
    """The same with the expansion of those who stayed; accounts that were not there on the day before are left out."""
    return weighed(rows.fee_after, rows.fee_before, rows.is_counted)
