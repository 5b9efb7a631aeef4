"""The parts of the page of a topic: which one, its charts, its texts, the topics close to it, and its history."""

from __future__ import annotations

import streamlit as st

from cx import cache, number, period
from cx.charts import ranking as bars
from cx.selection import Selection
from cx.voc import catalogue
from cx.voc.catalogue import Topic
from cx.voc.neighbours import neighbours
from cx.voc.quotes import quotes
from pages import (
    _address,
    _charts,
    _contacts,
    _filters,
    _quoted,
    _store,
    _survey_parts,
    _topic_edit,
    _topic_made,
    _topic_view,
    _voc_parts,
    _voc_view,
)
from pages._charts import Chart
from pages._contacts import Opened
from pages._places import Places
from pages._words import language, plain, t

KIND = "kind"
_SIGNS = 220  # of a typical text; what was said in whole stands below
PLACES = Places({"topic_texts": ("topic_trend", "topic_kinds", "topic_where", "topic_accounts")})


def chosen() -> Topic | None:
    """The topic the link names, else the one most texts are about; what was merged is what it was merged into."""
    known = catalogue.topics(_store.current())
    wanted = _address.selection().topic
    if not wanted:
        first = next(iter(_store.members("topic", 1)), None)
        return known.get(first) if first else None
    topic = known.get(wanted[0])
    return known.get(str(topic.into)) if topic and topic.into is not None else topic


def choose(topic: Topic | None) -> None:
    """Which topic: the list of all, by volume."""
    names = _store.members("topic", 2000)
    known = catalogue.topics(_store.current())
    codes = [code for code in names if code in known]
    if topic and topic.code not in codes:
        codes.append(topic.code)
    if not codes:
        return
    st.session_state["topic_chosen"] = topic.code if topic else None
    with st.container(horizontal=True, vertical_alignment="center", key="topic_head"):
        st.selectbox(
            t("voc_page.choose_topic"),
            codes,
            key="topic_chosen",
            format_func=lambda code: known[code].title,
            placeholder=t("filter.choose"),
            on_change=_take,
            label_visibility="collapsed",
            width=420,
        )
        wish = _address.wish(_address.selection().narrowed(topic=()))
        st.page_link("pages/21_voc.py", label=t("voc_page.all_topics"), icon=":material/arrow_back:", query_params=wish)


def _take() -> None:
    code = st.session_state["topic_chosen"]
    if code:
        _address.choose(_address.selection().narrowed(topic=(code,)))


def ask(topic: Topic) -> _topic_view.View | None:
    """The page of the topic for this session's selection."""
    seen = _address.selection()
    question = (cache.VOC, "topic", topic.code, language())
    return cache.cached(_store.current(), question, seen, lambda: _topic_view.made(seen, topic))


