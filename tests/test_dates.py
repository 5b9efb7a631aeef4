from datetime import date, datetime

import duckdb
import pytest

from cx.errors import CxError
from cx.importing.context import Context
from cx.importing.dates import parse_day, parse_time
from cx.importing.fast import fast_times
from cx.importing.order import Evidence, Order, latest_day
from cx.importing.zones import AMBIGUOUS, NONEXISTENT, segments, to_utc, to_wall, zone_of

at = datetime.fromisoformat  # wall-clock times, and UTC as it is stored
TODAY = date(2026, 11, 21)
SEOUL = Context("Asia/Seoul", TODAY)
READING = SEOUL.reading(None, None)


def kst(text, form=None):
    stamp = parse_time(text, SEOUL.reading(None, form))
    return stamp.value and to_wall(stamp.value, READING.zone)


def reason(text, form=None):
    stamp = parse_time(text, SEOUL.reading(None, form))
    assert stamp.value is None
    return stamp.reason and stamp.reason.key


FULL = at("2026-11-21 15:05:12")
MINUTE = at("2026-11-21 15:05:00")
MIDNIGHT = at("2026-11-21 00:00:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21 15:05:12", FULL),
        ("2026/11/21 3:05:12 오후 GMT+9", FULL),
        ("2026. 11. 21 오후 3:05:12", FULL),
        ("2026. 11. 21. 오후 3:05:12", FULL),
        ("2026년 11월 21일 15시 5분", MINUTE),
        ("2026년 11월 21일 15시 5분 12초", FULL),
        ("2026년 11월 21일 토요일 오후 3:05", MINUTE),
        ("2026-11-21(토) 15:05", MINUTE),
        ("2026-11-21T06:05:12Z", FULL),
        ("2026-11-21T15:05:12+09:00", FULL),
        ("2026-11-21T15:05:12+0900", FULL),
        ("2026-11-21 15:05:12 KST", FULL),
        ("2026-11-21 06:05:12 UTC", FULL),
        ("2026-11-20T22:05:12-08", FULL),
        ("2026-11-21T15:05:12+09:00[Asia/Seoul]", FULL),
        ("1795241112", FULL),
        ("1795241112000", FULL),
        ("46347.6286111", FULL),
        ("46347", MIDNIGHT),
        ("20261121150512", FULL),
        ("202611211505", MINUTE),
        ("20261121", MIDNIGHT),
        ("11/21/2026 3:05:12 PM", FULL),
        ("21-11-2026 15:05", MINUTE),
        ("21-Nov-2026 15:05", MINUTE),
        ("Nov 21, 2026 3:05 PM", MINUTE),
        ("Sat, 21 Nov 2026 15:05:12 +0900", FULL),
        ("오전 12:10 2026-11-21", at("2026-11-21 00:10:00")),
        ("2026-11-21 12:10 AM", at("2026-11-21 00:10:00")),
        ("2026-11-21 오후 12:10", at("2026-11-21 12:10:00")),
        ("２０２６-11-21", MIDNIGHT),
        ("26년 11월 21일", MIDNIGHT),
        ("2026-11-21 15:05:12.500", at("2026-11-21 15:05:12.500000")),
    ],
)
def test_every_spelling_of_one_moment(text, expected):
    assert kst(text) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-11-21 24:00:00", "check.hour_24"),
        ("2026-02-30 10:00:00", "check.no_such_day"),
        ("30/02/2026", "check.no_such_day"),
        ("2026-13-01", "check.no_such_day"),
        ("어제", "check.date_unreadable"),
        ("2026-11", "check.date_unreadable"),
        ("11월 21일", "check.date_unreadable"),
        ("10000-01-01", "check.date_unreadable"),
        ("-0001-01-01", "check.date_unreadable"),
        ("1026-11-21", "check.year_implausible"),
        ("2026-11-21 15:05:61", "check.no_such_time"),
        ("2026-11-21 오후 13:05", "check.no_such_time"),
        ("2026-11-21 15:05:12 PST", "check.zone_unknown"),
        ("2026-11-21 15:05:12+25:00", "check.zone_unknown"),
        ("12345", "check.number_implausible"),
        ("123456789", "check.number_implausible"),
        ("9999999999999", "check.number_implausible"),
        ("10/03/2026", "check.date_order_unknown"),
        ("26.11.21", "check.date_order_unknown"),
    ],
)
def test_what_cannot_be_read_says_why(text, key):
    assert reason(text) == key


