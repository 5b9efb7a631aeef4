"""The pages of words in a running app: keywords, what is rising, praise, the glossary; filled, unread, and with hostile words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sessions
import small_store
from sessions import healthy, visit, words
from test_voc_words import store_of

from cx.language import say
from cx.selection import Selection
from cx.voc import glossary, praise
from cx.warehouse import Store

HOSTILE = "<img>"
LAST = date(2026, 10, 31)
AGENT = "홍이솔"


def rows():
    """Thirteen months of every day's texts; the last month has a new word of many accounts, and praise."""
    first = date(2025, 10, 1)
    found = []
    for number in range((LAST - first).days + 1):
        day = first + timedelta(days=number)
        found += [(day, f"{word} 문의", {"account_id": f"A{number % 30}"}) for word in ("환불", HOSTILE, "=cmd")]
        if day >= date(2026, 10, 1):
            found += [(day, "웹훅 끊김", {"account_id": f"B{number % 29}", "product": "**굵게**"})]
        if day >= date(2026, 10, 15):
            found += [
                (
                    day,
                    f"{AGENT} 상담사님 감사합니다 {HOSTILE}",
                    {"account_id": "A1", "agent_id": AGENT, "product": "러닝룸"},
                )
            ]
    return found


def make(folder, *, is_read: bool = True) -> None:
    small_store.empty(folder / "demo")
    store = store_of(folder / "own", rows())
    with store.write("voc") as con:
        con.execute(
            "update voc_reading set kind = case when list_contains(terms, '감사합니다') then 'praise' else 'pain' end, kind_share = 0.9"
        )
        if not is_read:
            con.execute("delete from voc_reading")
    store.close()


@contextmanager
def app_of(folder, page: str, **parameters: str) -> Iterator[sessions.AppTest]:
    with sessions.at_home(folder):
        app = visit(page, store="own", **parameters)
        healthy(app)
        yield app


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("words")
    make(folder)
    return folder


@pytest.fixture(scope="module")
def unread_home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unread")
    make(folder, is_read=False)
    return folder


def charts(app) -> int:
    return len(app.get("vega_lite_chart"))


def test_keywords_stand_as_a_cloud_and_as_bars(home):
    with app_of(home, "23_keywords", period="2026-10-01..2026-10-31") as app:
        assert charts(app) == 2
        assert "가장 많이 나온 말은 ‘문의’" in words(app)
        app.segmented_control(key="keyword_mode").set_value("contrast").run()
        healthy(app)
        assert "직전 기간보다 뚜렷하게 많이 나온 말은 ‘끊김’입니다" in words(app).replace("\\", "")


def test_the_title_names_a_grown_word_that_stands_in_the_cloud():
    """The clearest grown word may be too rare for the cloud: then one that can be found there is named."""
    from cx.text.keywords import Contrast
    from cx.voc.words import Word
    from pages import _keyword_view

    most = [Word(f"말{place}", 1000 - place, 0.1) for place in range(80)]
    grown = tuple(Contrast(term, 1.0, z, 10, 1) for term, z in (("드문말", 9.0), ("말60", 8.0), ("말40", 7.0)))
    # the narrow cloud shows the first 45 words: 말40 stands in it, 말60 only in the wide one
    assert [row.term for row in _keyword_view._seen_first(grown, most)] == ["말40", "드문말", "말60"]


def test_a_word_opens_exactly_its_texts(home):
    with app_of(home, "23_keywords", period="2026-10-01..2026-10-31") as app:
        for term, n in ((HOSTILE, 48), ("=cmd", 31), ("웹훅", 31)):
            app.session_state["open_keyword_texts"] = _opened(term)
            app.run()
            healthy(app)
            assert say("contacts.count_documents", "ko", n=str(n)) in [caption.value for caption in app.caption]
            assert charts(app) == 3
            for element in (*app.caption, *app.subheader, *app.markdown):
                assert "<img>" not in element.value.replace("\\<img\\>", "")


