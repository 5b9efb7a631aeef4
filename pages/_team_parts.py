"""The parts of the page of teams: what is asked, the mask, the tables and charts, and whose contacts are open."""

from __future__ import annotations

import streamlit as st

from cx import agents, cache, download, number
from cx.charts import estimates, hours
from pages import _address, _charts, _filters, _frame, _store, _team_view
from pages._contacts import Opened
from pages._places import Places
from pages._survey_parts import which
from pages._team_view import People, View
from pages._words import language, plain, t

_PLACE = "team"
_CHART = "team_people"
PLACES = Places({_PLACE: (_CHART,)})


def get_ready() -> None:
    """Make the specs, and compile what the page asks in any period."""
    hours.spec(language())
    for row in estimates.ROWS:
        estimates.spec(language(), row, has_range=True, has_target=False)
    agents.prepare()


def ask() -> View | None:
    """The page for this session's selection; None where nobody known answered anything."""
    chosen, question = _address.selection(), ("team", language())
    PLACES.forget(chosen)
    return _frame.awaited(
        question, chosen, lambda: cache.cached(_store.current(), question, chosen, lambda: _team_view.made(chosen))
    )


def is_masked() -> bool:
    """Whether names are numbers; they are until somebody wants otherwise, and again on the next visit."""
    return bool(st.session_state.get("team_mask", True))


def has_agents() -> bool:
    """Whether any contact names who answered it."""
    return bool(agents.aliases(_store.current()))


def nobody() -> None:
    """What is missing where no contact names its agent."""
    with st.container(border=True, key="team_none"):
        st.subheader(t("team.none_title"), anchor=False)
        st.markdown(t("team.none_text"))
        st.page_link("pages/20_imports.py", label=t("app.empty.go_import"), icon=":material/upload_file:")


def care() -> None:
    """Who sees this page, what its numbers are not, and the mask."""
    with st.container(border=True, gap="xsmall", key="team_care"):
        st.toggle(
            t("team.mask"),
            value=True,
            key="team_mask",
            help=t("team.mask_help"),
            on_change=lambda: PLACES.close(_PLACE),
        )
        st.markdown(t("team.caution"))
        st.caption(t("team.who"))


def teams(view: View) -> None:
    """Every team with its load and quality."""
    st.subheader(plain(view.title), anchor=False)
    st.html(view.teams)
    st.caption(plain(view.notes))


def busy(view: View) -> None:
    """When each team is busy."""
    chart = view.hours
    if chart is None:
        return
    table = {"team": t("team.team"), "label": t("team.hour"), "text": t("team.handled")}
    _charts.show("team_hours", chart, spec=hours.spec(language()), table=table)


def chosen(view: View) -> tuple[str | None, str]:
    """The team and the figure looked into."""
    teams = {team.key or _team_view.NO_TEAM: _team_view.team_name(team.key) for team in view.crew.teams}
    with st.container(horizontal=True, vertical_alignment="bottom", key="team_choice"):
        code = which(
            "team_which", t("team.which_team"), tuple(teams), {key: plain(name) for key, name in teams.items()}
        )
        team = None if code == _team_view.NO_TEAM else code
        figures = _team_view.figures_of(view, team)
        if st.session_state.get("team_figure") not in figures:
            st.session_state["team_figure"] = figures[0]
        figure = st.selectbox(
            t("team.which_metric"),
            figures,
            key="team_figure",
            format_func=lambda name: t(f"team.figure.{name}"),
            label_visibility="collapsed",
            width=230,
        )
    return team, figure


def people_of(view: View, team: str | None, figure: str) -> People:
    """One team, drawn from the cache on a rerun."""
    masked, selection = is_masked(), _address.selection()
    question = ("team people", team, figure, masked, language())
    return cache.cached(
        _store.current(), question, selection, lambda: _team_view.people(view, team, figure, is_masked=masked)
    )


def figure_of(found: People, figure: str) -> None:
    """One figure of everybody against the range of their own team."""
    chart = found.chart
    if chart is None:
        st.subheader(plain(found.title), anchor=False)
        return
    _charts.show(
        _CHART,
        chart,
        spec=estimates.spec(
            language(), estimates.row_of(len(chart.rows)), has_range="from" in chart.rows, has_target=False
        ),
        parameter=estimates.PICK,
        field="code",
        table={"label": t("team.agent"), "text": t("chart.value"), "detail": t("chart.interval")},
        on_pick=lambda code: _pick(found, figure, code),
    )


def _pick(found: People, figure: str, code: str) -> None:
    one = found.codes.get(code)
    if one is None:
        PLACES.close(_PLACE)
        return
    span = _filters.current_span()
    title = f"{one.name} · {t(f'team.figure.{figure}')} · {number.span(span.first, span.last, language())}"
    selection = _address.selection().narrowed(period=f"{span.first}..{span.last}")
    PLACES.open(Opened(_PLACE, title, selection, figure, (("agent", str(one.key)),)), _CHART)


def panel() -> None:
    """The contacts of who was clicked, unless names are masked."""
    if PLACES.at(_PLACE) and is_masked():
        st.info(t("team.masked"), icon=":material/visibility_off:")
    else:
        PLACES.panel(_PLACE)


def people_table(view: View, found: People) -> None:
    """Everybody of the team in order of load, and all teams as a file."""
    masked = is_masked()
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="team_head"):
        st.subheader(plain(found.table_title), anchor=False, width="content")
        st.download_button(
            t("team.download"),
            lambda: download.to_csv(_team_view.download(view, is_masked=masked)),
            file_name="team.csv",
            mime="text/csv",
            key="team_csv",
            on_click="ignore",
            icon=":material/download:",
            help=t("download.escape_note"),
        )
    st.html(found.table)
    if found.more:
        st.caption(t("team.more", n=found.more))
