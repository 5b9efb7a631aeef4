"""What the page of renewals ahead says: the contracts in words, the cards, and how the model did; made once and kept until the data change."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx import number
from cx.arrow import for_chart
from cx.charts import calibration, ranking
from cx.lifecycle import ahead, held_out, known_then, outlook
from cx.lifecycle.outlook import Outlook
from cx.selection import Selection
from pages import _lifecycle, _renewal_words, _store
from pages._charts import Chart
from pages._lifecycle import Card
from pages._words import language, t

_HIGHEST = 2  # groups of the curve the title speaks of: those the page is for
_WEIGHTS = 7


@dataclass(frozen=True)
class View:
    """Everything the page draws for one selection, one number of days and one language; charts are None without a model."""

    due: pd.DataFrame
    written: pd.DataFrame
    title: str
    cards: tuple[Card, ...]
    how: str
    why_none: str
    curve: Chart | None
    weights: Chart | None


def made(chosen: Selection, days: int) -> View | None:
    """The page; None where no contract ends soon."""
    store = _store.current()
    due = outlook.ahead_with(store, chosen, days)
    if due.empty:
        return None
    learnt = outlook.outlook(store)
    has_model = learnt.model is not None
    high = int((due["risk"] == "high").sum())
    title = t("renewal.title_high", n=high) if high else t("renewal.title_calm")
    return View(
        due,
        _renewal_words.written(due, has_model=has_model),
        title,
        _cards(chosen, due, learnt),
        t("renewal.model", n=f"{learnt.n:,}", before=known_then.BEFORE) if has_model else t("renewal.rules"),
        "" if has_model else _why_none(learnt),
        _curve(learnt) if has_model else None,
        _weights(learnt) if has_model else None,
    )


def _money(value: float) -> str:
    return number.write("money", value, language())


def _why_none(learnt: Outlook) -> str:
    if learnt.state == "chance" and learnt.record:
        return t(
            "renewal.no_model_chance",
            auc=f"{learnt.record.auc:.2f}",
            low=f"{learnt.record.low:.2f}",
            n=f"{learnt.record.n:,}",
        )
    return t(
        "renewal.no_model_few", n=f"{learnt.n:,}", left=f"{learnt.left:,}", least=held_out.FEWEST + held_out.FEWEST_SEEN,
        least_each=held_out.FEWEST_EACH + held_out.FEWEST_SEEN_EACH,
    )  # fmt: skip


def _cards(chosen: Selection, due: pd.DataFrame, learnt: Outlook) -> tuple[Card, ...]:
    """How many end, how many are at risk, and how good that was in the past."""
    high = due[due["risk"] == "high"]
    pending = int((due["state"] == "pending").sum())
    first = Card(
        t("renewal.card_due"),
        number.full(float(len(due)), language()),
        _lifecycle.small(t("renewal.card_due_words", fee=_money(float(due["fee"].sum())), pending=pending)),
        t("renewal.card_due_help"),
    )
    limit = number.share(learnt.high, language(), 0)
    risky = Card(
        t("renewal.card_high"),
        number.full(float(len(high)), language()),
        _lifecycle.small(t("renewal.card_high_words", fee=_money(float(high["fee"].sum())))),
        t("renewal.card_high_model_help", share=limit)
        if learnt.model
        else t("renewal.card_high_help", high=ahead.HIGH),
    )
    if learnt.model is None or learnt.record is None:
        return tuple(filter(None, (first, risky, _record_of_rules(chosen))))
    return first, _expected(due), risky, _judged(learnt)


def _expected(due: pd.DataFrame) -> Card:
    lost = float((due["share"] * due["fee"].fillna(0)).sum())
    n = float(due["share"].sum())
    words = t("renewal.card_expected_words", share=number.share(n / len(due), language()), fee=_money(lost))
    return Card(
        t("renewal.card_expected"),
        t("renewal.about", n=f"{n:.0f}"),
        _lifecycle.small(words),
        t("renewal.card_expected_help"),
    )


def _judged(learnt: Outlook) -> Card:
    found = learnt.record
    assert found is not None  # noqa: S101 - a model has a record
    words = t("renewal.card_auc_words", n=f"{found.n:,}", low=f"{found.low:.2f}", high=f"{found.high:.2f}")
    return Card(t("renewal.card_auc"), f"{found.auc:.2f}", _lifecycle.small(words), t("renewal.card_auc_help"))


def _record_of_rules(chosen: Selection) -> Card | None:
    """How the sign of use did on the past; None where there is nothing to compare."""
    past = ahead.track_record(_store.current(), chosen)
    if True not in past or False not in past:
        return None
    (some, fell), (others, rest) = past[True], past[False]
    words = t("renewal.card_record_words", n_fell=fell, rest=_lifecycle.share_words(others, rest), n_rest=f"{rest:,}")
    lines = "  \n".join(filter(None, [f":small[:gray[{words}]]", _lifecycle.few_words(fell)]))
    return Card(t("renewal.card_record"), _lifecycle.share_words(some, fell), lines, t("renewal.card_record_help"))


def _curve(learnt: Outlook) -> Chart | None:
    """What was foreseen of contracts held out, against what became of them."""
    found = learnt.record
    if found is None:
        return None
    highest = found.bins.tail(_HIGHEST)
    n = int(highest["n"].sum())
    said, came = (
        number.share(float((highest[name] * highest["n"]).sum() / n), language(), 0) for name in ("said", "came")
    )
    legend = t(
        "renewal.curve_legend", first=number.long_day(found.first, language()), last=number.long_day(found.last, language()),
        n=f"{found.n:,}", expected=f"{found.expected:.0f}", happened=f"{found.happened:,}",
    )  # fmt: skip
    rows = calibration.data(found.bins, language=language())
    return Chart(
        t("renewal.curve_title", said=said, came=came, n=n), t("renewal.curve_said"), rows, for_chart(rows), legend
    )


def _weights(learnt: Outlook) -> Chart:
    """What the model goes by, on the whole."""
    told = learnt.weights.rename(columns={"weight": "value"})
    rows = ranking.data(
        ranking.top(told, "sign", limit=_WEIGHTS),
        language=language(),
        name=lambda code: t(f"renewal.weighs_{code}"),
        emphasised=(str(told["sign"].iloc[0]),),
        as_share=True,
    )
    title = t("renewal.weights_title", first=t(f"renewal.weighs_{told['sign'].iloc[0]}"))
    return Chart(title, t("renewal.weights_said"), rows, for_chart(rows), t("renewal.weights_legend"))
