"""The parts of the overview: what is asked, the three charts, and which number is open."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cx import cache, compute, metric, number, period
from cx.charts import mixed
from cx.charts import ranking as bars
from cx.selection import Selection
from pages import _address, _charts, _contacts, _filters, _frame, _store, _view
from pages._charts import Chart
from pages._contacts import Opened
from pages._places import Places
from pages._words import language, member, t

PLACES = Places({"cards": (), "charts": ("main", "mix"), "ranking": ("ranking",)})


def ask(chosen: Selection | None = None) -> _view.View | None:
    """The page for this session's selection, or for another one; None where it lets nothing through."""
    seen = chosen or _address.selection()
    return cache.cached(_store.current(), _question(), seen, lambda: _view.made(seen))


def _question() -> tuple[str, str]:
    return ("overview", language())


def get_ready() -> None:
    """Make what people see first, and compile what the page asks in any period."""
    if _store.bounds():
        _filters.get_ready()
        _store.updated_at()
        ask(Selection())
    for every in (None, *period.GRAINS):
        compute.prepare(_view.CARDS, every=every)


def begin() -> bool:
    """Whether there is anything to draw."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    return _frame.awaited(_question(), chosen, ask) is not None


def _ranged(span: period.Span, **filters: object) -> Selection:
    return _address.selection().narrowed(period=f"{span.first}..{span.last}", **filters)


def open_card(name: str) -> None:
    """A card's button: the rows its metric counted."""
    span = _filters.current_span()
    PLACES.open(Opened("cards", _titled(metric.find(name).label(language()), span), _ranged(span), name))


def _titled(words: str, span: period.Span) -> str:
    return f"{words} · {number.span(span.first, span.last, language())}"


def _open_bar(every: str, code: str) -> None:
    if not code:
        PLACES.close("charts")
        return
    start = date.fromisoformat(code)
    first, last = _filters.whole_span()
    span = period.Span(max(start, first), min(period.end_of(start, every), last))
    opened = Opened("charts", _titled(metric.find("inflow").label(language()), span), _ranged(span), "inflow")
    PLACES.open(opened, "main")


def _open_group(place: str, dimension: str, rest: tuple[str | None, ...], code: str) -> None:
    if not code:
        PLACES.close(place)
        return
    span = _filters.current_span()
    is_rest = code == bars.REST
    name = t("chart.rest", n=len(rest)) if is_rest else member(dimension, None if code == bars.NONE else code)
    value: object = rest if is_rest else None if code == bars.NONE else code
    opened = Opened(place, _titled(name, span), _ranged(span), "inflow", ((dimension, value),))
    PLACES.open(opened, "mix" if place == "charts" else "ranking")


def verbatims(name: str = "inflow") -> None:
    """The list beside the ranking: what was clicked there, else all rows the metric `name` counts."""
    opened = PLACES.at("ranking")
    if opened:
        _contacts.panel(opened, on_close=lambda: PLACES.close("ranking"))
    else:
        everything = _ranged(_filters.current_span())
        _contacts.panel(Opened("verbatims", t("overview.verbatims"), everything, name))


def main(page: _view.View) -> None:
    """Volume and response rate over time."""
    _charts.show(
        "main",
        page.main,
        spec=mixed.spec(language(), has_events=page.main.has_events),
        parameter=mixed.PICK,
        field="order",
        table={
            "title": t(f"period.every.{page.every}"),
            "volume_text": t("chart.volume"),
            "rate_text": t("chart.rate"),
        },
        on_pick=lambda code: _open_bar(page.every, code),
    )


def mix(page: _view.View) -> None:
    """Channels by their share."""
    _show_bars("mix", page.mix, "charts", "channel", row=bars.WIDE)


def ranking(page: _view.View) -> None:
    """Categories by contacts."""
    if page.ranking is None:
        st.subheader(t("overview.no_category"), anchor=False)
        return
    _show_bars("ranking", page.ranking, "ranking", "category", row=bars.TIGHT)


def _show_bars(name: str, chart: Chart, place: str, dimension: str, *, row: int) -> None:
    _charts.show(
        name,
        chart,
        spec=bars.spec(language(), row, has_previous=chart.has_previous),
        parameter=bars.PICK,
        field="code",
        table={"label": t("chart.what"), "detail": t("chart.value"), "change": t("chart.change")},
        on_pick=lambda code: _open_group(place, dimension, chart.rest, code),
    )