def _opened(term: str):
    from cx import contacts
    from cx.selection import Selection
    from pages._contacts import Opened

    chosen = Selection(period="2026-10-01..2026-10-31")
    return Opened("keyword_texts", f"‘{term}’", chosen, "voc", ((contacts.TERM, term),), tuple(term.split()))


def test_other_groups_can_be_held_against_each_other(home):
    with app_of(home, "23_keywords", period="2026-10-01..2026-10-31") as app:
        app.segmented_control(key="keyword_mode").set_value("contrast").run()
        app.selectbox(key="keyword_by").set_value("product").run()
        app.selectbox(key="keyword_value_product").set_value("러닝룸").run()
        healthy(app)
        assert "러닝룸: 다른 제품보다 뚜렷하게 많이 나온 말은" in words(app).replace("\\", "")


def test_a_link_opens_the_contrast_and_the_word(home):
    asked = {"period": "2026-10-01..2026-10-31", "words": "contrast.product.러닝룸", "word": "웹훅"}
    with app_of(home, "23_keywords", **asked) as app:
        assert "러닝룸: 다른 제품보다 뚜렷하게 많이 나온 말은" in words(app).replace("\\", "")
        assert say("contacts.count_documents", "ko", n="31") in [caption.value for caption in app.caption]
        assert {name: app.query_params[name] for name in ("words", "word")} == {
            "words": "contrast.product.러닝룸",
            "word": "웹훅",
        }


def test_a_link_that_says_what_is_not_there_opens_the_page(home):
    for wrong in ("contrast.product.없음", "contrast.nonsense.x", "frequency"):
        with app_of(home, "23_keywords", period="2026-10-01..2026-10-31", words=wrong, word="없는 말") as app:
            assert charts(app) == 3


def test_what_rises_is_told_by_month(home):
    with app_of(home, "26_rising") as app:
        app.segmented_control(key="rising_every").set_value("month").run()
        healthy(app)
        assert "‘끊김’ 등 말" in words(app)
        assert say("words_page.rising_none_topic", "ko") in words(app)
        assert charts(app) == 1


def test_nothing_rises_among_the_usual(home):
    with app_of(home, "26_rising", period="2026-05-01..2026-09-30") as app:
        app.segmented_control(key="rising_every").set_value("month").run()
        healthy(app)
        assert say("words_page.rising_none_word", "ko") in words(app)
        assert charts(app) == 0


@pytest.mark.parametrize("page", ["23_keywords", "25_praise", "26_rising"])
def test_a_page_looked_at_again_asks_the_store_nothing(home, page, monkeypatch):
    asked, ask = [], Store.query

    def query(self, sql, *values):
        asked.append(sql)
        return ask(self, sql, *values)

    with app_of(home, page) as app:
        monkeypatch.setattr(Store, "query", query)
        healthy(app.run())
    assert asked == []


def test_praise_names_nobody_until_somebody_wants_it(home):
    with app_of(home, "25_praise") as app:
        app.segmented_control(key="praise_group").set_value("agent").run()
        healthy(app)
        assert AGENT not in words(app)
        assert "감사합니다" in words(app)
        app.toggle(key="praise_mask").set_value(False).run()
        healthy(app)
        assert AGENT in words(app)


def test_praise_leads_to_the_account_that_gave_it(home):
    with app_of(home, "25_praise") as app:
        assert "[A1](voc?" in words(app)
        assert "](account?store=own&acct=1:A1)" in words(app)


def test_the_glossary_takes_and_gives_back_words(tmp_path):
    make(tmp_path)
    with app_of(tmp_path, "61_glossary") as app:
        assert say("words_page.glossary_empty", "ko") in words(app)
        assert app.button(key="glossary_save").disabled
        app.text_input(key="glossary_word_0").set_value("**웹훅**").run()
        healthy(app)
        app.button(key="glossary_save").click().run()
        healthy(app)
        assert "\\*\\*웹훅\\*\\*" in words(app)
        # Whoever added a word is told that all texts are read anew.
        assert "다시 읽습니다" in words(app)
        app.text_input(key="glossary_word_1").set_value("**웹훅**").run()
        assert app.button(key="glossary_save").disabled
        assert [one.value for one in app.warning]
    with Store.open(tmp_path / "own") as store:
        assert [one.word for one in glossary.entries(store)] == ["**웹훅**"]