def head(view: _topic_view.View, topic: Topic) -> None:
    """Name, numbers in one line, the words that mark it, and what a person may do to it."""
    with st.container(border=True, gap="xsmall", key="topic_title"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            mark = f"{t('voc_page.pinned_mark')} " if topic.is_pinned else ""
            st.subheader(f"{mark}{plain(topic.title)}", anchor=False, width="content")
            _topic_edit.in_place(topic)
        st.markdown(plain(view.told))
        parts = [t("voc_page.terms", terms=", ".join(topic.terms))] if topic.terms else []
        parts += [t("voc_page.found_name", label=topic.label)] if topic.name else []
        parts += [t("voc_page.gone")] if topic.is_gone else []
        if parts:
            st.caption(plain(" · ".join(parts)))


def _open(
    topic: Topic,
    words: str,
    span: period.Span,
    where: tuple[tuple[str, object], ...],
    chart: str,
    *,
    terms: tuple[str, ...] = (),
) -> None:
    title = f"{words} · {number.span(span.first, span.last, language())}"
    seen = _address.selection().narrowed(topic=(topic.code,), period=f"{span.first}..{span.last}")
    PLACES.open(Opened("topic_texts", title, seen, "voc", where, terms or topic.terms), chart)


def trend(view: _topic_view.View, topic: Topic) -> None:
    """Since when."""

    def pick(at: str) -> None:
        if not at:
            PLACES.close("topic_texts")
            return
        _open(topic, topic.title, _voc_view.span_of(_address.selection(), view.every, at), (), "topic_trend")

    _voc_view.draw_trend("topic_trend", view.trend, view.every, pick)


def where(view: _topic_view.View, topic: Topic) -> None:
    """What they are (pain points, requests, questions, praise), or where they come from: one chart, of what is chosen."""
    names = {one: t(f"filter.{one}") for one in (KIND, *_topic_view.DIMENSIONS)}
    dimension = _survey_parts.which("topic_dimension", t("voc_page.which_dimension"), tuple(names), names)
    chart = view.kinds if dimension == KIND else _where(topic, dimension)
    if chart is None:
        none = "voc_page.kinds_none" if dimension == KIND else "voc_page.where_none"
        st.subheader(t(none, dimension=names[dimension]), anchor=False)
        return
    _group("topic_kinds" if dimension == KIND else "topic_where", chart, topic, dimension)


def _where(topic: Topic, dimension: str) -> Chart | None:
    seen = _address.selection()
    question = (cache.VOC, "topic where", topic.code, dimension, language())
    return cache.cached(_store.current(), question, seen, lambda: _topic_view.where(seen, topic, dimension))


def accounts(view: _topic_view.View, topic: Topic) -> None:
    """Who says it."""
    if view.accounts is None:
        st.subheader(t("voc_page.accounts_none"), anchor=False)
        return
    _group("topic_accounts", view.accounts, topic, "account")


def _group(name: str, chart: Chart, topic: Topic, dimension: str) -> None:
    """Bars of groups; a click opens the texts of one."""

    def pick(code: str) -> None:
        if not code:
            PLACES.close("topic_texts")
            return
        is_rest = code == bars.REST
        value: object = chart.rest if is_rest else None if code == bars.NONE else code
        label = str(chart.rows.loc[chart.rows["code"] == code, "label"].iloc[0])
        _open(topic, label, _filters.current_span(), ((dimension, value),), name)

    versus = "voc_page.head_versus"
    table = {"label": t(f"filter.{dimension}"), "detail": t("chart.value")}
    _charts.show(
        name,
        chart,
        spec=bars.spec(language(), bars.TIGHT, has_previous=chart.has_previous, versus=versus),
        parameter=bars.PICK,
        field="code",
        table=table | ({"change": t(versus)} if chart.has_previous else {}),
        on_pick=pick,
    )


def made_of(view: _topic_view.View, topic: Topic) -> None:
    """What it is made of."""

    def pick(words: str, where: tuple[tuple[str, object], ...], terms: tuple[str, ...]) -> None:
        _open(topic, words, _filters.current_span(), where, "", terms=terms)

    _topic_made.parts(topic, view.row.n, pick)


def texts(topic: Topic) -> None:
    """What was clicked, else what customers say about the topic; the typical texts first."""
    opened = PLACES.at("topic_texts")
    if opened:
        _contacts.panel(opened, on_close=lambda: PLACES.close("topic_texts"))
        return
    _typical(topic)
    span = _filters.current_span()
    seen = _address.selection().narrowed(topic=(topic.code,), period=f"{span.first}..{span.last}")
    _contacts.panel(Opened("topic_all", t("voc_page.verbatims"), seen, "voc", (), topic.terms))


def _typical(topic: Topic) -> None:
    """Three texts that stand for it."""

    def make() -> str:
        found = quotes(_store.current(), topic)
        return "\n".join(f"- {_quoted.short(text, topic.terms, _SIGNS)}" for text in found)

    words = cache.cached(_store.current(), (cache.VOC, "typical", topic.code), None, make)
    if words:
        st.caption(t("voc_page.typical"))
        st.markdown(words)


def close(topic: Topic) -> None:
    """Topics close to it, each a link."""
    st.subheader(t("voc_page.neighbours"), anchor=False)
    found = neighbours(_store.current(), topic.code)
    if not found:
        st.caption(t("voc_page.neighbours_none"))
    for one in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            _voc_parts.to_topic(one.code, one.title)
            if one.shared:
                st.caption(plain(t("voc_page.shared_terms", terms=", ".join(one.shared))), width="content")


def begin(topic: Topic) -> _topic_view.View | None:
    """The page of the topic; None where nothing looked at is about it."""
    PLACES.forget(_address.selection(), topic.code)
    return ask(topic)


def nothing(topic: Topic) -> None:
    """The topic has no text in what is looked at."""
    with st.container(border=True, key="topic_nothing"):
        st.subheader(plain(t("voc_page.nothing_here", name=topic.title)), anchor=False)
        first, last = (number.long_day(day, language()) for day in _store.bounds() or ())
        st.markdown(t("app.empty.widen", first=first, last=last))
        st.button(
            t("filter.reset"),
            key="topic_reset",
            on_click=_address.choose,
            args=(Selection(topic=(topic.code,)),),
            icon=":material/restart_alt:",
        )
