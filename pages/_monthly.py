"""The parts of the page of a month, drawn from the words of its report (`cx.reports.said`), which documents show as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import streamlit as st

from cx import annotations, cache, period, settings
from cx.arrow import for_chart
from cx.charts import mixed, waterfall
from cx.reports import frozen, headline, html, when
from cx.reports.gather import gather
from cx.reports.report import Report
from cx.reports.said import Section, Sheet, sheet
from cx.selection import Selection
from pages import _address, _charts, _frame, _split, _store, _which
from pages._charts import Chart
from pages._words import language, plain, t

EVERY = "month"


@dataclass(frozen=True)
class View:
    """Everything the page draws for one month in one language; made once and kept until the data change."""

    sheet: Sheet
    is_running: bool
    trend: Chart | None
    splits: _split.Splits | None


def chosen() -> date:
    """First day of the month looked at: that of the last day of the period; its period is the one of every page."""
    first, last = _store.reach() or (date.min, date.min)
    return period.start_of(period.current(_address.selection(), last, first).last, EVERY)


def asked() -> frozen.Asked:
    """The report the page shows, as documents are asked for."""
    return frozen.Asked(EVERY, chosen(), _address.selection())


def picker() -> None:
    """Which month."""
    _which.picker(EVERY, chosen())


def ask() -> View | None:
    """The page of the chosen period; None where nothing happened in it."""
    wanted, question = asked(), ("month page", language())
    return _frame.awaited(
        question,
        wanted.selection,
        lambda: cache.cached(_store.current(), question, wanted.selection, lambda: _made(wanted)),
    )


def get_ready() -> None:
    """Make the newest month that is over, as who opens the page first sees it."""
    waterfall.spec(language())
    if _store.bounds():
        store = _store.current()
        first = when.newest(store, "month")
        gather(store, first, Selection(), every="month")


def _made(wanted: frozen.Asked) -> View | None:
    store = _store.current()
    found = gather(store, wanted.first, wanted.selection, every=wanted.every)
    if found.is_empty:
        return None
    shown = replace(found, store="own")  # the head of every page says whose data they are
    words = sheet(shown, language(), minimum_n=settings.get(store).minimum_n)
    return View(words, found.is_running, _trend(found, wanted.selection), _split.of(found))


def _trend(report: Report, selection: Selection) -> Chart | None:
    """Thirteen months or weeks of contacts and response rate."""
    first = date.fromisoformat(report.starts[0])
    known = _store.reach() or (first, first)
    span = (max(first, period.start_of(known[0], report.every)), date.fromisoformat(report.last))
    found = _store.numbers(("inflow", "response_rate"), selection, every=report.every, span=span)
    if not found["n"].sum():
        return None
    parts = [found[found["metric"] == name] for name in ("inflow", "response_rate")]
    rate = report.figure("response_rate")
    happened = [(event.day, event.title) for event in annotations.shown(_store.current(), selection, *span)]
    goal = rate.target if rate else None
    rows = mixed.data(*parts, every=report.every, language=language(), target=goal, happened=happened)
    said = headline.word(report, "trend_title", language())
    return Chart(headline.trend_title(report, language()), said, rows, for_chart(rows), has_events=bool(happened))


def finding(page: View) -> None:
    """The title that states the finding, the sentences below it, and beside them what customers wrote."""
    st.session_state["basis"] = page.sheet.basis
    sides = st.columns([3, 2] if page.sheet.quotes else 1, border=True)
    with sides[0], st.container(gap="xsmall"):
        st.caption(plain(page.sheet.basis))
        st.subheader(plain(page.sheet.headline), anchor=False)
        said = [f":orange[{plain(words)}]  " for words in page.sheet.warnings]
        st.markdown("\n".join([*said, "", *[f"- {plain(words)}" for words in page.sheet.sentences]]))
    if page.sheet.quotes:
        with sides[1], st.container(gap="xsmall"):
            quotes(page)


def trend(page: View) -> None:
    """Contacts as bars, the response rate as a line."""
    if page.trend is None:
        st.subheader(t("month.no_contacts"), anchor=False)
        return
    table = {"title": t(f"period.every.{EVERY}"), "volume_text": t("chart.volume"), "rate_text": t("chart.rate")}
    _charts.show("month_trend", page.trend, spec=mixed.spec(language(), has_events=page.trend.has_events), table=table)


def why(page: View) -> None:
    """What moved the KPI that moved most, or the one chosen, by one dimension or two."""
    if page.splits is None:
        st.subheader(t("month.why"), anchor=False)
        st.caption(t("month.not_yet" if page.is_running else "month.nothing_moved"))
        return
    _split.show("month_why", page.splits, asked())


def kpis(page: View) -> None:
    """Every KPI, section by section, in two columns of about the same height."""
    left, right = _halves(page.sheet.sections)
    for column, part in zip(
        st.columns(2, border=True) if right else [st.container(border=True)], (left, right), strict=False
    ):
        column.html((html.STYLE if part is left else "") + html.kpis(part, page.sheet))


def _halves(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The first section and those that make its column as high as the other one."""
    first, *others = sections
    ways = [(first, *chosen) for n in range(len(others) + 1) for chosen in combinations(others, n)]
    left = min(ways, key=lambda way: abs(2 * _height(way) - _height(sections)))
    return left, tuple(section for section in sections if section not in left)


def _height(sections: Sequence[Section]) -> int:
    return sum(len(section.lines) + 2 for section in sections)


def groups(page: View) -> None:
    """Channels and survey dimensions beside the categories."""
    tables = {table.name: table for table in page.sheet.tables}
    sides = [
        [tables[name] for name in names if name in tables]
        for names in (("products", "channels", "efforts"), ("categories",))
    ]
    sides = [side for side in sides if side]
    if sides:
        for column, side in zip(st.columns(len(sides), border=True), sides, strict=True):
            column.html(html.groups(side))


def quotes(page: View) -> None:
    """What customers wrote, two or three of them."""
    st.subheader(t("month.quotes"), anchor=False)
    said = [f"“{plain(quote.text)}”  \n:small[:gray[{plain(quote.about)}]]" for quote in page.sheet.quotes]
    st.markdown("\n\n".join(said))


def overview() -> None:
    """The way to the rows behind the month's numbers; where there are contracts alone, to these."""
    if not _store.bounds():
        st.page_link("pages/32_retention.py", label=t("app.empty.go_contracts"), icon=":material/autorenew:")
    elif st.button(t("month.open"), key="month_open", icon=":material/list:", type="tertiary"):
        _which.choose(chosen(), EVERY)
        st.switch_page("pages/10_overview.py")


def notes(page: View) -> None:
    """How the numbers are to be read."""
    st.caption(plain(page.sheet.notes))
