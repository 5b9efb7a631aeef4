"""Load and quality of teams and people: counted by hand, guarded where there is little, and numbers in place of names that stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd
import pytest

from cx import agents, business_hours, crew_table
from cx.calendar import Hours
from cx.selection import Selection
from tests.put_rows import add, opened

SPAN = (date(2026, 10, 1), date(2026, 10, 31))
OCTOBER = Selection(period="2026-10-01..2026-10-31")
HOSTILE = "<img src=x onerror=alert(1)>=1+1"


def contact(number, agent, minutes=5, *, team="전화팀", hour=1, day=5, **more):
    at = datetime(2026, 10, day, hour, tzinfo=UTC).replace(tzinfo=None) + timedelta(seconds=number)
    return {
        "ticket_id": f"T{number}",
        "opened_at": at,
        "channel": "chat",
        "status": "solved",
        "agent_id": agent,
        "team": team,
        "first_response_at": at + timedelta(minutes=minutes),
        "resolved_at": at + timedelta(hours=2),
    } | more


def people(*names):
    return [{"agent_id": name, "agent_name": f"이름 {name}"} for name in names]


def contacts():
    """A 40 contacts answered after 4 minutes, B 35 after 6, C 2; D 10 in another team, one of them of A's; one without an agent."""
    rows = [contact(i, "A", 4) for i in range(40)]
    rows += [contact(100 + i, "B", 6) for i in range(35)]
    rows += [contact(200 + i, "C", 60) for i in range(2)]
    rows += [contact(300 + i, "D", 9, team="채팅팀", hour=9) for i in range(10)]
    rows += [contact(400, "A", 4, team="채팅팀"), contact(401, None, 4, team=None)]
    silent = {"first_response_at": None, "resolved_at": None, "status": "open"}
    return [*rows, contact(500, "E") | silent, contact(501, "A") | silent]


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, ticket=contacts(), agent=people("A", "B", "C", "D", "E")) as found:
        yield found


def test_load_is_what_a_person_answered_in_order_of_load(store):
    crew = agents.crew(store, OCTOBER, SPAN)
    assert [(one.name, one.team, one.handled) for one in crew.agents] == [
        ("이름 A", "전화팀", 41),
        ("이름 B", "전화팀", 35),
        ("이름 D", "채팅팀", 10),
        ("이름 C", "전화팀", 2),
    ]  # E answered nothing; A belongs where most of the answers are
    assert [(one.key, one.handled, one.people) for one in crew.teams] == [("전화팀", 77, 3), ("채팅팀", 11, 1)]
    assert (crew.unknown, crew.handled) == (1, 89)
    assert [one.key for one in crew.of("전화팀")] == ["1:A", "1:B", "1:C"]


def test_figures_are_those_of_pandas_and_two_contacts_are_not_shown(store):
    crew = agents.crew(store, OCTOBER, SPAN)
    figures = {one.name[-1]: one.figures["frt_median"] for one in crew.agents}
    rows = pd.DataFrame([row for row in contacts() if row["first_response_at"]])
    waited = (rows["first_response_at"] - rows["opened_at"]).dt.total_seconds()
    expected = waited.groupby(rows["agent_id"]).median()
    assert {name: figures[name].value for name in "ABD"} == {name: expected[name] for name in "ABD"}
    assert (figures["A"].state, figures["D"].state) == ("ok", "few")
    assert (figures["C"].state, figures["C"].n) == ("withheld", 2)
    assert np.isnan([figures["C"].value, figures["C"].low, figures["C"].high]).all()
    assert crew.agents[0].figures["aht"].state == "none"
    assert (
        crew_table.shown_figures(crew.agents)
        == ("frt_median", "resolution_lead_time_median", "fcr")[: len(crew_table.shown_figures(crew.agents))]
    )


