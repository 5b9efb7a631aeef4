"""Whatever stands in a cell: a value, a reason or "missing", and never an error."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cx.importing import cells
from cx.importing.context import Context
from cx.importing.dates import parse_time
from cx.importing.fast import fast_times
from cx.importing.order import Evidence

TODAY = date(2026, 11, 21)
PIECES = st.sampled_from(
    [*"0123456789-/.: ,eE%TZ+년월일시분초점★☆()오전후PpAaMmKkST", "GMT", "만원", "₩", "0000", "2026", "12"]
)
CELLS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=20).map("".join))
PARSERS = (
    cells.parse_count,
    cells.parse_number,
    cells.parse_money,
    cells.parse_flag,
    lambda text: cells.parse_seconds(text, None),
    lambda text: cells.parse_seconds(text, "h:m"),
    lambda text: cells.parse_score(text, None),
    lambda text: cells.parse_score(text, 5),
)


@settings(max_examples=400, deadline=None)
@given(CELLS.filter(str.strip))
@example("²")
@example("٣점")
@example("1e99")
@example("9" * 400)
def test_every_parser_answers(text):
    for parse in PARSERS:
        cell = parse(text)
        assert (cell.value is None) or (cell.reason is None)
        if isinstance(cell.value, float | int) and not isinstance(cell.value, bool):
            assert abs(cell.value) < 1e18


@settings(max_examples=400, deadline=None)
@given(CELLS.filter(str.strip), st.sampled_from([None, "dmy", "mdy", "ymd", "epoch_s", "epoch_ms", "excel"]))
@example("٢٠٢٦-١١-٢١", None)
@example("²²-11-2026", "dmy")
@example("2100-12-31 23:00 -14:00", None)
def test_every_text_is_a_time_or_not(text, form):
    reading = Context("Asia/Seoul", TODAY).reading(None, form)
    stamp = parse_time(text, reading)
    assert stamp.value is None or (stamp.reason is None and 1970 <= stamp.value.year <= 2101)
    Evidence(TODAY, TODAY).feed([text]).decide()


FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y년 %m월 %d일 %H시 %M분 %S초", "%d-%b-%Y %H:%M:%S", "%Y%m%d%H%M%S",
           "%m/%d/%Y %I:%M:%S %p", "%Y. %m. %d. %p %I:%M:%S"]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01")),
    st.sampled_from(FORMATS),
    st.sampled_from(["Asia/Seoul", "Europe/Paris", "America/New_York", "Asia/Kolkata"]),
)
def test_written_and_read_again(moment, written, zone):
    moment = moment.replace(microsecond=0)
    local = moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    stamp = parse_time(local.strftime(written), Context(zone, TODAY).reading(None, "mdy"))
    assert stamp.reason is None
    assert stamp.value == moment or stamp.odd == "ambiguous"


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS.filter(str.strip), min_size=1, max_size=30, unique=True), st.sampled_from([None, "dmy", "mdy"]))
@example(["2026.11-21", "2026. 1. 2. 오전 0:10", "1/2/2026 13:05 PM", "2026-11-21 AM 3:05 PM"], "dmy")
@example(["2026-11-21T06:05:12Z", "2026-11-21 06:05 +09", "2026-11-21 06:05+24:00", "2026-11-21 06:05-15"], None)
@example(["1/2/2026AM 3:05", "1/2/2026 AM3:05", "01.02-2026 3:05", "1/2/2026 3:05:07PM"], "mdy")
def test_sql_and_parser_never_disagree(texts, form):
    reading = Context("Europe/Paris", TODAY).reading(None, form)
    con = duckdb.connect()
    con.execute("create table t as select unnest(?::varchar[]) as raw", [texts])
    for as_day in (False, True):
        for raw, value, _ in con.execute(fast_times("t", reading, as_day=as_day)).fetchall():
            stamp = parse_time(raw, reading)
            assert value in {None, stamp.day if as_day else stamp.value}, raw
