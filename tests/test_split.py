"""The choices under "why it moved": KPI, dimension and a second one; the link keeps them, and names of people stay hidden."""

from __future__ import annotations

import pandas as pd
import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from tests import month_store

PAGE = "11_month"
TWO = "response_rate.channel.hour"


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    small_store.fill(folder / "demo")
    month_store.make(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


def test_a_second_dimension_cuts_the_change_and_stands_in_the_link():
    app = visit(PAGE, store="own")
    healthy(app)
    assert app.selectbox(key="why_name").value == "response_rate"
    assert app.selectbox(key="why_by").value == "channel"
    assert "why" not in app.query_params  # only what somebody chose
    app.selectbox(key="why_also").set_value("hour").run()
    healthy(app)
    assert app.query_params["why"] == TWO
    # By hand: calls fell from 25 of 30 to 13 of 30, all at ten: half of all, so (13 - 25) / 60; chats stayed at 29 of 30.
    assert "응대율 −20.0%p: 전화 10시 −20.0%p" in words(app).replace("\\", "")


def test_a_link_shows_the_split_and_another_kpi_keeps_the_dimensions_it_has():
    app = visit(PAGE, store="own", why=TWO)
    healthy(app)
    assert [app.selectbox(key=f"why_{key}").value for key in ("name", "by", "also")] == [
        "response_rate",
        "channel",
        "hour",
    ]
    app.selectbox(key="why_name").set_value("ces").run()
    healthy(app)
    assert app.query_params["why"] == "ces.channel"


@pytest.mark.parametrize(
    "code",
    ["nothing.channel", "response_rate.channel.channel", "frt_median.channel", "inflow", "inflow.score.x.y", "<b>"],
)
def test_a_link_that_cannot_be_split_shows_the_own_one(code):
    app = visit(PAGE, store="own", why=code)
    healthy(app)
    assert app.selectbox(key="why_name").value == "response_rate"
    assert app.selectbox(key="why_by").value == "channel"


@pytest.mark.parametrize("code", ["response_rate.agent", "response_rate.agent.channel"])
def test_agents_have_numbers_for_names(code):
    from pages import _split, _words

    app = visit(PAGE, store="own", why=code)
    healthy(app)
    _words.speak("ko")
    found = _split._masked(frame(code), tuple(code.split(".")[1:]))
    assert "김하늘" not in str(found["label"].tolist())
    assert "상담사 1" in found["label"].iloc[0]


def frame(code):
    labels = ["김하늘", None] if code.count(".") == 1 else ['["김하늘", "chat"]', '[null, "chat"]']
    return pd.DataFrame({"label": labels})


def test_a_running_month_has_nothing_to_split():
    app = visit(PAGE, store="own", period="2026-11-01..2026-11-30")
    healthy(app)
    assert not [box for box in app.selectbox if box.key == "why_by"]
