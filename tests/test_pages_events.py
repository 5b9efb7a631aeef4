"""The page on which events are entered, and their way to the trend of the overview; also through a file."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import annotations, sources, targets
from cx.importing.codes import code_of
from cx.importing.run import import_file, inspect
from cx.language import LANGUAGES, say
from cx.metric import find
from cx.selection import Selection


@pytest.fixture
def store(tmp_path):
    small_store.fill(tmp_path / "own")
    small_store.empty(tmp_path / "demo")
    with sessions.at_home(tmp_path):
        from pages import _store

        yield _store.opened("own")


def key(app, kind, start):
    [found] = [one for one in getattr(app, kind) if str(one.key).startswith(start)]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_event_is_entered_and_stands_on_the_trend(store, language):
    app = visit("46_events", store="own", lang=language)
    assert say("event_page.empty", language) in words(app)
    key(app, "text_input", "events_title").set_value("챗봇 개편 <b>2.0</b>")
    app.date_input(key="events_day").set_value(date(2026, 9, 14))
    app.selectbox(key="events_kind").set_value("bot_change")
    app.button(key="events_save").click().run()
    healthy(app)
    said = say("event_page.saved", language, title="챗봇 개편 <b>2.0</b>", day="2026-09-14")
    assert said in words(app).replace("\\", "")
    [event] = annotations.everything(store)
    assert (event.kind, event.day) == ("bot_change", date(2026, 9, 14))
    assert app.dataframe[0].value.iloc[0].tolist()[:3] == [
        "2026-09-14",
        event.title,
        say("event_page.kind.bot_change", language),
    ]

    from pages import _store, _view, _words

    _store.begin("own")
    _words.speak(language)
    with_event = _view.made(Selection()).main
    assert with_event.has_events
    assert with_event.rows["event"].dropna().tolist() == ["챗봇 개편 <b>2.0</b>"]
    assert not _view.made(Selection(period="2026-10-01..2026-10-31")).main.has_events
    healthy(visit("10_overview", store="own", lang=language))


def test_a_blank_title_is_refused_and_chosen_rows_are_removed(store):
    app = visit("46_events", store="own")
    app.button(key="events_save").click().run()
    assert [error.value for error in app.error] == [say("event.title", "ko", longest=annotations.LONGEST)]
    annotations.put(store, date(2026, 9, 14), "앱 배포", "release")
    app.run()
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="events_remove").click().run()
    healthy(app)
    assert annotations.everything(store) == ()


def headers(table, language):
    return ",".join(say(f"column.label.{name}", "ko") if language == "ko" else name for name in COLUMNS[table])


COLUMNS = {
    "annotation": ("annotation_id", "annotation", "day", "title", "product"),
    "target": ("target_id", "metric", "goal", "from_day", "to_day", "product", "channel"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_and_targets_come_through_the_import_too(store, language):
    """Our templates, filled in as people would, with labels and names of either language."""
    rows = {
        "annotation": "E1,bot_change,2026-09-14,챗봇 개편,\nE2,programme,2026-10-01,AI 바우처 사업 시작,러닝룸\n",
        "target": f"7,{find('csat').label(language)},0.9,2026-01-01,,,\n8,response_rate,0.95,2026-01-01,,,phone\n",
    }
    source = sources.find(store, "상담 도구")
    for table, lines in rows.items():
        found = inspect(store, f"{headers(table, language)}\n{lines}".encode(), f"{table}.csv")
        assert found.recognition.formats == (f"template_{table}",)
        report = import_file(store, found, source=source, mappings=found.mappings, today=date(2026, 11, 18))
        assert [(count.table, count.inserted) for count in report.tables] == [(table, 2)]
    assert [event.title for event in annotations.everything(store)] == ["AI 바우처 사업 시작", "챗봇 개편"]
    phone = Selection(channel=("phone",))
    assert targets.holding(store, phone, date(2026, 11, 1)) == {"csat": 0.9, "response_rate": 0.95}
    healthy(visit("46_events", store="own", lang=language))
    healthy(visit("45_targets", store="own", lang=language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", annotations.KINDS)
def test_a_file_may_call_kinds_as_the_page_does(kind, language):
    assert code_of(say(f"event_page.kind.{kind}", language), "annotation") == kind
