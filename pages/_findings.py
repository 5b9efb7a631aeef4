"""The parts of the overview: what is asked, the three charts, and which number is open."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cx import cache, compute, metric, number, period
from cx.charts import mixed
from cx.charts import ranking as bars
from cx.selection import Selection
from pages import _address, _charts, _contacts, _filters, _store, _view
from pages._contacts import Opened
from pages._words import language, member, t

# Each place is a fragment of its own with its own open number; these are the charts in it.
_PLACES: dict[str, tuple[str, ...]] = {"cards": (), "charts": ("main", "mix"), "ranking": ("ranking",)}


def ask(chosen: Selection | None = None) -> _view.View | None:
    """The page for this session's selection, or for another one; None where it lets nothing through."""
    seen = chosen or _address.selection()
    return cache.cached(_store.current(), ("overview", language()), seen, lambda: _view.made(seen))


def get_ready() -> None:
    """Make what people see first, and compile what the page asks in any period."""
    if _store.bounds():
        _filters.get_ready()
        _store.updated_at()
        ask(Selection())
    for every in (None, *period.GRAINS):
        compute.prepare(_view.CARDS, every=every)


def begin() -> bool:
    """Whether there is anything to draw. Who comes to the page sees its skeleton while that is computed; who changes a
    filter keeps looking at what was there.
    """
    chosen, place = _address.selection(), st.empty()
    _forget_what_was_open(chosen)
    is_known = cache.is_known(_store.current(), ("overview", language()), chosen)
    if is_known or not st.session_state["is_first_look"]:
        return ask() is not None
    with place.skeleton(height=700):
        return ask() is not None


def _forget_what_was_open(chosen: Selection) -> None:
    """A number that was opened under other filters is not the number on the page any more."""
    view = (chosen, st.session_state["store"], language())
    if st.session_state.get("overview_view", view) != view:
        for place in _PLACES:
            close(place)
    st.session_state["overview_view"] = view


def _open(opened: Opened, *others: str) -> None:
    st.session_state[f"overview_{opened.place}"] = opened
    _charts.clear(*others)


def close(place: str) -> None:
    """Nothing is open at this place any more."""
    st.session_state.pop(f"overview_{place}", None)
    _charts.clear(*_PLACES[place])


def opened_at(place: str) -> Opened | None:
    """The number that is open at this place of the page."""
    return st.session_state.get(f"overview_{place}")


def panel_at(place: str) -> None:
    """The rows behind the open number, where it was opened."""
    opened = opened_at(place)
    if opened:
        with st.container(border=True, key=f"panel_{place}"):
            _contacts.panel(opened, on_close=lambda: close(place))


def _ranged(span: period.Span, **filters: object) -> Selection:
    return _address.selection().narrowed(period=f"{span.first}..{span.last}", **filters)


def open_card(name: str) -> None:
    """A card's button: the rows its metric counted."""
    span = _filters.current_span()
    _open(Opened("cards", _titled(metric.find(name).label(language()), span), _ranged(span), name))


def _titled(words: str, span: period.Span) -> str:
    return f"{words} · {number.span(span.first, span.last, language())}"


def _open_bar(every: str, code: str) -> None:
    if not code:
        close("charts")
        return
    start = date.fromisoformat(code)
    first, last = _filters.whole_span()
    span = period.Span(max(start, first), min(period.end_of(start, every), last))
    _open(
        Opened("charts", _titled(metric.find("inflow").label(language()), span), _ranged(span), "inflow"),
        "mix",
    )


def _open_group(place: str, dimension: str, rest: tuple[str | None, ...], code: str) -> None:
    if not code:
        close(place)
        return
    span = _filters.current_span()
    is_rest = code == bars.REST
    name = t("chart.rest", n=len(rest)) if is_rest else member(dimension, None if code == bars.NONE else code)
    value: object = rest if is_rest else None if code == bars.NONE else code
    opened = Opened(place, _titled(name, span), _ranged(span), "inflow", ((dimension, value),))
    _open(opened, *(["main"] if place == "charts" else []))


def verbatims(name: str = "inflow") -> None:
    """The list beside the ranking: what was clicked there, else all rows the metric `name` counts."""
    opened = opened_at("ranking")
    if opened:
        _contacts.panel(opened, on_close=lambda: close("ranking"))
    else:
        everything = _ranged(_filters.current_span())
        _contacts.panel(Opened("verbatims", t("overview.verbatims"), everything, name))


def main(page: _view.View) -> None:
    """Volume and response rate over time."""
    _charts.show(
        "main",
        title=page.main.title,
        alt=page.main.alt,
        rows=page.main.rows,
        drawn=page.main.drawn,
        spec=mixed.spec(language(), has_events=page.main.has_events),
        parameter=mixed.PICK,
        field="order",
        table={
            "title": t(f"period.every.{page.every}"),
            "volume_text": t("chart.volume"),
            "rate_text": t("chart.rate"),
        },
        legend=page.main.legend,
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


def _show_bars(name: str, chart: _view.Chart, place: str, dimension: str, *, row: int) -> None:
    _charts.show(
        name,
        title=chart.title,
        alt=chart.alt,
        rows=chart.rows,
        drawn=chart.drawn,
        spec=bars.spec(language(), row, has_previous=chart.has_previous),
        parameter=bars.PICK,
        field="code",
        table={"label": t("chart.what"), "detail": t("chart.value"), "change": t("chart.change")},
        legend=chart.legend,
        on_pick=lambda code: _open_group(place, dimension, chart.rest, code),
    )
