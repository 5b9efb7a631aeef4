"""What a month's report says first: the title that states the finding, and the sentences below it, from the numbers alone.

The sentences hold names users gave (categories): make them harmless where they are shown.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import pandas as pd

from cx import explained, finding, naming, number
from cx.language import has, say
from cx.metric import find, metrics
from cx.reports.report import SECTIONS, Figure, Group, Report, Why
from cx.shortened import shortened

_NAMED = 3  # missed KPIs in the title
_LONGEST = 120  # characters of a name
_MISSED = 5  # sentences about missed targets
_MOVED = 3  # sentences about what else moved, fewer where targets are missed
_BEYOND_CHANCE = 3.0  # standard errors of a difference of counts: the one grown most is picked among many
TOPS = {"ces": 7.0}  # the highest score, where the metric's own scale is fixed


def word(report: Report, key: str, language: str, **values: object) -> str:
    """The text `month.<key>`; of a weekly report the one that speaks of weeks, where there is one."""
    weekly = f"month.week.{key}"
    return say(weekly if report.every == "week" and has(weekly) else f"month.{key}", language, **values)


def name(report: Report, language: str) -> str:
    """The period: 2026년 10월, 2026년 11월 3주."""
    return called(report.day, report.every, language)


def called(first: date, every: str, language: str) -> str:
    """The month or week that begins on `first`."""
    if every == "month":
        return number.long_month(first, language)
    year = (first + timedelta(days=3)).year  # a week belongs to the year of its Thursday
    return say("month.week.name", language, year=year, week=number.week(first, language))


def label(figure: Figure, language: str) -> str:
    """The KPI's name; of a wave with the wave's own. A KPI this program no longer knows has its code for a name."""
    name = find(figure.metric).label(language) if figure.metric in metrics() else figure.metric
    return say("month.wave", language, label=name, wave=figure.wave) if figure.wave else name


def short(figure: Figure, language: str) -> str:
    """The KPI's name without what stands in brackets."""
    return label(figure, language).split(" (")[0]


def value(figure: Figure, language: str) -> str:
    """The value with enough decimals to tell it from its target; "≈" before one that is near enough."""
    text = finding.value_words(figure.row(), figure.unit, language, TOPS.get(figure.metric))
    return text if figure.is_exact else f"≈ {text}"


def title(report: Report, language: str) -> str:
    """Whether the targets are met; of a running month that it is running."""
    inflow = report.figure("inflow")
    counted = value(inflow, language) if inflow else ""
    if report.is_running:
        until = number.short_day(date.fromisoformat(report.as_of), language)
        key = "month.headline_running" if inflow and inflow.n else "month.headline_running_plain"
        return say(key, language, name=name(report, language), as_of=until, value=counted)
    judged = [figure for figure in report.figures if figure.is_met is not None]
    missed = [figure for figure in judged if not figure.is_met]
    if not judged:
        if inflow and inflow.n:
            return say("month.headline_open", language, value=counted)
        known = {one.metric for one in report.figures if one.n}
        is_alone = bool(known) and known <= set(dict(SECTIONS)["contracts"])
        return say("month.headline_contracts" if is_alone else "month.headline_answers", language)
    if not missed:
        return say("month.headline_all" if len(judged) > 1 else "month.headline_one", language, n=len(judged))
    names = ", ".join(short(figure, language) for figure in missed[:_NAMED])
    if len(missed) > _NAMED:
        names = say("month.and_more", language, names=names, n=len(missed) - _NAMED)
    key = "month.headline_some" if len(missed) < len(judged) else "month.headline_none"
    return say(key, language, n=len(judged), met=len(judged) - len(missed), missed=names)


