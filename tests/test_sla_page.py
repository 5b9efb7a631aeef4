"""The SLA page: promising, what it says of every policy, the rows behind it, ending and taking back, and who did it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx import changes, sla, sla_finding
from cx.compute import compute
from cx.errors import CxError, UnknownName
from cx.language import LANGUAGES, say
from cx.selection import Selection

YEAR = (date(2025, 11, 1), date(2026, 10, 31))


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


def promise(app, written, *, clock="calendar", **scope):
    key(app, "text_input", "sla_goal").set_value(written)
    app.radio(key="sla_clock").set_value(clock)
    for name, value in scope.items():
        app.selectbox(key=f"sla_{name}").set_value(value)
    app.button(key="sla_save").click().run()
    return words(app).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_promise_is_saved_judged_and_logged(store, language):
    app = visit("15_sla", store="own", lang=language)
    assert say("sla.none", language) in words(app)
    said = promise(app, "5분", channel="chat")
    healthy(app)
    [one] = sla.everything(store)
    assert (one.target, one.goal_seconds, one.clock, one.channel, one.priority) == (
        "first_response",
        300,
        "calendar",
        "chat",
        None,
    )
    assert sla_finding.within_words(one, language) in said
    kept = compute(store, ["sla_kept"], Selection(), span=YEAR).iloc[0]
    values = {metric.label: metric.value for metric in app.metric}
    assert values[say("metric.sla_kept.label", language)] == f"{kept['value'] * 100:.1f}%"
    [row] = sla_finding.by_policy(store, Selection(), YEAR)
    assert (row.judged, row.broken) == (kept["n"], kept["n"] - kept["numerator"])
    [logged] = changes.everything(store, "policy")
    assert say("change.title", language, n=1) in [one.label for one in app.expander]
    assert logged.after == {"target": "first_response", "channel": "chat", "clock": "calendar", "goal_seconds": 300}


@pytest.mark.parametrize("written", ["", "5", "빨리", "-3분", "0분", "3000일"])
def test_what_is_no_time_is_refused_in_words(store, written):
    app = visit("15_sla", store="own")
    promise(app, written)
    assert not app.exception
    assert len(app.error) == 1
    assert sla.everything(store) == ()


def test_a_policy_opens_its_rows_and_can_be_taken_back(store):
    sla.put(store, "first_response", 300, clock="calendar")
    phone = sla.put(store, "first_response", 60, clock="calendar", channel="phone")
    app = visit("15_sla", store="own")
    place = [one.policy_id for one in sla.everything(store)].index(phone.policy_id)
    app.session_state["sla_list_0_ko"] = {"selection": {"rows": [place], "columns": [], "cells": []}}
    app.run()
    healthy(app)
    app.button(key="sla_remove").click().run()
    healthy(app)
    assert [one.channel for one in sla.everything(store)] == [None]


def test_the_title_names_the_policy_with_the_most_broken_promises(store):
    sla.put(store, "first_response", 3600, clock="calendar")
    sla.put(store, "first_response", 130, clock="calendar", channel="phone")
    found = sla_finding.by_policy(store, Selection(), YEAR)
    most = max(found, key=lambda one: one.broken)
    assert most.policy.channel == "phone"
    title = sla_finding.title(found, "2026년 10월", "ko")
    assert f"{sum(one.broken for one in found):,}건" in title
    assert "첫 응답 · 전화" in title


def test_the_clock_of_policies_is_that_of_contacts(store):
    """A team of five promises at once: those of the past are judged by what held then."""
    sla.put(store, "resolution", 7200, clock="calendar", from_day=YEAR[1] + timedelta(days=1))
    assert compute(store, ["sla_kept"], Selection(), span=YEAR)["n"].item() == 0


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (("speed", 60, {}), UnknownName),
        (("resolution", 60, {"clock": "moon"}), UnknownName),
        (("resolution", 60, {"channel": "pigeon"}), UnknownName),
        (("resolution", 60, {"plan": "프로"}), UnknownName),
        (("resolution", 0, {}), CxError),
        (("resolution", 10**9, {}), CxError),
        (("resolution", 60, {"from_day": date(2026, 2, 1), "to_day": date(2026, 1, 1)}), CxError),
    ],
)
def test_what_cannot_be_promised_is_refused(store, given, error):
    target, goal, more = given
    with pytest.raises(error):
        sla.put(store, target, goal, **more)
    assert sla.everything(store) == ()
