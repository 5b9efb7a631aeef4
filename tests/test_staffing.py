"""Contacts and agents by hour, by hand: shifts, who answered without them, breaks, holidays, channels."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cx import business_hours, settings, staffing
from cx.period import Span
from cx.selection import Selection
from tests.put_rows import opened

MONDAY = date(2026, 9, 7)
HANGUL_DAY = date(2026, 10, 9)  # a Friday, and a public holiday
ONE_DAY = Span(MONDAY, MONDAY)
ALL = Selection(period="all")


def at(hour, minute=0, day=MONDAY):
    """UTC as stored, of a local hour in Seoul."""
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour - 9, minutes=minute)  # noqa: DTZ001 - UTC


def shift(number, agent, begins, ends, **more):
    return {"shift_id": str(number), "agent_id": agent, "starts_at": begins, "ends_at": ends, **more}


def contacts(hour, count, day=MONDAY, **more):
    row = {"status": "solved", "channel": "chat", "agent_id": "A"} | more
    start = [at(hour, minute % 60, day) for minute in range(count)]
    return [
        {
            "ticket_id": f"{day}-{hour}-{row['channel']}-{i}",
            "opened_at": moment,
            "first_response_at": moment + timedelta(minutes=1),
            "resolved_at": moment + timedelta(hours=1),
            **row,
        }
        for i, moment in enumerate(start)
    ]


def found(folder, *, selection=ALL, span=ONE_DAY, hours=None, least=1, **tables):
    with opened(folder, **tables) as store:
        settings.put(store, "minimum_n", least)
        if hours is not None:
            business_hours.put_week(store, hours)
        return staffing.by_hour(store, selection, span)


def row(result, hour):
    return result.hours.set_index("hour").loc[hour]


TEAM = [
    shift(1, "A", at(9), at(12)),
    shift(2, "A", at(13), at(18)),
    shift(3, "B", at(10), at(12)),
    shift(4, "B", at(11), at(12)),  # the same hour told twice is one presence
    shift(5, "BOT", at(0), at(24)),
]
AGENTS = [{"agent_id": "BOT", "agent_name": "누리봇", "is_bot": True}, {"agent_id": "A", "is_bot": False}]
MIXED = [*contacts(10, 6), *contacts(11, 3), *contacts(12, 3), *contacts(20, 1)]


def test_contacts_for_each_agent_on_shift(tmp_path):
    result = found(tmp_path, ticket=MIXED, shift=TEAM, agent=AGENTS)
    assert (result.basis, result.days, result.has_calendar) == (staffing.SHIFTS, 1, True)
    assert row(result, 9)[["n", "agents", "load"]].tolist() == [0, 1, 0]
    assert row(result, 10)[["n", "contacts", "agents", "load"]].tolist() == [6, 6, 2, 3]
    assert row(result, 11)[["agents", "load"]].tolist() == [2, 1.5]
    assert row(result, 12)[["n", "agents"]].tolist() == [3, 0]
    assert row(result, 12)[["load"]].isna().all()
    assert result.busiest == (10,)
    assert result.unattended == (12,)  # not 20: the day is over by then
    assert result.load == pytest.approx(9 / 10)  # nine contacts in the ten hours of agents that have any
    assert staffing.title(result, "ko") == "12시에는 근무하는 상담원이 없는데 하루 3건이 들어옵니다"


def test_the_busiest_hour_where_somebody_is_always_there(tmp_path):
    rows = [*contacts(10, 6), *contacts(11, 3), *contacts(20, 1)]
    result = found(tmp_path, ticket=rows, shift=TEAM, agent=AGENTS)
    assert result.unattended == ()
    assert staffing.title(result, "ko") == "10시대가 가장 바쁩니다: 상담원 1명에 3건(평균 0.9건)"


def test_part_of_an_hour_is_part_of_an_agent(tmp_path):
    shifts = [shift(1, "A", at(9, 30), at(10, 30))]
    result = found(tmp_path, ticket=contacts(10, 2), shift=shifts)
    assert row(result, 9)["agents"] == 0.5
    assert row(result, 10)[["agents", "load"]].tolist() == [0.5, 4]


def test_two_hours_that_are_as_busy_are_both_named(tmp_path):
    rows = [*contacts(10, 20), *contacts(14, 20), *contacts(15, 10)]
    result = found(tmp_path, ticket=rows, shift=[shift(1, "A", at(9), at(18))])
    assert result.busiest == (10, 14)
    assert staffing.title(result, "en") == "10:00 and 14:00 are the busiest hours: 20 contacts per agent (mean 5.6)"


def test_a_night_shift_lies_on_two_days(tmp_path):
    shifts = [shift(1, "A", at(22), at(26))]
    span = Span(MONDAY, MONDAY + timedelta(days=1))
    result = found(tmp_path, span=span, ticket=contacts(23, 4), shift=shifts)
    assert result.days == 2  # Tuesday, too, has somebody: until two o'clock
    assert row(result, 1)["agents"] == 0.5
    assert row(result, 23)[["contacts", "agents", "load"]].tolist() == [2, 0.5, 4]


def test_days_without_a_shift_are_left_out_of_both(tmp_path):
    tuesday = MONDAY + timedelta(days=1)
    rows = [*contacts(10, 2), *contacts(10, 40, tuesday)]
    result = found(tmp_path, span=Span(MONDAY, tuesday), ticket=rows, shift=[shift(1, "A", at(9), at(18))])
    assert (result.days, row(result, 10)["n"]) == (1, 2)


@pytest.mark.parametrize(("hours", "days"), [(None, 1), ([], 2)])
def test_holidays_are_no_working_days_unless_there_is_no_calendar(tmp_path, hours, days):
    thursday = HANGUL_DAY - timedelta(days=1)
    rows = [*contacts(10, 4, thursday), *contacts(10, 2, HANGUL_DAY)]
    shifts = [shift(n, "A", at(9, 0, day), at(18, 0, day)) for n, day in enumerate((thursday, HANGUL_DAY))]
    result = found(tmp_path, span=Span(thursday, HANGUL_DAY), hours=hours, ticket=rows, shift=shifts)
    assert (result.days, result.has_calendar) == (days, hours is None)
    assert row(result, 10)["contacts"] == (4 if days == 1 else 3)


def test_without_shifts_those_count_who_answered_in_that_hour(tmp_path):
    late = contacts(10, 1, agent_id="C", first_response_at=at(11, 5))
    rows = [*contacts(10, 4), *contacts(10, 3, agent_id="B", channel="board"), *late]
    result = found(tmp_path, ticket=rows)
    assert result.basis == staffing.ANSWERS
    assert row(result, 10)[["n", "agents", "load"]].tolist() == [8, 2, 4]  # C came later
    chats = found(tmp_path / "chats", selection=Selection(period="all", channel=("chat",)), ticket=rows[:7])
    assert row(chats, 10)[["n", "agents"]].tolist() == [4, 1]


def test_an_answer_in_a_later_hour_needs_somebody_then(tmp_path):
    late = contacts(10, 1, agent_id="C", first_response_at=at(11, 5))
    result = found(tmp_path, ticket=late)
    assert row(result, 10)[["n", "agents"]].tolist() == [1, 0]
    assert row(result, 11)[["n", "agents"]].tolist() == [0, 1]


def test_nobody_known(tmp_path):
    rows = contacts(10, 40, agent_id=None)
    result = found(tmp_path, ticket=rows)
    assert (result.basis, result.busiest, result.unattended) == (staffing.NOBODY, (), ())
    assert staffing.title(result, "ko") == "상담원 수를 알 수 없습니다"
    assert found(tmp_path / "empty").hours.empty


def test_too_few_contacts_name_no_hour(tmp_path):
    result = found(tmp_path, least=30, ticket=MIXED, shift=TEAM)
    assert result.busiest == ()
    assert staffing.title(result, "ko") == "시간대별로 보기에는 표본 부족 (n=13)"


def test_a_channel_has_the_agents_of_its_shifts_and_those_who_answer_in_it(tmp_path):
    """P is on the phone, C is there for all and answers chats, X is there for all and answered nothing."""
    rows = [*contacts(10, 4, channel="phone", agent_id="P", answered_at=at(10, 1)), *contacts(10, 6, agent_id="C")]
    shifts = [
        shift(1, "P", at(9), at(18), channel="phone"),
        shift(2, "C", at(9), at(18)),
        shift(3, "X", at(9), at(18)),
    ]
    agents = {}
    for channel in ("phone", "chat"):
        selection = Selection(period="all", channel=(channel,))
        result = found(tmp_path / channel, selection=selection, ticket=rows, shift=shifts)
        agents[channel] = row(result, 10)[["n", "agents"]].tolist()
    assert agents == {"phone": [4, 1], "chat": [6, 1]}
    assert row(found(tmp_path / "all", ticket=rows, shift=shifts), 10)["agents"] == 3


def test_contacts_the_bot_ended_alone_need_nobody(tmp_path):
    alone = contacts(10, 5, channel="board", agent_id=None, is_bot_involved=True, first_response_at=None)
    result = found(tmp_path, ticket=[*contacts(10, 2), *alone], shift=TEAM)
    assert row(result, 10)["n"] == 2
