"""What a link to the pages of topics restores, and where the texts on them lead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from cx.voc.search import Match, Search

NAMES = "로그인 · 안되다"


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> Iterator[Path]:
    """A home with texts that have topics."""
    folder = tmp_path_factory.mktemp("linked")
    small_store.read(small_store.fill(folder / "demo"))
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


@pytest.mark.usefixtures("seen")
def test_a_link_opens_a_topic_in_the_explorer_until_it_is_closed():
    app = visit("21_voc", store="demo", open="1")
    healthy(app)
    assert [one.value for one in app.subheader if one.value.startswith(f"{NAMES} ·")] == [
        f"{NAMES} · 2025년 11월 \\~ 2026년 10월"
    ]
    assert app.query_params["open"] == "1"
    app.button(key="contacts_voc_topic_close").click().run()
    healthy(app)
    assert say("voc_page.verbatims", "ko") in words(app)
    assert "open" not in app.query_params


@pytest.mark.parametrize("wrong", ["4711", "<script>alert(1)</script>", "-1", "(rest)"])
@pytest.mark.usefixtures("seen")
def test_a_link_to_a_topic_that_is_not_ranked_opens_the_explorer(wrong):
    app = visit("21_voc", store="demo", open=wrong)
    healthy(app)
    assert "open" not in app.query_params
    assert say("voc_page.verbatims", "ko") in words(app)


@pytest.mark.usefixtures("seen")
def test_links_in_quotes_hold_nothing_of_who_made_them():
    """A page of quotes is kept for all sessions: what one of them has open stands in no link of another."""
    app = visit("21_voc", store="demo", open="1", word="비밀")
    healthy(app)
    assert "](voc?" in words(app)
    assert "open=1" not in words(app)
    assert "word=" not in words(app)


@pytest.mark.usefixtures("seen")
def test_similar_texts_lead_to_the_account_that_said_them(monkeypatch):
    from pages import _store

    said = _store.opened("demo").query(
        "select text_hash, account_key from voc_fact where is_counted and account_key is not null"
        " and day between '2025-11-01' and '2026-10-31' order by text_hash limit 1"
    )
    match = Match(int(said["text_hash"].item()), 1.0, 0.5, 0.5)
    monkeypatch.setattr(Search, "find", lambda *_: (match,))
    app = visit("28_similar", store="demo", like="환불")
    healthy(app)
    assert say("similar_page.found", "ko", documents=1, n=1).split(",")[0] in words(app)
    assert "](account?store=demo" in words(app)
    own = say("account.stories_short", "ko")
    assert f"[{own}](similar?store=demo&acct={said['account_key'].item()})" in words(app)


@pytest.mark.usefixtures("seen")
def test_quotes_lead_to_what_their_account_came_back_for():
    shown = words(visit("21_voc", store="demo"))
    assert f"[{say('account.stories_short', 'ko')}](similar?store=demo&acct=" in shown


@pytest.mark.usefixtures("seen")
def test_the_page_of_a_topic_draws_three_charts_whatever_it_is_cut_by():
    app = visit("22_topic", store="demo", topic="1")
    for dimension in ("kind", "channel", "product", "segment", "category"):
        app.segmented_control(key="topic_dimension").set_value(dimension).run()
        healthy(app)
        assert len(app.get("vega_lite_chart")) <= 3, dimension


@pytest.mark.usefixtures("seen")
def test_quotes_come_fifteen_a_page():
    """More would be beyond what a click may send: twenty long ones of a word weighed 30.7 kB."""
    app = visit("21_voc", store="demo")
    healthy(app)
    quotes = max((element.value for element in app.markdown), key=len)
    assert quotes.count(f"[{say('voc_page.similar_texts', 'ko')}]") == 15


def test_a_quote_ends_after_as_many_signs_as_there_is_room_for():
    from pages import _quoted

    assert _quoted.short("가" * 120, (), 120) == "가" * 120
    assert _quoted.short("가" * 121, (), 120) == "가" * 119 + "…"


@pytest.mark.parametrize("page", ["21_voc", "22_topic", "28_similar"])
@pytest.mark.usefixtures("seen")
def test_a_page_with_texts_gets_the_search_ready_where_texts_are_read(monkeypatch, page):
    """Not the click: every page with texts leads to a search."""
    from pages import _reader

    begun: list[str] = []
    monkeypatch.setattr(Search, "get_ready", lambda self: begun.append(self._store.folder.name))
    healthy(visit(page, store="demo"))
    assert begun == []  # nobody is served: a test, or a look at one page
    monkeypatch.setattr(_reader, "is_serving", lambda: True)
    healthy(visit(page, store="demo"))
    assert begun == ["demo"]


@pytest.mark.usefixtures("seen")
def test_a_link_says_what_topics_are_ranked_by():
    app = visit("21_voc", store="demo", order="growth")
    healthy(app)
    assert app.segmented_control(key="voc_order").value == "growth"
    assert app.query_params["order"] == "growth"
    app.segmented_control(key="voc_order").set_value("most").run()
    assert "order" not in app.query_params
    app.query_params["order"] = "growth"  # somebody goes back
    app.run()
    assert app.segmented_control(key="voc_order").value == "growth"


@pytest.mark.usefixtures("seen")
def test_a_link_says_what_is_sought_by_meaning_until_it_is_closed(monkeypatch):
    monkeypatch.setattr(Search, "find", lambda *_: ())
    app = visit("21_voc", store="demo", meaning="점수가 안 바뀜")
    healthy(app)
    assert app.text_input(key="voc_meant").value == "점수가 안 바뀜"
    assert app.query_params["meaning"] == "점수가 안 바뀜"
    assert say("voc_page.found_nothing", "ko") in words(app)
    app.button(key="voc_found_close").click().run()
    healthy(app)
    assert "meaning" not in app.query_params
    app.segmented_control(key="voc_way").set_value("words").run()
    healthy(app)
    assert "meaning" not in app.query_params


@pytest.mark.usefixtures("seen")
def test_a_link_says_the_section_of_the_review():
    app = visit("24_review", store="demo", section="history")
    healthy(app)
    assert app.segmented_control(key="review_section").value == "history"
    assert app.query_params["section"] == "history"
    app.segmented_control(key="review_section").set_value("doubts").run()
    healthy(app)
    assert "section" not in app.query_params


@pytest.mark.parametrize(
    ("page", "name", "wrong"),
    [
        ("21_voc", "order", "price"),
        ("21_voc", "order", "<b>"),
        ("21_voc", "meaning", "x" * 501),
        ("24_review", "section", "everything"),
    ],
)
@pytest.mark.usefixtures("seen")
def test_what_no_link_may_say_is_left_out(page, name, wrong):
    app = visit(page, store="demo", **{name: wrong})
    healthy(app)
    assert name not in app.query_params
