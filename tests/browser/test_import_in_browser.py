"""A person's whole way in a real browser: a filled template in, the report, the overview, and out again."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest
import small_store
from going import go_to
from served import Server, start

from cx.language import say

pytestmark = pytest.mark.browser
ROWS = 40
HEADER = ["ticket_id", "opened_at", "channel", "body"]


@pytest.fixture
def own(tmp_path) -> Iterator[Server]:
    """A server of its own: this journey writes."""
    small_store.empty(tmp_path / "demo")
    small_store.empty(tmp_path / "own")
    running = start(tmp_path)
    yield running
    running.stop()


def template(path):
    """Forty contacts in two months, the last of them without a day anybody can read."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for n in range(ROWS):
            opened = f"2026-0{n % 2 + 2}-{n // 2 + 1:02d} 10:00:00" if n < ROWS - 1 else "언젠가"
            writer.writerow([f"T{n}", opened, "chat", f"문의합니다 {n} 010-2345-67{n:02d}"])
    return path


def shown(visitor, key, **values):
    text = say(key, "ko", **values)
    found = visitor.page.get_by_text(text, exact=False).first
    found.wait_for()
    return found


def test_from_a_file_to_the_overview_and_back(own, visitor, tmp_path):
    visitor.open(own.url("imports", store="own"))
    page = visitor.page
    page.set_input_files("input[type=file]", template(tmp_path / "contacts.csv"))
    shown(visitor, "imports.state_ready")
    page.get_by_role("button", name=say("imports.start", "ko"), exact=False).last.click()
    shown(visitor, "imports.report.imported", file="contacts.csv", source="문의 양식", read=ROWS, kept=ROWS - 1)
    with page.expect_download() as loading:
        page.get_by_role("button", name=say("imports.report.download", "ko", format="CSV")).click()
    lines = list(csv.reader(loading.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0][: len(HEADER)] == HEADER
    assert lines[1][1] == "언젠가"
    assert "010-2345" not in lines[1][3]
    page.get_by_role("link", name=say("imports.report.overview", "ko")).click()
    page.wait_for_selector("[data-testid=stMetric]")
    shown(visitor, "contacts.count_contacts", n=ROWS // 2)  # those of the completed month
    go_to(page, "data", "status")
    shown(visitor, "status.batches_hint")
    visitor.settle()
    grid = page.locator(".st-key-status_batches_0_ko [data-testid=stDataFrame]")
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 15, "y": 52})
    page.get_by_role("button", name=say("status.undo", "ko")).click()
    page.get_by_role("dialog").get_by_role("button", name=say("status.undo_yes", "ko"), exact=True).click()
    shown(visitor, "status.undo_done", file="contacts.csv", removed=ROWS - 1, updated=0)
    go_to(page, "kpi", "overview")
    shown(visitor, "app.empty.title")
    assert visitor.is_at_home(), (visitor.hosts, visitor.broken)
