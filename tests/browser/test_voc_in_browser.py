"""The pages of topics in a real browser: a click on a topic, its texts letter for letter, and what a person does to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import small_store
from playwright.sync_api import expect
from served import Server, start
from test_hostile_in_browser import TEXTS, filled, harmless, mark, stands, wait_for

from cx.language import say

pytestmark = pytest.mark.browser
_RANKING = "[class*=st-key-chart_voc_ranking_]"
_BYTES = 60_000, 30_000  # a page, a click


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("hostile_topics")
    small_store.empty(home / "demo")
    filled(home / "own")
    running = start(home)
    yield running
    running.stop()


@pytest.mark.parametrize("at", range(0, len(TEXTS), 3))
def test_a_topic_and_its_texts_stand_as_they_were_written(hostile, visitor, at):
    visitor.page.set_viewport_size({"width": 1440, "height": 3000})
    visitor.open(hostile.url("topic", store="own", period="all", topic=str(at + 1)))
    stands(visitor, TEXTS[at])
    expect(visitor.page.locator(".st-key-contacts_topic_all_quotes")).to_contain_text(TEXTS[at])


def test_a_click_on_a_topic_shows_its_texts_beside_it(hostile, visitor):
    visitor.page.set_viewport_size({"width": 1440, "height": 1600})
    visitor.open(hostile.url("voc", store="own", period="all"))
    first = visitor.page.locator(f"{_RANKING} path[aria-label]").first
    first.wait_for()
    shown = [text for text in TEXTS if visitor.page.locator(f"{_RANKING} text", has_text=text[:12]).count()]
    assert shown
    mark(visitor, _RANKING, shown[0]).click(force=True)
    wait_for(visitor, ".st-key-contacts_voc_topic_head h3", shown[0])
    visitor.settle()
    stands(visitor, shown[0])
    visitor.page.get_by_role("link", name=say("voc_page.more", "ko")).click()
    visitor.page.wait_for_selector(".st-key-topic_title")
    visitor.page.wait_for_url(f"**topic={TEXTS.index(shown[0]) + 1}*")
    visitor.settle()
    harmless(visitor)


def test_a_topic_is_renamed_pinned_and_merged_on_its_page(server, visitor):
    page = visitor.page
    visitor.open(server.url("topics", store="demo"))
    grid = page.locator("[class*=st-key-topics_list_] [data-testid=stDataFrame]")
    grid.click(position={"x": 15, "y": 52})
    name = page.get_by_role("textbox", name=say("voc_page.name", "ko"))
    name.fill("<b>새 이름</b> $x$")
    page.get_by_role("button", name=say("voc_page.rename", "ko")).click()
    wait_for(visitor, "[data-testid=stAlert]", "<b>새 이름</b> $x$")
    harmless(visitor)
    visitor.settle()
    page.get_by_role("button", name=say("voc_page.pin", "ko"), exact=True).click()
    wait_for(visitor, "[data-testid=stAlert]", say("voc_page.pinned", "ko", name="<b>새 이름</b> $x$"))


def test_pages_of_topics_stay_small(server, visitor):
    received = [0]

    def count(payload: str | bytes) -> None:
        received[0] += len(payload)

    visitor.page.on("websocket", lambda socket: socket.on("framereceived", count))
    for name in ("voc", "topic", "topics", "keywords", "dictionary"):
        received[0] = 0
        visitor.open(server.url(name, store="demo"))
        assert received[0] < _BYTES[0], name
    visitor.open(server.url("voc", store="demo"))
    received[0] = 0
    mark(visitor, _RANKING, "환불").click(force=True)
    wait_for(visitor, ".st-key-contacts_voc_topic_head h3", "환불")
    visitor.settle()
    assert received[0] < _BYTES[1]
