"""What the page of surveys says about a selection: cards and charts with their words, made once and kept until the data change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cx import annotations, answers, compute, metric, number, settings, survey_finding
from cx.arrow import for_chart
from cx.charts import band, estimates, mixed, scores, waves
from cx.schema import CODES
from cx.selection import Selection
from pages import _cards, _filters, _store, _view
from pages._charts import Chart
from pages._words import language, member, t

CARDS = ("ces", "csat", "nps", "survey_response_rate")
SCORES = ("ces", "csat", "nps")
GROUPS = ("channel", "product", "segment", "category")
OVERALL = "(overall)"  # the code of the row of all CES answers
_MOST = 10  # groups
# What a trend is drawn in where most of its periods say too little, and the days from which that still is a trend.
_LONGER = {"week": ("month", 62), "month": ("quarter", 183)}
_TOLD = {"week": ("ok",), "month": ("ok", "few")}  # of weeks there are many: few answers in each are a restless line
_MOST_SAY = 0.5  # share of the periods that have to say something


@dataclass(frozen=True)
class View:
    """The upper half of the page for one selection in one language; `surveys` are those with answers, waves before the period too."""

    cards: tuple[_cards.Card, ...]
    surveys: tuple[str, ...]
    every: str
    trends: dict[str, Chart]
    efforts: Chart | None
    waves: Chart | None
    parts: dict[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """The groups of one score; `codes` are the members in the order of the chart."""

    chart: Chart
    codes: tuple[str, ...]


def prepare() -> None:
    """Compile what `made` asks, whatever the selection."""
    compute.prepare(CARDS)
    compute.prepare(["ces"], by=["dimension"])
    compute.prepare(["nps"], by=["wave"])
    for every in ("week", "month", "quarter", "year"):
        compute.prepare(("ces", "csat"), every=every)


def is_anything() -> bool:
    """Whether the store has any survey answers or questions at all."""
    return bool(_store.numbers(CARDS, Selection(period="all"))["n"].sum())


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets no answer through."""
    span, (first, last) = _filters.current_span(chosen), _filters.whole_span(chosen)
    compared = {row["metric"]: row for row in _store.compared(CARDS, chosen).to_dict("records")}
    found = answers.waves(_store.current(), chosen, last)
    shown = [compared[name] for name in CARDS if compared[name]["n"]]
    if not shown and found.empty:
        return None
    every, drawn = _over_time(chosen, (last - first).days)
    words = _view.versus_words(chosen, span)
    with_answers = [name for name in SCORES if compared[name]["n"] or drawn[drawn["metric"] == name]["n"].sum()]
    return View(
        tuple(_cards.made(row, (), t("surveys.versus_wave") if row["metric"] == "nps" else words) for row in shown),
        tuple(with_answers),
        every,
        {name: _trend(chosen, drawn, compared[name], every) for name in with_answers if name != "nps"},
        _efforts(chosen, compared["ces"]) if compared["ces"]["n"] else None,
        _waves(compared["nps"], found) if len(found) else None,
        {f"{part}:{row['wave']}": row["scores"][part] for row in found.to_dict("records") for part in waves.PARTS},
    )


def _over_time(chosen: Selection, days: int) -> tuple[str, pd.DataFrame]:
    """The length of a period and the scores in each: longer ones where most have too few answers to say anything."""
    every = band.grain(mixed.grain(*_filters.whole_span(chosen)))
    drawn = _store.numbers(("ces", "csat"), chosen, every=every)
    while every in _LONGER and days > _LONGER[every][1] and _is_sparse(drawn, _TOLD[every]):
        every = _LONGER[every][0]
        drawn = _store.numbers(("ces", "csat"), chosen, every=every)
    return every, drawn


def _is_sparse(drawn: pd.DataFrame, told: tuple[str, ...]) -> bool:
    """Whether most periods with answers are in none of the states `told`."""
    states = drawn.loc[drawn["n"] > 0, "state"]
    return bool(len(states)) and bool(states.isin(told).mean() < _MOST_SAY)


def _least() -> int:
    return settings.get(_store.current()).withhold_n


def _goal(row: dict[str, Any]) -> float | None:
    return None if number.is_missing(row["target"]) else float(row["target"])


def _trend(chosen: Selection, drawn: pd.DataFrame, row: dict[str, Any], every: str) -> Chart:
    """One score over time; without rows where no period has enough answers to show."""
    name = row["metric"]
    of_score = drawn[drawn["metric"] == name]
    happened = [
        (event.day, event.title) for event in annotations.shown(_store.current(), chosen, *_filters.whole_span(chosen))
    ]
    rows = band.data(
        of_score,
        every=every,
        unit=metric.find(name).unit,
        language=language(),
        target=_goal(row),
        happened=happened,
    )
    title = survey_finding.score(row, _least(), language())
    said = t("surveys.said_trend", name=survey_finding.name(name, language()))
    if of_score["value"].isna().all():
        return Chart(title, said, rows.head(0), None, t("surveys.trend_none", least=_least()))
    return Chart(title, said, rows, for_chart(rows), t("surveys.trend_legend"), has_events=bool(happened))


