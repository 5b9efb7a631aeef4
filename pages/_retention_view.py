"""What the page of retention says about a selection: cards and charts with their words, made once and kept until the data change."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx import number, settings
from cx.arrow import for_chart
from cx.charts import band, cohorts, survival, waterfall
from cx.lifecycle import retention, since
from cx.lifecycle.retention import Renewals, Revenue
from cx.lifecycle.rows import known_day
from cx.selection import Selection
from pages import _causes_told, _groups, _lifecycle, _store
from pages._charts import Chart
from pages._lifecycle import Card
from pages._words import language, member, t

DIMENSIONS = ("plan", "segment", "partner", "region")
_MOST = 8
_MONTH = 365.25 / 12
_QUARTER = 3  # months
_SURE = 0.05


@dataclass(frozen=True)
class View:
    """Everything the page draws for one selection in one language; `by` and `lives` per dimension."""

    basis: str
    cards: tuple[Card, ...]
    waterfall: Chart
    causes: Chart
    trend: Chart
    by: dict[str, Chart]
    cohorts: Chart
    lives: dict[str, Chart]


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets no contract through."""
    store = _store.current()
    days, known = retention.span(store, chosen), known_day(store)
    money = retention.revenue(store, chosen)
    renewed = retention.renewals(store, chosen)
    if days is None or known is None or money is None or not (money.accounts or money.new_accounts or renewed.decided):
        return None
    basis = t(
        "retention.basis", span=number.span(*days, language()), grace=settings.get(store).renewal_grace_days,
        known=number.long_day(known, language()),
    )  # fmt: skip
    by = {name: _by(chosen, name) for name in DIMENSIONS}
    lives = {name: _lives(chosen, name) for name in DIMENSIONS[:3]}
    return View(
        basis,
        _cards(chosen, money, renewed),
        _waterfall(money),
        _causes(chosen),
        _trend(chosen),
        {name: chart for name, chart in by.items() if chart},
        _cohorts(chosen),
        {name: chart for name, chart in lives.items() if chart},
    )


def _money(value: float) -> str:
    return number.write("money", value, language())


def _cards(chosen: Selection, money: Revenue, renewed: Renewals) -> tuple[Card, ...]:
    store = _store.current()
    before = retention.renewals(store, chosen, retention.earlier(chosen, (money.first, money.last)))
    change = _lifecycle.change_of((renewed.renewed, renewed.decided), (before.renewed, before.decided))
    words = [
        t("retention.card_renewal_words", renewed=f"{renewed.renewed:,}", decided=f"{renewed.decided:,}"),
        _lifecycle.interval(renewed.renewed, renewed.decided),
        t("retention.card_renewal_pending", n=renewed.pending) if renewed.pending else "",
    ]
    few = _lifecycle.few_words(renewed.decided)
    left = money.start - money.churn - money.contraction
    return (
        Card(
            t("retention.card_renewal"),
            _lifecycle.share_words(renewed.renewed, renewed.decided),
            "  \n".join(filter(None, [_lifecycle.small(" · ".join(filter(None, words))), few])),
            t("retention.card_renewal_help"),
            *(change or (None,)),
            versus=t("onboarding.versus"),
        ),
        _kept("grr", money.grr, left, money),
        _kept("nrr", money.nrr, left + money.expansion, money),
        _mrr(money),
        Card(
            t("retention.card_left"),
            t("lifecycle.accounts", n=f"{money.churned_accounts:,}"),
            _lifecycle.small(t("retention.card_left_words", accounts=f"{money.accounts:,}", share=number.share(_ratio(money.churned_accounts, money.accounts), language()))),
            t("retention.card_left_help"),
        ),
    )  # fmt: skip


def _ratio(some: float, whole: float) -> float | None:
    return some / whole if whole else None


def _kept(name: str, value: float | None, left: float, money: Revenue) -> Card:
    words = t("retention.card_money_words", start=_money(money.start), left=_money(left))
    return Card(
        t(f"retention.card_{name}"),
        number.share(value, language()),
        _lifecycle.small(words),
        t(f"retention.card_{name}_help"),
    )


def _mrr(money: Revenue) -> Card:
    words = t("retention.card_mrr_words", new=_money(money.new), churn=_money(money.churn))
    change = _ratio(money.end - money.start, money.start)
    delta = None if change is None else f"{number.signed(change * 100, 1)}%"
    up = money.end >= money.start
    return Card(
        t("retention.card_mrr"), _money(money.end), _lifecycle.small(words), t("retention.card_mrr_help"), delta, "green" if up else "red",
        "up" if up else "down", t("retention.versus_start"),
    )  # fmt: skip


def _waterfall(money: Revenue) -> Chart:
    parts = (("new", money.new, "better"), ("expansion", money.expansion, "better"), ("contraction", -money.contraction, "worse"), ("churn", -money.churn, "worse"))  # fmt: skip
    counts = {"new": money.new_accounts, "churn": money.churned_accounts}
    steps = pd.DataFrame(
        [
            {
                "code": name,
                "label": t(f"retention.part_{name}"),
                "effect": value,
                "text": ("+" if value > 0 else number.MINUS if value < 0 else "") + _money(abs(value)),
                "tone": tone if value else "neutral",
                "detail": t("retention.part_new_detail", n=f"{counts[name]:,}") if name in counts else "",
            }
            for name, value, tone in parts
        ]
    )
    ends = [
        (t(f"retention.part_{name}"), value, _money(value))
        for name, value in (("start", money.start), ("end", money.end))
    ]
    rows = waterfall.data(steps, ends[0], ends[1])
    change = money.end - money.start
    if money.churn > money.new + money.expansion:
        title = t("retention.waterfall_down", churn=_money(money.churn))
    elif change > money.start * 0.005:
        title = t("retention.waterfall_up", change=_money(change))
    else:
        title = t("retention.waterfall_even")
    return Chart(title, t("retention.waterfall_said"), rows, for_chart(rows), t("retention.waterfall_legend"))


