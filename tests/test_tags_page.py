"""The page of the taxonomy as people use it: begin, add, rename, retire, place what came with an import."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
import tagged_rows
from sessions import healthy, visit, words
from small_store import HOSTILE, empty
from tagged_rows import many, ticket

from cx.language import LANGUAGES, say
from cx.voc import taxonomy
from pages import _store
from pages._words import plain

PAGE = "48_tags"
pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """Contacts with tags, one of them hostile; made once."""
    folder = tmp_path_factory.mktemp("filled")
    tagged_rows.opened(folder / "demo", [*many(), ticket(60, 0, HOSTILE)]).close()
    empty(folder / "own")
    return folder


@pytest.fixture
def home(tmp_path, filled) -> Iterator[Path]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    with sessions.at_home(tmp_path):
        yield tmp_path


def said(key: str, **values: object) -> str:
    return say(f"tag_page.{key}", "ko", **values)


def begun(language: str = "ko"):
    app = visit(PAGE, store="demo", lang=language)
    app.button(key="tags_begin_now").click().run()
    healthy(app)
    return app


def choose(app, tag: str, turn: int = 0):
    """Pick the row of a tag in the list, which is another one after each change."""
    major, _, minor = tag.partition("/")
    frame = app.dataframe[0].value
    row = next(
        at for at, (one, other) in enumerate(zip(frame[said("major")], frame[said("minor")], strict=True)) if (one, other) == (major, minor)
    )  # fmt: skip
    app.session_state[f"tags_list_{turn}_ko"] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    return app.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_begins_with_the_tags_in_use(language):
    app = begun(language)
    assert say("tag_page.now_title", language, majors=4, n=5) in words(app)
    assert [one.change for one in taxonomy.versions(_store.opened("demo"))] == ["begin"]


def test_a_tag_is_added_described_and_renamed():
    app = begun()
    app.text_input(key="tags_path_0").set_value("결제/영수증")
    app.text_input(key="tags_about_0").set_value("영수증을 다시 달라는 문의")
    app.button(key="tags_add").click().run()
    healthy(app)
    assert taxonomy.current(_store.opened("demo"))["결제/영수증"].description == "영수증을 다시 달라는 문의"
    app = choose(app, "결제/환불", 1)
    app.text_input(key="tags_new_1_결제/환불").set_value("요금/환불")
    app.button(key="tags_rename").click().run()
    healthy(app)
    assert tagged_rows.tag_of(_store.opened("demo"), 1) == "요금/환불"


def test_a_tag_is_retired_into_another_and_used_again():
    app = choose(begun(), "문의/출석")
    app.selectbox(key="tags_into_0_문의/출석").set_value("오류/로그인").run()
    app.button(key="tags_retire").click().run()
    healthy(app)
    assert tagged_rows.tag_of(_store.opened("demo"), 41) == "오류/로그인"
    app.toggle(key="tags_retired").set_value(True).run()
    app = choose(app, "문의/출석", 1)
    app.button(key="tags_restore").click().run()
    healthy(app)
    assert tagged_rows.tag_of(_store.opened("demo"), 41) == "문의/출석"


def test_what_cannot_be_is_said():
    app = begun()
    app.text_input(key="tags_path_0").set_value("a/b/c")
    app.button(key="tags_add").click().run()
    assert [error.value for error in app.error] == [plain(say("tag.path", "ko", tag="a/b/c"))]
    assert len(taxonomy.versions(_store.opened("demo"))) == 1


def test_the_tag_for_unclassified_stays():
    app = choose(begun(), "미분류")
    healthy(app)
    assert said("stays") in words(app)


def test_tags_that_came_with_an_import_are_placed():
    app = begun()
    store = _store.opened("demo")
    tagged_rows.put_rows.add(store, ticket=[ticket(90, 0, "새 태그")])
    tagged_rows.read(store)
    app.run()
    assert said("strangers_title", n=1) in words(app)
    app.session_state["tags_strange_0_ko"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.selectbox(key="tags_strange_into_0").set_value("결제/환불").run()
    app.session_state["tags_strange_0_ko"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="tags_strange_use").click().run()
    healthy(app)
    assert tagged_rows.tag_of(store, 90) == "결제/환불"


def test_names_of_tags_are_never_markdown():
    app = begun()
    for element in (*app.caption, *app.subheader, *app.markdown):
        assert "](http" not in element.value.replace("\\", "\x00"), element.value


def test_five_thousand_tags_are_searched_not_sent():
    store = _store.opened("demo")
    with store.write("voc") as con:
        con.execute("insert into voc_document by name select d.* replace ('M' || (i % 50) || '/태그 ' || i as category,"
                    " 'X' || i as document_id) from (from voc_document limit 1) d, range(5000) numbers(i)")  # fmt: skip
    app = begun()
    assert len(app.dataframe[0].value) <= 200
    app.text_input(key="tags_search").set_value("태그 4999").run()
    healthy(app)
    assert app.dataframe[0].value[said("minor")].tolist() == ["태그 4999"]
    app.session_state["tags_list_0_ko"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    healthy(app)
    assert all(len(box.options) <= 200 for box in app.selectbox)


def test_without_tags_it_says_what_to_do(home):
    _store.opened("own").close()
    (home / "own").rename(home / "gone")
    tagged_rows.opened(home / "own", [ticket(1, 0, None)]).close()
    app = visit(PAGE, store="own")
    healthy(app)
    assert said("begin_none_title") in words(app)
