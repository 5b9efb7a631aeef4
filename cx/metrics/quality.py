"""How good consultations were by the team's own reviews, and how many of them were hard ones."""

from __future__ import annotations

import ibis

from cx.metric import Kind, mean, metric, ratio

_REVIEWS = "review_fact"
_SOURCE = "metric.source.reviews"


@metric(fact=_REVIEWS, unit="share", good="up", adds_up=True, source=_SOURCE)
def qa_score(rows: ibis.Table) -> Kind:
    """Mean of points given / points possible, over reviewed consultations with a score, by day of the review."""
    return mean(rows.share, rows.is_counted, most=1)


@metric(fact=_REVIEWS, unit="share", good="down", adds_up=True, source=_SOURCE)
def difficult_share(rows: ibis.Table) -> Kind:
    """Consultations the review calls difficult / reviewed consultations it says anything of."""
    return ratio(rows.is_difficult, rows.is_counted)
