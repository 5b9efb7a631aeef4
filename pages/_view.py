"""What the overview says about a selection: cards and charts with their words, made once and kept until the data change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from cx import annotations, compute, finding, number, period
from cx.arrow import for_chart
from cx.charts import mixed
from cx.charts import ranking as bars
from cx.schema import ONLINE_CHANNELS
from cx.selection import Selection
from pages import _cards, _filters, _store
from pages._charts import Chart
from pages._words import language, member, t

CARDS = ("inflow", "response_rate", "frt_median", "online_share", "ces")
SURVEYS = ("csat", "nps", "survey_response_rate")  # a second row, where there are answers


@dataclass(frozen=True)
class View:
    """Everything the page draws for one selection in one language; made once and kept until the data change."""

    cards: tuple[_cards.Card, ...]
    surveys: tuple[_cards.Card, ...]
    every: str
    main: Chart | None
    mix: Chart | None
    ranking: Chart | None

    @property
    def has_contacts(self) -> bool:
        """Whether there are contacts, or only answers."""
        return self.main is not None


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where it lets nothing through."""
    span = _filters.current_span(chosen)
    first, last = _filters.whole_span(chosen)
    every = mixed.grain(first, last)
    trend = _store.numbers(CARDS, chosen, every=every)
    compared = {row["metric"]: row for row in _store.compared((*CARDS, *SURVEYS), chosen).to_dict("records")}
    asked = [compared[name] for name in SURVEYS if compared[name]["n"]]
    if not trend["n"].sum() and not asked:
        return None
    done, versus = trend[~trend["is_running"]], versus_words(chosen, span)
    lines = {name: done[done["metric"] == name]["value"].tolist() for name in CARDS}
    counted = trend.groupby("metric")["n"].sum()
    has_contacts = bool(counted["inflow"])
    shown = [name for name in CARDS if has_contacts or counted[name]]
    return View(
        tuple(_cards.made(compared[name], lines[name], versus) for name in shown),
        tuple(_cards.made(row, (), versus) for row in asked),
        every,
        _main(trend, compared["inflow"], compared["response_rate"], every, _happened(chosen)) if has_contacts else None,
        _mix(_groups(chosen, span, "channel", compared["inflow"]), compared["online_share"]) if has_contacts else None,
        _ranking(_groups(chosen, span, "category", compared["inflow"])) if has_contacts else None,
    )


def _happened(chosen: Selection) -> list[tuple[date, str]]:
    """The events of the period, for the trend."""
    first, last = _filters.whole_span(chosen)
    return [(event.day, event.title) for event in annotations.shown(_store.current(), chosen, first, last)]


def _main(
    trend: pd.DataFrame, inflow: finding.Row, rate: finding.Row, every: str, happened: list[tuple[date, str]]
) -> Chart:
    """Volume and response rate over time."""
    parts = [trend[trend["metric"] == name] for name in ("inflow", "response_rate")]
    goal = None if number.is_missing(rate["target"]) else float(rate["target"])
    rows = mixed.data(*parts, every=every, language=language(), target=goal, happened=happened)
    said = finding.said_inflow_and_rate(inflow, rate, language())
    return Chart(
        finding.inflow_and_rate(inflow, rate, language()),
        said,
        rows,
        for_chart(rows),
        t("overview.main_legend"),
        has_events=bool(happened),
    )


def _groups(chosen: Selection, span: period.Span, dimension: str, inflow: finding.Row) -> pd.DataFrame:
    """Contacts per group in the completed period and, where the whole has one to compare with, in that; the largest and all others."""
    before = period.previous(span, chosen.compare)
    now, then = compute.both(_store.current(), ["inflow"], chosen, spans=(span, before), by=[dimension])
    earlier = {_code(code): value for code, value in zip(then[dimension], then["value"], strict=True)}
    is_compared = not number.is_missing(inflow["previous"])
    previous = [earlier.get(_code(code)) if is_compared else None for code in now[dimension]]
    return bars.top(now[[dimension, "value"]].assign(previous=previous), dimension)


def _code(value: object) -> object:
    """A key for a group; that of the contacts without a value is None."""
    return None if pd.isna(value) else value


def _mix(rows: pd.DataFrame, share: finding.Row) -> Chart:
    """Channels by their share, online ones emphasised."""
    words = finding.online(share, language()), finding.said_online(share, language())
    return _bars(rows, "channel", words, t("overview.mix_legend"), emphasised=ONLINE_CHANNELS, as_share=True)


def _ranking(rows: pd.DataFrame) -> Chart | None:
    """Categories by contacts, the first one emphasised; None where nothing has a category."""
    if not set(rows["code"]) - {bars.NONE}:
        return None
    first = rows[rows["code"] != bars.NONE].iloc[0]
    name = member("category", first["code"])
    title = finding.largest(name, first["value"], rows["value"].sum(), language())
    words = title, finding.said_largest(name, language())
    return _bars(rows, "category", words, t("overview.ranking_legend"), emphasised=(first["code"],))


def _bars(
    rows: pd.DataFrame,
    dimension: str,
    words: tuple[str, str],
    legend: str,
    *,
    emphasised: tuple[str, ...],
    as_share: bool = False,
) -> Chart:
    has_previous = bool(rows["previous"].notna().any())
    drawn = bars.data(
        rows,
        language=language(),
        name=lambda code: member(dimension, None if code == bars.NONE else code),
        emphasised=emphasised,
        as_share=as_share,
    )
    legend = f"{legend} " + t("overview.tick_legend") if has_previous else legend
    return Chart(*words, drawn, for_chart(drawn), legend, rows["rest"].iloc[-1] if len(rows) else (), has_previous)


def versus_words(chosen: Selection, span: period.Span) -> str:
    """What the numbers of a span are compared with, as a card says it."""
    if chosen.compare == "year":
        return t("overview.versus_year")
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    if span.first.day == 1 and period.end_of(span.last, "month") == span.last:
        words = t("overview.months", n=months) if months > 1 else t("overview.one_month")
    else:
        words = t("overview.days", n=span.days) if span.days > 1 else t("overview.one_day")
    return t("overview.versus_previous", n=words)
