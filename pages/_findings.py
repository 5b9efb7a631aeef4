"""The parts of the overview: what is asked, the three charts, and which number is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from cx import cache, compute, finding, metric, number, period
from cx.arrow import packed
from cx.charts import mixed
from cx.charts import ranking as bars
from cx.schema import ONLINE_CHANNELS
from cx.selection import Selection
from pages import _address, _cards, _charts, _contacts, _filters, _store
from pages._contacts import Opened
from pages._words import language, member, t

CARDS = ("inflow", "response_rate", "frt_median", "online_share", "ces")
SURVEYS = ("csat", "nps", "survey_response_rate")  # a second row, where there are answers
# Each place is a fragment of its own with its own open number; these are the charts in it.
_PLACES: dict[str, tuple[str, ...]] = {"cards": (), "charts": ("main", "mix"), "ranking": ("ranking",)}


@dataclass(frozen=True)
class Chart:
    """A chart with its words, ready to be drawn: rows for its constant spec (and as they are sent), the members of its last bar."""

    title: str
    alt: str
    rows: pd.DataFrame
    drawn: object
    legend: str = ""
    rest: tuple[str | None, ...] = ()
    has_previous: bool = False


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


def ask() -> View | None:
    """The page for this session's selection; None where it lets nothing through."""
    chosen = _address.selection()
    return cache.cached(_store.current(), ("overview", language()), chosen, lambda: _view(chosen))


def get_ready() -> None:
    """Compile what the page asks in any period, so that the first who looks at a day or a year does not wait."""
    for every in (None, *period.GRAINS):
        compute.prepare(CARDS, every=every)


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


def _view(chosen: Selection) -> View | None:
    span = _filters.current_span()
    first, last = _filters.whole_span()
    every = mixed.grain(first, last)
    trend = _store.numbers(CARDS, chosen, every=every)
    compared = {row["metric"]: row for row in _store.compared((*CARDS, *SURVEYS), chosen).to_dict("records")}
    asked = [compared[name] for name in SURVEYS if compared[name]["n"]]
    if not trend["n"].sum() and not asked:
        return None
    done, versus = trend[~trend["is_running"]], _versus(chosen, span)
    lines = {name: done[done["metric"] == name]["value"].tolist() for name in CARDS}
    counted = trend.groupby("metric")["n"].sum()
    has_contacts = bool(counted["inflow"])
    shown = [name for name in CARDS if has_contacts or counted[name]]
    return View(
        tuple(_cards.made(compared[name], lines[name], versus) for name in shown),
        tuple(_cards.made(row, (), versus) for row in asked),
        every,
        _main(trend, compared["inflow"], compared["response_rate"], every) if has_contacts else None,
        _mix(_groups(chosen, span, "channel"), compared["online_share"]) if has_contacts else None,
        _ranking(_groups(chosen, span, "category")) if has_contacts else None,
    )


def _main(trend: pd.DataFrame, inflow: finding.Row, rate: finding.Row, every: str) -> Chart:
    """Volume and response rate over time."""
    parts = [trend[trend["metric"] == name] for name in ("inflow", "response_rate")]
    goal = None if number.is_missing(rate["target"]) else float(rate["target"])
    rows = mixed.data(*parts, every=every, language=language(), target=goal)
    said = finding.said_inflow_and_rate(inflow, rate, language())
    return Chart(finding.inflow_and_rate(inflow, rate, language()), said, rows, packed(rows), t("overview.main_legend"))


def _groups(chosen: Selection, span: period.Span, dimension: str) -> pd.DataFrame:
    """Contacts per group in the completed period and in the one it is compared with, the largest and all others."""
    before = period.previous(span, chosen.compare)
    now, then = (
        _store.numbers(["inflow"], chosen, by=[dimension], span=(part.first, part.last)) for part in (span, before)
    )
    then = then[[dimension, "value"]].rename(columns={"value": "previous"})
    return bars.top(now[[dimension, "value"]].merge(then, on=dimension, how="left"), dimension)


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
    return Chart(*words, drawn, packed(drawn), legend, rows["rest"].iloc[-1] if len(rows) else (), has_previous)


def _forget_what_was_open(chosen: Selection) -> None:
    """A number that was opened under other filters is not the number on the page any more."""
    view = (chosen, st.session_state["store"], language())
    if st.session_state.get("overview_view", view) != view:
        for place in _PLACES:
            close(place)
    st.session_state["overview_view"] = view


def _versus(chosen: Selection, span: period.Span) -> str:
    if chosen.compare == "year":
        return t("overview.versus_year")
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    if span.first.day == 1 and period.end_of(span.last, "month") == span.last:
        words = t("overview.months", n=months) if months > 1 else t("overview.one_month")
    else:
        words = t("overview.days", n=span.days) if span.days > 1 else t("overview.one_day")
    return t("overview.versus_previous", n=words)


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


def main(page: View) -> None:
    """Volume and response rate over time."""
    _charts.show(
        "main",
        title=page.main.title,
        alt=page.main.alt,
        rows=page.main.rows,
        drawn=page.main.drawn,
        spec=mixed.spec(language()),
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


def mix(page: View) -> None:
    """Channels by their share."""
    _show_bars("mix", page.mix, "charts", "channel", row=34)


def ranking(page: View) -> None:
    """Categories by contacts."""
    if page.ranking is None:
        st.subheader(t("overview.no_category"), anchor=False)
        return
    _show_bars("ranking", page.ranking, "ranking", "category", row=27)


def _show_bars(name: str, chart: Chart, place: str, dimension: str, *, row: int) -> None:
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
