"""Team and agents: who carries how much, how the work goes within each team, and what the numbers do not say."""

from __future__ import annotations

import streamlit as st

from pages import _filters, _frame, _store, _team_parts

_frame.title("team")
if not _store.bounds():
    _frame.nothing_imported()
    st.stop()
_filters.bar()
page = _team_parts.ask()
if page is None:
    if _team_parts.has_agents():
        _frame.nothing_matches()
    else:
        _team_parts.nobody()
    st.stop()


@_frame.fragment
def people() -> None:
    """One team: a figure against its own range beside the hours, and everybody in order of load."""
    team, figure = _team_parts.chosen(page)
    found = _team_parts.people_of(page, team, figure)
    sides = st.columns([3, 2] if page.hours else 1, border=True)
    with sides[0], st.container(gap="xsmall"):
        _team_parts.figure_of(found, figure)
    if page.hours:
        with sides[1], st.container(gap="xsmall"):
            _team_parts.busy(page)
    _team_parts.panel()
    with st.container(border=True, gap="xsmall", key="team_people_table"):
        _team_parts.people_table(page, found)


_team_parts.care()
with st.container(border=True, gap="xsmall", key="team_teams"):
    _team_parts.teams(page)
people()
