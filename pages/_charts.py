"""One way to show a chart: a title that states the finding, the picture with its words, the table behind it, both as files.

A click on a mark, or on a row of the table, calls `on_pick` with what was clicked. Charts of one page that open
contacts share one selection: opening another one clears the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from cx.charts import look
from pages import _files
from pages._words import plain, t

Pick = Callable[[str], None]


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
    has_events: bool = False


def _key(name: str) -> str:
    return f"chart_{name}_{st.session_state.get(f'chart_round_{name}', 0)}"


def clear(*names: str) -> None:
    """Take the selection off these charts; a chart without one is left alone, so that it does not flicker."""
    for name in names:
        state = st.session_state.get(_key(name))
        if state and any(state["selection"].values()):
            st.session_state[f"chart_round_{name}"] = st.session_state.get(f"chart_round_{name}", 0) + 1


def _picked(name: str, parameter: str, field: str, on_pick: Pick) -> None:
    found = st.session_state[_key(name)]["selection"].get(parameter) or [{}]
    on_pick(str(found[0].get(field, "")))


def _row_picked(name: str, codes: list[str], on_pick: Pick) -> None:
    rows = st.session_state[f"chart_table_{name}"]["selection"]["rows"]
    on_pick(codes[rows[0]] if rows and rows[0] < len(codes) else "")


def show(
    name: str,
    chart: Chart,
    *,
    spec: look.Spec,
    table: Mapping[str, str],
    parameter: str = "",
    field: str = "",
    on_pick: Pick | None = None,
) -> None:
    """Draw `chart` by the constant `spec`; `table` names the columns of the table behind it and their headings.

    With `on_pick` a mark can be clicked: `parameter` is the selection's name in the spec, `field` what of the row is handed on.
    """
    if chart.title:
        st.subheader(plain(chart.title), anchor=False)
    click: dict[str, object] = {}
    if on_pick:
        click = {"on_select": lambda: _picked(name, parameter, field, on_pick), "selection_mode": parameter}
    st.vega_lite_chart(chart.drawn, spec, theme=None, key=_key(name), alt=chart.alt, **click)
    if chart.legend:
        st.caption(plain(chart.legend))
    behind = st.expander(t("overview.table"), key=f"chart_expander_{name}", on_change="rerun", type="compact")
    if behind.open:
        with behind:
            _table(name, chart, table, field, on_pick)
            title = chart.title or chart.alt
            _files.of_chart(name, _files.Drawing(spec, chart.drawn, title, (chart.legend,)), chart.rows, table)


def _table(name: str, chart: Chart, table: Mapping[str, str], field: str, on_pick: Pick | None) -> None:
    click: dict[str, object] = {}
    if on_pick:
        codes = chart.rows[field].tolist()
        click = {"on_select": lambda: _row_picked(name, codes, on_pick), "selection_mode": "single-row"}
    st.dataframe(
        chart.rows[list(table)].rename(columns=dict(table)),
        hide_index=True,
        key=f"chart_table_{name}",
        alt=chart.title or chart.alt,
        **click,
    )
