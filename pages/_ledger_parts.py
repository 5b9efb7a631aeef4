"""The parts of the page of automation: what is asked, the charts, the saving with its assumptions, and which number is open."""

from __future__ import annotations

from datetime import date

import streamlit as st

from cx import cache, metric, number, period, settings
from cx.charts import band, estimates, funnel
from cx.errors import CxError
from pages import _address, _charts, _filters, _frame, _ledger_view, _store
from pages._contacts import Opened
from pages._ledger_view import View
from pages._places import Places
from pages._words import language, member, plain, t

PLACES = Places(
    {
        "ledger_cards": (),
        "ledger_steps": ("ledger_funnel",),
        "ledger_fails": ("ledger_trend", "ledger_categories"),
    }
)
_CODES = {
    "all": (),
    "involved": (("is_bot_involved", True),),
    "contained": (("is_bot_only", True),),
    "confirmed": (("is_bot_only", True), ("is_confirmed", True)),
    "returned": (("is_bot_only", True), ("is_confirmed", False)),
    "unknown": (("is_bot_only", True), ("is_confirmed", None)),
}
_ALL = "automation_rate"  # the metric that counts every contact of the ledger
_ASSUMED = ("hourly_cost_low", "hourly_cost_high", "bot_cost_month", "chats_at_once")


def ask() -> View | None:
    """The page for this session's selection; None where it lets nothing through."""
    chosen = _address.selection()
    return cache.cached(_store.current(), _question(), chosen, lambda: _ledger_view.made(chosen))


def _question() -> tuple[str, str]:
    return ("automation", language())


def begin() -> View | None:
    """The page; None where the selection lets nothing through."""
    chosen = _address.selection()
    PLACES.forget(chosen)
    return _frame.awaited(_question(), chosen, ask)


def nothing() -> bool:
    """Whether no bot took part in anything; then the page says what would be needed."""
    if _store.kept("bots at all", _ledger_view.is_any_bot):
        return False
    with st.container(border=True, key="ledger_none"):
        st.subheader(t("automation.none_title"), anchor=False)
        st.markdown(t("automation.none_text"))
        st.page_link("pages/20_imports.py", label=t("app.empty.go_import"), icon=":material/upload_file:")
    return True


def _open(
    place: str,
    words: str,
    span: period.Span,
    where: tuple[tuple[str, object], ...],
    *,
    name: str = _ALL,
    chart: str = "",
) -> None:
    chosen = _address.selection().narrowed(period=f"{span.first}..{span.last}")
    title = f"{words} · {number.span(span.first, span.last, language())}"
    PLACES.open(Opened(place, title, chosen, name, where), chart)


def open_card(name: str) -> None:
    """A card's button: the contacts its metric counted."""
    _open("ledger_cards", metric.find(name).label(language()), _filters.current_span(), (), name=name)


def steps(view: View) -> None:
    """From all contacts to those that were really over; a click opens the contacts of a part."""

    def pick(code: str) -> None:
        if code not in _CODES:
            PLACES.close("ledger_steps")
            return
        span = period.Span(view.ledger.first, view.ledger.last)
        _open("ledger_steps", t(f"automation.{code}"), span, _CODES[code], chart="ledger_funnel")

    _charts.show(
        "ledger_funnel",
        view.steps,
        spec=funnel.spec(language()),
        parameter=funnel.PICK,
        field="code",
        table={"label": t("chart.what"), "text": t("chart.value")},
        on_pick=pick,
    )


def trend(view: View) -> None:
    """ROAR over time; a click opens what the bot ended alone in that period."""
    if view.trend is None:
        st.subheader(t("automation.trend_title"), anchor=False)
        st.caption(t("automation.trend_none"))
        return

    def pick(code: str) -> None:
        if not code:
            PLACES.close("ledger_fails")
            return
        start, (first, last) = date.fromisoformat(code), _filters.whole_span()
        span = period.Span(max(start, first), min(period.end_of(start, view.every), last))
        _open("ledger_fails", t("automation.contained"), span, _CODES["contained"], chart="ledger_trend")

    _charts.show(
        "ledger_trend",
        view.trend,
        spec=band.spec(language(), "share", has_events=view.trend.has_events),
        parameter=band.PICK,
        field="order",
        table={"title": t(f"period.every.{view.every}"), "text": "ROAR", "detail": t("chart.interval")},
        on_pick=pick,
    )


def fails(view: View) -> None:
    """Where most come back; a click opens the contacts that did."""
    if view.fails is None:
        st.subheader(t("automation.fails_none"), anchor=False)
        return

    def pick(code: str) -> None:
        if not code:
            PLACES.close("ledger_fails")
            return
        words = f"{t('automation.returned')} · {member(view.fails_by, code)}"
        span = period.Span(view.ledger.first, view.ledger.last)
        where = ((view.fails_by, code), *_CODES["returned"])
        _open("ledger_fails", words, span, where, chart="ledger_categories")

    _charts.show(
        "ledger_categories",
        view.fails,
        spec=estimates.spec(language(), has_target=False),
        parameter=estimates.PICK,
        field="code",
        table={"label": t("chart.what"), "text": t("chart.value"), "detail": t("chart.interval")},
        on_pick=pick,
    )


def money(view: View) -> None:
    """The saving as a band, what it rests on, and the way to change that."""
    if view.money is None:
        st.subheader(t("automation.money_band"), anchor=False)
        st.markdown(t("automation.money_none"))
    else:
        band_words, sentence, assumed = view.money
        st.metric(t("automation.money_band"), band_words)
        st.markdown(plain(sentence))
        st.caption(plain(assumed))
    refused = st.session_state.pop("ledger_refused", "")
    if refused:
        st.error(plain(refused), icon=":material/error:")
    place = st.popover(t("automation.assume"), icon=":material/tune:", key="ledger_assume", on_change="rerun")
    if place.open:
        with place:
            _form()


def _form() -> None:
    now = settings.get(_store.current())
    with st.form("ledger_form", border=False):
        for name in _ASSUMED:
            low, high = settings.LIMITS[name]
            st.number_input(
                t(f"settings_page.name.{name}"),
                min_value=low,
                max_value=high,
                value=int(getattr(now, name)),
                step=1 if name == "chats_at_once" else 1000,
                key=f"ledger_{name}",
            )
        st.form_submit_button(t("automation.assume_save"), on_click=_assume, type="primary")
    st.caption(t("automation.assume_help"))


def _assume() -> None:
    """Save what was changed; the page is made anew from it."""
    store = _store.current()
    now = settings.get(store)
    try:
        for name in _ASSUMED:
            value = st.session_state[f"ledger_{name}"]
            if value != getattr(now, name):
                settings.put(store, name, value)
    except CxError as error:
        st.session_state["ledger_refused"] = error.text(language())
