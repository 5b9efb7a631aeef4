"""The overview's journey in a real browser: from a bar to its contacts, to a file, and back."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import expect

from cx.language import say

pytestmark = pytest.mark.browser


def counts(visitor, place: str, number: str) -> None:
    """The list in this place says that it holds so many."""
    head = visitor.page.locator(f".st-key-contacts_{place}_head [data-testid=stCaptionContainer]").first
    expect(head).to_contain_text(number)


def click_bar(visitor, name: str, label: str) -> None:
    chart = visitor.page.locator(f'[class*="st-key-chart_{name}_"]').first
    chart.scroll_into_view_if_needed()
    chart.locator(f'path[aria-label*="{label}"]').last.click()
    visitor.settle()


def test_a_bar_of_the_trend_opens_that_month(server, visitor):
    visitor.open(server.url(store="demo"))
    click_bar(visitor, "main", "2026년 2월")
    visitor.page.wait_for_selector(".st-key-panel_charts")
    counts(visitor, "charts", "223")
    visitor.page.locator(".st-key-contacts_charts_close button").click()
    visitor.page.wait_for_selector(".st-key-panel_charts", state="detached")


def test_a_category_shows_its_words_beside_the_ranking_and_downloads_them(server, visitor):
    visitor.open(server.url(store="demo"))
    click_bar(visitor, "ranking", "로그인 › 비밀번호")
    visitor.page.wait_for_selector(".st-key-contacts_ranking_close")
    counts(visitor, "ranking", "360")
    visitor.settle()  # a button that is drawn anew takes no click
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="CSV").click()
    data = waiting.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 360
    assert {row["category"] for row in rows} == {"로그인/비밀번호"}
    assert {row["source"] for row in rows} == {"상담 도구"}


def test_all_others_together_open_too(server, visitor):
    visitor.open(server.url(store="demo"))
    click_bar(visitor, "ranking", say("chart.rest", "ko", n=4))
    visitor.page.wait_for_selector(".st-key-contacts_ranking_close")
    counts(visitor, "ranking", "443")


def test_a_filter_changes_the_numbers_and_the_address(server, visitor):
    visitor.open(server.url(store="demo"))
    visitor.page.get_by_role("button", name=say("filter.channel_name.chat", "ko"), exact=True).click()
    visitor.page.wait_for_url("**ch=chat**")
    expect(visitor.page.locator("[data-testid=stMetric]").nth(3)).to_contain_text("100.0%")


def test_what_users_wrote_is_shown_and_never_run(server, visitor):
    """A product is called like an image on another host; it stands on the page as text."""
    visitor.open(
        server.url(store="demo", product="%21%5Bx%5D%28http%3A%2F%2Fevil.example%2Fa.png%29%20%3Cb%3E굵게%3C%2Fb%3E")
    )
    expect(visitor.page.locator(".st-key-filter_summary")).to_contain_text("](http://evil.example/a.png)")
    assert visitor.is_at_home(), visitor.hosts
    assert visitor.page.locator("img[src*=evil]").count() == 0


def test_a_chosen_row_shows_its_whole_text_until_the_list_changes(server, visitor):
    visitor.open(server.url(store="demo"))
    table = visitor.page.locator('[class*="st-key-contacts_verbatims_table_"] [data-testid=stDataFrame]')
    table.scroll_into_view_if_needed()
    table.click(position={"x": 17, "y": 70})  # the box before the first row, below the heading
    whole = visitor.page.locator('[class*="st-key-contacts_verbatims_table_"][class*="_whole"]')
    expect(whole).to_contain_text(say("contacts.whole", "ko"))
    visitor.page.locator(".st-key-contacts_verbatims_search input").fill("excel")
    visitor.page.keyboard.press("Enter")
    whole.wait_for(state="detached")
