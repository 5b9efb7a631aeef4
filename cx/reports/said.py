"""A report in words: every string a page or a document shows, made once from the value, in one language.

The formats only lay out what stands here. Names of members, quotes and sentences hold words of users: literal, and to be
made harmless by the format that shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cx import finding, naming, number, sample
from cx.charts import mixed
from cx.language import say
from cx.reports import headline
from cx.reports.report import SECTIONS, Figure, Quote, Report
from cx.reports.tables import Table, tables
from cx.selection import LISTS

GOOD, BAD, PLAIN, PALE = "good", "bad", "plain", "pale"  # what a colour may say; the words say it, too
_ARROWS = {1: "▲", -1: "▼", 0: ""}
_COLUMNS = ("kpi", "value", "trend", "previous", "year", "target")


@dataclass(frozen=True)
class Said:
    """A few words and what they mean."""

    text: str
    tone: str = PLAIN


@dataclass(frozen=True)
class Line:
    """One KPI: its name, its value, its n, what it is compared with, its target; `trend` as numbers for a small picture."""

    metric: str
    label: str
    value: Said
    n: str
    previous: Said
    year: Said
    target: Said
    trend: tuple[float | None, ...]


@dataclass(frozen=True)
class Section:
    """KPIs that belong together."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Chart:
    """Contacts as bars and the response rate as a line, a mark a month; `floor` and `ceiling` of the rate's axis."""

    title: str
    labels: tuple[str, ...]
    volume_name: str
    volumes: tuple[float, ...]
    volume_texts: tuple[str, ...]
    rate_name: str
    rates: tuple[float | None, ...]
    rate_texts: tuple[str, ...]
    target: float | None
    target_text: str
    floor: float
    ceiling: float
    is_running: bool


@dataclass(frozen=True)
class Remark:
    """What a customer wrote and where it is from."""

    text: str
    about: str


@dataclass(frozen=True)
class Sheet:
    """The whole report in one language; `columns` of its KPI table by name."""

    language: str
    columns: dict[str, str]
    title: str
    basis: str
    headline: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    chart: Chart | None
    quotes: tuple[Remark, ...]
    warnings: tuple[str, ...]
    notes: str


def sheet(
    report: Report,
    language: str,
    *,
    made_at: datetime | None = None,
    is_kept: bool = False,
    warnings: tuple[str, ...] = (),
    minimum_n: int = 30,
) -> Sheet:
    """The words of `month`; `made_at` is when its numbers were made, and kept (`is_kept`); `warnings` stand at the top."""
    running = (
        [headline.word(report, "running_note", language, as_of=_day(report.as_of, language))]
        if report.is_running
        else []
    )
    demo = [say("month.demo", language)] if report.store == "demo" else []
    return Sheet(
        language,
        {name: headline.word(report, name, language) for name in _COLUMNS if name != "year" or report.every == "month"},
        headline.word(report, "title", language, name=headline.name(report, language)),
        " · ".join(_basis(report, language, made_at, is_kept=is_kept)),
        headline.title(report, language),
        headline.sentences(report, language),
        tuple(_section(report, name, language) for name, _ in SECTIONS if _figures(report, name)),
        tuple(table for table in tables(report, language) if table.rows),
        _chart(report, language),
        tuple(_quote(quote, language) for quote in report.quotes),
        (*demo, *running, *warnings),
        say("month.notes", language, minimum=minimum_n),
    )


def _day(iso: str, language: str) -> str:
    return number.long_day(date.fromisoformat(iso), language)


def _basis(report: Report, language: str, made_at: datetime | None, *, is_kept: bool) -> list[str]:
    span = number.span(date.fromisoformat(report.first), date.fromisoformat(report.last), language)
    parts = [say("month.basis", language, span=span, as_of=_day(report.as_of, language))]
    if report.filters:
        parts.append(say("month.filtered", language, filters=filters(report.filters, language)))
    if made_at:
        key = "month.kept" if is_kept else "month.made"
        parts.append(say(key, language, moment=number.moment(made_at, language)))
    return parts


def filters(chosen: dict[str, str], language: str) -> str:
    """The filters of a report in words, from their codes in an address."""
    names = {key: name for name, key in LISTS.items()}
    parts = []
    for key, codes in chosen.items():
        if key in names:
            name = names[key]
            values = ", ".join(naming.member(name, code.replace("\\,", ","), language) for code in codes.split(","))
            parts.append(say("filter.several", language, name=say(f"filter.{name}", language), values=values))
        elif key == "vip":
            parts.append(say("filter.vip_only" if codes == "1" else "filter.vip_none", language))
        elif key == "q":
            parts.append(say("filter.text_contains", language, text=codes))
    return " · ".join(parts)


