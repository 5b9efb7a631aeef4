"""Company days from a spreadsheet."""

from __future__ import annotations

from datetime import date, time

import pytest

from cx import calendar_file
from cx.errors import UnknownFormat
from cx.language import LANGUAGES

TODAY = date(2026, 11, 20)


def read(text):
    return calendar_file.read_days(text.encode(), "days.csv", TODAY)


def test_days_with_kinds_names_and_hours():
    found = read(
        'day,kind,name,blocks\n2027-05-03,company,창립기념일,\n2027-05-08,open,근무,"09:00-12:00,13:00-15:00"\n'
    )
    assert found.wrong == ()
    holiday, work = found.days
    assert (holiday.day, holiday.kind, holiday.name) == (date(2027, 5, 3), "company", "창립기념일")
    assert work.blocks == ((time(9), time(12)), (time(13), time(15)))


def test_korean_headers_and_words_and_no_kind_is_a_day_off():
    found = read("날짜,구분,이름\n2027년 5월 3일,휴무,워크숍\n2027.05.08,영업일,근무\n2027-05-10,,휴가\n")
    assert [(one.day.day, one.kind) for one in found.days] == [(3, "company"), (8, "open"), (10, "company")]


def test_what_cannot_be_used_is_named_with_its_line():
    found = read("day,kind\n2027-13-45,company\n,company\n2027-05-03,파티\n03/04/2027,company\n2027-05-04,open\n")
    assert [line for line, _ in found.wrong] == [2, 3, 4, 5]
    assert found.wrong[1][1].key == "calendar.day_missing"
    assert found.wrong[2][1].key == "calendar.kind"
    assert [one.day for one in found.days] == [date(2027, 5, 4)]
    assert all(reason.text(language) for _, reason in found.wrong for language in LANGUAGES)


def test_a_file_without_days_is_refused():
    with pytest.raises(UnknownFormat) as caught:
        read("name,kind\nx,company\n")
    assert caught.value.key == "calendar.file_without_days"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_read(language):
    found = calendar_file.read_days(calendar_file.template(language), "days.xlsx", TODAY)
    assert [(one.day, one.kind) for one in found.days] == [(date(2027, 5, 1), "company"), (date(2027, 5, 8), "open")]
    assert found.wrong == ()
