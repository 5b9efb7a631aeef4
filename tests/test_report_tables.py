"""Groups of a report as tables of words: who is in them, and how a change of few contacts is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cx.reports import tables
from cx.reports.gather import gather
from cx.reports.report import Cell, Group, Report
from tests.put_rows import opened
from tests.test_month_report import OCTOBER


@pytest.mark.parametrize(
    ("before", "now", "ko", "en"),
    [(1, 8, "+7건", "+7"), (29, 20, "−9건", "−9"), (None, 4, "+4건", "+4"), (30, 45, "+50.0%", "+50.0%")],
)
def test_the_change_of_few_contacts_is_told_in_contacts(before, now, ko, en):
    """One that became eight are seven more, not 700 %; from 30 on a contact is at most 3.3 %."""
    cells = (Cell("inflow", "count", now, now, "ok"),)
    groups = (Group("chat", cells, before), Group("phone", cells, 0))
    month = Report("2026-10-01", "2026-10-31", "2026-11-22", is_running=False, channels=groups)
    for language, told in (("ko", ko), ("en", en)):
        found = next(one for one in tables.tables(month, language) if one.name == "channels")
        assert found.rows[0][3] == told


def test_a_category_of_which_nothing_came_in_is_none_of_the_month(tmp_path):
    """One was opened in September and resolved in October: of October's four contacts three are about log-in, 75 %."""
    at = datetime(2026, 10, 5, 1)  # noqa: DTZ001 - UTC as stored
    came = [{"ticket_id": f"n{i}", "opened_at": at, "category": "로그인" if i else "결제"} for i in range(4)]
    over = {"ticket_id": "o", "opened_at": at - timedelta(days=8), "resolved_at": at, "category": "환불"}
    with opened(tmp_path, ticket=[{"channel": "chat", "status": "solved"} | one for one in (*came, over)]) as store:
        month = gather(store, OCTOBER)
        assert [group.code for group in month.categories] == ["로그인", "결제"]
        assert [(cell.metric, cell.n) for cell in month.categories[0].cells] == [
            ("inflow", 3),
            ("resolution_lead_time_median", 0),
        ]
        found = next(one for one in tables.tables(month, "en") if one.name == "categories")
        assert [row[2] for row in found.rows] == ["75.0%", "25.0%"]


def test_a_share_of_channels_is_not_told_by_channels(tmp_path):
    """Online contacts fell from 60 of 120 to 30 of 120: that their channels' mix changed says the same; products say more."""
    rows = []
    for month, online in ((9, 60), (10, 30)):
        at = datetime(2026, month, 5, 1)  # noqa: DTZ001 - UTC as stored
        rows += [
            {"ticket_id": f"{month}-{i}", "opened_at": at + timedelta(days=i % 20), "status": "open",
             "channel": "chat" if i < online else "phone", "product": "가" if i % 2 else "나"}
            for i in range(120)
        ]  # fmt: skip
    later = {"ticket_id": "later", "opened_at": datetime(2026, 11, 2, 1), "channel": "chat", "status": "open"}  # noqa: DTZ001
    with opened(tmp_path, ticket=[*rows, later]) as store:
        why = gather(store, OCTOBER).why
        assert why is not None
        assert why.metric == "online_share"
        assert {row["member"] for row in why.rows} == {"가", "나"}
