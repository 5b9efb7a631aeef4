"""Every page in a real browser: nothing asked of other hosts, no sideways scrolling, accessible, in the right language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from going import go_to
from playwright.sync_api import expect

from cx.language import say

pytestmark = pytest.mark.browser
PAGES = sorted(path.stem[3:] for path in (Path(__file__).parents[2] / "pages").glob("[0-9][0-9]_*.py"))
# Lines of ours in which Korean would break between any two syllables.
_BROKEN = """[...document.querySelectorAll('h1, h2, h3, [data-testid=stCaptionContainer] p')]
    .filter(line => getComputedStyle(line).wordBreak != 'keep-all').length"""
# Badges of which a card shows only the beginning.
_CUT = """[...document.querySelectorAll('.stMarkdownBadge')]
    .filter(badge => badge.scrollWidth > badge.clientWidth + 1).map(badge => badge.innerText)"""


def begins(key, language):
    return re.compile(rf"^{re.escape(say(key, language))}")


def opened_in(language, server, visitor, page):
    visitor.open(server.url(page, lang=language, store="demo"))
    expect(visitor.page.locator("h1")).to_have_text(begins(f"app.page_{page}", language))
    expect(visitor.page.locator("html")).to_have_attribute("lang", language)
    assert visitor.is_at_home(), (visitor.hosts, visitor.broken)
    assert visitor.overflow() <= 0
    assert visitor.page.evaluate(_BROKEN) == 0
    assert visitor.page.evaluate(_CUT) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_from_a_link_and_is_accessible(server, visitor, page):
    opened_in("ko", server, visitor, page)
    found = Axe().run(visitor.page).response["violations"]
    serious = [
        (entry["id"], [node["html"][:200] for node in entry["nodes"]][:3])
        for entry in found
        if entry["impact"] in ("serious", "critical")
    ]
    assert not serious


@pytest.mark.parametrize("page", PAGES)
def test_every_page_fits_a_phone_in_english_too(server, phone, page):
    opened_in("en", server, phone, page)


def test_switching_pages_keeps_the_address_and_asks_nobody(server, visitor):
    visitor.open(server.url("dictionary", lang="en", store="demo", period="6m", ch="chat"))
    go_to(visitor.page, "kpi", "overview", "en")
    visitor.page.wait_for_selector("[data-testid=stMetric]")
    visitor.settle()
    for part in ("lang=en", "store=demo", "period=6m", "ch=chat"):
        visitor.page.wait_for_url(f"**{part}**")
    assert visitor.is_at_home(), visitor.hosts


def test_who_writes_the_name_of_the_first_page_is_led_there(server, visitor):
    visitor.open(server.url("overview", lang="en", store="demo", period="6m"))
    expect(visitor.page.locator("h1")).to_have_text(begins("app.page_overview", "en"))
    visitor.page.wait_for_function("new URL(location).pathname === '/' && location.search.includes('period=6m')")
    assert not visitor.page.get_by_role("dialog").count()
    assert visitor.is_at_home(), visitor.hosts
