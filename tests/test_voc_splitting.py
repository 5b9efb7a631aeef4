"""Splitting a topic: its parts are shown first, and only those a person picks become topics; it holds in the next run."""

from __future__ import annotations

import contextlib

import pytest

from cx.errors import CxError
from cx.voc import catalogue, splitting, topics
from tests import tagged_rows
from tests.tagged_rows import THEMES, Here

WHO = "가상담당"


def progress(_done, _total):
    """Nobody looks."""


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """What is done in a process of its own is done in this one."""
    monkeypatch.setattr(splitting, "Aside", lambda **_: contextlib.nullcontext(Here()))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """One topic that holds three themes of twelve texts each, as a person merged them."""
    rows = [tagged_rows.ticket(theme * 12 + n, theme, None) for theme in range(len(THEMES)) for n in range(12)]
    with tagged_rows.opened(tmp_path_factory.mktemp("mixed"), rows) as store:
        topics.find(store, Here(), progress)
        codes = list(catalogue.topics(store))
        assert len(codes) == 3
        catalogue.merge(store, codes[1:], codes[0], WHO)
        yield store, codes[0]


def theme_of(text):
    return next(name for name, words in THEMES.items() if any(word in text for word in words))


def test_parts_are_shown_and_nothing_changes_before_one_is_picked(mixed):
    store, code = mixed
    before = store.voc_version
    found = splitting.parts(store, code, progress)
    assert [part.n for part in found.parts] == [12, 12, 12]
    for part in found.parts:
        assert len({theme_of(text) for text in part.quotes}) == 1
    assert store.voc_version == before


def test_some_have_to_be_picked_and_one_has_to_stay(mixed):
    store, code = mixed
    found = splitting.parts(store, code, progress)
    for picked in ((), [part.number for part in found.parts]):
        with pytest.raises(CxError) as raised:
            splitting.split(store, found, picked, WHO)
        assert raised.value.key == "voc.parts_all"


def test_the_picked_part_becomes_a_topic_and_stays_one_in_the_next_run(mixed):
    store, code = mixed
    found = splitting.parts(store, code, progress)
    (made,) = splitting.split(store, found, [found.parts[1].number], WHO)
    counts = dict(store.query("select topic, count(*) from voc_fact group by 1").itertuples(index=False))
    assert counts == {code: 24, made: 12}
    with pytest.raises(CxError) as raised:  # the texts moved on since the parts were looked at
        splitting.split(store, found, [found.parts[0].number], WHO)
    assert raised.value.key == "voc.parts_changed"
    assert catalogue.history(store)[0].edit == "split"
    assert not catalogue.topics(store)[made].is_pinned
    topics.find(store, Here(), progress)
    again = dict(store.query("select topic, count(*) from voc_fact group by 1").itertuples(index=False))
    assert again == counts
