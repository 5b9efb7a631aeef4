"""The page on which targets are set: what is saved, refused, ended and taken back, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import targets
from cx.language import LANGUAGES, say
from cx.metric import find
from tests.put_rows import put


@pytest.fixture
def store(tmp_path):
    small_store.fill(tmp_path / "own")
    small_store.empty(tmp_path / "demo")
    with sessions.at_home(tmp_path):
        from pages import _store

        yield _store.opened("own")


def key(app, kind, start):
    """The widget whose key begins so: some carry a number that changes when the form is used."""
    [found] = [one for one in getattr(app, kind) if str(one.key).startswith(start)]
    return found


def table(app):
    """The lines of the table of targets that count."""
    [found] = [one.value for one in app.markdown if one.value.startswith("| ")]
    return found.replace("\\", "").splitlines()


def save(app, metric, goal):
    app.selectbox(key="targets_metric").set_value(metric).run()
    key(app, "text_input", "targets_goal").set_value(goal)
    key(app, "date_input", "targets_from").set_value(date(2026, 10, 1))
    app.button(key="targets_save").click().run()
    return words(app).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_is_saved_with_a_sentence_and_judged(store, language):
    app = visit("45_targets", store="own", lang=language)
    said = save(app, "response_rate", "95%")
    healthy(app)
    name = find("response_rate").label(language)
    every = say("target_page.all", language)
    assert say("target_page.saved", language, name=name, scope=every, goal="95%", day="2026-10-01") in said
    [one] = [one for one in targets.everything(store) if one.is_own]
    assert (one.metric, one.goal, one.from_day, one.product) == ("response_rate", 0.95, date(2026, 10, 1), None)
    [row] = [line for line in table(app) if name in line]
    assert "| 95% | 91.1% |" in row
    assert "✗ " + say("target_page.missed", language, gap="").strip() in row
    assert say("target_page.origin_own", language) in row
    assert find("automation_rate").label(language) not in "".join(table(app))  # nobody here has a bot


@pytest.mark.parametrize(("metric", "goal", "said"), [("response_rate", "120%", "120%"), ("response_rate", "0.9", "%"), ("frt_median", "5", "5분"), ("frt_median", "-5분", "-5분"), ("ces", "8", "7.0점")])  # fmt: skip
def test_what_cannot_be_is_refused_in_words(store, metric, goal, said):
    app = visit("45_targets", store="own")
    before = targets.everything(store)
    save(app, metric, goal)
    [error] = app.error
    assert said in error.value.replace("\\", "")
    assert targets.everything(store) == before


def test_no_target_and_zero(store):
    app = visit("45_targets", store="own")
    save(app, "unanswered", "0")
    healthy(app)
    app.selectbox(key="targets_metric").set_value("csat").run()
    key(app, "checkbox", "targets_none").check()
    app.button(key="targets_save").click().run()
    healthy(app)
    own = {one.metric: one.goal for one in targets.everything(store) if one.is_own}
    assert own == {"unanswered": 0.0, "csat": None}
    shown = " ".join(table(app))
    assert find("unanswered").label("ko") in shown
    assert find("csat").label("ko") not in shown


def test_chosen_rows_are_ended_and_removed(store):
    targets.put(store, "csat", 0.9, from_day=date(2026, 1, 1))
    app = visit("45_targets", store="own")
    assert app.button(key="targets_remove").disabled
    shown = app.dataframe[0].value
    place = shown.iloc[:, 0].tolist().index(find("csat").label("ko"))
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": [place], "columns": [], "cells": []}}
    app.run()
    app.button(key="targets_remove").click().run()
    healthy(app)
    assert say("target_page.removed", "ko", n=1) in words(app)
    assert not [one for one in targets.everything(store) if one.is_own]


def test_an_empty_store_and_hostile_files_have_a_page(tmp_path):
    small_store.empty(tmp_path / "own")
    small_store.empty(tmp_path / "demo")
    with sessions.at_home(tmp_path):
        app = visit("45_targets", store="own")
        healthy(app)
        assert say("target_page.history_empty", "ko") in words(app)
        from pages import _store

        with _store.opened("own").write("data") as con:
            put(con, "target", [{"target_id": "1", "metric": "<b>[x](http://e.example)</b>", "goal": 1e300}])
        healthy(visit("45_targets", store="own"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_history_has_a_name_of_its_own(language):
    names = [
        say(f"target_page.{name}", language)
        for name in ("metric", "scope", "goal", "from_day", "until", "state", "origin")
    ]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("state", "value"), [("few", 240.0), ("withheld", None)])
def test_too_few_rows_are_said_and_not_called_no_value(monkeypatch, state, value):
    from pages import _goals

    monkeypatch.setattr(_goals, "language", lambda: "ko")
    row = {"value": value, "target": 300.0, "is_met": None, "state": state, "n": 9, "people": 9}
    assert _goals._verdict(row, "seconds").replace("\\", "") == ":gray[표본 부족 (n=9)]"
