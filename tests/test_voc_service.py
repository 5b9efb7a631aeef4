"""The reader of a running app: what it does when, and how people stop it."""

from __future__ import annotations

import threading

import pytest

from cx.errors import CxError
from cx.voc import catalogue, reading, service, topics
from cx.voc.service import Service
from tests import put_rows

MATTERS = {
    "로그인": [
        "로그인이 안 돼요",
        "비밀번호를 잊어버려서 로그인을 못 해요",
        "아이디가 잠겨서 로그인할 수 없어요",
        "로그인 화면이 하얗게 나와요",
    ],
    "결제": [
        "카드 결제가 두 번 됐어요",
        "결제 취소하고 환불해 주세요",
        "결제 영수증이 필요해요",
        "카드 결제 오류가 나요",
    ],
    "엑셀": [
        "엑셀 업로드가 안 돼요",
        "엑셀 파일로 명단을 올리면 깨져요",
        "엑셀 양식을 내려받고 싶어요",
        "명단 엑셀 업로드 오류예요",
    ],
}
ENDINGS = ("", " 급해요", " 어제부터요", " 확인 부탁드려요", " 학원에서 기다려요", " 저만 그런가요")


def tickets():
    for matter, texts in MATTERS.items():
        for text in texts:
            for number, ending in enumerate(ENDINGS):
                name = f"{matter}-{texts.index(text)}-{number}"
                yield {"ticket_id": name, "opened_at": f"2026-10-{number + 1:02}", "body": text + ending}


@pytest.fixture
def store(tmp_path):
    with put_rows.opened(tmp_path, ticket=list(tickets())) as found:
        yield found


def until(condition):
    """Wait for a condition that a thread brings about."""
    reached = threading.Event()
    for _ in range(1200):
        if condition():
            return
        reached.wait(0.1)
    pytest.fail("not reached within two minutes")


def test_new_texts_are_read_and_put_into_topics_by_themselves(store, monkeypatch):
    reader = Service(store, pause=0.05)
    monkeypatch.setattr(reader._aside, "close", lambda: None)  # it loads longer than it works: once will do
    reader.begin()
    until(lambda: topics.current(store) is not None and not reader.position.stage)
    assert reader.position.error is None
    assert reading.state(store) == reading.State(72, 72, 72)
    found = store.query("select split_part(document_id, '-', 1) as matter, topic, kind from voc_fact")
    assert found["topic"].notna().all()
    assert found["kind"].notna().all()
    # A topic is of one matter: nearly every text shares its topic with texts of its own matter only.
    purest = found.groupby("topic")["matter"].agg(lambda matters: matters.value_counts().iloc[0]).sum()
    assert purest >= 0.9 * len(found)
    assert len(catalogue.topics(store)) >= len(MATTERS)
    put_rows.add(
        store,
        ticket=[{"ticket_id": "new", "opened_at": "2026-10-20", "body": "비밀번호가 틀리다고 로그인이 안 됩니다"}],
    )
    new = "select topic, kind from voc_fact where document_id = 'new'"
    until(lambda: store.query(new)["topic"].notna().any())
    same = store.query("select mode(topic) as topic from voc_fact where document_id like '로그인%'")["topic"].item()
    assert same is not None
    of_logins = store.query("select distinct topic from voc_fact where document_id like '로그인%'")["topic"].tolist()
    assert store.query(new)["topic"].item() in of_logins
    monkeypatch.undo()
    reader.end()
    assert not reader.is_running
    assert not reader._aside.is_running


def test_topics_are_found_anew_for_who_asks_also_after_a_pause(store, monkeypatch):
    found = []
    monkeypatch.setattr(service, "STAGES", {})
    monkeypatch.setattr(topics, "find", lambda *_, detail: found.append(detail))
    reader = Service(store, pause=0.01)
    reader.pause()
    reader.find_topics("fine")
    until(lambda: not reader.is_asked)
    assert not reader.is_paused
    reader.find_topics("coarse")
    until(lambda: not reader.is_asked)
    assert found == ["fine", "coarse"]
    reader.end()


def test_a_pause_holds_until_a_person_goes_on(store, monkeypatch):
    at_work, done = threading.Event(), []

    def work(_store, _aside, progress):
        while True:
            at_work.set()
            progress(1, 2)

    monkeypatch.setattr(service, "STAGES", {"read": (lambda _: not done, work)})
    reader = Service(store, pause=0.01)
    reader.begin()
    assert at_work.wait(30)
    assert reader.position == service.Position("read", 1, 2) or not reader.position.stage
    reader.pause()
    until(lambda: not reader.position.stage)
    at_work.clear()
    assert not at_work.wait(0.2)
    assert reader.is_paused
    assert reader.position.error is None
    reader.begin()
    assert at_work.wait(30)
    reader.end()


@pytest.mark.parametrize("error", [CxError("voc.too_few", n=3, least=30), ValueError("a text of a customer")])
def test_what_failed_is_said_and_not_tried_without_end(store, monkeypatch, caplog, error):
    tries = []

    def work(*_):
        tries.append(1)
        raise error

    monkeypatch.setattr(service, "STAGES", {"topics": (lambda _: True, work)})
    reader = Service(store, pause=0.01)
    reader.begin()
    until(lambda: reader.position.error is not None)
    assert reader.position.error.key in {"voc.too_few", "voc.work_failed"}
    assert "customer" not in caplog.text
    assert len(tries) == 1
    with store.write("voc"):
        pass
    until(lambda: len(tries) == 2)  # something changed
    reader.end()
