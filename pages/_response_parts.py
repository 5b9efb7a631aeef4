"""The parts of the page of response and backlog: what is asked, what is drawn, and which number is open."""

from __future__ import annotations

import streamlit as st

from cx import cache, metric, number, period
from cx.charts import heat, staffed, stock
from cx.charts import ranking as bars
from cx.selection import Selection
from pages import _address, _cards, _charts, _contacts, _filters, _frame, _response_view, _store, _verbatims
from pages._contacts import Opened
from pages._places import Places
from pages._response_view import View
from pages._words import language, member, plain, t

PLACES = Places({"promises": (), "week": ("heat",), "open": ("groups",)})


def ask(chosen: Selection | None = None) -> View | None:
    """The page for this session's selection, or for another one; None where it lets nothing through."""
    seen = chosen or _address.selection()
    return cache.cached(_store.current(), _question(), seen, lambda: _response_view.made(seen))


def _question() -> tuple[str, str]:
    return ("response", language())


def get_ready() -> None:
    """Make the charts of this page in the language that is spoken, and compile what the page asks in any period."""
    heat.spec(language())
    staffed.spec(language())
    for has_events in (True, False):
        stock.spec(language(), has_events=has_events)
    _response_view.prepare()


def begin() -> bool:
    """Whether there is anything to draw."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    return _frame.awaited(_question(), chosen, ask) is not None


def _completed() -> tuple[Selection, period.Span]:
    """The selection of the completed part of the period, which cards and the week count."""
    span = _filters.current_span()
    return _address.selection().narrowed(period=f"{span.first}..{span.last}"), span


def _titled(words: str, span: period.Span) -> str:
    return f"{words} · {number.span(span.first, span.last, language())}"


def _open_card(name: str) -> None:
    selection, span = _completed()
    PLACES.open(Opened("promises", _titled(metric.find(name).label(language()), span), selection, name))


def promises(page: View) -> None:
    """The cards, and in words which clock they are on and who is not in them."""
    _cards.show(page.promises, _open_card, key="promises")
    if page.queues:
        _cards.show(page.queues, _open_card, key="queues")
    st.caption(page.words)
    PLACES.panel("promises")


def _open_cell(measure: str, code: str) -> None:
    if not code:
        PLACES.close("week")
        return
    weekday, hour = (int(part) for part in code.split("-"))
    selection, span = _completed()
    words = f"{heat.cell(weekday, hour, language())} · {t(f'response.measure_{measure}')}"
    opened = Opened("week", _titled(words, span), selection, measure, (("hour", hour), ("weekday", weekday)))
    PLACES.open(opened, "heat")


def week(page: View) -> None:
    """The week by hours, for the measure that was chosen."""
    if not page.heat:
        st.subheader(t("response.few_title"), anchor=False)
        st.markdown(plain(page.few))
        if page.weekdays:
            _charts.show("weekdays", page.weekdays, spec=bars.spec(language(), bars.WIDE), table=_bar_table())
        return
    names = _response_view.names()
    measure = st.segmented_control(
        t("response.measure"),
        list(names),
        format_func=lambda name: names[name],
        key="response_measure",
        default=next(iter(names)),
        required=True,
        label_visibility="collapsed",
        on_change=lambda: PLACES.close("week"),
    )
    chart = page.heat[measure or next(iter(names))]
    table = {"title": t("response.when"), "volume": t("chart.volume"), "rate": t("chart.rate")}
    _charts.show(
        "heat",
        chart,
        spec=heat.spec(language()),
        parameter=heat.PICK,
        field="code",
        table=table | {"wait": t("response.first_response")},
        on_pick=lambda code: _open_cell(measure or next(iter(names)), code),
    )


def staff(page: View) -> None:
    """Contacts against agents by hour."""
    if page.staff is None:
        st.subheader(plain(page.staff_title), anchor=False)
        st.caption(page.staff_words)
        return
    table = {
        "title": t("response.when"),
        "volume_text": t("response.volume_a_day"),
        "agents_text": t("response.agents"),
        "load_text": t("response.load_axis"),
    }
    _charts.show("staff", page.staff, spec=staffed.spec(language()), table=table)


def trend(page: View) -> None:
    """What was open at the end of each period."""
    if page.trend is None:
        st.subheader(plain(page.trend_title), anchor=False)
        return
    table = {"title": t("response.period_end"), "value": t("response.standing"), "age_text": t("response.age")}
    _charts.show("backlog", page.trend, spec=stock.spec(language(), has_events=page.trend.has_events), table=table)


def ages(page: View) -> None:
    """Open contacts by age."""
    if page.ages:
        _charts.show("ages", page.ages, spec=bars.spec(language(), bars.WIDE), table=_bar_table())


def _bar_table() -> dict[str, str]:
    return {"label": t("chart.what"), "detail": t("chart.value")}


def _open_group(dimension: str, rest: tuple[str | None, ...], code: str) -> None:
    if not code:
        PLACES.close("open")
        return
    is_rest = code == bars.REST
    name = t("chart.rest", n=len(rest)) if is_rest else member(dimension, None if code == bars.NONE else code)
    value: object = rest if is_rest else None if code == bars.NONE else code
    words = f"{t('response.standing')} · {name}"
    PLACES.open(Opened("open", words, _address.selection(), "backlog", ((dimension, value),)), "groups")


def _open_all() -> None:
    PLACES.open(Opened("open", t("response.standing"), _address.selection(), "backlog"))


def groups(page: View) -> None:
    """What is open by channel, category or team."""
    if not page.groups:
        return
    names = list(page.groups)
    chosen = names[0]
    if len(names) > 1:
        key = "response_by_" + "_".join(names)  # other dimensions are another choice
        chosen = (
            st.segmented_control(
                t("response.by"),
                names,
                format_func=lambda name: t(f"response.by_{name}"),
                key=key,
                default=names[0],
                required=True,
                label_visibility="collapsed",
                on_change=lambda: PLACES.close("open"),
            )
            or names[0]
        )
    chart = page.groups[chosen]
    _charts.show(
        "groups",
        chart,
        spec=bars.spec(language(), bars.TIGHT),
        parameter=bars.PICK,
        field="code",
        table=_bar_table(),
        on_pick=lambda code: _open_group(chosen, chart.rest, code),
    )


def rows(page: View) -> None:
    """What was clicked, else the contacts that have been open for longest."""
    opened = PLACES.at("open")
    if opened:
        _contacts.panel(opened, on_close=lambda: PLACES.close("open"))
    elif page.oldest is not None:
        st.subheader(t("response.oldest"), anchor=False)
        _verbatims.show(page.oldest, t("response.oldest"), "response_oldest")
        st.button(
            t("response.oldest_all"), key="response_all", on_click=_open_all, type="tertiary", icon=":material/list:"
        )
