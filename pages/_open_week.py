"""The usual week: its picture, a form that changes some weekdays from a day on, and every block as a table."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pandas as pd
import streamlit as st

from cx import business_hours, number
from cx.arrow import packed
from cx.calendar import Hours
from cx.charts import week as chart
from cx.errors import BadRows, CxError
from pages import _store
from pages._words import language, plain, t

_WEEKDAYS = range(7)
_WORKDAYS = [0, 1, 2, 3, 4]


def _names() -> dict[int, str]:
    return {weekday: t(f"calendar_page.weekday.{weekday}") for weekday in _WEEKDAYS}


def _hours() -> tuple[Hours, ...]:
    """The weekly blocks."""
    return _store.kept("hours", lambda: business_hours.week(_store.current()))


def _drawn(day: date) -> tuple[str, Any]:
    """The title and the rows of the week that holds on `day`; no rows where nothing is open."""
    blocks = business_hours.blocks_on(_hours(), day)
    total = float((blocks["closes"] - blocks["opens"]).sum())
    if not total:
        return t("calendar_page.week_none"), None
    words = t("calendar_page.week_title", day=number.long_day(day, language()), hours=f"{total:g}")
    return words, packed(chart.data(blocks, language()))


def picture() -> None:
    """The open hours of the week that holds on a day."""
    title = st.container()
    day = st.date_input(
        t("calendar_page.week_day"), _store.today(), key="calendar_week_day", format="YYYY-MM-DD", width=180
    )
    words, drawn = _store.kept(("week", day, language()), lambda: _drawn(day))
    title.subheader(plain(words), anchor=False)
    if drawn:
        st.vega_lite_chart(drawn, chart.spec(language()), theme=None, key="calendar_week_chart", alt=words)


def _save(blocks: tuple[Hours, ...]) -> None:
    try:
        with st.spinner(t("calendar_page.working")):
            business_hours.put_week(_store.current(), blocks)
    except CxError as error:
        st.error(plain(error.text(language())), icon=":material/error:")
        return
    st.session_state["calendar_round"] = st.session_state.get("calendar_round", 0) + 1
    st.toast(t("calendar_page.saved"), icon=":material/check:")
    st.rerun()


def _opening(opens: time, closes: time, lunch: tuple[time, time] | None) -> list[tuple[time, time]] | None:
    """The blocks of a day; None where lunch does not lie inside."""
    if lunch is None:
        return [(opens, closes)]
    inside = opens < lunch[0] < lunch[1] and (lunch[1] < closes or closes <= opens)
    return [(opens, lunch[0]), (lunch[1], closes)] if inside else None


def change() -> None:
    """New hours for some weekdays, since ever or from a day on."""
    place = st.expander(t("calendar_page.change"), expanded=True, key="calendar_change", icon=":material/schedule:")
    with place:
        weekdays = st.pills(
            t("calendar_page.change_days"),
            list(_WEEKDAYS),
            selection_mode="multi",
            default=_WORKDAYS,
            key="calendar_weekdays",
            format_func=_names().get,
        )
        is_closed = st.checkbox(t("calendar_page.is_closed"), key="calendar_closed")
        opening: list[tuple[time, time]] | None = [] if is_closed else _asked_opening()
        whens = ("day", "ever")
        when = st.radio(
            t("calendar_page.from_when"),
            whens,
            key="calendar_when",
            format_func={one: t(f"calendar_page.from_{one}") for one in whens}.get,
            horizontal=True,
        )
        first = None
        if when == "day":
            first = st.date_input(
                t("calendar_page.from_date"), _store.today(), key="calendar_from", format="YYYY-MM-DD", width=180
            )
        if not weekdays:
            st.info(t("calendar_page.no_days"))
        elif opening is None:
            st.warning(t("calendar_page.lunch_wrong"))
        elif st.button(t("calendar_page.apply"), key="calendar_apply", type="primary"):
            _save(business_hours.changed(_hours(), weekdays, opening, first))


def _asked_opening() -> list[tuple[time, time]] | None:
    with st.container(horizontal=True):
        opens = st.time_input(t("calendar_page.opens"), time(9), key="calendar_opens", width=130)
        closes = st.time_input(
            t("calendar_page.closes"), time(18), key="calendar_closes", width=130, help=t("calendar_page.closes_help")
        )
    lunch = None
    if st.checkbox(t("calendar_page.has_lunch"), value=True, key="calendar_has_lunch"):
        with st.container(horizontal=True):
            begins = st.time_input(t("calendar_page.lunch_from"), time(12), key="calendar_lunch_from", width=130)
            ends = st.time_input(t("calendar_page.lunch_to"), time(13), key="calendar_lunch_to", width=130)
        lunch = (begins, ends)
    return _opening(opens, closes, lunch)


def _blocks(rows: pd.DataFrame) -> tuple[Hours, ...]:
    """The edited table as blocks; raises BadRows for a row that is not filled in."""
    found = []
    for line, row in enumerate(rows.to_dict("records"), start=1):
        if any(row[name] is None or pd.isna(row[name]) for name in ("weekday", "opens", "closes")):
            raise BadRows("calendar.incomplete", line=line)
        days = [
            None if row[name] is None or pd.isna(row[name]) else pd.Timestamp(row[name]).date()
            for name in ("from", "to")
        ]
        found.append(Hours(int(row["weekday"]), row["opens"], row["closes"], *days))
    return tuple(found)


def table() -> None:
    """Every block with its validity."""
    with st.expander(t("calendar_page.blocks"), key="calendar_blocks", icon=":material/table_rows:"):
        st.caption(t("calendar_page.blocks_hint"))
        frame = pd.DataFrame(
            [(one.weekday, one.opens, one.closes, one.from_day, one.to_day) for one in _hours()],
            columns=["weekday", "opens", "closes", "from", "to"],
            dtype=object,
        )
        frame["from"], frame["to"] = pd.to_datetime(frame["from"]), pd.to_datetime(frame["to"])
        column = st.column_config
        edited = st.data_editor(
            frame,
            num_rows="dynamic",
            hide_index=True,
            key=f"calendar_table_{st.session_state.get('calendar_round', 0)}_{language()}",
            column_config={
                "weekday": column.SelectboxColumn(
                    t("calendar_page.weekday_label"),
                    options=list(_WEEKDAYS),
                    format_func=_names().__getitem__,
                    required=True,
                ),
                "opens": column.TimeColumn(t("calendar_page.opens"), format="HH:mm", required=True),
                "closes": column.TimeColumn(t("calendar_page.closes"), format="HH:mm", required=True),
                "from": column.DateColumn(t("calendar_page.valid_from"), format="YYYY-MM-DD"),
                "to": column.DateColumn(t("calendar_page.valid_to"), format="YYYY-MM-DD"),
            },
            placeholder="",
            alt=t("calendar_page.blocks"),
        )
        if st.button(t("calendar_page.save"), key="calendar_table_save", type="primary"):
            try:
                blocks = _blocks(edited)
            except BadRows as error:
                st.error(plain(error.text(language())), icon=":material/error:")
            else:
                _save(blocks)