@pytest.mark.parametrize(
    "text",
    ["0000-00-00 00:00:00", "0000-00-00", "1900-01-01", "1900-01-01 00:00:00", "1970-01-01 00:00", "1970-01-01T00:00:00Z",
     "9999-12-31 23:59:59", "0001-01-01", "1899-12-30", "0"],
)  # fmt: skip
def test_sentinels_are_missing_and_no_error(text):
    assert reason(text) is None


@pytest.mark.parametrize(
    ("form", "expected"), [("ymd", date(2026, 11, 12)), ("dmy", date(2012, 11, 26)), ("mdy", None)]
)
def test_a_stated_order_holds_for_short_years(form, expected):
    day, why = parse_day("26.11.12", SEOUL.reading(None, form))
    assert day == expected
    assert (why is None) == (expected is not None)


def test_a_stated_order_is_not_left_for_a_cell_that_contradicts_it():
    assert kst("03/10/2026", "mdy") == at("2026-03-10 00:00:00")
    assert kst("03/10/2026", "dmy") == at("2026-10-03 00:00:00")
    assert reason("05/13/2026", "dmy") == "check.date_other_order"


def test_numbers_by_a_stated_form():
    assert kst("946685", "epoch_s") is None
    assert kst("46347", "excel") == MIDNIGHT
    assert reason("1795241112", "excel") == "check.number_implausible"
    assert kst("1795241112000", "epoch_ms") == FULL


def test_a_day_is_as_written_or_in_the_reporting_zone_where_a_zone_is_written():
    assert parse_day("2026-11-20T16:00:00Z", READING)[0] == date(2026, 11, 21)
    paris = Context("Europe/Paris", TODAY).reading(None, None)
    assert parse_day("2026-11-20 16:00:00", paris)[0] == date(2026, 11, 20)


def test_korean_summer_time_of_1988():
    assert to_utc(at("1988-06-01 12:00:00"), zone_of("Asia/Seoul")) == (at("1988-06-01 02:00:00"), "")
    assert parse_time("1988-06-01T12:00:00+10:00", READING).value == at("1988-06-01 02:00:00")
    assert parse_time("1988-05-08 02:30", READING).odd == NONEXISTENT
    assert parse_time("1988-10-09 02:30", READING).odd == AMBIGUOUS


def test_odd_hours_of_paris_by_hand():
    paris = zone_of("Europe/Paris")
    assert to_utc(at("2026-03-29 02:30:00"), paris) == (at("2026-03-29 01:30:00"), NONEXISTENT)
    assert to_utc(at("2026-10-25 02:30:00"), paris) == (at("2026-10-25 00:30:00"), AMBIGUOUS)
    assert to_utc(at("2026-07-01 12:00:00"), paris) == (at("2026-07-01 10:00:00"), "")


def test_segments_leave_out_just_the_odd_hours():
    found = [one for one in segments("Europe/Paris", 2026) if one.start.year == 2026]
    assert [(one.start, one.end) for one in found] == [
        (at("2026-03-29 03:00:00"), at("2026-10-25 02:00:00")),
        (at("2026-10-25 03:00:00"), at("2027-01-01 00:00:00")),
    ]
    assert len(segments("Asia/Seoul", 2030)) == 1


def test_an_unknown_zone_is_named():
    with pytest.raises(CxError) as caught:
        zone_of("Korea/Busan")
    assert "Korea/Busan" in caught.value.text("en")
    with pytest.raises(CxError):
        zone_of("../etc/passwd")