def test_a_name_is_tried_behind_the_page(home, monkeypatch):
    gate = threading.Event()

    def trial(_store, _search, word):
        gate.wait(30)
        return (glossary.Changed(("웹", HOSTILE), (word,), 3, is_broken=False),)

    monkeypatch.setattr(glossary, "trial", trial)
    with app_of(home, "61_glossary") as app:
        app.text_input(key="glossary_word_0").set_value("웹훅").run()
        for _ in range(2):
            app.button(key="glossary_trial").click().run()
            waited = app.session_state["glossary_tried"][1]
            assert say("words_page.trial_loading", "ko", seconds=waited.seconds)[:20] in words(app)
            app.button(key="glossary_trial_stop").click().run()
            healthy(app)
            assert "glossary_tried" not in app.session_state
        app.button(key="glossary_trial").click().run()
        gate.set()
        app.session_state["glossary_tried"][1].wait()
        app.run()
        healthy(app)
        assert "- 웹 · \\<img\\> → **웹훅** (3건)" in words(app)


@pytest.mark.parametrize("page", ["23_keywords", "25_praise", "26_rising", "61_glossary"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_nothing_read_yet_is_told(unread_home, page, language):
    with app_of(unread_home, page, lang=language) as app:
        assert charts(app) == 0
        if page != "61_glossary":
            assert say("voc_page.begin_title", language) in words(app)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("page", "title"), [("23_keywords", "words_page.unknown_unread"), ("26_rising", "words_page.rising_unread_title")]
)
def test_how_far_texts_are_read_again_is_told(tmp_path, page, title, language):
    """An update changed how they are read: of eight in ten it is not known yet what they say now."""
    make(tmp_path)
    with Store.open(tmp_path / "own") as store, store.write("voc") as con:
        (texts,) = con.execute("select count(*) from voc_reading").fetchone() or (0,)
        con.execute(
            "update voc_reading set version = 'before' where text_hash not in"
            " (select text_hash from voc_reading order by text_hash limit ?)",
            [texts // 5],
        )
    with app_of(tmp_path, page, period="2026-10-01..2026-10-31", words="contrast", lang=language) as app:
        assert say(title, language) in [one.value for one in app.subheader]
        present = {"present": f"{texts // 5:,}", "texts": f"{texts:,}", "share": "20%"}
        assert say("voc_page.read_far", language, **present) in words(app)


@pytest.mark.parametrize("page", ["23_keywords", "25_praise", "26_rising"])
def test_nothing_matches_is_told(home, page):
    with app_of(home, page, q="이런 말은 없다") as app:
        assert say("app.empty.no_match", "ko") in words(app)


def test_texts_without_kinds_have_no_praise_yet(tmp_path):
    make(tmp_path)
    with Store.open(tmp_path / "own") as store, store.write("voc") as con:
        con.execute("update voc_reading set kind = null")
    with app_of(tmp_path, "25_praise") as app:
        assert say("words_page.praise_untold_title", "ko") in words(app)


def test_the_praise_wall_leaves_out_what_is_praise_by_a_hair(tmp_path):
    make(tmp_path)
    with Store.open(tmp_path / "own", name="own") as store:
        everything = Selection(period="all")
        sure = praise.count(store, everything)
        assert sure == len(praise.listed(store, everything, limit=500)) > 0
        with store.write("voc") as con:
            con.execute("update voc_reading set kind_share = 0.59 where kind = 'praise'")
        assert (praise.count(store, everything), praise.praised(store, everything).n) == (0, 0)
