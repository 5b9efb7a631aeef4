"""The parts of the overview: what is asked, the three charts, and which number is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from cx import finding, metric, number, period
from cx.charts import mixed
from cx.charts import ranking as bars
from cx.schema import ONLINE_CHANNELS
from cx.selection import Selection
from pages import _address, _charts, _contacts, _filters, _store
from pages._contacts import Opened
from pages._words import language, member, t

CARDS = ("inflow", "response_rate", "frt_median", "online_share", "ces")
_CHARTS = ("main", "mix", "ranking")


@dataclass(frozen=True)
class Asked:
    """Everything the page draws, from three questions to the core."""

    selection: Selection
    span: period.Span
    before: period.Span
    every: str
    compared: pd.DataFrame
    trend: pd.DataFrame
    versus: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted in the whole period that is looked at."""
        return not self.trend["n"].sum()

    @property
    def lines(self) -> dict[str, list[float]]:
        """The completed periods of every card's metric, for its small picture."""
        done = self.trend[~self.trend["is_running"]]
        return {name: done[done["metric"] == name]["value"].tolist() for name in CARDS}

    def row(self, name: str) -> dict[str, object]:
        """One metric's comparison."""
        return self.compared[self.compared["metric"] == name].iloc[0].to_dict()


def ask() -> Asked:
    """The numbers of the page for this session's selection."""
    chosen, span = _address.selection(), _filters.current_span()
    _forget_what_was_open(chosen)
    before = period.previous(span, chosen.compare)
    every = mixed.grain(span.first, span.last)
    return Asked(
        chosen,
        span,
        before,
        every,
        _store.compared(CARDS, chosen),
        _store.numbers(CARDS, chosen, every=every),
        _versus(chosen, span),
    )


def _forget_what_was_open(chosen: Selection) -> None:
    """A number that was opened under other filters is not the number on the page any more."""
    view = (chosen, st.session_state["store"], language())
    if st.session_state.get("overview_view", view) != view:
        close()
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
    st.session_state["overview_opened"] = opened
    _charts.clear(*others)


def close() -> None:
    """Nothing is open any more."""
    st.session_state.pop("overview_opened", None)
    _charts.clear(*_CHARTS)


def is_open(place: str) -> bool:
    """Whether the open number stands at this place of the page."""
    opened = st.session_state.get("overview_opened")
    return opened is not None and opened.place == place


def panel_at(place: str) -> None:
    """The rows behind the open number, where it was opened."""
    if is_open(place):
        with st.container(border=True, key=f"panel_{place}"):
            _contacts.panel(st.session_state["overview_opened"], on_close=close)


def _ranged(span: period.Span, **filters: object) -> Selection:
    return _address.selection().narrowed(period=f"{span.first}..{span.last}", **filters)


def open_card(name: str) -> None:
    """A card's button: the rows its metric counted."""
    span = _filters.current_span()
    _open(Opened("cards", _titled(metric.find(name).label(language()), span), _ranged(span), name), *_CHARTS)


def _titled(words: str, span: period.Span) -> str:
    return f"{words} · {number.span(span.first, span.last, language())}"


def _open_bar(every: str, code: str) -> None:
    if not code:
        close()
        return
    start = date.fromisoformat(code)
    bounds = _store.bounds() or (start, start)
    first, last = _address.selection().span(bounds[1], bounds[0])
    span = period.Span(max(start, first), min(period.end_of(start, every), last))
    _open(
        Opened("charts", _titled(metric.find("inflow").label(language()), span), _ranged(span), "inflow"),
        "mix",
        "ranking",
    )


def _open_group(place: str, dimension: str, rest: tuple[str, ...], code: str) -> None:
    if not code:
        close()
        return
    span = _filters.current_span()
    is_rest = code == bars.REST
    name = t("chart.rest", n=len(rest)) if is_rest else member(dimension, None if code == bars.NONE else code)
    value: object = rest if is_rest else None if code == bars.NONE else code
    opened = Opened(place, _titled(name, span), _ranged(span), "inflow", ((dimension, value),))
    _open(opened, *(chart for chart in _CHARTS if chart != ("mix" if dimension == "channel" else "ranking")))


