"""Named connections."""

from __future__ import annotations

import pytest

from cx import sources
from cx.errors import CxError, UnknownName
from cx.sources import Source
from cx.warehouse import Store


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def test_sources_are_numbered_and_found_by_name(store):
    first = sources.add(store, "  Zendesk,   product A ", "zendesk", "UTC")
    second = sources.add(store, "채널톡", "channel_talk")
    assert first == Source(1, "Zendesk, product A", "zendesk", "UTC")
    assert second == Source(2, "채널톡", "channel_talk", "Asia/Seoul")
    assert sources.all(store) == [first, second]
    assert sources.find(store, "ZENDESK, product a") == first
    assert sources.find(store, "Zendesk") is None


@pytest.mark.parametrize(
    ("name", "zone", "key"),
    [
        ("", "UTC", "store.source_name"),
        ("   ", "UTC", "store.source_name"),
        ("x" * 81, "UTC", "store.source_name"),
        ("desk", "UTC", "store.source_taken"),
        ("New", "Mars/Base", "store.setting_zone"),
    ],
)
def test_what_cannot_be_a_source_is_refused(store, name, zone, key):
    sources.add(store, "Desk")
    with pytest.raises(CxError) as caught:
        sources.add(store, name, zone=zone)
    assert caught.value.key == key
    assert [source.name for source in sources.all(store)] == ["Desk"]


def test_a_number_that_is_no_source_is_named(store):
    added = sources.add(store, "Desk")
    assert sources.get(store, added.source_id) == added
    with pytest.raises(UnknownName):
        sources.get(store, 3)
