"""Renewals and recurring revenue, as Ibis expressions over `term_row` (`cx.lifecycle.terms`): who stayed, what stayed, and since when.

Sources: the usual definitions of subscription businesses, as `metrics.md` of the project has them: renewal rate (logo) = renewed / accounts whose
term ended, by due date; GRR = (start - churn - contraction) / start; NRR = the same + expansion. Revenue is compared per account.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis

from cx.question import COMPILING

GRAINS = {"month": "M", "quarter": "Q", "year": "Y"}
_TERMS: dict[str, Any] = {
    "account_key": "string",
    "plan": "string",
    "segment": "string",
    "partner": "string",
    "region": "string",
    "is_vip": "boolean",
    "ends_day": "date",
    "fee": "float64",
    "churn_cause": "string",
    "state": "string",
    "counts_from": "date",
    "counts_to": "date",
}
_SPAN = {"first_day": "date", "last_day": "date", "ripe_day": "date"}


def _terms() -> ibis.Table:
    return ibis.table(_TERMS, name="term_row")


def _grouped(found: Any, by: str) -> Any:
    """What one account is counted under; of no dimension it does not matter."""
    return found[by or "plan"].cast("string").min()


def _span() -> ibis.Table:
    """One row: the days looked at, and the last one on which a term may have ended whose days of grace have passed."""
    return ibis.table(_SPAN, name="span")


@lru_cache(maxsize=50)
def renewals(by: str = "", every: str = "") -> str:
    """SQL over `term_row` and `span`: terms due within the span, one per account and due day: `due`, of these `pending` (days of grace left, whatever has
    happened since: those who renew do so sooner than others leave) and `renewed` of the rest; per `grouped` where `by` a dimension, per
    `period` of the due day where `every` is given.
    """
    with COMPILING:
        terms, span = _terms(), _span()
        found = terms.cross_join(span)
        ended = found.filter(
            found.state.isin(["renewed", "churned", "pending"])
            & found.ends_day.between(found.first_day, found.last_day)
        )
        whole = ended.group_by(["account_key", "ends_day"]).aggregate(
            is_renewed=(ended.state == "renewed").any(),
            is_pending=(ended.ends_day > ended.ripe_day).any(),
            grouped=_grouped(ended, by),
        )
        keys = [whole.grouped] if by else []
        if every:
            keys.append(whole.ends_day.truncate(GRAINS[every]).name("period"))
        parts = {
            "due": whole.count(),
            "renewed": (whole.is_renewed & ~whole.is_pending).sum(),
            "pending": whole.is_pending.sum(),
        }
        made = whole.group_by(keys).aggregate(**parts) if keys else whole.aggregate(**parts)
        return str(ibis.to_sql(made, dialect="duckdb"))


@lru_cache(maxsize=50)
def revenue(by: str = "") -> str:
    """SQL over `term_row` and `span` (as many rows as periods): per `first_day` and `grouped` the recurring revenue on the day before the first one
    (`start`), on the last one (`end`), what is between them (`new`, `expansion`, `contraction`, `churn`, all positive), and `accounts` at the start,
    `churned_accounts`, `new_accounts`.
    """
    with COMPILING:
        terms, span = _terms(), _span()
        found = terms.cross_join(span)
        before = found.first_day - ibis.interval(days=1)
        at_start = found.fee.fill_null(0).sum(where=before.between(found.counts_from, found.counts_to))
        at_end = found.fee.fill_null(0).sum(where=found.last_day.between(found.counts_from, found.counts_to))
        was_there = before.between(found.counts_from, found.counts_to).any()
        is_there = found.last_day.between(found.counts_from, found.counts_to).any()
        each = found.group_by(["first_day", "last_day", "account_key"]).aggregate(
            grouped=_grouped(found, by),
            start=ibis.coalesce(at_start, 0.0),
            end=ibis.coalesce(at_end, 0.0),
            was_there=was_there,
            is_there=is_there,
        )
        change = each.end - each.start
        stays = each.was_there & each.is_there
        parts = {
            "start": each.start.sum(),
            "end": each.end.sum(),
            "new": each.end.sum(where=~each.was_there & each.is_there),
            "expansion": change.sum(where=stays & (change > 0)),
            "contraction": -change.sum(where=stays & (change < 0)),
            "churn": each.start.sum(where=each.was_there & ~each.is_there),
            "accounts": each.was_there.sum(),
            "churned_accounts": (each.was_there & ~each.is_there).sum(),
            "new_accounts": (~each.was_there & each.is_there).sum(),
        }
        keys = ["first_day", "last_day", *(["grouped"] if by else [])]
        made = each.group_by(keys).aggregate(**{name: ibis.coalesce(part, 0) for name, part in parts.items()})
        return str(ibis.to_sql(made.order_by("first_day"), dialect="duckdb"))


@lru_cache(maxsize=50)
def cohorts(every: str = "quarter", step_months: int = 3, most: int = 12) -> str:
    """SQL over `term_row` and `span` (its last day is the last one known): per `period` in which accounts began and `age` in steps of months (1 .. most),
    the `accounts` old enough, how many of them `stayed`, and whether all of the period are old enough (`is_whole`).
    """
    with COMPILING:
        terms, span = _terms(), _span()
        dated = terms.filter(terms.counts_from > ibis.date("1900-01-01"))
        first = dated.group_by("account_key").aggregate(began=dated.counts_from.min())
        spans = dated.join(first, "account_key").select("account_key", "began", "counts_from", "counts_to")
        aged = spans.mutate(age=ibis.range(1, most + 1).unnest()).cross_join(span)
        at = aged.began + (aged.age * step_months).as_interval("M")
        aged = aged.mutate(at=at.cast("date"))
        is_old = aged["at"] <= aged.last_day
        alive = aged.group_by(["account_key", "began", "age"]).aggregate(
            is_old=is_old.any(), stayed=aged["at"].between(aged.counts_from, aged.counts_to).any()
        )
        made = alive.group_by(period=alive.began.truncate(GRAINS[every]), age=alive.age).aggregate(
            accounts=alive.is_old.sum(), stayed=(alive.is_old & alive.stayed).sum(), is_whole=alive.is_old.all()
        )
        return str(ibis.to_sql(made.filter(made.accounts > 0).order_by(["period", "age"]), dialect="duckdb"))


@lru_cache(maxsize=50)
def lives(by: str = "") -> str:
    """SQL over `term_row` and `span`: per account its `grouped`, `days` from its first day to its last or to the last day known, and whether it left."""
    with COMPILING:
        terms, span = _terms(), _span()
        dated = terms.filter(terms.counts_from > ibis.date("1900-01-01")).cross_join(span)
        each = dated.group_by("account_key").aggregate(
            began=dated.counts_from.min(),
            ended=dated.counts_to.max(),
            known=dated.last_day.max(),
            grouped=dated[by or "plan"].cast("string").argmax(dated.counts_from),
        )
        each = each.filter(each.began <= each.known)
        left = each.ended < each.known
        days = ibis.ifelse(left, each.ended, each.known).delta(each.began, unit="day")
        made = each.select(each.account_key, each.grouped, has_left=left, days=days)
        return str(ibis.to_sql(made, dialect="duckdb"))
