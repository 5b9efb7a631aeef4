"""The order in which groups are measured: by member, who has none last, whichever way they were counted."""

from __future__ import annotations

from datetime import datetime

import pytest

from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import opened

AT = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored
WHICH = ["나", None, "가", "다", None, "가"]


@pytest.mark.parametrize(("text", "counted"), [("", [2, 1, 1, 2]), ("문의", [2, 1, 1, 2])], ids=["sums", "facts"])
def test_members_come_in_order_and_who_has_none_last(tmp_path, text, counted):
    rows = [
        {"ticket_id": str(n), "opened_at": AT, "product": which, "subject": "문의"} for n, which in enumerate(WHICH)
    ]
    with opened(tmp_path, ticket=rows) as store:
        frame = compute(store, ["inflow", "response_rate"], Selection(period="all", text=text), by=("product",))
    inflow = frame[frame["metric"] == "inflow"]
    assert inflow["product"].fillna("none").tolist() == ["가", "나", "다", "none"]
    assert inflow["value"].tolist() == counted
    assert frame["metric"].tolist()[:2] == ["inflow", "response_rate"]
