"""Handing work over: what happens when either side dies, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cx.background import CANCELLED
from cx.errors import CxError
from cx.importing import inbox
from cx.importing.inbox import Request, hand_over
from cx.importing.progress import silent
from cx.warehouse import Store

ROOT = Path(__file__).parent.parent
CSV = "ticket_id,opened_at,channel\n1,2026-03-02 09:00:00,chat\n"


def process(*words, home):
    environment = os.environ | {"CX_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, *words], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


@pytest.fixture
def served(store):
    """Serve `store` in a thread by a handler; stopped at the end."""
    stop, threads = threading.Event(), []

    def start(handler):
        threads.append(threading.Thread(target=inbox.serve, args=(store, stop, handler)))
        threads[-1].start()

    yield start
    stop.set()
    for thread in threads:
        thread.join(30)


def soon():
    return time.monotonic() + 30


def test_request_files_and_answer_arrive_unchanged(store, served):
    seen = []

    def handler(_store, request, progress):
        seen.append(request)
        progress("read", 5, 10)
        return {"code": 0, "text": "가나다"}

    served(handler)
    request = Request("import", {"a": [1, None, "나"]}, (("x.csv", b"\x00\xff" * 300_000), ("빈.csv", b"")))
    steps = []
    answer = hand_over(store.folder, request, lambda *step: steps.append(step), until=soon())
    assert (answer, seen, steps) == ({"code": 0, "text": "가나다"}, [request], [("read", 5, 10)])
    assert list(store.inbox.iterdir()) == []


def test_when_the_owner_is_killed_the_other_does_it_itself(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text(CSV)
    with process("-m", "tests.serving", str(tmp_path / "own"), home=tmp_path) as owner:
        assert owner.stdout.readline() == "ready\n"
        other = process("-m", "cx", "import", str(file), "--source", "Desk", "--today", "2026-03-31", home=tmp_path)
        assert owner.stdout.readline() == "began\n"
        owner.kill()
    with other:
        assert "추가 1" in other.communicate(timeout=60)[0]
    assert other.returncode == 0
    with Store.open(tmp_path / "own") as store:
        assert store.query("select count(*) as n from ticket")["n"].item() == 1
        assert list(store.inbox.iterdir()) == []


def test_when_the_asking_process_is_killed_its_import_stops(store, served, tmp_path):
    began, ended = threading.Event(), []

    def handler(_store, _request, progress):
        began.set()
        try:
            while True:
                progress("read", 1, None)
        except CxError as error:
            ended.append(error.key)
        return {"code": 1}

    served(lambda *words: {"code": 0} if began.is_set() else handler(*words))
    with process("-m", "cx", "status", "--json", home=tmp_path) as other:
        assert began.wait(60)
        other.kill()
    assert hand_over(store.folder, Request("again", {}), silent, until=soon()) == {"code": 0}
    assert ended == [CANCELLED]


HALF = (10_000).to_bytes(8, "big") + b'{"command": '


def framed(head):
    return len(head).to_bytes(8, "big") + head


@pytest.mark.parametrize(
    "sent",
    [HALF, framed(b"[]"), framed(b'{"command": "x"}'), framed(b'{"files": [["a"]], "options": {}}'), b""],
    ids=["half", "a list", "nothing but a name", "a file without a length", "nothing"],
)
def test_a_broken_request_is_dropped_and_the_next_one_served(store, served, sent):
    answer = store.inbox / "x.answer"
    os.mkfifo(answer)
    os.mkfifo(store.inbox / "x.part")
    listening = os.open(answer, os.O_RDONLY | os.O_NONBLOCK)
    (store.inbox / "x.part").rename(store.inbox / "x.job")
    served(lambda *_: {"code": 7})
    writing = os.open(store.inbox / "x.job", os.O_WRONLY)
    os.write(writing, sent)
    os.close(writing)
    assert hand_over(store.folder, Request("next", {}), silent, until=soon()) == {"code": 7}
    assert os.read(listening, 10) == b""
    os.close(listening)


def test_nobody_takes_it_before_the_time_is_up(store):
    with pytest.raises(CxError) as caught:
        hand_over(store.folder, Request("status", {}), silent, until=time.monotonic())
    assert caught.value.key == "command.waited"
    assert list(store.inbox.iterdir()) == []


def test_a_free_store_needs_no_handing_over(tmp_path):
    assert hand_over(tmp_path, Request("status", {}), silent, until=soon()) is None
