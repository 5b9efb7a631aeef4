"""What topics are made of is found behind the pages, kept with the run and counted in what is looked at."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cx import contacts
from cx.selection import Selection
from cx.voc import catalogue, splitting, topic_parts, topics
from cx.voc.work import Described
from cx.warehouse import Store
from tests import tagged_rows
from tests.tagged_rows import THEMES, Here

SPAN = (date(2026, 9, 1), date(2026, 10, 31))
EACH = (30, 24, 12)  # texts of the themes
EARLIER = "2026-09-10"  # said by a third of the first theme


def progress(_done, _total):
    """Nobody looks."""


class ByTheme(Here):
    """Parts texts by what they are about: which parts hold is asked in `test_text_parts`."""

    def call(self, name, *args, progress=None):
        if name != "firm_parts":
            return super().call(name, *args, progress=progress)
        numbers = np.array([theme_of(text) for text in args[0].texts], dtype=np.int64)
        first = {theme: (numbers.tolist().index(theme),) for theme in range(len(THEMES))}
        words = {theme: tuple(said[:2]) for theme, said in enumerate(THEMES.values())}
        return numbers, {
            theme: Described(" · ".join(words[theme]), words[theme], first[theme], np.zeros(8, np.float32))
            for theme in first
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store whose one topic holds three themes, as a person merged them, looked into."""
    home = tmp_path_factory.mktemp("made")
    rows = [
        tagged_rows.ticket(theme * 100 + n, theme, None, *([EARLIER] if theme == 0 and n < 10 else []))
        for theme, many in enumerate(EACH)
        for n in range(many)
    ]
    with tagged_rows.opened(home / "demo", rows) as store:
        topics.find(store, Here(), progress)
        first, *others = catalogue.topics(store)
        catalogue.merge(store, others, first, "가상담당")
        assert topic_parts.is_due(store)
        before = topic_parts.made_of(store, Selection(), catalogue.topics(store)[first], SPAN)
        assert not before.is_looked_into
        topic_parts.catch_up(store, ByTheme(), progress)
        assert not topic_parts.is_due(store)
    return home


@pytest.fixture
def mixed(folder):
    with Store.open(folder / "demo") as store:
        yield store, next(one for one in catalogue.topics(store).values() if one.into is None)


def theme_of(text):
    return next(at for at, words in enumerate(THEMES.values()) if any(word in text for word in words))


def test_the_parts_are_the_themes_with_a_quote_each(mixed):
    store, topic = mixed
    made = topic_parts.made_of(store, Selection(), topic, SPAN)
    assert [(part.n, theme_of(part.quotes[0]), theme_of(part.label)) for part in made.parts] == [
        (30, 0, 0),
        (24, 1, 1),
        (12, 2, 2),
    ]


def test_parts_are_counted_in_what_is_looked_at(mixed):
    store, topic = mixed
    made = topic_parts.made_of(store, Selection(), topic, (date(2026, 9, 1), date(2026, 9, 30)))
    assert [part.n for part in made.parts] == [10]
    made = topic_parts.made_of(store, Selection(), topic, (date(2026, 10, 1), date(2026, 10, 31)))
    assert [part.n for part in made.parts] == [24, 20, 12]


def test_the_texts_of_a_part_can_be_read_and_what_came_later_is_the_rest(mixed):
    store, topic = mixed
    chosen = Selection(period="2026-09-01..2026-10-31", topic=(topic.code,))
    found = contacts.contacts(store, chosen, "voc", {contacts.PART: f"{topic.code}.1"}, columns=["text"])
    assert len(found) == 24
    assert {theme_of(text) for text in found["text"]} == {1}
    with store.write("voc") as con:
        (last,) = con.execute("select text_hash from text_part where part = 2 order by 1 limit 1").fetchone() or ()
        con.execute("delete from text_part where text_hash = ?", [last])
    made = topic_parts.made_of(store, Selection(), topic, SPAN)
    assert [(part.number, part.n) for part in made.parts] == [(0, 30), (1, 24), (2, 11), (None, 1)]
    assert contacts.count(store, chosen, "voc", {contacts.PART: f"{topic.code}."}) == 1
    with store.write("voc") as con:  # as it was, for the next test
        con.execute("insert into text_part select run_id, topic_id, ?, 2 from topic_parted", [last])


def test_a_split_offers_the_parts_the_page_tells(mixed, monkeypatch):
    store, topic = mixed
    monkeypatch.setattr(splitting, "Aside", None)  # nothing is computed for it
    found = splitting.parts(store, topic.code, progress)
    assert [(part.n, theme_of(part.label)) for part in found.parts] == [(30, 0), (24, 1), (12, 2)]
    assert all(theme_of(text) == theme_of(part.label) for part in found.parts for text in part.quotes)
    assert not found.stays([0, 1, 2])
    with store.write("voc") as con:
        (last,) = con.execute("select text_hash from text_part where part = 2 order by 1 limit 1").fetchone() or ()
        con.execute("delete from text_part where text_hash = ?", [last])
    found = splitting.parts(store, topic.code, progress)
    assert [part.n for part in found.parts] == [30, 24, 11]
    assert found.stays([0, 1, 2])  # what is in no part
    with store.write("voc") as con:  # as it was, for the next test
        con.execute("insert into text_part select run_id, topic_id, ?, 2 from topic_parted", [last])


def test_parts_go_back_with_their_run(mixed):
    store, topic = mixed
    topics.find(store, Here(), progress)
    assert topic_parts.is_due(store)
    topics.undo(store, "가상담당")
    assert not topic_parts.is_due(store)
    assert len(topic_parts.made_of(store, Selection(), topic, SPAN).parts) == 3
