"""What people may decide about the calendar, and what is refused with a reason."""

from __future__ import annotations

from datetime import date, time

import pytest

from cx import calendar_changes as changes
from cx.calendar import Hours, SpecialDay
from cx.errors import BadRows
from cx.warehouse import Store
from tests.put_rows import fact, opened


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path) as found:
        yield found


def test_a_new_store_shows_the_usual_week_and_the_law(store):
    assert len(changes.weekly(store)) == 10
    days = changes.days_of(store, 2026)
    assert days[days["day"] == date(2026, 10, 5)].values.tolist() == [
        [date(2026, 10, 5), "substitute", "개천절 대체 휴일", "", False]
    ]
    assert changes.working_days(store, date(2026, 9, 21), date(2026, 9, 27)) == 3


def test_decisions_are_listed_beside_the_law_and_can_be_taken_back(store):
    version = store.settings_version
    changes.set_days(
        store, [SpecialDay(date(2026, 10, 5), "open", "특근"), SpecialDay(date(2026, 10, 6), "company", "워크숍")]
    )
    assert store.settings_version == version + 1  # cached results are asked again
    assert changes.working_days(store, date(2026, 10, 5), date(2026, 10, 6)) == 1
    days = changes.days_of(store, 2026).set_index("day")
    assert days.loc[date(2026, 10, 5), ["kind", "is_decided"]].tolist() == ["open", True]
    changes.remove_days(store, [date(2026, 10, 5), date(2026, 10, 6)])
    assert changes.days_of(store, 2026).set_index("day").loc[date(2026, 10, 5), "kind"] == "substitute"
    assert changes.working_days(store, date(2026, 10, 5), date(2026, 10, 6)) == 1


def test_the_facts_follow_in_the_same_transaction(tmp_path):
    ticket = {"ticket_id": "1", "opened_at": "2026-10-12 01:00:00", "first_response_at": "2026-10-12 02:00:00"}
    with opened(tmp_path, ticket=[ticket]) as store:
        changes.set_hours(store, [Hours(0, time(10, 30), time(18))])
        assert fact(store, "1")["first_response_business_seconds"] == 1800
        changes.set_days(store, [SpecialDay(date(2026, 10, 12), "company")])
        assert fact(store, "1")["first_response_business_seconds"] == 0


@pytest.mark.parametrize(
    ("blocks", "key"),
    [
        ([Hours(0, time(9), time(12)), Hours(0, time(11), time(18))], "calendar.overlap"),
        ([Hours(0, time(22), time(6)), Hours(0, time(23), time(23, 30))], "calendar.overlap"),
        ([Hours(0, time(9), time(18), date(2026, 5, 2), date(2026, 5, 1))], "calendar.validity"),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_changes(store, blocks, key):
    with pytest.raises(BadRows) as error:
        changes.set_hours(store, blocks)
    assert error.value.key == key
    assert error.value.text("ko") != error.value.text("en")
    assert len(changes.weekly(store)) == 10


def test_hours_may_touch_and_change_over_time(store):
    blocks = [
        Hours(0, time(9), time(12), to_day=date(2026, 6, 30)),
        Hours(0, time(12), time(18), to_day=date(2026, 6, 30)),
        Hours(0, time(10), time(16), from_day=date(2026, 7, 1)),
    ]
    changes.set_hours(store, blocks)
    assert set(changes.weekly(store)) == set(blocks)


def test_an_open_day_needs_hours_where_the_weekday_has_none(store):
    with pytest.raises(BadRows, match="2026-10-17"):
        changes.set_days(store, [SpecialDay(date(2026, 10, 17), "open")])
    changes.set_days(store, [SpecialDay(date(2026, 10, 17), "open", "", ((time(9), time(12)),))])
    assert changes.working_days(store, date(2026, 10, 17), date(2026, 10, 17)) == 1


def test_days_come_from_a_file_in_words_or_codes():
    rows = [
        {"day": "2026-05-01", "kind": "회사 휴무", "name": "노동절", "blocks": None},
        {"day": "2026.05.02", "kind": "open", "name": None, "blocks": "10:00-12:00"},
        {"day": "2026/05/04 00:00:00", "kind": None, "name": "샌드위치", "blocks": ""},
    ]
    assert changes.days_from(rows) == [
        SpecialDay(date(2026, 5, 1), "company", "노동절"),
        SpecialDay(date(2026, 5, 2), "open", "", ((time(10), time(12)),)),
        SpecialDay(date(2026, 5, 4), "company", "샌드위치"),
    ]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"day": "5월 1일"}, "calendar.row_day"),
        ({"day": "2026-05-01", "kind": "festival"}, "calendar.kind"),
        ({"day": "2026-05-01", "kind": "open", "blocks": "9-12"}, "calendar.blocks"),
    ],
)
def test_rows_that_cannot_be_read_are_named(row, key):
    with pytest.raises(BadRows) as error:
        changes.days_from([row])
    assert error.value.key == key
