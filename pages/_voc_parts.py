"""The parts of the VOC explorer: what is asked, the ranking, and beside it the topic that is open with its trend and its texts."""

from __future__ import annotations

import streamlit as st

from cx import cache, number, period
from cx.charts import flow, topics
from cx.selection import Selection
from cx.voc import catalogue, finding
from cx.voc.ranking import ranking
from pages import (
    _address,
    _charts,
    _contacts,
    _filters,
    _frame,
    _reading,
    _store,
    _survey_parts,
    _voc_map,
    _voc_search,
    _voc_view,
)
from pages._contacts import Opened
from pages._places import Places
from pages._words import language, plain, t

PLACES = Places({"voc_topic": ("voc_ranking", "voc_map"), "voc_month": ("voc_trend",)})
_LOOKS = ("bars", "map", "list")


def _question(order: str) -> tuple[str, ...]:
    return (cache.VOC, "explorer", order, language())


def _order() -> str:
    """What topics are ranked by."""
    return str(st.session_state.get("voc_order", finding.ORDERS[0]))


def ask(chosen: Selection | None = None) -> _voc_view.View:
    """The page for this session's selection, or for another one."""
    seen, order = chosen or _address.selection(), _order()
    return cache.cached(_store.current(), _question(order), seen, lambda: _voc_view.made(seen, order))


def get_ready() -> None:
    """Make the specs."""
    for by in ("change", "product", "customer"):
        topics.spec(language(), by)
    for has_events in (True, False):
        flow.spec(language(), has_events=has_events)


