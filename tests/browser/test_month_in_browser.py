"""The month in a real browser: a document comes with a click, and the page says from then on which numbers it keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx.language import say

pytestmark = pytest.mark.browser


def test_a_document_comes_with_a_click_and_its_numbers_are_kept(server, visitor):
    visitor.open(server.url("month", lang="en", store="demo"))
    with visitor.page.expect_download() as caught:
        visitor.page.get_by_role("button", name=say("month.document.pdf", "en"), exact=True).click()
    assert caught.value.suggested_filename == "cx-2026-10.pdf"
    assert Path(caught.value.path()).read_bytes().startswith(b"%PDF-")
    visitor.page.reload()
    visitor.page.wait_for_selector("h1")
    visitor.settle()
    visitor.page.get_by_text("Documents show the numbers kept at").wait_for()
    visitor.page.get_by_role("button", name=say("month.document.text", "en"), exact=True).click()
    visitor.page.get_by_text("[CX report, Oct 2026]").wait_for()
    assert visitor.is_at_home(), visitor.hosts


def test_pictures_in_the_tables_are_drawn(server, visitor):
    visitor.open(server.url("month", store="demo"))
    visitor.page.wait_for_function(
        "(found => found.length > 5 && found.every(one => one.complete))([...document.querySelectorAll('table img')])"
    )
    widths = visitor.page.locator("table img").evaluate_all("found => found.map(one => one.naturalWidth)")
    assert set(widths) == {84}
