"""What the page of teams says about a selection: tables and charts with their words, made once and kept until the data change."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cx import agents, crew_table, metric, number
from cx.agents import Crew, Load
from cx.arrow import for_chart
from cx.charts import estimates, hours
from cx.selection import Selection
from pages import _filters, _store
from pages._charts import Chart
from pages._words import language, member, t

_MOST = 20  # people a chart draws
NO_TEAM = "(none)"


@dataclass(frozen=True)
class View:
    """The teams for one selection in one language; None in `hours` where no hour is known."""

    crew: Crew
    figures: tuple[str, ...]
    title: str
    teams: str
    hours: Chart | None
    notes: str


@dataclass(frozen=True)
class People:
    """One team: the chart of one figure, and everybody in a table. `codes` leads from what was clicked to the agent."""

    chart: Chart | None
    title: str
    table_title: str
    table: str
    codes: dict[str, Load]
    more: int = 0


def team_name(team: str | None) -> str:
    """A team as people call it."""
    return member("team", team)


def name(one: Load, numbers: dict[str, int], *, is_masked: bool) -> str:
    """Somebody's name, or the number that stands for it."""
    return t("team.alias", n=numbers.get(str(one.key), "?")) if is_masked else one.name


def made(chosen: Selection) -> View | None:
    """The page for a selection; None where nobody known answered anything."""
    span = _filters.current_span(chosen)
    crew = agents.crew(_store.current(), chosen, (span.first, span.last))
    if not crew.agents:
        return None
    figures = crew_table.shown_figures((*crew.teams, *crew.agents))
    title = _title(crew)
    table = crew_table.html(
        crew.teams, figures, language(), name=lambda one: team_name(one.key), title=title, is_teams=True
    )
    found = agents.by_hour(_store.current(), chosen, (span.first, span.last))
    return View(crew, figures, title, table, _hours(found, crew), _notes(crew, figures))


def _title(crew: Crew) -> str:
    first = crew.teams[0]
    if len(crew.teams) == 1:
        people, n = t("team.people", n=first.people), number.full(first.handled, language())
        return t("team.title_one", name=team_name(first.key), people=people, n=n)
    busiest = max(crew.teams, key=lambda one: one.handled / one.people)
    return t(
        "team.title_teams",
        share=number.share(first.handled / sum(one.handled for one in crew.teams), language()),
        name=team_name(first.key),
        busiest=team_name(busiest.key),
        each=crew_table.per_person(busiest, language()),
    )


def _notes(crew: Crew, figures: tuple[str, ...]) -> str:
    missing = [crew_table.label(one, language()) for one in agents.FIGURES if one not in figures]
    parts = [
        t("team.small"),
        t("team.unknown", n=number.full(crew.unknown, language())) if crew.unknown else "",
        t("team.no_data", names=", ".join(missing)) if missing else "",
    ]
    return " ".join(filter(None, parts))


def _hours(found: pd.DataFrame, crew: Crew) -> Chart | None:
    rows = hours.data(found, [(one.key, team_name(one.key)) for one in crew.teams], language=language())
    if rows.empty:
        return None
    busiest = int(rows.groupby("hour")["value"].sum().idxmax())
    title = t("team.title_hours", hour=busiest)
    return Chart(title, t("team.said_hours"), rows, for_chart(rows), t("team.hours_legend"))


def figures_of(view: View, team: str | None) -> tuple[str, ...]:
    """What is known of anybody in a team; where that is nothing, the first figure stands for all."""
    return crew_table.shown_figures(view.crew.of(team)) or agents.FIGURES[:1]


def people(view: View, team: str | None, figure: str, *, is_masked: bool) -> People:
    """Everybody of one team, and one figure of them against the team's own range."""
    numbers = agents.aliases(_store.current())
    members = view.crew.of(team)
    found = metric.find(figure)
    codes = {str(numbers.get(str(one.key), place)): one for place, one in enumerate(members)}
    names = {code: name(one, numbers, is_masked=is_masked) for code, one in codes.items()}
    within = agents.own_range(members, figure)
    label = crew_table.label(figure, language())
    drawn = [{"code": code, **vars(one.figures[figure])} for code, one in codes.items() if one.figures[figure].n]
    rows = pd.DataFrame(drawn[:_MOST], columns=["code", "value", "low", "high", "n", "state"])
    table = crew_table.html(
        members,
        crew_table.shown_figures(members),
        language(),
        name=lambda one: name(one, numbers, is_masked=is_masked),
        title=team_name(team),
    )
    chart = None
    if len(rows):
        outside = agents.beyond(members, figure, within) if within else []
        data = estimates.data(
            rows,
            unit=found.unit,
            language=language(),
            name=lambda code: names[code],
            main=[code for code, one in codes.items() if one in outside],
            within=within,
        )
        legend = [
            t("team.range_legend") if within else "",
            t("team.beyond", n=len(outside)) if outside else "",
            t("team.most", n=_MOST) if len(drawn) > _MOST else "",
            "" if is_masked else t("team.click"),
        ]
        said = t("team.said_range", metric=label)
        chart = Chart(
            _range_title(label, found.unit, within), said, data, for_chart(data), " ".join(filter(None, legend))
        )
    title = t("team.agents_of", team=team_name(team), n=len(members))
    more = max(len(members) - crew_table.MOST, 0)
    return People(chart, t("team.title_no_figure", metric=label), title, table, codes, more)


def _range_title(label: str, unit: str, within: tuple[float, float] | None) -> str:
    if within is None:
        return t("team.title_no_range", metric=label)
    low, high = (number.write(unit, end, language()) for end in within)
    return t("team.title_range", metric=label, low=low, high=high)


def download(view: View, *, is_masked: bool) -> pd.DataFrame:
    """Everybody as rows of a file, named as on the page."""
    numbers = agents.aliases(_store.current())
    return crew_table.frame(
        view.crew,
        view.figures,
        language(),
        name=lambda one: name(one, numbers, is_masked=is_masked),
        team=lambda one: team_name(one.team),
    )
