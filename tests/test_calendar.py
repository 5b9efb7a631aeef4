"""Open time by hand: lunch, holidays that move, hours that changed, shifts over midnight, days opened on purpose."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from cx import facts, open_hours, settings
from cx.calendar import Calendar, Hours, SpecialDay, format_blocks, parse_blocks
from cx.errors import BadRows
from cx.warehouse import Store
from tests.put_rows import fact, opened, put
from tests.referees import business_seconds

HOUR = 3600
USUAL = Calendar()


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2026-10-12 11:30", "2026-10-12 11:45", 15 * 60),
        ("2026-10-12 11:50", "2026-10-12 13:10", 20 * 60),  # lunch stands still
        ("2026-10-12 12:10", "2026-10-12 12:50", 0),
        ("2026-10-12 17:30", "2026-10-13 09:30", HOUR),  # overnight
        ("2026-10-16 17:00", "2026-10-19 10:00", 2 * HOUR),  # over a weekend
        ("2026-10-17 10:00", "2026-10-18 10:00", 0),
        ("2026-10-12 00:00", "2026-10-17 00:00", 5 * 8 * HOUR),
        ("2026-10-12 09:00", "2026-10-12 09:00", 0),
    ],
)
def test_business_seconds_of_the_usual_week(start, end, seconds):
    assert business_seconds(USUAL, at(start), at(end)) == seconds


def test_time_running_backwards_is_not_known():
    assert business_seconds(USUAL, at("2026-10-13 10:00"), at("2026-10-13 09:00")) is None


def test_without_hours_nothing_is_known():
    calendar = Calendar(hours=())
    assert business_seconds(calendar, at("2026-10-12 10:00"), at("2026-10-13 10:00")) is None
    assert calendar.open_seconds(date(2026, 10, 12), date(2026, 10, 13)) == {
        date(2026, 10, 12): 0,
        date(2026, 10, 13): 0,
    }


def test_korean_public_and_substitute_holidays_close():
    named = {special.day: special.kind for special in open_hours.public_days(2026, 2026)}
    assert named[date(2026, 9, 25)] == "public"  # Chuseok
    assert named[date(2026, 10, 3)] == "public"  # a Saturday
    assert named[date(2026, 10, 5)] == "substitute"  # its Monday
    calendar = Calendar(days=open_hours.public_days(2026, 2026))
    seconds = calendar.open_seconds(date(2026, 9, 21), date(2026, 9, 27))
    assert [seconds[date(2026, 9, day)] // HOUR for day in range(21, 28)] == [8, 8, 8, 0, 0, 0, 0]
    # Friday 2 October 17:00 to Tuesday 6 October 10:00: the Monday between is a substitute holiday.
    assert business_seconds(calendar, at("2026-10-02 17:00"), at("2026-10-06 10:00")) == 2 * HOUR


def test_a_company_day_closes_and_a_decision_to_open_wins():
    monday, saturday = date(2026, 10, 12), date(2026, 10, 17)
    calendar = Calendar(
        days=[
            SpecialDay(monday, "company", "창립기념일"),
            SpecialDay(saturday, "open", "보강", ((time(10), time(12)),)),
            SpecialDay(date(2026, 10, 9), "public", "한글날"),
            SpecialDay(date(2026, 10, 9), "open", "정상 근무"),
        ]
    )
    seconds = calendar.open_seconds(date(2026, 10, 9), saturday)
    assert (seconds[date(2026, 10, 9)], seconds[monday], seconds[saturday]) == (8 * HOUR, 0, 2 * HOUR)


def test_hours_that_changed_hold_from_their_day_on():
    calendar = Calendar(
        [
            Hours(0, time(9), time(18), to_day=date(2026, 6, 30)),
            Hours(0, time(10), time(16), from_day=date(2026, 7, 1)),
        ]
    )
    seconds = calendar.open_seconds(date(2026, 6, 29), date(2026, 7, 6))
    assert (seconds[date(2026, 6, 29)], seconds[date(2026, 7, 6)]) == (9 * HOUR, 6 * HOUR)


def test_time_before_hours_were_known_is_not_zero():
    calendar = Calendar([Hours(day, time(9), time(18), from_day=date(2026, 7, 1)) for day in range(7)])
    assert business_seconds(calendar, at("2026-06-01 10:00"), at("2026-07-02 10:00")) is None
    assert business_seconds(calendar, at("2026-07-01 10:00"), at("2026-07-02 10:00")) == 9 * HOUR


def test_a_night_shift_belongs_to_the_day_it_begins_on():
    calendar = Calendar([Hours(4, time(22), time(6))])  # Friday night
    friday = date(2026, 10, 16)
    assert calendar.open_seconds(friday, friday + timedelta(days=1)) == {friday: 8 * HOUR, date(2026, 10, 17): 0}
    assert business_seconds(calendar, at("2026-10-17 05:00"), at("2026-10-17 12:00")) == HOUR
    assert business_seconds(calendar, at("2026-10-16 12:00"), at("2026-10-19 12:00")) == 8 * HOUR


def test_overlapping_blocks_count_no_second_twice():
    calendar = Calendar([Hours(4, time(22), time(10)), Hours(5, time(9), time(11)), Hours(5, time(10), time(10, 30))])
    assert business_seconds(calendar, at("2026-10-16 00:00"), at("2026-10-18 00:00")) == 13 * HOUR


def test_blocks_are_written_and_read():
    blocks = parse_blocks(" 09:00-12:00, 13:00-18:00 ")
    assert blocks == ((time(9), time(12)), (time(13), time(18)))
    assert parse_blocks(format_blocks(blocks)) == blocks
    assert parse_blocks("") == ()
    with pytest.raises(BadRows) as error:
        parse_blocks("nine to five")
    assert "nine to five" in error.value.text("ko")


def test_an_unknown_kind_of_day_is_refused():
    with pytest.raises(BadRows):
        Calendar(days=[SpecialDay(date(2026, 1, 1), "holiday")])


moments = st.datetimes(datetime(2026, 9, 20), datetime(2026, 10, 12))  # noqa: DTZ001 - local times


@trying(deadline=None)
@given(moments, moments, moments)
def test_parts_of_a_stretch_add_up_to_the_whole(one, two, three):
    start, middle, end = (moment.replace(microsecond=0) for moment in sorted((one, two, three)))
    calendar = Calendar([*USUAL.hours, Hours(6, time(20), time(3))], open_hours.public_days(2026, 2026))
    parts = [business_seconds(calendar, start, middle), business_seconds(calendar, middle, end)]
    assert sum(parts) == business_seconds(calendar, start, end)
    assert 0 <= sum(parts) <= (end - start).total_seconds()


def test_the_store_and_the_pure_calendar_agree(tmp_path):
    """Two ways to one number: the joined open_block table and the blocks added up one by one."""
    first = at("2026-09-18 20:00")
    tickets = [
        {
            "ticket_id": str(i),
            "opened_at": first + timedelta(minutes=731 * i),
            "first_response_at": first + timedelta(minutes=731 * i + i * i * 7 % 9000),
        }
        for i in range(60)
    ]
    with opened(tmp_path, ticket=tickets) as store:
        found = store.query(
            "select f.opened_at, f.first_response_seconds as calendar_clock, f.first_response_business_seconds as business"
            " from ticket_fact f order by opened_at"
        )
    calendar = Calendar(days=open_hours.public_days(2026, 2026))
    assert len(found) == 60
    for row in found.itertuples():
        start = row.opened_at.to_pydatetime()
        assert row.business == business_seconds(calendar, start, start + timedelta(seconds=row.calendar_clock))
    assert found["business"].max() > 8 * HOUR
    assert (found["business"] == 0).any()


def test_a_new_store_has_the_usual_hours_and_changing_them_changes_the_facts(tmp_path):
    """Opened Monday 12 October 2026 11:30 Seoul time, answered 13:30."""
    ticket = {
        "ticket_id": "1", "opened_at": at("2026-10-12 02:30"), "first_response_at": at("2026-10-12 04:30"),
    }  # fmt: skip
    with opened(tmp_path, ticket=[ticket]) as store:
        assert fact(store, "1")["first_response_business_seconds"] == HOUR
        assert fact(store, "1")["is_open_hours"]
        change(store, lambda con: open_hours.put_hours(con, [Hours(0, time(13), time(18))]))
        assert fact(store, "1")["first_response_business_seconds"] == HOUR // 2
        assert not fact(store, "1")["is_open_hours"]
        change(store, lambda con: open_hours.put_days(con, [SpecialDay(date(2026, 10, 12), "company", "워크숍")]))
        assert fact(store, "1")["first_response_business_seconds"] == 0
        change(store, lambda con: open_hours.remove_days(con, [date(2026, 10, 12)]))
        assert fact(store, "1")["first_response_business_seconds"] == HOUR // 2
        change(store, lambda con: open_hours.put_hours(con, []))
        assert fact(store, "1")["first_response_business_seconds"] is None
        assert fact(store, "1")["is_open_hours"] is None
        assert fact(store, "1")["first_response_seconds"] == 2 * HOUR


def test_a_public_holiday_can_be_worked(tmp_path):
    day = date(2026, 10, 9)
    with Store.open(tmp_path) as store, store.write("settings") as con:
        assert open_hours.read(con, day, day).open_seconds(day, day)[day] == 0
        open_hours.put_days(con, [SpecialDay(day, "open", "특근", ((time(9), time(10)),))])
        assert open_hours.read(con, day, day).open_seconds(day, day)[day] == HOUR
        open_hours.put_days(con, [SpecialDay(day, "open", "특근", ((time(9), time(11)),))])
        assert open_hours.decided_days(con) == (SpecialDay(day, "open", "특근", ((time(9), time(11)),)),)


def test_the_business_clock_follows_the_reporting_zone(tmp_path):
    ticket = {"ticket_id": "1", "opened_at": at("2026-10-12 08:30"), "first_response_at": at("2026-10-12 11:30")}
    with opened(tmp_path, ticket=[ticket]) as store:
        assert fact(store, "1")["first_response_business_seconds"] == HOUR // 2  # 17:30 to 20:30 in Seoul
        settings.put(store, "reporting_zone", "Europe/Paris")
        assert fact(store, "1")["opened_at"] == at("2026-10-12 10:30")
        assert fact(store, "1")["first_response_business_seconds"] == 2 * HOUR  # 10:30 to 13:30 in Paris


def change(store, decide):
    with store.write("settings") as con:
        decide(con)
        facts.refresh(con, settings.read(con), None)


def test_tickets_beyond_the_calendar_widen_it(tmp_path):
    with opened(tmp_path, ticket=[{"ticket_id": "1", "opened_at": at("2026-10-12 02:30")}]) as store:
        with store.write("data") as con:
            put(con, "ticket", [{"ticket_id": "2", "opened_at": at("2024-03-04 00:00"),
                                 "first_response_at": at("2024-03-05 00:00")}])  # fmt: skip
            con.execute("create temp table touched as select 1 as source_id, '2' as ticket_id")
            facts.refresh(con, settings.read(con), "touched")
        assert fact(store, "2")["first_response_business_seconds"] == 8 * HOUR


def test_an_open_day_needs_hours_where_its_weekday_has_none(tmp_path):
    saturday = date(2026, 10, 17)
    with Store.open(tmp_path) as store, store.write("settings") as con:
        with pytest.raises(BadRows, match="2026-10-17"):
            open_hours.put_days(con, [SpecialDay(date(2026, 10, 12), "company"), SpecialDay(saturday, "open")])
        assert open_hours.decided_days(con) == ()
        open_hours.put_days(con, [SpecialDay(saturday, "open", "", ((time(9), time(12)),))])
        assert open_hours.read(con, saturday, saturday).open_seconds(saturday, saturday)[saturday] == 3 * HOUR