def sentences(report: Report, language: str) -> tuple[str, ...]:
    """Volume, missed targets, what else moved beyond chance, why, and what customers asked about most."""
    inflow = report.figure("inflow")
    said = [_moved(report, inflow, language)] if inflow and inflow.n else []
    missed = [figure for figure in report.figures if figure.is_met is False]
    said += [_missed(report, figure, language) for figure in missed[:_MISSED]]
    others = [figure for figure in report.figures if _is_news(figure) and figure not in missed]
    others.sort(key=lambda figure: not _is_explained(report, figure))
    said += [_moved(report, figure, language) for figure in others[: max(_MOVED - len(missed) // 2, 1)]]
    if report.why:
        said.append(why(report.why, language))
    return (*said, *_categories(report, language), *events(report, language))


def trend_title(report: Report, language: str) -> str:
    """What contacts and response rate did against the period before; of a running period only what is drawn."""
    inflow, rate = report.figure("inflow"), report.figure("response_rate")
    if report.is_running or inflow is None or rate is None or finding.trend(inflow.row()) == "unknown":
        return word(report, "trend_title", language)
    return finding.inflow_and_rate(inflow.row(), rate.row(), language)


def events(report: Report, language: str) -> list[str]:
    """What happened in the month or week, for what moved may be its doing."""
    if not report.events:
        return []
    named = [
        say("month.event", language, day=number.short_day(date.fromisoformat(one.day), language), title=one.title)
        for one in report.events[:_NAMED]
    ]
    words = ", ".join(named)
    if len(report.events) > _NAMED:
        words = say("month.and_more", language, names=words, n=len(report.events) - _NAMED)
    return [word(report, "said_events", language, names=words)]


def _is_news(figure: Figure) -> bool:
    return figure.good != "none" and figure.is_separable and not figure.wave


def _is_explained(report: Report, figure: Figure) -> bool:
    return report.why is not None and report.why.metric == figure.metric


def changed(report: Report, figure: Figure, language: str, *, against: str = "previous") -> str:
    """The change and the word beside it, against the period before or ("year") the same month a year earlier; "" without one."""
    row = figure.row() if against == "previous" else figure.year_row()
    went = finding.trend(row)
    if went == "unknown":
        return ""
    if row["value"] == row["previous"] and not figure.wave:
        return word(report, f"said_{against}_equal", language)
    moved = change(figure, row["previous"], language)
    sense = finding.change_word(row, figure.unit, figure.good, language)
    if figure.wave:
        return say("month.wave_versus", language, change=moved, word=sense)
    if went == "same":
        return word(report, f"said_{against}_same", language, change=moved)
    return word(report, f"said_{against}", language, change=moved, word=sense)


def change(figure: Figure, previous: float, language: str) -> str:
    """The change from `previous`; from nothing, where there are no percents, both numbers."""
    words = number.change(figure.unit, figure.value, previous, language)
    if previous or words != say("number.none", language):
        return words
    ends = (number.write(figure.unit, one, language) for one in (previous, figure.value))
    return say("month.from_to", language, **dict(zip(("previous", "value"), ends, strict=True)))


def member(dimension: str, code: str | None, language: str) -> str:
    """The name of a group, cut where it is no name any more."""
    name = " ".join(naming.member(dimension, code, language).split())
    return shortened(name, _LONGEST)


def _moved(report: Report, figure: Figure, language: str) -> str:
    parts = [changed(report, figure, language), changed(report, figure, language, against="year")]
    rest = " · ".join(part for part in parts if part)
    if not rest:
        return say("month.said_alone", language, label=short(figure, language), value=value(figure, language))
    return say("month.said_value", language, label=short(figure, language), value=value(figure, language), rest=rest)


def _missed(report: Report, figure: Figure, language: str) -> str:
    parts = [finding.target_words(figure.row(), figure.unit, language)]
    if figure.is_separable or figure.wave:
        parts.append(changed(report, figure, language))
    return say(
        "month.said_value",
        language,
        label=short(figure, language),
        value=value(figure, language),
        rest=" · ".join(part for part in parts if part),
    )


def split(found: Why) -> pd.DataFrame:
    """The frame of `cx.explain.change` as it was."""
    frame = pd.DataFrame(list(found.rows))
    frame.attrs = dict(found.about)
    return frame


def why(found: Why, language: str) -> str:
    """Which members moved the KPI that moved most."""
    return explained.sentence(split(found), found.metric, language)


def _categories(report: Report, language: str) -> list[str]:
    named = [group for group in report.categories if group.code]
    whole = sum(group.cells[0].value or 0.0 for group in report.categories)
    if not named or not whole:
        return []
    first = named[0]
    size = first.cells[0].value or 0.0
    share = number.share(size / whole, language)
    called = member("category", first.code, language)
    said = [say("month.said_first", language, name=called, value=f"{size:,.0f}", share=share)]
    grown = max(named, key=_growth)
    if not report.is_running and _growth(grown) >= _BEYOND_CHANCE:
        called = member("category", grown.code, language)
        numbers = {"previous": f"{grown.previous:,.0f}", "value": f"{grown.cells[0].value:,.0f}"}
        said.append(say("month.said_grown", language, name=called, **numbers))
    return said


def _growth(group: Group) -> float:
    """By how many standard errors there are more contacts than in the month before, as counts that arrive by chance."""
    now, before = group.cells[0].value or 0.0, group.previous
    return (now - before) / math.sqrt(now + before) if before is not None and now > before else 0.0
