"""The server of `make run`: ready before anybody comes, serving every page and its font, and quiet when it is stopped."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests import small_store
from tests.bench.visitors import Visitor
from tests.served import ROOT, Server, start


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    small_store.fill(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    running = start(tmp_path, "pages/_serve.py")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_it_shows_what_app_py_shows_and_stops_without_a_word(server):
    for page in ("", "dictionary"):
        visitor = Visitor(server, page, store="demo")
        assert visitor.errors == []
        assert "store=demo" in visitor.query
        visitor.close()
    loaded = Path(f"/proc/{server.process.pid}/maps").read_text()
    assert "/sklearn/" not in loaded  # a second of every start: what learns does so in a process of its own
    assert "/pyarrow/" in loaded
    font = ROOT / "static" / "PretendardVariable.woff2"
    with urlopen(f"{server.address}/app/static/{font.name}") as answer:  # noqa: S310 - our own server
        assert answer.read() == font.read_bytes()
    server.process.send_signal(signal.SIGINT)
    server.process.wait(20)
    said = (server.home / "app.log").read_text()
    assert "nanobind" not in said
    assert "Traceback" not in said


def test_make_run_starts_it():
    assert "streamlit run pages/_serve.py" in (ROOT / "Makefile").read_text()


def test_getting_ready_leaves_nothing_to_compute_for_the_first_visitor(tmp_path, monkeypatch):
    from cx import cache
    from cx.selection import Selection
    from tests import sessions

    small_store.fill(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        from pages import _searcher, _store, _warm

        monkeypatch.setattr(_warm, "_LATER", ())
        monkeypatch.setattr("gc.freeze", lambda: None)  # a test process goes on after this
        begun = []
        monkeypatch.setattr(_searcher, "get_ready", lambda store: begun.append(store.folder.name))
        working = threading.Thread(target=_warm._get_ready)  # as the server does: what it says of itself ends with it
        working.start()
        working.join()
        assert begun == ["demo"]  # models too, behind everybody's back
        for language in ("ko", "en"):
            assert cache.is_known(_store.opened("demo"), ("overview", language), Selection())
        assert not cache.is_known(_store.opened("own"), ("overview", "ko"), Selection())  # empty: nothing to show
