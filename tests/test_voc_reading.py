"""Reading: every text once, in another process, and what is left when that is stopped."""

from __future__ import annotations

import numpy as np
import pytest

from cx.errors import CxError
from cx.voc import kinds, reading
from cx.voc.aside import Aside
from tests import put_rows

TEXTS = ["로그인이 안 돼요", "카드 결제가 두 번 됐어요", "ㅋㅋㅋ", "엑셀 업로드가 느려요"]


@pytest.fixture(scope="module")
def aside():
    with Aside() as found:
        yield found


@pytest.fixture
def store(tmp_path):
    tickets = [{"ticket_id": str(i), "opened_at": f"2026-10-0{i + 1}", "body": text} for i, text in enumerate(TEXTS)]
    with put_rows.opened(tmp_path, ticket=tickets) as found:
        yield found


def said(store):
    frame = store.query("select text, terms, vector from voc_text left join voc_reading using (text_hash)")
    return {row["text"]: row for row in frame.to_dict("records")}


def test_every_text_is_read_once(store, aside):
    told = []
    assert reading.read(store, aside, lambda done, total: told.append((done, total))) == len(TEXTS)
    assert told[-1] == (4, 4)
    found = said(store)
    assert list(found["로그인이 안 돼요"]["terms"]) == ["로그인", "안 되다"]
    assert list(found["카드 결제가 두 번 됐어요"]["terms"])[:2] == ["카드", "결제"]
    vector = np.frombuffer(found["엑셀 업로드가 느려요"]["vector"], dtype=np.float16)
    assert vector.shape == (512,)
    assert np.linalg.norm(vector.astype(np.float32)) == pytest.approx(1, abs=0.01)
    assert found["ㅋㅋㅋ"]["vector"] is None
    assert reading.state(store).is_done
    assert reading.read(store, aside, lambda *_: None) == 0


def test_what_is_new_is_read_and_what_is_gone_is_forgotten(store, aside):
    reading.read(store, aside, lambda *_: None)
    with store.write("data") as con:
        con.execute("delete from ticket where ticket_id = '0'")
    put_rows.add(store, ticket=[{"ticket_id": "9", "opened_at": "2026-10-09", "body": "환불해 주세요"}])
    assert reading.read(store, aside, lambda *_: None) == 1
    assert "로그인이 안 돼요" not in said(store)
    assert reading.state(store) == reading.State(4, 4, 4)


def test_another_dictionary_reads_anew(store, aside):
    reading.read(store, aside, lambda *_: None)
    with store.write("voc") as con:
        con.execute("insert into dictionary_word values ('결제', 'silent', null, now()::timestamp, '나')")
    assert reading.state(store) == reading.State(4, 4, 0)  # what was read before is shown until it is read again
    before = said(store)["로그인이 안 돼요"]["vector"]
    assert reading.read(store, aside, lambda *_: None) == len(TEXTS)
    assert "결제" not in said(store)["카드 결제가 두 번 됐어요"]["terms"]
    assert said(store)["로그인이 안 돼요"]["vector"] == before
    assert len(store.query("select * from voc_reading")) == len(TEXTS)


def test_stopped_by_a_person_it_leaves_whole_texts_and_goes_on_later(tmp_path, aside):
    def stop(done, _total):
        if done:
            raise CxError("voc.stopped")

    with put_rows.opened(
        tmp_path, ticket=[{"ticket_id": "1", "opened_at": "2026-10-01", "body": "명단이 사라졌어요"}]
    ) as store:
        with pytest.raises(CxError, match="The reading was stopped"):
            reading.read(store, aside, stop)  # in the midst of reading: the process has this sentence from nobody yet
        assert reading.state(store) == reading.State(1, 0, 0)
        assert reading.read(store, aside, lambda *_: None) == 1
        assert reading.state(store).is_done


def test_a_failure_over_there_is_told_by_its_kind_only(aside):
    with pytest.raises(CxError) as caught:
        aside.call("read", [None], "no words")
    assert caught.value.key == "voc.work_failed"
    assert "None" not in caught.value.text("en")


def test_other_rules_tell_all_kinds_anew(store, aside, monkeypatch):
    assert not kinds.is_due(store)  # nothing is read yet
    reading.read(store, aside, lambda *_: None)
    with_content = len(TEXTS) - 1
    assert kinds.catch_up(store, aside, lambda *_: None) == with_content
    assert not kinds.is_due(store)
    monkeypatch.setattr(kinds, "rules_version", lambda: "of the next version")
    assert kinds.is_due(store)
    assert kinds.catch_up(store, aside, lambda *_: None) == with_content
    assert not kinds.is_due(store)