def _efforts(chosen: Selection, row: dict[str, Any]) -> Chart:
    """CES by dimension, all answers last."""
    span = _filters.current_span(chosen)
    found = _store.numbers(["ces"], chosen, by=["dimension"], span=(span.first, span.last))
    order = {code: place for place, code in enumerate(CODES["dimension"])}
    found = found.sort_values("dimension", key=lambda codes: codes.map(order), kind="stable", ignore_index=True)
    names = [member("dimension", code) for code in found["dimension"]]
    questions = found[found["dimension"] != "overall"]
    asked = [member("dimension", code) for code in questions["dimension"]]
    title = survey_finding.groups("ces", questions, asked, t("surveys.question"), language())
    goal = _goal(row)
    legend = [
        survey_finding.against_target(found, names, goal, language()) if goal is not None else "",
        t("surveys.efforts_legend"),
        t("surveys.efforts_n"),
    ]
    whole = pd.DataFrame([row])[["value", "low", "high", "n", "people", "state"]].assign(code=OVERALL)
    listed = pd.concat([found.rename(columns={"dimension": "code"}), whole], ignore_index=True)
    rows = estimates.data(
        listed,
        unit="score",
        language=language(),
        name=lambda code: t("surveys.overall_row") if code == OVERALL else member("dimension", code),
        target=goal,
        main=questions["dimension"].tolist(),
    )
    return Chart(title, t("surveys.efforts_said"), rows, for_chart(rows), "  \n".join(filter(None, legend)))


def _waves(row: dict[str, Any], found: pd.DataFrame) -> Chart:
    """The newest waves with their parts."""
    title = survey_finding.waves(row, found, _least(), language())
    rows = waves.data(found.head(waves.MOST), language=language(), name=lambda wave: wave)
    return Chart(title, t("surveys.waves_said"), rows, for_chart(rows), t("surveys.waves_legend"))


def spread(chosen: Selection, survey: str) -> Chart:
    """How often each score was given; without rows where there are too few answers to show."""
    first, last = _counted_span(chosen, survey)
    found = answers.distribution(_store.current(), survey, chosen, (first, last))
    rules = settings.get(_store.current())
    title = survey_finding.spread(survey, found, rules.minimum_n, rules.withhold_n, language())
    rows = scores.data(found if found["n"].sum() >= max(rules.withhold_n, 1) else found.head(0), language=language())
    legend = t("surveys.spread_legend_nps" if survey == "nps" else "surveys.spread_legend")
    said = t("surveys.spread_said", name=survey_finding.name(survey, language()))
    return Chart(title, said, rows, for_chart(rows), legend)


def _counted_span(chosen: Selection, survey: str) -> tuple[Any, Any]:
    """The completed days; of a survey in waves all that is looked at, as its card counts it."""
    span = _filters.current_span(chosen)
    return _filters.whole_span(chosen) if survey == "nps" else (span.first, span.last)


def groups(chosen: Selection, survey: str, dimension: str) -> Group | None:
    """One score by the members of a dimension, the best first, those with few answers last; None where no answer has one."""
    found = _store.numbers([survey], chosen, by=[dimension], span=_counted_span(chosen, survey))
    found = found[found["n"] > 0]
    if found[dimension].notna().sum() == 0:
        return None
    codes = [estimates.NONE if pd.isna(code) else str(code) for code in found[dimension]]
    most = found.assign(code=codes).sort_values("n", ascending=False, kind="stable").head(_MOST)
    rank = {"ok": 0, "few": 1}
    order = most.assign(last=[rank.get(state, 2) for state in most["state"]])
    rows = order.sort_values(["last", "value"], ascending=[True, False], kind="stable", ignore_index=True)
    names = [_named(dimension, code) for code in rows["code"]]
    title = survey_finding.groups(survey, rows, names, t(f"filter.{dimension}"), language())
    goal = _goal(_store.compared([survey], chosen).to_dict("records")[0])
    drawn = estimates.data(
        rows,
        unit=metric.find(survey).unit,
        language=language(),
        name=lambda code: _named(dimension, code),
        target=goal,
        main=survey_finding.standing_out(survey, rows),
    )
    legend = t("surveys.group_legend") + (" " + t("surveys.group_beyond", n=_MOST) if len(found) > _MOST else "")
    said = t("surveys.group_said", dimension=t(f"filter.{dimension}"), name=survey_finding.name(survey, language()))
    return Group(Chart(title, said, drawn, for_chart(drawn), legend), tuple(rows["code"]))


def _named(dimension: str, code: str) -> str:
    return member(dimension, None if code == estimates.NONE else code)
