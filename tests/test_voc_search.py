"""Search over a store: what is asked in other words is found, and what a text is like."""

from __future__ import annotations

import threading

import pytest

from cx.errors import CxError
from cx.voc import reading
from cx.voc.aside import Aside
from cx.voc.search import Search
from cx.voc.work import Words
from tests import put_rows, tagged_rows
from tests.tagged_rows import Here

TEXTS = [
    "로그인이 안 돼요",
    "비밀번호를 잊어버려서 접속을 못 해요",
    "카드 결제가 두 번 됐어요",
    "영수증을 다시 받고 싶어요",
    "I cannot log in",
    "ㅋㅋ",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tickets = [{"ticket_id": str(i), "opened_at": f"2026-10-0{i + 1}", "body": text} for i, text in enumerate(TEXTS)]
    with put_rows.opened(tmp_path_factory.mktemp("search"), ticket=tickets) as found:
        reading.read(found, Here(), lambda *_: None)
        yield found


@pytest.fixture(scope="module")
def search(store):
    found = Search(store)
    yield found
    found.close()


@pytest.fixture(scope="module")
def hashes(store):
    return store.query("select text, text_hash from voc_text").set_index("text")["text_hash"].to_dict()


def test_what_is_said_in_other_words_or_another_language_is_found(search, hashes):
    found = [match.text_hash for match in search.find("로그인 오류")]
    assert found[0] == hashes["로그인이 안 돼요"]
    assert hashes["I cannot log in"] in found[:3]
    assert hashes["카드 결제가 두 번 됐어요"] not in found[:2]


def test_texts_like_a_text_are_without_itself(search, hashes):
    own = hashes["카드 결제가 두 번 됐어요"]
    found = search.like(own)
    assert own not in [match.text_hash for match in found]
    assert all(0 <= match.similarity <= 1.5 for match in found)


@pytest.mark.parametrize("question", ["", "   ", "ㅋㅋㅋ", "?!"])
def test_a_question_without_content_finds_nothing(search, question):
    assert search.find(question) == ()


def test_a_new_text_is_found_after_it_was_read(search, store):
    put_rows.add(store, ticket=[{"ticket_id": "9", "opened_at": "2026-10-09", "body": "세금계산서 발행이 안 돼요"}])
    reading.read(store, Here(), lambda *_: None)
    own = store.query("select text_hash from voc_text where text like '세금%'")["text_hash"].item()
    assert search.find("계산서 발행 오류")[0].text_hash == own


def test_a_closed_search_begins_anew(search, hashes):
    search.close()
    assert search.like(hashes["로그인이 안 돼요"])
    assert search.like(12345) == ()


class Counting(Here):
    """Searches in this process, and counts the texts it is given."""

    is_running = True

    def __init__(self):
        self.given = []

    def call(self, name, *args, progress=None):
        if name.startswith("search_") and name != "search_like":
            self.given.append((name, len(args[-2])))
        return super().call(name, *args, progress=progress)

    def close(self):
        """Nothing to end."""


def test_a_decision_gives_the_searcher_nothing_and_a_new_text_only_itself(tmp_path):
    with tagged_rows.opened(tmp_path, tagged_rows.many(10)) as store:
        searcher = Search(store)
        searcher._aside = counting = Counting()
        own, other = (int(one) for one in store.query("select text_hash from voc_text order by 1")["text_hash"][:2])
        first = searcher.like(own)
        tagged_rows.say(store, 1, "문의/출석")
        assert searcher.like(own) == first
        assert counting.given == [("search_among", 30)]
        put_rows.add(store, ticket=[tagged_rows.ticket(30, 0, None)])
        tagged_rows.read(store)
        new = int(store.query("select text_hash from voc_text where text like '% 30'")["text_hash"].item())
        assert searcher.like(new)
        assert counting.given[1:] == [("search_changed", 1)]
        with store.write("voc") as con:
            con.execute("delete from voc_reading where text_hash = ?", [other])
        assert other not in [match.text_hash for match in searcher.like(own)]
        assert counting.given[2:] == [("search_changed", 0)]
        searcher.close()


class Gated(Counting):
    """Loads only when it is let."""

    def __init__(self):
        super().__init__()
        self.gate, self.asked, self.is_running = threading.Event(), [], False

    def call(self, name, *args, progress=None):
        self.gate.wait(60)
        self.asked.append(name)
        self.is_running = True
        return [] if name in ("search", "load") else super().call(name, *args, progress=progress)

    def close(self):
        self.is_running = False

    def stop(self):
        """Nothing to end."""


def test_getting_ready_keeps_nobody_waiting_and_leaves_the_first_search_nothing_to_load(tmp_path):
    with tagged_rows.opened(tmp_path, tagged_rows.many(2)) as store:
        searcher = Search(store)
        searcher._aside = aside = Gated()
        for _ in range(3):  # three pages are opened while it loads
            searcher.get_ready()
        assert aside.asked == []
        aside.gate.set()
        assert searcher.find("환불") == ()
        loading = [one for one in threading.enumerate() if one.name == "search"]
        for one in loading:
            one.join()
        assert aside.asked.count("search_among") == 1
        searcher.close()  # as after a while in which nobody searched
        searcher.get_ready()
        searcher.find("출석")
        assert aside.asked.count("search_among") == 2
        searcher.stop()


class Tried(Counting):
    """Reads a name in by hand, and says what it was asked in which order."""

    def __init__(self):
        super().__init__()
        self.asked, self.is_running = [], False

    def call(self, name, *args, progress=None):
        self.asked.append(name)
        self.is_running = True
        if name == "terms_with":
            return [("웹", "훅")], [("웹훅",)]
        return [] if name in ("search", "load") else super().call(name, *args, progress=progress)

    def close(self):
        self.is_running = False


def loaded():
    for one in [one for one in threading.enumerate() if one.name == "search"]:
        one.join()


def test_a_name_is_tried_in_the_process_there_is_which_is_ready_to_search_again_behind_it(tmp_path):
    with tagged_rows.opened(tmp_path, tagged_rows.many(2)) as store:
        searcher = Search(store)
        searcher._aside = aside = Tried()
        for _ in range(2):  # the second time, all that a search needs is there
            assert searcher.terms_with(["웹훅"], Words(), "웹훅") == ([("웹", "훅")], [("웹훅",)])
            loaded()
            assert searcher.is_there
        assert aside.asked == ["terms_with", "search_among", "load", "terms_with", "load"]
        searcher.close()
        assert not searcher.is_there


def test_a_searcher_ends_whatever_it_is_at():
    with Aside(nicer=0) as aside, pytest.raises(CxError) as raised:
        aside.call(
            "read_terms", ["로그인이 안 돼요"], Words(), progress=lambda *_: aside.stop()
        )  # before it loads what reads them
    assert raised.value.key == "voc.work_failed"