@pytest.mark.parametrize("zone", ["Asia/Seoul", "Europe/Paris", "UTC", "America/New_York"])
@pytest.mark.parametrize("form", [None, "dmy", "mdy"])
def test_the_fast_way_in_sql_never_differs_from_the_parser(zone, form):
    texts = [
        "2026-11-21 15:05:12", "2026/11/21 15:05", "2026.11.21", "2026-11-21T06:05:12Z", "2026-11-21 06:05+09:00",
        "2026. 11. 21 오후 3:05:12", "2026. 1. 2. 오전 12:10", "2026/1/2 3:05:12 오후", "2026-1-2 9:03",
        "2026-11-21 24:00:00", "2026-02-30 10:00:00", "2026-11-21 오후 13:05", "11/2/2026 3:05:12 PM", "2/11/2026 15:05",
        "2/11/2026", "1795241112", "1795241112000", "2026-03-29 02:30:00", "2026-10-25 02:30", "1900-01-01",
        "1999-05-05 10:00:00", "2026-11-21 0:05 AM", "2026-11-21 12:05 AM", "2026-11-21 3:65", "2026-11-21 10:00:60",
        "2026-11-21 10:00:00.123456", "2026-03-08 02:30", "2026-11-01 01:30", "31/12/2026", "어제", "", "0x10", "3.5",
    ]  # fmt: skip
    reading = Context(zone, TODAY).reading(None, form)
    con = duckdb.connect()
    con.execute("create table t as select unnest(?::varchar[]) as c", [texts])
    texts_seen = "(select c as raw from t)"
    moments = dict(con.execute(f"select raw, value from ({fast_times(texts_seen, reading, as_day=False)})").fetchall())
    days = dict(con.execute(f"select raw, value from ({fast_times(texts_seen, reading, as_day=True)})").fetchall())
    differs = [text for text, moment in moments.items() if moment not in {None, parse_time(text, reading).value}]
    differs += [text for text, day in days.items() if day not in {None, parse_time(text, reading).day}]
    assert differs == []
    assert sum(moment is not None for moment in moments.values()) > 8


def decide(*values):
    return Evidence(TODAY, latest_day(TODAY, past_only=True, future_days=1)).feed(values).decide()


def test_one_value_beyond_twelve_decides_the_column():
    assert decide("10/03/2026", "13/03/2026").order == "dmy"
    assert decide("10/03/2026", "03/13/2026 10:00").order == "mdy"


def test_two_readings_are_a_question():
    assert decide("10/03/2026", "01/02/2026") == Order(None, None, ("dmy", "mdy"), "10/03/2026")
    assert decide("26.11.12").undecided == ("ymd", "dmy")


def test_a_reading_that_lies_ahead_is_left_out_only_where_the_calendar_allows_both():
    assert decide("01/12/2026", "02/12/2026").order == "mdy"
    assert decide("13/12/2026", "01/11/2026").order == "dmy"


def test_same_day_and_month_need_no_order():
    assert decide("03/03/2026") == Order()


def test_a_column_of_both_kinds_has_no_order():
    assert decide("03/13/2026", "13/03/2026", "01/02/2026") == Order()


def test_a_misprint_in_a_long_column_does_not_undo_it():
    values = [f"{day:02}/{month:02}/2026" for month in range(1, 11) for day in range(1, 29)]
    assert decide(*values, "05/13/2026").order == "dmy"


def test_two_digit_years_of_a_whole_column():
    values = [f"{day:02}/{month:02}/26" for month in range(1, 11) for day in range(1, 26)]
    assert decide(*values).undecided == ("ymd", "dmy")
    assert decide(*values, "30/10/26", "31/10/26").short == "dmy"


def test_years_first_elsewhere_in_the_column_settle_short_ones():
    assert decide("2026-01-01", "26.11.21").short == "ymd"
