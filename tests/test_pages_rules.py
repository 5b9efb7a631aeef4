"""The pages where people decide rules: settings, calendar, matching; what they say and what changes."""

from __future__ import annotations

from datetime import date, time

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import business_hours, settings
from cx.calendar import Hours
from cx.language import LANGUAGES, say


@pytest.fixture
def store(tmp_path):
    small_store.fill(tmp_path / "own")
    small_store.empty(tmp_path / "demo")
    with sessions.at_home(tmp_path):
        from pages import _store

        yield _store.opened("own")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_setting_is_saved_with_a_sentence(store, language):
    app = visit("50_settings", store="own", lang=language)
    app.number_input(key="settings_minimum_n").set_value(50)
    app.button(key="settings_minimum_n_save").click().run()
    healthy(app)
    name = say("settings_page.name.minimum_n", language)
    value = say("settings_page.unit.minimum_n", language, n=50)
    assert say("settings_page.saved", language, name=name, value=value) in words(app).replace("\\", "")
    assert settings.get(store).minimum_n == 50
    app.button(key="settings_minimum_n_default").click().run()
    assert settings.get(store).minimum_n == 30
    assert app.number_input(key="settings_minimum_n").value == 30


def test_a_value_out_of_range_is_refused_in_words(store):
    app = visit("50_settings", store="own")
    app.number_input(key="settings_future_days").set_value(9999)
    app.button(key="settings_future_days_save").click().run()
    [error] = app.error
    assert "허용하는 미래 날짜" in error.value
    assert "31" in error.value
    assert settings.get(store).future_days == 1


@pytest.mark.usefixtures("store")
def test_every_setting_has_its_card():
    shown = words(visit("50_settings", store="own"))
    for name in settings.NAMES:
        assert say(f"settings_page.name.{name}", "ko") in shown
        assert say(f"settings_page.meaning.{name}", "ko") in shown


def test_the_hours_of_some_weekdays_are_changed(store):
    app = visit("40_calendar", store="own")
    app.button_group(key="calendar_weekdays").set_value([4])
    app.time_input(key="calendar_closes").set_value(time(17))
    app.radio(key="calendar_when").set_value("ever")
    app.button(key="calendar_apply").click().run()
    healthy(app)
    fridays = [hours for hours in business_hours.week(store) if hours.weekday == 4]
    assert fridays == [Hours(4, time(9), time(12)), Hours(4, time(13), time(17))]
    assert sum(hours.weekday != 4 for hours in business_hours.week(store)) == 8


def test_lunch_outside_the_hours_is_no_lunch(store):
    app = visit("40_calendar", store="own")
    app.time_input(key="calendar_lunch_to").set_value(time(19)).run()
    healthy(app)
    assert say("calendar_page.lunch_wrong", "ko") in words(app)
    assert len(business_hours.week(store)) == 10


def test_a_company_day_is_added(store):
    app = visit("40_calendar", store="own")
    app.date_input(key="calendar_day").set_value(date(2026, 12, 30))
    app.date_input(key="calendar_last_day").set_value(date(2026, 12, 31))
    app.text_input(key="calendar_name").set_value("종무 휴가")
    app.button(key="calendar_add_button").click().run()
    healthy(app)
    assert [(one.day.day, one.kind, one.name) for one in business_hours.decided(store)] == [
        (30, "company", "종무 휴가"),
        (31, "company", "종무 휴가"),
    ]


def test_company_days_come_from_a_file(store):
    app = visit("40_calendar", store="own")
    app.file_uploader[0].set_value([("days.csv", b"day,kind,name\n2026-12-30,company,A\nsoon,company,B\n", "text/csv")])
    app.run()
    healthy(app)
    assert say("calendar_page.file_found", "ko", n=1) in words(app)
    assert len(app.warning) == 1
    app.button(key="calendar_file_take").click().run()
    healthy(app)
    assert [one.name for one in business_hours.decided(store)] == ["A"]


def test_the_status_says_how_fresh_the_sources_are(store):
    app = visit("30_status", store="own")
    healthy(app)
    assert app.dataframe[0].value["source"].tolist() == ["상담 도구"]
    assert say("status.title_no_gaps", "ko") in words(app)
    app.button(key="status_backup").click().run()
    healthy(app)
    assert len(list((store.folder / "backup").glob("cx-own-*.duckdb"))) == 1