def begin() -> _voc_view.View | None:
    """The page; None where the selection lets no text through."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    _address.follow("order", "voc_order", finding.ORDERS[0], finding.ORDERS)
    view = _frame.awaited(_question(_order()), chosen, ask)
    _reading.line(view.ranking)
    return view if view.ranking.n else None


def _which(view: _voc_view.View) -> str:
    """In what order, and as bars, a map or a list."""
    told = {name for row in view.ranking.rows for name in topics.OF_MATTER if getattr(row.matter, name)}
    there = {"most", "growth", *told} | ({"score"} if view.ranking.score else set())
    orders = tuple(order for order in finding.ORDERS if order in there)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="voc_which"):
        names = {order: t(f"voc_page.order_{order}") for order in orders}
        _address.tell("order", _survey_parts.which("voc_order", t("voc_page.order"), orders, names), orders[0])
        return _survey_parts.which(
            "voc_look", t("voc_page.look"), _LOOKS, {one: t(f"voc_page.look_{one}") for one in _LOOKS}
        )


def _by(order: str) -> str:
    """The column topics are ranked by; their change where it is none of those that tell whose fault it is."""
    return order if order in topics.OF_MATTER else "change"


def rank() -> None:
    """The topics, ranked."""
    view = ask()
    st.subheader(plain(view.chart.title), anchor=False)
    look = _which(view)
    view = ask()
    if look == "list":
        _list(view)
        return
    if look == "map":
        _voc_map.drawn(view.ranking, lambda code: _open(view, code, "voc_map"))
        return
    heads = {name: t(f"voc_page.head_{name}") for name in topics.HEADS}
    _charts.show(
        "voc_ranking",
        view.chart if not view.chart.title else _untitled(view.chart),
        spec=topics.spec(language(), _by(_order())),
        parameter=topics.PICK,
        field="code",
        table={"label": t("voc_page.head_topic"), "text": t("voc_page.head_texts")} | heads,
        on_pick=lambda code: _open(view, code),
    )


def _list(view: _voc_view.View) -> None:
    """All topics with their numbers; a chosen one is opened."""

    def pick() -> None:
        rows = st.session_state["voc_list"]["selection"]["rows"]
        _open(view, view.codes[rows[0]] if rows and rows[0] < len(view.codes) else "")

    st.dataframe(
        view.listed,
        hide_index=True,
        key="voc_list",
        on_select=pick,
        selection_mode="single-row",
        column_config=_voc_view.columns(language()),
        placeholder="",
        alt=view.chart.title,
        height=430,
    )
    st.caption(t("voc_page.list_legend"))


def _untitled(chart: _charts.Chart) -> _charts.Chart:
    """The same without its title, which stands above what changes it."""
    return _charts.Chart("", chart.title, chart.rows, chart.drawn, chart.legend)


def _span_words(words: str, span: period.Span) -> str:
    return f"{words} · {number.span(span.first, span.last, language())}"


def _ranged(span: period.Span) -> Selection:
    return _address.selection().narrowed(period=f"{span.first}..{span.last}")


def _open(view: _voc_view.View, code: str, chart: str = "voc_ranking") -> None:
    PLACES.close("voc_month")
    _address.keep("open", code)
    st.session_state["voc_opened"] = code
    if not code:
        PLACES.close("voc_topic")
        return
    value: object = view.rest if code == topics.REST else None if code == topics.NONE else code
    span, known = _filters.current_span(), catalogue.topics(_store.current()).get(code)
    words = known.title if known else t("voc_page.rest", n=len(view.rest)) if view.rest else t("voc_page.without")
    words = t("voc_page.without") if code == topics.NONE else words
    where = (("topic", value),)
    opened = Opened("voc_topic", _span_words(words, span), _ranged(span), "voc", where, known.terms if known else ())
    PLACES.open(opened, chart)


def wished(view: _voc_view.View) -> None:
    """Open the topic a link says; once it was closed, links say it no more."""
    code = str(st.session_state.get("open", ""))
    if not code or PLACES.at("voc_topic"):
        return
    lines = {topics.REST: bool(view.rest), topics.NONE: bool(view.ranking.without)}
    if lines.get(code, view.ranking.row(code) is not None) and st.session_state.get("voc_opened") != code:
        _open(view, code)
    else:
        _address.keep("open", "")


def quotes() -> None:
    """What customers say about the topic that is open, else about anything."""
    if _voc_search.asked():
        _voc_search.show()
        return
    opened = PLACES.at("voc_topic")
    shown = PLACES.at("voc_month") or opened or _everything()
    is_open = shown.place in ("voc_topic", "voc_month")
    _contacts.panel(shown, on_close=(lambda: PLACES.close(shown.place)) if is_open else None)


def _everything() -> Opened:
    span = _filters.current_span()
    return Opened("voc_all", t("voc_page.verbatims"), _ranged(span), "voc")


def _code(opened: Opened | None) -> str | None:
    """The topic that is open; None where none or several are."""
    value = dict(opened.where).get("topic") if opened else None
    return value if isinstance(value, str) else None


def trend() -> None:
    """Since when: the topic that is open over time, else all texts."""
    chosen, opened = _address.selection(), PLACES.at("voc_topic")
    code = _code(opened)
    value = dict(opened.where).get("topic") if opened else ()
    codes = None if opened is None else value if isinstance(value, tuple) else (value,)

    def make() -> tuple[_charts.Chart, str]:
        row = ranking(_store.current(), chosen).row(code) if code else None
        title = finding.moved(row, language()) if row else t("voc_page.all_texts") if opened is None else ""
        return _voc_view.trend(chosen, codes, title or opened.title)  # type: ignore[union-attr] - then something is open

    chart, every = cache.cached(_store.current(), (cache.VOC, "topic trend", codes, language()), chosen, make)

    def pick(at: str) -> None:
        if not at:
            PLACES.close("voc_month")
            return
        span = _voc_view.span_of(chosen, every, at)
        words = opened.title.rpartition(" · ")[0] if opened else t("voc_page.verbatims")
        where, terms = (opened.where, opened.terms) if opened else ((), ())
        PLACES.open(Opened("voc_month", _span_words(words, span), _ranged(span), "voc", where, terms), "voc_trend")

    _voc_view.draw_trend("voc_trend", chart, every, pick)
    if code:
        to_topic(code, t("voc_page.more"))


def to_topic(code: str, words: str) -> None:
    """A link to the page of a topic that keeps everything else people look at."""
    wish = _address.wish(_address.selection().narrowed(topic=(code,)))
    st.page_link("pages/22_topic.py", label=plain(words), icon=":material/arrow_forward:", query_params=wish)