def _causes(chosen: Selection) -> Chart:
    told = retention.causes(_store.current(), chosen)
    found = _causes_told.ranked(told)
    title = t("retention.causes_said" if found.first else "retention.causes_none")
    if found.is_alone:
        fee = float(told.loc[told["cause"] == found.first, "fee"].sum())
        title = t("retention.causes_first", cause=found.first, n=found.n, fee=_money(fee))
    legend = [t("retention.causes_legend"), t("retention.causes_unknown", n=found.unknown) if found.unknown else ""]
    return Chart(title, t("retention.causes_said"), found.rows, for_chart(found.rows), " ".join(filter(None, legend)))


def _trend(chosen: Selection) -> Chart:
    """Renewals by month: of the plan that changed most clearly where there is one, else of all."""
    title, plan = _broken(chosen)
    found = retention.renewals_cut(_store.current(), chosen.narrowed(plan=(plan,)) if plan else chosen, every="month")
    rated = _lifecycle.rated(found, "renewed", "decided").assign(is_running=found["pending"] > 0)
    rows = band.data(rated, every="month", unit="share", language=language(), target=None)
    legend = [t("retention.trend_of", name=plan) if plan else "", t("retention.trend_legend")]
    return Chart(title, t("retention.trend_said"), rows, for_chart(rows), " ".join(filter(None, legend)))


def _broken(chosen: Selection) -> tuple[str, str | None]:
    """Since when renewals go otherwise, of which plan (None: of all): where the change is largest among the clear ones."""
    store = _store.current()
    plans = [str(code) for code in retention.renewals_cut(store, chosen, by="plan")["grouped"].dropna()]
    found = []
    for plan in (None, *plans[:_MOST]):
        months = retention.renewals_cut(store, chosen.narrowed(plan=(plan,)) if plan else chosen, every="month")
        days = [pd.Timestamp(day).date() for day in months["period"]]
        one = since.break_of(days, months["renewed"].tolist(), months["decided"].tolist())
        if one:
            found.append((abs(one.after - one.before), plan, one))
    if not found:
        return t("retention.trend_even"), None
    _, plan, one = max(found, key=lambda each: each[0])
    said = {
        "day": number.long_month(one.day, language()),
        "before": number.share(one.before, language(), 0),
        "after": number.share(one.after, language(), 0),
        "went": t("retention.trend_fell" if one.after < one.before else "retention.trend_rose"),
    }
    return t("retention.trend_since_in", name=plan, **said) if plan else t("retention.trend_since", **said), plan


def _by(chosen: Selection, dimension: str) -> Chart | None:
    found = _groups.of(retention.renewals_cut(_store.current(), chosen, by=dimension), "renewed", "decided", dimension)
    if found is None:
        return None
    label, low = t(f"lifecycle.dimension.{dimension}"), found.low
    title = t("retention.by_even", dimension=label)
    if low is not None:
        share = number.share(float(low["value"]), language())
        title = t("retention.by_low", name=_groups.name(dimension, low["code"]), share=share)
    return found.chart(title, t("retention.by_said", dimension=label))


def _cohorts(chosen: Selection) -> Chart:
    found = retention.cohorts(_store.current(), chosen)
    rows = cohorts.data(found, language=language(), every="quarter", months=_QUARTER)
    year = found[(found["age"] == 12 // _QUARTER) & found["is_whole"]]
    share = _ratio(float(year["stayed"].sum()), float(year["accounts"].sum()))
    title = (
        t("retention.cohort_said")
        if share is None
        else t("retention.cohort_title", share=number.share(share, language(), 0))
    )
    return Chart(title, t("retention.cohort_said"), rows, for_chart(cohorts.drawn(rows)), t("retention.cohort_legend"))


def _lives(chosen: Selection, dimension: str) -> Chart | None:
    curves, p = retention.lives(_store.current(), chosen, dimension)
    known = {member(dimension, name): curve for name, curve in curves.items() if curve.events}
    if not known:
        return None
    lines: dict[str, list[survival.Point]] = {}
    for name, curve in known.items():
        steps = zip(curve.times, curve.share, strict=True)
        lines[name] = [(0.0, 1.0, None, None), *((float(at) / _MONTH, float(share), None, None) for at, share in steps)]
    rows = survival.data(lines, language=language(), unit="months")
    label = t(f"lifecycle.dimension.{dimension}")
    title = t("retention.life_one")
    if p is not None:
        low = min(lines, key=lambda name: known[name].at(2 * 365))
        title = (
            t("retention.life_apart", dimension=label, low=low)
            if p < _SURE
            else t("retention.life_even", dimension=label)
        )
    said = "–" if p is None else "< 0.001" if p < 0.001 else f"= {p:.3f}"  # noqa: PLR2004 as papers write it
    return Chart(
        title, t("retention.life_said"), rows, for_chart(survival.drawn(rows)), t("retention.life_legend", p=said)
    )
