"""What comes again in the same or nearly the same letters: counted by hand, and on the page with the way to all of it."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say
from cx.selection import Selection
from cx.voc import copied, copies
from tests import voc_rows
from tests.voc_rows import CAMPAIGN

SHORT = "환불요"
ALL = Selection(period="all")


@pytest.fixture
def store(tmp_path):
    said = [
        ("a", "2026-10-01", "A", CAMPAIGN),
        ("b", "2026-10-03", "A", CAMPAIGN),
        ("c", "2026-10-05", "B", f"{CAMPAIGN}!!"),
        ("d", "2026-10-06", "B", f"{CAMPAIGN}!!"),
        *((f"s{number}", "2026-10-07", "C", SHORT) for number in range(5)),
        ("e", "2026-10-09", "C", "로그인이 안 돼요"),
    ]
    with voc_rows.said(tmp_path, said) as found:
        voc_rows.grouped(found)
        yield found


def test_copies_and_near_copies_are_one_and_long_letters_come_before_short_phrases(store):
    first, second = copied.copied(store, ALL)
    assert (first.text.rstrip("!"), first.documents, first.variants, first.accounts) == (CAMPAIGN, 4, 2, 2)
    assert (first.first, first.last) == (date(2026, 10, 1), date(2026, 10, 6))
    assert (second.text, second.documents, second.variants, second.accounts) == (SHORT, 5, 1, 1)
    (of_a,) = copied.copied(store, Selection(period="all", account=("1:A",)))
    assert (of_a.text, of_a.documents, of_a.accounts) == (CAMPAIGN, 2, 1)
    assert copied.copied(store, Selection(period="all", text="로그인")) == ()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_lists_them_until_something_is_asked(tmp_path, language):
    small_store.read(small_store.fill(tmp_path / "demo"))
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        from pages import _store

        app = visit("28_similar", store="demo", lang=language)
        healthy(app)
        largest = copied.copied(_store.opened("demo"), Selection())[0]
        assert say("similar_page.again_title", language) in [one.value for one in app.subheader]
        assert f"like=%23{largest.text_hash}" in words(app)
        texts = f"{copies.state(_store.opened('demo')).texts:,}"
        assert say("similar_page.again_making", language, placed="0", texts=texts) in words(app)
        nothing = visit("28_similar", store="demo", lang=language, q="이런 말은 아무 데도 없다")
        healthy(nothing)
        assert say("similar_page.again_none", language) in words(nothing)
