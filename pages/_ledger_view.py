"""What the page of automation says about a selection: made once and kept until the data or the assumptions change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cx import annotations, apart, finding, ledger, number, saving, settings
from cx.arrow import for_chart
from cx.charts import band, estimates, funnel, mixed
from cx.charts.funnel import Step
from cx.selection import Selection
from pages import _cards, _filters, _store, _view
from pages._charts import Chart
from pages._words import language, member, t

CARDS = ("automation_rate", "roar", "roar_of_involved", "after_hours_bot_share")
FAILS = "bot_return_rate"
FAILS_BY = ("category", "major_category")
_MOST = 8  # categories


@dataclass(frozen=True)
class View:
    """Everything the page draws for one selection in one language.

    `money` is the band, its sentence and what it assumes; `fails_by` the dimension `fails` is of.
    """

    ledger: ledger.Ledger
    cards: tuple[_cards.Card, ...]
    steps: Chart
    money: tuple[str, str, str] | None
    every: str
    trend: Chart | None
    fails: Chart | None
    fails_by: str


def is_any_bot() -> bool:
    """Whether a bot took part in any contact."""
    return ledger.is_any_bot(_store.current())


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets no contact through."""
    store, span = _store.current(), _filters.current_span(chosen)
    found = ledger.read(store, chosen)
    if not found.everything:
        return None
    every = band.grain(mixed.grain(*_filters.whole_span(chosen)))
    drawn = _store.numbers(("roar",), chosen, every=every)
    compared = {row["metric"]: row for row in _store.compared(CARDS, chosen).to_dict("records")}
    versus = _view.versus_words(chosen, span)
    saved = saving.band(store, chosen)
    by, returned = _returned(chosen, found)
    return View(
        found,
        tuple(_cards.made(compared[name], (), versus) for name in CARDS if compared[name]["n"]),
        _steps(found),
        _money(saved) if saved else None,
        every,
        _trend(chosen, drawn, compared["roar"], every) if drawn["n"].sum() else None,
        _fails(by, returned) if len(returned) else None,
        by,
    )


def _least() -> int:
    return settings.get(_store.current()).minimum_n


def _steps(found: ledger.Ledger) -> Chart:
    """All, involved, contained, what of that came back or cannot be known, and what is left: confirmed."""
    whole, bot = float(found.everything), float(found.involved)
    steps = [
        Step("all", t("automation.all"), whole, "step", _count(found.everything)),
        Step("involved", t("automation.involved"), bot, "step", _words(found.involved, bot / whole, None)),
    ]
    contained = found.contained / whole, found.contained / bot if bot else None
    steps.append(
        Step(
            "contained", t("automation.contained"), float(found.contained), "step", _words(found.contained, *contained)
        )
    )
    if found.is_known:
        steps += _taken_off(found)
        words = _words(found.confirmed, found.roar, found.roar_of_involved)
        steps.append(Step("confirmed", t("automation.confirmed"), float(found.confirmed), "last", words))
    rows = funnel.data(steps)
    legend = [t("automation.legend", span=number.span(found.first, found.last, language()))]
    if found.is_known:
        legend.append(t("automation.legend_returned", days=found.days))
    if found.unknown:
        legend.append(t("automation.legend_unknown"))
    title = ledger.title(found, _least(), language())
    return Chart(title, t("automation.said"), rows, for_chart(rows), " ".join(legend))


def _taken_off(found: ledger.Ledger) -> list[Step]:
    """Bars that lead from what the bot ended down to what is confirmed."""
    parts = (
        ("unknown", found.unknown, found.confirmed + found.returned),
        ("returned", found.returned, found.confirmed),
    )
    tones = {"unknown": "unknown", "returned": "lost"}
    return [
        Step(code, t(f"automation.{code}"), float(n), tones[code], number.MINUS + _count(n), float(start))
        for code, n, start in parts
        if n
    ]


def _count(n: int) -> str:
    return number.full(float(n), language())


def _words(n: int, of_all: float | None, of_involved: float | None) -> str:
    if of_involved is None:
        return t("automation.step_involved", n=_count(n), of_all=_share(of_all))
    return t("automation.step_rest", n=_count(n), of_all=_share(of_all), of_involved=_share(of_involved))


def _share(value: float | None) -> str:
    return number.share(value, language())


def _trend(chosen: Selection, drawn: pd.DataFrame, row: dict[str, Any], every: str) -> Chart:
    """ROAR over time; the part that is not known yet is hollow and dashed."""
    days = _filters.whole_span(chosen)
    happened = [(event.day, event.title) for event in annotations.shown(_store.current(), chosen, *days)]
    goal = None if number.is_missing(row["target"]) else float(row["target"])
    rows = band.data(drawn, every=every, unit="share", language=language(), target=goal, happened=happened)
    window = settings.get(_store.current()).roar_window_days
    pending = _store.numbers(("roar_pending",), chosen).iloc[0]["n"]
    legend = t("automation.trend_legend")
    if pending:
        legend += " " + t("automation.trend_pending", days=window, n=number.full(float(pending), language()))
    title = _moved(row)
    return Chart(title, t("automation.trend_title"), rows, for_chart(rows), legend, has_events=bool(happened))


def _moved(row: dict[str, Any]) -> str:
    """What ROAR did, where the intervals allow to say so."""
    if row["state"] != "ok":
        return t("automation.trend_title")
    change = number.change("share", row["value"], row["previous"], language())
    return t(f"automation.trend_{finding.trend(row)}", value=_share(row["value"]), change=change)


def _money(saved: saving.Saving) -> tuple[str, str, str]:
    low, high = (number.write("money", end, language()) for end in (saved.low, saved.high))
    return (
        t("number.date.range", first=low, last=high),
        saving.sentence(saved, language()),
        saving.assumptions(saved, language()),
    )


def _returned(chosen: Selection, found: ledger.Ledger) -> tuple[str, pd.DataFrame]:
    """Who came back by category, where enough did; a small team's by its major categories. Without rows where even these are few."""
    for by in FAILS_BY:
        rows = _store.numbers([FAILS], chosen, by=[by], span=(found.first, found.last))
        rows = rows[(rows["state"] == "ok") & rows[by].notna()]
        if len(rows):
            break
    return by, rows


def _fails(by: str, rows: pd.DataFrame) -> Chart:
    """Where most come back after the bot: members with enough contacts, the worst first."""
    rows = rows.sort_values(["value", "n"], ascending=False, kind="stable", ignore_index=True)
    worst = apart.outermost(FAILS, rows, is_lowest=False)
    names = [member(by, code) for code in rows[by]]
    if worst is None:
        title = t("automation.fails_alike" if len(rows) > 1 else "automation.fails_one", name=names[0])
    else:
        title = t("automation.fails_worst", name=names[worst], share=_share(float(rows["value"].iloc[worst])))
    main = () if worst is None else (rows[by].iloc[worst],)
    drawn = estimates.data(
        rows.head(_MOST).rename(columns={by: "code"}),
        unit="share",
        language=language(),
        name=lambda code: member(by, code),
        main=main,
    )
    legend = t("automation.fails_legend", least=_least(), most=_MOST)
    return Chart(title, t("automation.fails_said"), drawn, for_chart(drawn), legend)
