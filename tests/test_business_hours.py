"""The calendar of a store is looked at and changed; the facts follow."""

from __future__ import annotations

from datetime import date, time

import pytest

from cx import business_hours, facts, settings, sources
from cx.calendar import DEFAULT_HOURS, Hours, SpecialDay
from cx.errors import BadRows
from cx.warehouse import Store

MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(18))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        sources.add(opened, "Desk")
        with opened.write("data") as con:  # Tuesday 10 March 2026, 11:00 to 14:00 in Seoul: an hour of lunch between
            con.execute(
                """insert into ticket (source_id, ticket_id, opened_at, first_response_at, channel, status)
                values (1, 'T1', '2026-03-10 02:00', '2026-03-10 05:00', 'chat', 'solved')"""
            )
            facts.refresh(con, settings.read(con), None)
        yield opened


def business_seconds(store):
    return int(store.query("select first_response_business_seconds as s from ticket_fact")["s"].item())


def test_new_hours_change_past_numbers_and_the_version(store):
    assert business_seconds(store) == 2 * 3600
    version = store.settings_version
    business_hours.put_week(store, [Hours(1, time(9), time(18))])
    assert business_seconds(store) == 3 * 3600
    assert store.settings_version == version + 1


def test_hours_that_cannot_be_are_refused_and_nothing_changes(store):
    before = business_hours.week(store)
    with pytest.raises(BadRows) as caught:
        business_hours.put_week(store, [Hours(1, *MORNING, date(2026, 5, 1), date(2026, 4, 1))])
    assert caught.value.key == "calendar.validity"
    with pytest.raises(BadRows) as caught:
        business_hours.put_week(store, [Hours(1, *MORNING), Hours(1, *MORNING)])
    assert caught.value.key == "calendar.twice"
    assert business_hours.week(store) == before


def test_a_change_from_a_day_on_keeps_what_was_before():
    day = date(2026, 7, 1)
    after = business_hours.changed(DEFAULT_HOURS, [4], [(time(9), time(15))], day)
    fridays = [hours for hours in after if hours.weekday == 4]
    assert fridays == [
        Hours(4, *MORNING, None, date(2026, 6, 30)),
        Hours(4, *AFTERNOON, None, date(2026, 6, 30)),
        Hours(4, time(9), time(15), day),
    ]
    assert sum(hours.weekday != 4 for hours in after) == 8


def test_a_change_since_ever_replaces_everything_of_these_days():
    later = (*DEFAULT_HOURS, Hours(0, time(8), time(9), date(2027, 1, 1)))
    after = business_hours.changed(later, [0], [], None)
    assert {hours.weekday for hours in after} == {1, 2, 3, 4}
    assert business_hours.changed(after, [0], [MORNING], None)[-1] == Hours(0, *MORNING)


def test_a_company_day_closes_and_can_be_taken_back(store):
    business_hours.put_days(store, [SpecialDay(date(2026, 3, 10), "company", "창립기념일")])
    assert business_seconds(store) == 0
    assert [day.name for day in business_hours.decided(store)] == ["창립기념일"]
    business_hours.remove_days(store, [date(2026, 3, 10)])
    assert business_seconds(store) == 2 * 3600


def test_the_year_names_its_days(store):
    business_hours.put_days(store, [SpecialDay(date(2026, 3, 14), "open", "토요 근무", (MORNING,))])
    days = business_hours.year(store, 2026).set_index("day")
    assert len(days) == 365
    assert days.loc[date(2026, 3, 2), ["kind", "hours"]].tolist() == ["substitute", 0]  # for Sunday the 1st
    assert days.loc[date(2026, 3, 14), ["kind", "hours", "name"]].tolist() == ["open", 3, "토요 근무"]
    assert days.loc[date(2026, 3, 10), ["kind", "hours"]].tolist() == ["usual", 8]
    assert days.loc[date(2026, 3, 15), ["kind", "hours"]].tolist() == ["off", 0]


def test_the_week_of_a_day_holds_what_is_valid_then():
    hours = [Hours(0, *MORNING, None, date(2026, 6, 30)), Hours(0, time(22), time(6), date(2026, 7, 1))]
    assert business_hours.blocks_on(hours, date(2026, 6, 30)).to_numpy().tolist() == [[0, 9, 12]]
    assert business_hours.blocks_on(hours, date(2026, 7, 8)).to_numpy().tolist() == [[0, 22, 30]]
