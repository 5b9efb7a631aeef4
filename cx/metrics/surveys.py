"""What customers say when asked: satisfaction, effort, recommendation, and how many answer at all."""

from __future__ import annotations

import ibis

from cx.metric import Kind, clustered_mean, clustered_ratio, metric, net_promoters, ratio

_ANSWERS = "answer_fact"
_CSAT = "metric.source.satisfied_share"
_CES = "metric.source.effort"
_NPS = "metric.source.net_promoters"
_RATE = "metric.source.answers_of_asked"

SATISFIED = 4  # 4 and 5 of 5
EASY = 5  # 5 to 7 of 7
PROMOTER, DETRACTOR, TEN = 9, 6, 10  # 9 and 10, 0 to 6; some forms begin at 1


def _on_scale(rows: ibis.Table, survey: str, low: float, high: float) -> ibis.expr.types.BooleanValue:
    """Counted answers of one survey on exactly this scale: scales are never mixed."""
    return rows.is_counted & (rows.survey == survey) & (rows.scale_low == low) & (rows.scale_high == high)


@metric(fact=_ANSWERS, unit="share", good="up", adds_up=True, source=_CSAT)
def csat(rows: ibis.Table) -> Kind:
    """Answers 4 and 5 / answers, on the five-point scale."""
    return ratio(rows.score >= SATISFIED, _on_scale(rows, "csat", 1, 5))


@metric(fact=_ANSWERS, unit="score", good="up", adds_up=True, target_default=6.5, source=_CES)
def ces(rows: ibis.Table) -> Kind:
    """Mean of the answers on the seven-point scale, over all dimensions (or one, `by=["dimension"]`)."""
    return clustered_mean(rows.score, rows.answered_by, _on_scale(rows, "ces", 1, 7), least=1)


@metric(fact=_ANSWERS, unit="share", good="up", adds_up=True, source=_CES)
def ces_share(rows: ibis.Table) -> Kind:
    """Answers 5 to 7 / answers, on the seven-point scale."""
    return clustered_ratio(rows.score >= EASY, rows.answered_by, _on_scale(rows, "ces", 1, 7))


@metric(fact=_ANSWERS, unit="nps", good="up", adds_up=False, by_wave=True, source=_NPS)
def nps(rows: ibis.Table) -> Kind:
    """(answers 9-10 - answers 0-6) / answers x 100, one answer per respondent and wave."""
    among = rows.is_counted & (rows.survey == "nps") & (rows.scale_high == TEN)
    return net_promoters(rows.score >= PROMOTER, rows.score <= DETRACTOR, among)


@metric(fact=_ANSWERS, unit="nps", good="up", adds_up=False, by_wave=True, source="metric.source.account_promoters")
def nps_accounts(rows: ibis.Table) -> Kind:
    """The same over accounts, each once by the mean of its answers: at least 9 promotes, at most 6 detracts."""
    among = rows.account_score.notnull() & (rows.scale_high == TEN)
    return net_promoters(rows.account_score >= PROMOTER, rows.account_score <= DETRACTOR, among)


@metric(fact=_ANSWERS, unit="share", good="up", adds_up=True, day="sent_day", source=_RATE)
def survey_response_rate(rows: ibis.Table) -> Kind:
    """Questions answered / questions sent; bounced ones left out, dismissed ones count as not answered."""
    return ratio(rows.is_answered, rows.is_sent)