def _figures(report: Report, section: str) -> list[Figure]:
    """The KPIs of a section that the store knows anything about: in this month, or in one of those before."""
    names = dict(SECTIONS)[section]
    return [figure for figure in report.figures if figure.metric in names and (figure.n or _has_trend(figure))]


def _has_trend(figure: Figure) -> bool:
    return any(value is not None for value in figure.trend)


def _section(report: Report, name: str, language: str) -> Section:
    lines = tuple(line(figure, language) for figure in _figures(report, name))
    return Section(name, say(f"month.section.{name}", language), lines)


def line(figure: Figure, language: str) -> Line:
    """One KPI in words."""
    return Line(
        figure.metric,
        headline.label(figure, language),
        Said(headline.value(figure, language), PALE if figure.state != "ok" else PLAIN),
        _counted(figure, language),
        _change(figure, language, "previous"),
        _change(figure, language, "year"),
        _target(figure, language),
        figure.trend,
    )


def _counted(figure: Figure, language: str) -> str:
    if figure.value is None and figure.metric in dict(SECTIONS)["contracts"] and figure.state != "withheld":
        return say(f"month.none_{'fee' if figure.n else figure.metric}", language)
    if figure.state == "few":
        return sample.few(figure.row(), language)
    if figure.state == "withheld":
        return sample.withheld(figure.row(), language)
    is_itself = figure.unit == "count" and figure.value == figure.n
    return "" if is_itself or not figure.n else sample.size(figure.row(), language)


def _change(figure: Figure, language: str, against: str) -> Said:
    row = figure.row() if against == "previous" else figure.year_row()
    went = finding.trend(row)
    if went == "unknown":
        return Said(say("number.none", language), PALE)
    if row["value"] == row["previous"]:
        return Said(say("month.equal", language), PALE)
    change = headline.change(figure, row["previous"], language)
    if not row["previous"] and figure.unit == "count":  # from nothing
        return Said(change)
    arrow = _ARROWS[number.direction(figure.unit, row["value"], row["previous"])]
    word = finding.change_word(row, figure.unit, figure.good, language)
    if went == "same":
        return Said(f"{change} {word}", PALE)
    tone = PLAIN if figure.good == "none" else GOOD if went == figure.good else BAD
    return Said(" ".join(part for part in (arrow, change, word) if part), tone)


def _target(figure: Figure, language: str) -> Said:
    words = finding.target_words(figure.row(), figure.unit, language)
    tones = {"met": GOOD, "missed": BAD, "open": PLAIN}
    return Said(words, tones[finding.verdict(figure.row())]) if words else Said(say("number.none", language), PALE)


def _chart(report: Report, language: str) -> Chart | None:
    inflow, rate = report.figure("inflow"), report.figure("response_rate")
    if inflow is None or rate is None or not any(inflow.trend):
        return None
    days = [date.fromisoformat(day) for day in report.starts]
    known = next(
        at for at, volume in enumerate(inflow.trend) if volume
    )  # the periods before there was anything are no news
    volumes, rates = inflow.trend[known:], rate.trend[known:]
    floor, ceiling = mixed.rate_range([one for one in rates if one is not None], rate.target)
    return Chart(
        headline.trend_title(report, language),
        tuple(number.period(day, report.every, language, is_first=at == 0) for at, day in enumerate(days[known:])),
        say("chart.volume", language),
        tuple(volume or 0.0 for volume in volumes),
        tuple(number.compact(volume or 0.0, language) for volume in volumes),
        say("chart.rate", language),
        rates,
        tuple("" if one is None else number.share(one, language, 0) for one in rates),
        rate.target,
        "" if rate.target is None else say("chart.target", language, value=number.goal("share", rate.target, language)),
        floor,
        ceiling,
        report.is_running,
    )


def _quote(quote: Quote, language: str) -> Remark:
    day = number.short_day(date.fromisoformat(quote.day), language)
    if quote.kind == "answer":
        survey = naming.member("survey", quote.about, language)
        score = say("number.score_of", language, n=f"{quote.score or 0:g}", top=f"{quote.top or 0:g}")
        return Remark(quote.text, say("month.quote_answer", language, survey=survey, score=score, day=day))
    category = headline.member("category", quote.about, language)
    return Remark(quote.text, say("month.quote_contact", language, category=category, day=day))