def verbatims() -> Opened:
    """What the list beside the ranking shows: what was clicked there, else everything that is looked at."""
    if is_open("ranking"):
        return st.session_state["overview_opened"]
    return Opened("verbatims", t("overview.verbatims"), _ranged(_filters.current_span()), "inflow")


def main(page: Asked) -> None:
    """Volume and response rate over time."""
    inflow, rate = page.row("inflow"), page.row("response_rate")
    parts = {name: page.trend[page.trend["metric"] == name] for name in ("inflow", "response_rate")}
    goal = None if number.is_missing(rate["target"]) else float(rate["target"])
    title = finding.inflow_and_rate(inflow, rate, language())
    _charts.show(
        "main",
        title=title,
        rows=mixed.data(parts["inflow"], parts["response_rate"], every=page.every, language=language(), target=goal),
        spec=mixed.spec(language()),
        parameter=mixed.PICK,
        field="order",
        alt=title,
        table={
            "title": t(f"period.every.{page.every}"),
            "volume_text": t("chart.volume"),
            "rate_text": t("chart.rate"),
        },
        legend=t("overview.main_legend"),
        on_pick=lambda code: _open_bar(page.every, code),
    )


def _groups(page: Asked, dimension: str) -> pd.DataFrame:
    """Contacts per group in the completed period and in the one it is compared with."""
    spans = [(page.span.first, page.span.last), (page.before.first, page.before.last)]
    now, before = (_store.numbers(["inflow"], page.selection, by=[dimension], span=span) for span in spans)
    return now[[dimension, "value"]].merge(
        before[[dimension, "value"]].rename(columns={"value": "previous"}), on=dimension, how="left"
    )


def mix(page: Asked) -> None:
    """Channels by their share, online ones emphasised."""
    rows = bars.top(_groups(page, "channel"), "channel")
    title = finding.online(page.row("online_share"), language())
    _ranking_chart("mix", "channel", rows, title, t("overview.mix_legend"), emphasised=ONLINE_CHANNELS, as_share=True)


def ranking(page: Asked) -> None:
    """Categories by contacts, the first one emphasised."""
    rows = bars.top(_groups(page, "category"), "category")
    if rows.empty or set(rows["code"]) == {bars.NONE}:
        st.subheader(t("overview.no_category"), anchor=False)
        return
    first = rows[rows["code"] != bars.NONE].iloc[0]
    title = finding.largest(member("category", first["code"]), first["value"], rows["value"].sum(), language())
    _ranking_chart("ranking", "category", rows, title, t("overview.ranking_legend"), emphasised=(first["code"],))


def _ranking_chart(
    name: str,
    dimension: str,
    rows: pd.DataFrame,
    title: str,
    legend: str,
    *,
    emphasised: tuple[str, ...],
    as_share: bool = False,
) -> None:
    has_previous = bool(rows["previous"].notna().any())
    rest = tuple(rows["rest"].iloc[-1]) if len(rows) else ()
    _charts.show(
        name,
        title=title,
        rows=bars.data(
            rows,
            language=language(),
            name=lambda code: member(dimension, None if code == bars.NONE else code),
            emphasised=emphasised,
            as_share=as_share,
        ),
        spec=bars.spec(language(), len(rows), has_previous=has_previous),
        parameter=bars.PICK,
        field="code",
        alt=title,
        table={"label": t("chart.what"), "detail": t("chart.value"), "change": t("chart.change")},
        legend=f"{legend} " + t("overview.tick_legend") if has_previous else legend,
        on_pick=lambda code: _open_group("ranking" if name == "ranking" else "charts", dimension, rest, code),
    )
