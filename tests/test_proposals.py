"""Words proposed for the dictionary from what is read in a store: what is found, taken in, set aside, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sessions
import small_store
from sessions import healthy, visit, words
from small_store import HOSTILE
from test_voc_words import store_of

from cx import changes
from cx.errors import CxError
from cx.language import say
from cx.voc import glossary, proposals, proposing, reading
from cx.warehouse import Store
from pages import _store

FIRST = date(2026, 10, 1)
# What many write, a dozen times each; the first five are what a team may want.
SAID = (
    "웹훅 주소가 바뀌어요",
    "업글 뒤에 느려요",
    "인증 번호가 늦어요",
    "인증번호 다시 보내요",
    f"Google Drive 폴더 {HOSTILE}",
    "은가비 학원 등록",  # the name of an account
    "팀장 박보담 전달",  # of a person
    "이채움 확인",  # of an agent
    "결제 오류",  # known
)
PARTS = {"웹훅": [("웹훅", "NNG", True)], "업글": [("업", "NNG", False), ("글", "NNG", False)]}
NAMES = ("은가비", "박보담", "이채움")


class Analyser:
    """Guesses names, cuts one word, and knows all others; keeps what it was asked."""

    def call(self, name, terms, words):
        assert name == "pieces"
        self.asked, self.words = terms, words
        guessed = {name: [(name, "NNP", True)] for name in (*NAMES, "혼자말", "드문말")}
        return [tuple((PARTS | guessed).get(term, [(term, "NNG", False)])) for term in terms]


def rows():
    """Every text differs by its number; two more words are said by one account, and by several twice."""
    found = []
    for number in range(12):
        day, by = FIRST + timedelta(days=number), {"account_id": f"A{number % 6}"}
        found += [(day, f"{text} {number}", by) for text in SAID]
        found.append((day, f"혼자말 {number}", {"account_id": "A1"}))
        found += [(day, f"드문말 {number}", by)] * (number < 2)
    return found


def filled(folder) -> Store:
    store = store_of(folder, rows())
    with store.write("data") as con:
        con.execute("insert into account (source_id, account_id, account_name) values (1, 'A9', '은가비 수학')")
        con.execute("insert into agent (source_id, agent_id, agent_name) values (1, 'E1', '이채움')")
    with store.write("voc") as con:  # as the analyser would leave them: without particles, in small letters
        con.execute(
            """update voc_reading set terms = list_transform(terms, lambda term: lower(replace(replace(term, '번호가', '번호'), '주소가', '주소')))"""
        )
        con.execute("update voc_state set data_version = (select data_version from store_state)")
    return store


@pytest.fixture
def store(tmp_path):
    with filled(tmp_path / "own") as found:
        yield found


def found(store) -> list[str]:
    proposing.catch_up(store, Analyser(), lambda *_: None)
    return sorted(one.proposal.word for one in proposals.offers(store).found)


def test_what_many_accounts_write_is_proposed_and_no_name(store):
    assert found(store) == ["Google Drive", "업글", "웹훅", "인증 번호"]
    offered = {one.proposal.word: one for one in proposals.offers(store).found}
    assert {word: one.proposal.why for word, one in offered.items()} == {
        "Google Drive": "pair",
        "업글": "cut",
        "웹훅": "guessed",
        "인증 번호": "apart",
    }
    hook = offered["웹훅"]
    assert (hook.proposal.texts, hook.proposal.accounts) == (12, 6)
    assert len(hook.quotes) == 2
    assert all(text.startswith("웹훅 주소가 바뀌어요 ") for text in hook.quotes)
    assert offered["업글"].proposal.parts == ("업", "글")
    assert proposals.offers(store).texts == 12 * 10 + 2


def test_without_accounts_nothing_is_proposed(store):
    with store.write("voc") as con:
        con.execute("update voc_document set account_key = null")
    assert found(store) == []


def test_it_is_looked_for_once_all_is_read_and_again_with_many_more_texts(store):
    assert proposals.offers(store).texts is None
    assert proposing.is_due(store)
    found(store)
    assert not proposing.is_due(store)
    with store.write("voc") as con:
        con.execute("update word_search set texts = 100")  # 122 are more than a tenth more
    assert proposing.is_due(store)
    with store.write("voc") as con:
        con.execute("update word_search set texts = 122, version = 'other rules'")
    assert proposing.is_due(store)
    with store.write("voc") as con:
        con.execute("delete from voc_reading where list_contains(terms, '웹훅')")
    assert not proposing.is_due(store)  # what is not read has to be read first


def test_a_word_taken_in_is_one_of_the_dictionary(store):
    found(store)
    before = reading.version(store)
    proposals.take_in(store, "인증 번호")
    (entry,) = glossary.entries(store)
    assert (entry.word, entry.use, entry.made_by) == ("인증 번호", "name", changes.actor())
    assert reading.dictionary(store).names == ("인증 번호",)
    assert reading.version(store) != before
    assert [one.proposal.word for one in proposals.offers(store).found if "번호" in one.proposal.word] == []
    assert changes.everything(store, "word")[0].subject == "인증 번호"
    with pytest.raises(CxError) as twice:
        proposals.take_in(store, "인증 번호")
    assert twice.value.key == "glossary.exists"
    glossary.remove(store, ["인증 번호"])
    assert "인증 번호" in [one.proposal.word for one in proposals.offers(store).found]


def test_a_word_set_aside_stays_aside_until_it_is_taken_back(store):
    found(store)
    proposals.refuse(store, "업글")
    proposals.refuse(store, "업글")
    assert "업글" not in found(store)  # nor when all is looked through again
    (one,) = proposals.refused(store)
    assert (one.word, one.made_by) == ("업글", changes.actor())
    assert [(log.subject, log.after["use"]) for log in changes.everything(store, "word")] == [("업글", "refused")]
    assert proposals.propose_again(store, ["업글", "없는 말"]) == 1
    assert proposals.refused(store) == ()
    assert "업글" in [one.proposal.word for one in proposals.offers(store).found]
    assert changes.everything(store, "word")[0].after is None


def test_what_nobody_says_any_more_is_not_shown(store):
    found(store)
    with store.write("voc") as con:
        con.execute("delete from voc_text where contains(text, '웹훅')")
    assert "웹훅" not in [one.proposal.word for one in proposals.offers(store).found]


def test_on_the_page_a_click_decides_and_another_takes_it_back(tmp_path):
    small_store.empty(tmp_path / "demo")
    with filled(tmp_path / "own") as made:
        found(made)
    with sessions.at_home(tmp_path):
        app = visit("61_glossary", store="own")
        healthy(app)
        own = _store.opened("own")
        assert say("words_page.offers_title", "ko", n="4") in [one.value for one in app.subheader]
        assert not [one.value for one in app.markdown if HOSTILE in one.value]
        first, second = (one.proposal.word for one in proposals.offers(own).found[:2])
        app.button(key="glossary_take_0").click().run()
        healthy(app)
        assert [one.word for one in glossary.entries(own)] == [first]
        app.button(key="glossary_offer_back").click().run()
        assert glossary.entries(own) == ()
        app.button(key="glossary_refuse_1").click().run()
        healthy(app)
        assert [one.word for one in proposals.refused(own)] == [second]
        assert say("words_page.offers_refused", "ko", word=second) in words(app)
        app.button(key="glossary_offer_back").click().run()
        healthy(app)
        assert proposals.refused(own) == ()
