"""The parts of the weekly page: which week, the finding, the groups, what is pressing, and which number is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from cx import cache, metric, number, period, weekly
from cx.charts import ranking as bars
from cx.reports import frozen, when
from cx.selection import parse_range
from pages import _address, _charts, _frame, _store, _verbatims, _weekly_view, _which
from pages._contacts import Opened
from pages._places import Places
from pages._weekly_view import View
from pages._words import language, member, plain, t

PLACES = Places(
    {
        "week_cards": (),
        "week_groups": ("week_product", "week_channel", "week_category"),
    }
)
_ROWS = {"product": bars.WIDE, "channel": bars.TIGHT, "category": bars.TIGHT}


def chosen() -> date:
    """Monday of the week looked at: the last whole one of the chosen days, else the one they end in; for a preset the newest
    that is over.
    """
    days = parse_range(_address.selection().period)
    if days is None:
        return when.newest(_store.current(), "week")
    start = period.start_of(days[1], "week")
    before = start - weekly.WEEK
    return before if period.end_of(start, "week") > days[1] and before >= days[0] else start


def asked() -> frozen.Asked:
    """The report of the week, as documents are asked for."""
    return frozen.Asked("week", chosen(), _address.selection())


def picker() -> None:
    """Which week."""
    _which.picker("week", chosen())


def ask() -> View | None:
    """The page of the chosen week; None where nothing happened in it."""
    first, selection = chosen(), _address.selection()
    return cache.cached(_store.current(), _question(first), selection, lambda: _weekly_view.made(selection, first))


def _question(first: date) -> tuple[str, str, date]:
    return ("week page", language(), first)


def begin() -> View | None:
    """The page; None where nothing happened in the week."""
    first, selection = chosen(), _address.selection()
    PLACES.forget(first, selection)
    return _frame.awaited(_question(first), selection, ask)


def _open(place: str, words: str, name: str, where: tuple[tuple[str, object], ...] = (), chart: str = "") -> None:
    first = chosen()
    last = period.end_of(first, "week")
    title = f"{words} · {number.span(first, last, language())}"
    selection = _address.selection().narrowed(period=f"{first}..{last}")
    PLACES.open(Opened(place, title, selection, name, where), chart)


def open_card(name: str) -> None:
    """A card's button: the contacts its metric counted."""
    _open("week_cards", metric.find(name).label(language()), name)


def finding(view: View, documents: Callable[[], None]) -> None:
    """What the week was like, what changed in it, its documents, and beside it what customers wrote."""
    st.session_state["basis"] = view.basis
    sides = st.columns([3, 2] if view.quotes else 1, border=True)
    with sides[0], st.container(gap="xsmall"):
        st.caption(plain(view.basis))
        st.subheader(plain(view.title), anchor=False)
        if view.sentences:
            st.markdown("\n".join(f"- {plain(words)}" for words in view.sentences))
        documents()
    if view.quotes:
        with sides[1], st.container(gap="xsmall"):
            st.subheader(t("month.quotes"), anchor=False)
            said = [f"“{plain(quote.text)}”  \n:small[:gray[{plain(quote.about)}]]" for quote in view.quotes]
            st.markdown("\n\n".join(said))


def group(view: View, by: str) -> None:
    """Contacts by the members of a dimension; a click opens theirs."""
    chart = view.charts[by]
    name = f"week_{by}"

    def pick(code: str) -> None:
        if not code:
            PLACES.close("week_groups")
            return
        is_rest = code == bars.REST
        value: object = chart.rest if is_rest else None if code == bars.NONE else code
        words = t("chart.rest", n=len(chart.rest)) if is_rest else member(by, value)
        _open("week_groups", words, "inflow", ((by, value),), name)

    _charts.show(
        name,
        chart,
        spec=bars.spec(language(), _ROWS[by], has_previous=chart.has_previous),
        parameter=bars.PICK,
        field="code",
        table={"label": t("chart.what"), "text": t("chart.value"), "change": t("week.compared")},
        on_pick=pick,
    )


def pressing(view: View) -> None:
    """What is urgent or has been open for long."""
    st.subheader(plain(view.pressing_title), anchor=False)
    if view.pressing is not None:
        _verbatims.show(view.pressing, view.pressing_title, "week_pressing")
