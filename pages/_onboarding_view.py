"""What the page of onboarding says about a selection: cards and charts with their words, made once and kept until the data change."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cx import naming, number, period
from cx.arrow import for_chart
from cx.charts import band, funnel, survival
from cx.charts.funnel import Step
from cx.interval import differ, wilson
from cx.lifecycle import onboarding, stalled, steps, time_to
from cx.lifecycle.onboarding import Onboarding, Stage
from cx.selection import Selection
from pages import _causes_told, _groups, _lifecycle, _store
from pages._charts import Chart
from pages._lifecycle import Card
from pages._words import language, t

DIMENSIONS = ("partner", "plan", "segment", "product", "region")
_DAY = 86_400
_SHORT = 9  # cohorts from which on quarters are shown


@dataclass(frozen=True)
class View:
    """Everything the page draws for one selection in one language; `by` per dimension."""

    basis: str
    cards: tuple[Card, ...]
    funnel: Chart
    by: dict[str, Chart]
    every: str
    trend: Chart
    curve: Chart | None
    causes: Chart


def event_name(name: str) -> str:
    """What an event is called: our own ones have names in every language."""
    return naming.event(name, language())


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where nobody entered."""
    store = _store.current()
    whole = onboarding.onboarding(store, chosen)
    if whole is None or not (whole.decided or whole.open):
        return None
    every = "quarter" if (whole.last - whole.first).days > _SHORT * 31 else "month"
    first = whole.stages[0].step
    basis = t(
        "onboarding.basis", span=number.span(whole.first, whole.last, language()), step=event_name(first.name),
        days=onboarding.window_days(store), known=number.long_day(whole.known, language()),
    )  # fmt: skip
    dimensions = {name: _by(chosen, name) for name in DIMENSIONS}
    return View(
        basis,
        _cards(chosen, whole),
        _funnel(whole),
        {name: chart for name, chart in dimensions.items() if chart},
        every,
        _trend(chosen, every),
        _curve(chosen),
        _causes(chosen),
    )


def _cards(chosen: Selection, whole: Onboarding) -> tuple[Card, ...]:
    store = _store.current()
    before = period.previous(period.Span(whole.first, whole.last), chosen.compare)
    earlier = onboarding.onboarding(store, chosen.narrowed(period=f"{before.first}..{before.last}"))
    change = _lifecycle.change_of((whole.done, whole.decided), (earlier.done, earlier.decided)) if earlier else None
    standing, queue = stalled.standing(store, chosen), stalled.queue(store, chosen)
    words = [
        t("onboarding.card_rate_words", done=whole.done, decided=whole.decided),
        _lifecycle.interval(whole.done, whole.decided),
    ]
    rate = Card(
        t("onboarding.card_rate"),
        _lifecycle.share_words(whole.done, whole.decided),
        "  \n".join(
            filter(None, [_lifecycle.small(" · ".join(filter(None, words))), _lifecycle.few_words(whole.decided)])
        ),
        t("onboarding.card_rate_help"),
        *(change or (None,)),
        versus=t("onboarding.versus"),
    )
    closing = 0
    if len(standing):
        closing = int(((standing["state"] == "open") & (standing["left_days"] <= stalled.CLOSING_DAYS)).sum())
    still = Card(
        t("onboarding.card_open"),
        t("lifecycle.accounts", n=f"{whole.open:,}"),
        _lifecycle.small(t("onboarding.card_open_words", n=closing)),
        t("onboarding.card_open_help"),
    )
    return rate, still, _days_card(chosen, whole), _queue_card(queue)


def _days_card(chosen: Selection, whole: Onboarding) -> Card:
    curve = time_to.to_onboard(_store.current(), chosen)
    half = curve.quantile(0.5) if curve else None
    value = number.length(None if half is None else half * _DAY, language())
    words = t("onboarding.card_days_none")
    if whole.p90 is not None and half is not None:
        words = t("onboarding.card_days_words", p90=number.length(whole.p90, language()))
    return Card(t("onboarding.card_days"), value, _lifecycle.small(words), t("onboarding.card_days_help"))


def _queue_card(queue: pd.DataFrame) -> Card:
    counted = queue["reason"].value_counts().to_dict() if len(queue) else {}
    reasons = " · ".join(t(f"onboarding.reason_{name}", n=counted[name]) for name in stalled.REASONS if name in counted)
    words = t("onboarding.card_queue_words", reasons=reasons) if reasons else t("onboarding.card_queue_none")
    value = t("lifecycle.accounts", n=f"{len(queue):,}")
    return Card(t("onboarding.card_queue"), value, _lifecycle.small(words), t("onboarding.card_queue_help"))


