"""What people did to a topic, on its page: also what came to it by a merge of another, and that it came out of one by a split."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
import small_store
from sessions import healthy, visit

from cx.language import say
from cx.voc import catalogue
from cx.voc.catalogue import Edit

FIRST, SECOND, THIRD = "로그인 · 안되다", "결제가 두 번", "환불"


@pytest.fixture
def home(tmp_path) -> Iterator[Path]:
    small_store.read(small_store.fill(tmp_path / "demo"))
    small_store.empty(tmp_path / "own")
    with sessions.at_home(tmp_path):
        yield tmp_path


def told(code: str) -> list[list[str]]:
    """What the table on the page of a topic says: what was done, to which topic, from what to what."""
    app = visit("22_topic", store="demo", topic=code)
    healthy(app)
    (table,) = [one.value for one in app.dataframe if say("voc_page.curate.log_what", "ko") in one.value]
    columns = [say(f"voc_page.curate.log_{name}", "ko") for name in ("what", "topic", "more")]
    return table[columns].values.tolist()


@pytest.mark.usefixtures("home")
def test_a_topic_tells_what_was_merged_into_it_and_taken_out_again():
    from pages import _store

    store = _store.opened("demo")
    catalogue.rename(store, "2", SECOND, "누군가")
    catalogue.merge(store, ["1"], "2", "누군가")
    merged = [say("voc_page.curate.edit_merge", "ko"), FIRST, f"{FIRST} → {SECOND}"]
    assert told("2")[0] == merged
    catalogue.part(store, "1", "누군가")
    parted = [say("voc_page.curate.edit_part", "ko"), FIRST, f"{SECOND} → {FIRST}"]
    assert told("2")[:2] == [parted, merged]
    assert told("1") == [parted, merged]
    assert [one.edit for one in catalogue.history(store, "2")] == ["part", "merge", "rename"]


@pytest.mark.usefixtures("home")
def test_a_topic_tells_that_it_came_out_of_another():
    from pages import _store

    store = _store.opened("demo")
    catalogue.rename(store, "2", SECOND, "누군가")
    catalogue.rename(store, "3", THIRD, "누군가")
    with store.write("voc") as con:
        catalogue.keep(con, Edit.now("누군가", "split", 1, "", "2,3"))
        catalogue.keep(con, Edit.now("누군가", "undo", -1, "3"))  # of run 3, which is no topic
    split = [say("voc_page.curate.edit_split", "ko"), FIRST, f"{FIRST} → {SECOND}, {THIRD}"]
    assert told("1") == [split]
    assert told("2")[0] == told("3")[0] == split
    assert [one.edit for one in catalogue.history(store, "3")] == [
        "split",
        "rename",
        "pin",
    ]  # the store comes with topic 3 pinned
    assert catalogue.history(store, "23") == ()