def test_answers_per_open_hour_divide_by_the_calendar(store):
    """Data from Monday, 5 October 2026 (the day off for 3 October) to Wednesday: two days of nine open hours."""
    assert np.isnan(agents.crew(store, OCTOBER, SPAN).agents[0].per_hour)  # on the one day with data nothing is open
    business_hours.put_week(store, [Hours(weekday, time(9), time(18)) for weekday in range(5)])
    add(store, ticket=[contact(900, "B", day=7)])
    crew = agents.crew(store, OCTOBER, SPAN)
    assert [one.per_hour for one in crew.agents] == pytest.approx([41 / 18, 36 / 18, 10 / 18, 2 / 18])
    assert crew.teams[0].per_hour == pytest.approx(78 / 18)


def loads(values, state="ok", width=1.0):
    return [
        agents.Load(
            f"1:{i}",
            f"{i}",
            "팀",
            1,
            1.0,
            {"frt_median": agents.Figure(value, value - width, value + width, 40, state)},
        )
        for i, value in enumerate(values)
    ]


def test_the_own_range_is_the_middle_half_of_those_with_enough():
    team = loads([10.0, 20.0, 30.0, 40.0, 50.0]) + loads([900.0], state="few")
    assert agents.own_range(team, "frt_median") == (20.0, 40.0)
    assert agents.own_range(team[:3], "frt_median") is None
    outside = agents.beyond(team, "frt_median", (20.0, 40.0))
    assert [one.figures["frt_median"].value for one in outside] == [10.0, 50.0]
    assert not agents.beyond(loads([10.0, 50.0], width=15.0), "frt_median", (20.0, 40.0))


def test_a_number_stays_with_its_person_under_filters_and_with_newer_contacts(store):
    before = agents.aliases(store)
    assert sorted(before.values()) == [1, 2, 3, 4, 5]
    add(store, ticket=[contact(900, "0first", day=28)], agent=people("0first"))
    after = agents.aliases(store)
    assert after == before | {"1:0first": 6}


def test_hours_add_up_to_the_load(store):
    found = agents.by_hour(store, OCTOBER, SPAN)
    cells = {
        (team, int(hour)): int(n) for team, hour, n in zip(found["team"], found["hour"], found["handled"], strict=True)
    }
    assert cells == {
        ("전화팀", 10): 77,
        ("채팅팀", 18): 10,
        ("채팅팀", 10): 1,
        (None, 10): 1,
    }  # Seoul is nine hours ahead


def test_contacts_without_agents_make_an_empty_crew(tmp_path):
    with opened(tmp_path, ticket=[contact(1, None, team=None), contact(2, None)]) as store:
        crew = agents.crew(store, OCTOBER, SPAN)
        assert (crew.teams, crew.agents, crew.unknown) == ((), (), 2)
        assert agents.aliases(store) == {}


def test_an_empty_store_has_nobody(tmp_path):
    with opened(tmp_path) as store:
        assert agents.crew(store, Selection(), SPAN).handled == 0
        assert agents.by_hour(store, Selection(), SPAN).empty


def test_the_table_says_how_little_there_is_and_escapes_names(store):
    crew = agents.crew(store, OCTOBER, SPAN)
    html = crew_table.html(crew.agents, ("frt_median",), "ko", name=lambda _: HOSTILE, title=HOSTILE)
    assert "<img" not in html
    assert "표본 부족 (n=10)" in html
    assert "1시간 00분" not in html  # the median of the two contacts of C
    assert "n=2" in html
    assert "script" not in html


def test_the_file_has_the_same_numbers_and_no_hidden_ones(store):
    crew = agents.crew(store, OCTOBER, SPAN)
    frame = crew_table.frame(
        crew, ("frt_median",), "en", name=lambda one: f"Agent {one.key}", team=lambda one: one.team
    )
    assert frame["Answered"].tolist() == [41, 35, 10, 2]
    assert frame["First response (median)"].tolist() == [240.0, 360.0, 540.0, None]
    assert frame["First response (median) n"].tolist() == [41, 35, 10, 2]
