"""The page of topics: what the last run found, the way back, and who asks for another one."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from cx.voc import catalogue, splitting
from cx.voc.splitting import Part, Parts

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def home(tmp_path):
    small_store.read(small_store.fill(tmp_path / "demo"))
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        yield tmp_path


def test_the_last_run_is_told_and_undone_and_the_first_is_not():
    from pages import _store

    app = visit("47_topics", store="demo")
    healthy(app)
    assert say("voc_page.curate.list_title", "ko", n=4) in words(app)
    assert "**새로 나온 주제 4**" in words(app)
    assert "topics_undo" not in [one.key for one in app.button]
    with _store.opened("demo").write("voc") as con:
        con.execute("insert into topic_run select 2, made_at, parameters, n_texts, '{}', false from topic_run")
        con.execute("insert into text_topic select 2, text_hash, 1, strength from text_topic where topic_id = 1")
        con.execute("update topic set is_gone = topic_id > 1")
    app.run()
    assert say("voc_page.curate.list_title", "ko", n=1) in words(app)
    app.button(key="topics_undo").click().run()
    healthy(app)
    assert say("voc_page.undone", "ko") in words(app)
    assert say("voc_page.curate.list_title", "ko", n=4) in words(app)
    assert "topics_undo" not in [one.key for one in app.button]


def test_who_asks_for_topics_says_how_fine(monkeypatch):
    from pages import _reader

    asked = []
    monkeypatch.setattr(_reader, "begin", lambda _store: SimpleNamespace(find_topics=asked.append))
    app = visit("47_topics", store="demo")
    assert say("voc_page.curate.run_earlier", "ko") in words(app)  # its parameters name no way of finding
    app.selectbox(key="topics_detail").set_value("fine").run()
    app.button(key="topics_find").click().run()
    healthy(app)
    assert asked == ["fine"]


def test_a_topic_is_looked_into_behind_the_page(monkeypatch):
    from pages import _store, _topic_list

    gate = threading.Event()
    two = tuple(Part(number, f"부분 {number}", 2, (small_store.HOSTILE,)) for number in (0, 1))

    def parts(_store, code, progress):
        gate.wait(30)
        progress(1, 2)
        return Parts(code, two, np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64))

    monkeypatch.setattr(splitting, "parts", parts)
    monkeypatch.setattr(_topic_list, "chosen", lambda: (catalogue.topics(_store.opened("demo"))["1"],))
    app = visit("47_topics", store="demo")
    app.button(key="topic_split").click().run()
    assert "topic_split" not in [one.key for one in app.button]
    app.button(key="topic_split_stop").click().run()
    for is_stopped in (True, False):
        gate.set()
        app.session_state["topic_parts"][1].wait()
        app.run()
        healthy(app)
        if is_stopped:
            app.button(key="topic_split").click().run()
    assert f"**{say('voc_page.split_title', 'ko', n=2)}**" in words(app)
    app.button(key="topic_split_close").click().run()
    assert "topic_split" in [one.key for one in app.button]
