"""The special days of a year: its picture, the list, company days added by hand or from a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from cx import business_hours, calendar_file, open_hours
from cx.arrow import packed
from cx.calendar import SpecialDay, format_blocks, parse_blocks
from cx.charts import year as chart
from cx.errors import CxError
from pages import _sheet, _store
from pages._words import language, plain, t

_LONGEST = 60
_BACK, _AHEAD = 4, 2
_KINDS = ("company", "open")
_CLOSED = ("public", "substitute", "company")
_WRONG_SHOWN = 10


def _year() -> int:
    return int(st.session_state.get("calendar_year") or _store.today().year)


def _drawn(year: int) -> tuple[str, Any]:
    """The title and the rows of a year."""
    days = business_hours.year(_store.current(), year)
    is_open = (days["hours"] > 0).sum()
    closed = (days["kind"].isin(_CLOSED) & (days["weekday"] < 5)).sum()  # noqa: PLR2004 - Monday to Friday
    words = t("calendar_page.year_title", year=year, open=is_open, closed=closed)
    return words, packed(chart.data(days, language()))


def picture() -> None:
    """Open and closed days of a year."""
    title = st.container()
    now = _store.today().year
    chosen = st.selectbox(
        t("calendar_page.year"),
        list(range(now + _AHEAD, now - _BACK - 1, -1)),
        index=_AHEAD,
        key="calendar_year",
        width=140,
    )
    words, drawn = _store.kept(("year", chosen, language()), lambda: _drawn(chosen))
    title.subheader(words, anchor=False)
    st.vega_lite_chart(drawn, chart.spec(language()), theme=None, key="calendar_year_chart", alt=words)


def _done(key: str, n: int) -> None:
    st.session_state["calendar_round"] = st.session_state.get("calendar_round", 0) + 1
    st.toast(t(f"calendar_page.{key}", n=n), icon=":material/check:")
    st.rerun()


def _put(days: Sequence[SpecialDay]) -> None:
    try:
        with st.spinner(t("calendar_page.working")):
            business_hours.put_days(_store.current(), days)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return
    _done("added", len(days))


def _listed(year: int) -> tuple[list[date], frozenset[date], Any]:
    """The special days of a year, those among them the company decided, and their table."""
    store = _store.current()
    own = {one.day: one for one in business_hours.decided(store) if one.day.year == year}
    days = business_hours.year(store, year)
    frame = days[~days["kind"].isin(("usual", "off"))]
    listed = [day if isinstance(day, date) else pd.Timestamp(day).date() for day in frame["day"]]
    public = open_hours.public_names(year, language())
    shown = {
        "day": [f"{day:%Y-%m-%d} ({t(f'calendar_page.weekday.{day.weekday()}')})" for day in listed],
        "kind_label": [t(f"calendar_page.kind.{kind}") for kind in frame["kind"]],
        "name": [
            name if day in own else public.get(day, name) for day, name in zip(listed, frame["name"], strict=True)
        ],
        "hours_label": [format_blocks(own[day].blocks) if day in own else "" for day in listed],
        "origin": [t(f"calendar_page.origin_{'own' if day in own else 'law'}") for day in listed],
    }
    # What says nothing of any day takes the room of what does.
    table = pd.DataFrame(
        {t(f"calendar_page.{name}"): values for name, values in shown.items() if any(values) or not listed}
    )
    return listed, frozenset(own), packed(table)


def listing() -> None:
    """Every special day of the year; those the company decided can be taken back."""
    year, turn = _year(), st.session_state.get("calendar_round", 0)
    listed, own, shown = _store.kept(("special days", year, language()), lambda: _listed(year))
    event = st.dataframe(
        shown,
        hide_index=True,
        key=f"calendar_days_{turn}_{year}_{language()}",
        on_select="rerun",
        selection_mode="multi-row",
        height=min(37 + 35 * max(len(listed), 1), 300),
        placeholder="",
        alt=t("calendar_page.days"),
    )
    chosen = [listed[row] for row in event.selection.rows if row < len(listed) and listed[row] in own]
    label = t("calendar_page.remove", n=len(chosen)) if chosen else t("calendar_page.remove_none")
    if st.button(label, key="calendar_remove", disabled=not chosen, icon=":material/delete:"):
        with st.spinner(t("calendar_page.working")):
            business_hours.remove_days(_store.current(), chosen)
        _done("removed", len(chosen))


def add() -> None:
    """One company day, or several in a row."""
    place = st.expander(t("calendar_page.add"), key="calendar_add", icon=":material/event:")
    with place, st.form("calendar_add_form", border=False):
        with st.container(horizontal=True):
            first = st.date_input(
                t("calendar_page.day"), _store.today(), key="calendar_day", format="YYYY-MM-DD", width=170
            )
            last = st.date_input(
                t("calendar_page.last_day"), None, key="calendar_last_day", format="YYYY-MM-DD", width=200
            )
        with st.container(horizontal=True):
            kind = st.selectbox(
                t("calendar_page.kind_label"),
                _KINDS,
                key="calendar_kind",
                format_func={one: t(f"calendar_page.kind.{one}") for one in _KINDS}.get,
                width=170,
            )
            name = st.text_input(
                t("calendar_page.name"),
                key="calendar_name",
                max_chars=100,
                placeholder=t("calendar_page.name_example"),
                width=200,
            )
        hours = st.text_input(
            t("calendar_page.hours"), key="calendar_hours", placeholder="09:00-12:00,13:00-15:00", max_chars=100
        )
        if st.form_submit_button(t("calendar_page.add_button"), key="calendar_add_button", type="primary"):
            _add(first, last or first, kind, name, hours)


def _add(first: date, last: date, kind: str, name: str, hours: str) -> None:
    if not 0 <= (last - first).days < _LONGEST:
        st.error(t("calendar_page.too_long", n=_LONGEST), icon=":material/error:")
        return
    try:
        blocks = parse_blocks(hours) if kind == "open" else ()
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    _put([SpecialDay(day, kind, " ".join(name.split()), blocks) for day in days])


def from_file() -> None:
    """Company days of a spreadsheet: what can be used is shown before it is added."""
    with st.expander(t("calendar_page.file"), key="calendar_file", icon=":material/upload_file:"):
        st.caption(t("calendar_page.file_hint"))
        words, today = language(), _store.today()
        _sheet.offered(
            "calendar",
            t("calendar_page.file_template"),
            lambda: calendar_file.template(words),
            "calendar_days.xlsx",
        )
        found = _sheet.given(
            "calendar",
            t("calendar_page.file_upload"),
            lambda data, name: calendar_file.read_days(data, name, today),
        )
        if found is None:
            return
        for line, reason in found.wrong[:_WRONG_SHOWN]:
            st.warning(plain(t("calendar_page.file_wrong", line=line, reason=reason.text(language()))))
        st.caption(t("calendar_page.file_found", n=len(found.days)))
        if found.days and st.button(
            t("calendar_page.file_take", n=len(found.days)), key="calendar_file_take", type="primary"
        ):
            _put(found.days)