def _funnel(whole: Onboarding) -> Chart:
    """A bar a step; the step most do not reach is red, the last one coloured."""
    worst = whole.worst
    shown: list[Step] = []
    before = whole.decided
    for number_, stage in enumerate(whole.stages, 1):
        is_first = number_ == 1
        name = event_name(stage.step.name)
        label = name if stage.step.is_required else t("onboarding.optional", name=name)
        text = (
            t("onboarding.funnel_text", n=f"{stage.reached:,}")
            if is_first
            else _step_words(stage, whole.decided, before)
        )
        tone = "worst" if stage is worst else "step"
        shown.append(Step(str(number_), label, float(stage.reached), tone, text))
        before = stage.reached if stage.step.is_required else before
    # Words begin with their bars: on a phone they are longer than the short ones.
    rows = funnel.data(shown).assign(text_at=0.0, align="left")
    if worst:
        lost = max(stage.lost for stage in whole.stages)
        title = t("onboarding.funnel_worst", step=event_name(worst.step.name), n=f"{lost:,}")
    else:
        title = t("onboarding.funnel_fine" if whole.decided else "onboarding.funnel_open")
    return Chart(
        title, t("onboarding.funnel_said"), rows, for_chart(rows), t("onboarding.funnel_legend", open=whole.open)
    )


def _step_words(stage: Stage, first: int, before: int) -> str:
    return t(
        "onboarding.funnel_step", n=f"{stage.reached:,}", of_first=number.share(stage.reached / first if first else None, language(), 0),
        of_before=number.share(stage.reached / before if before else None, language(), 0), days=number.length(stage.median, language()),
    )  # fmt: skip


def _by(chosen: Selection, dimension: str) -> Chart | None:
    """The rate of every group with its interval, the largest groups; None where there is nothing to split."""
    found = _groups.of(onboarding.by_group(_store.current(), chosen, dimension), "done", "decided", dimension)
    if found is None:
        return None
    label = t(f"lifecycle.dimension.{dimension}")
    title = t("onboarding.by_even", dimension=label) if found.low is None else _low_words(found.low, dimension)
    return found.chart(title, t("onboarding.by_said", dimension=label))


def _low_words(row: pd.Series, dimension: str) -> str:
    """Which group is low, and where it stops if most of its losses are before one step."""
    name = _groups.name(dimension, row["code"])
    share = number.share(float(row["value"]), language())
    made_steps = steps.steps(_store.current())
    required = [number_ for number_, one in enumerate(made_steps, 1) if one.is_required]
    lost = {after: int(row[f"lost_{before}"]) for before, after in itertools.pairwise(required)}
    worst = max(lost, key=lambda number_: lost[number_])
    if lost[worst] * 2 <= row["lost"]:
        return t("onboarding.by_low", name=name, share=share)
    step = event_name(made_steps[worst - 1].name)
    return t("onboarding.by_low_at", name=name, share=share, step=step, n=lost[worst])


def _trend(chosen: Selection, every: str) -> Chart:
    found = onboarding.by_cohort(_store.current(), chosen, every)
    rated = _lifecycle.rated(found, "done", "decided").assign(is_running=found["open"] > 0)
    rows = band.data(rated, every=every, unit="share", language=language(), target=None)
    legend = t("onboarding.trend_legend", every=t(f"onboarding.every_{every}"))
    return Chart(_moved(found), t("onboarding.trend_said"), rows, for_chart(rows), legend)


def _moved(found: pd.DataFrame) -> str:
    """Whether the later half of the cohorts differs from the earlier one, beyond chance."""
    halves = np.array_split(np.arange(len(found)), 2)
    done, decided = ([float(found[name].iloc[half].sum()) for half in halves] for name in ("done", "decided"))
    bounds = [wilson([some], [whole]) for some, whole in zip(done, decided, strict=True)]
    shares = [np.array([some / whole if whole else np.nan]) for some, whole in zip(done, decided, strict=True)]
    if not differ(shares[1], bounds[1], shares[0], bounds[0])[0]:
        return t("onboarding.trend_even")
    return t("onboarding.trend_up" if shares[1][0] > shares[0][0] else "onboarding.trend_down")


def _curve(chosen: Selection) -> Chart | None:
    curve = time_to.to_onboard(_store.current(), chosen)
    if curve is None or not curve.events:
        return None
    ends = zip(curve.times, curve.share, curve.low, curve.high, strict=True)
    points: list[survival.Point] = [(0.0, 0.0, None, None)]
    points += [(float(at), 1 - float(share), _or_none(1 - high), _or_none(1 - low)) for at, share, low, high in ends]
    rows = survival.data({t("onboarding.curve_line"): points}, language=language())
    half = curve.quantile(0.5)
    days = onboarding.window_days(_store.current())
    title = t("onboarding.curve_less", days=days, share=number.share(points[-1][1], language()))
    title = title if half is None else t("onboarding.curve_half", days=f"{half:.0f}")
    return Chart(title, t("onboarding.curve_said"), rows, for_chart(survival.drawn(rows)), t("onboarding.curve_legend"))


def _or_none(value: float) -> float | None:
    return None if number.is_missing(float(value)) else float(value)


def _causes(chosen: Selection) -> Chart:
    found = _causes_told.ranked(stalled.causes(_store.current(), chosen))
    title = t("onboarding.causes_said" if found.first else "onboarding.causes_none")
    if found.is_alone:
        title = t("onboarding.causes_title", cause=found.first, n=found.n)
    legend = t("onboarding.causes_legend", n=found.unknown)
    return Chart(title, t("onboarding.causes_said"), found.rows, for_chart(found.rows), legend)
