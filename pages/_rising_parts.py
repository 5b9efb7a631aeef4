"""The parts of the page of what is rising: topics and words side by side, and the one that is open with its trend and texts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cx import cache, contacts, number
from cx.arrow import for_chart
from cx.charts import ranking, word_bars
from cx.voc import catalogue, rising, rising_finding
from pages import (
    _address,
    _charts,
    _contacts,
    _files,
    _filters,
    _frame,
    _keyword_view,
    _reading,
    _store,
    _survey_parts,
    _voc_parts,
    _voc_view,
)
from pages._charts import Chart
from pages._contacts import Opened
from pages._places import Places
from pages._words import language, plain, t

PLACES = Places({"rising_texts": ("rising_topic", "rising_word"), "rising_month": ("rising_trend",)})


@dataclass(frozen=True)
class View:
    """What rises, in words: a chart by kind, None of what does not, under its title; `listed` everything found by kind."""

    found: rising.Rising
    titles: dict[str, str]
    charts: dict[str, Chart | None]
    listed: dict[str, pd.DataFrame]


def _every() -> str:
    return str(st.session_state.get("rising_every", rising.EVERY[0]))


def _question() -> tuple[object, ...]:
    return (cache.VOC, "rising page", _every(), language())


def ask() -> View:
    """The page for this session's selection."""
    chosen, every = _address.selection(), _every()
    return cache.cached(
        _store.current(), _question(), chosen, lambda: _made(rising.rising(_store.current(), chosen, every))
    )


def _made(found: rising.Rising) -> View:
    topics = catalogue.topics(_store.current())

    def name(code: str) -> str:
        return topics[code].title if code in topics else code

    names = {"topic": name, "word": str}
    titles, charts, listed = {}, {}, {}
    for kind, rows in found.found.items():
        titles[kind] = rising_finding.title(kind, rows, names[kind](rows[0].name) if rows else "", language())
        drawn = word_bars.data(rising_finding.bars(rows, names[kind], language()), tuple(one.name for one in rows))
        more = t("words_page.rising_more", n=len(rows) - rising_finding.BARS) if len(rows) > rising_finding.BARS else ""
        legend = " ".join(filter(None, (t("words_page.rising_legend"), more)))
        charts[kind] = Chart("", titles[kind], drawn, for_chart(drawn), legend) if rows else None
        listed[kind] = rising_finding.table(rows, names[kind], lambda key: t(f"words_page.{key}"))
    return View(found, titles, charts, listed)


def begin() -> None:
    """The page's first answer, and how far the texts are read."""
    PLACES.forget(_address.selection())
    _frame.awaited(_question(), _address.selection(), ask)
    _reading.line()


def which() -> None:
    """By week or by month, and what is held against what."""
    names = {every: t(f"words_page.rising_{every}") for every in rising.EVERY}
    before = _every()
    if _survey_parts.which("rising_every", t("words_page.rising_every"), rising.EVERY, names) != before:
        for place in PLACES.charts:
            PLACES.close(place)


def about(view: View) -> bool:
    """Which period is looked at and how it was tested; whether anything could be."""
    found = view.found
    if found.status != "ok":
        with st.container(border=True, key="rising_nothing"):
            st.subheader(t(f"words_page.rising_{found.status}_title"), anchor=False)
            st.markdown(" ".join(filter(None, (t(f"words_page.rising_{found.status}_text"), _far(found)))))
        return False
    words = t(
        "words_page.rising_about",
        span=number.span(found.last.first, found.last.last, language()),
        first=number.long_day(found.first, language()),
        topics=f"{found.tested['topic']:,}",
        words=f"{found.tested['word']:,}",
        voices=f"{found.voices:,}",
    )
    st.caption(plain(words))
    return True


def _far(found: rising.Rising) -> str:
    return _reading.far() if found.status == "unread" else ""


def chart_of(view: View, kind: str) -> None:
    """What rises of one kind, or that nothing does."""
    st.subheader(plain(view.titles[kind]), anchor=False)
    chart = view.charts[kind]
    if chart is None:
        st.caption(t("words_page.rising_silent"))
        return
    _charts.show(
        f"rising_{kind}",
        chart,
        spec=word_bars.long_spec(language(), "words_page.head_ratio"),
        parameter=ranking.PICK,
        field="code",
        table={
            "label": t(f"words_page.rising_head_{kind}"),
            "text": t("chart.value"),
            "detail": t("words_page.head_usual"),
        },
        on_pick=lambda code: _open(view, kind, code),
    )
    listed = view.listed[kind]
    if len(listed) > rising_finding.BARS:
        _files.buttons(f"rising_all_{kind}", lambda: listed)


def _open(view: View, kind: str, code: str) -> None:
    PLACES.close("rising_month")
    if not code:
        PLACES.close("rising_texts")
        return
    last, topic = view.found.last, catalogue.topics(_store.current()).get(code) if kind == "topic" else None
    words = topic.title if topic else code
    title = f"‘{words}’ · {number.span(last.first, last.last, language())}"
    chosen = _address.selection().narrowed(period=f"{last.first}..{last.last}")
    where = (("topic" if kind == "topic" else contacts.TERM, code),)
    PLACES.open(
        Opened("rising_texts", title, chosen, "voc", where, topic.terms if topic else tuple(code.split())),
        f"rising_{kind}",
    )


def open_one() -> None:
    """What is open: since when, and the texts of the last period that say it."""
    opened = PLACES.at("rising_texts")
    if opened is None:
        return
    left, right = st.columns([2, 3], border=True)
    with left, st.container(gap="xsmall"):
        _trend(opened)
        where = dict(opened.where)
        if "topic" in where:
            _voc_parts.to_topic(str(where["topic"]), t("voc_page.more"))
    with right, st.container(gap="xsmall"):
        shown = PLACES.at("rising_month") or opened
        _contacts.panel(shown, on_close=lambda: PLACES.close(shown.place))


def _trend(opened: Opened) -> None:
    chosen, ((dimension, value), *_) = _address.selection(), opened.where
    name = opened.title.rpartition(" · ")[0]

    def make() -> tuple[Chart, str]:
        if dimension == "topic":
            return _voc_view.trend(chosen, (str(value),), t("words_page.trend_title", word=name[1:-1]))
        return _keyword_view.trend(chosen, str(value))

    question = (cache.VOC, "rising trend", opened.where, language())
    chart, every = cache.cached(_store.current(), question, chosen, make)

    def pick(at: str) -> None:
        if not at:
            PLACES.close("rising_month")
            return
        span = _voc_view.span_of(chosen, every, at)
        title = f"{name} · {number.span(span.first, span.last, language())}"
        wider = chosen.narrowed(period=f"{span.first}..{span.last}")
        PLACES.open(Opened("rising_month", title, wider, "voc", opened.where, opened.terms), "rising_trend")

    _voc_view.draw_trend("rising_trend", chart, every, pick)


def nothing_looked_at() -> bool:
    """Whether the filters let no text through at all."""
    return not _filters_let_through()


def _filters_let_through() -> bool:
    chosen = _address.selection()
    first, last = _filters.whole_span(chosen)
    wide = chosen.narrowed(period=f"{min(first, ask().found.first)}..{last}")
    return contacts.count(_store.current(), wide, "voc") > 0
