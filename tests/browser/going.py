"""How people go from page to page: a heading of the navigation, and a page below it."""

from __future__ import annotations

from playwright.sync_api import Page

from cx.language import say


def go_to(page: Page, section: str, name: str, language: str = "ko") -> None:
    """Click the page called `name` below the heading `section`."""
    page.get_by_test_id("stTopNavSection").filter(has_text=say(f"app.section_{section}", language)).click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text=say(f"app.page_{name}", language)).click()
