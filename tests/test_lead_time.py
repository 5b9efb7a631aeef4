"""Lead time, reopening and resolutions by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cx import contacts
from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import opened

ALL = Selection(period="all")
T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ticket(number, hours, reopened=0, **more):
    end = {} if hours is None else {"resolved_at": T0 + hours * HOUR, "status": "solved"}
    return {"ticket_id": str(number), "opened_at": T0, "reopen_count": reopened, **end, **more}


def measured(tmp_path, *names, **tables):
    with opened(tmp_path, **tables) as store:
        return compute(store, list(names), ALL, as_of=date(2026, 10, 20)).set_index("metric")


def test_lead_times_on_both_clocks(tmp_path):
    """Opened at 10:00, resolved after 1, 2, 3, 24, 48 hours: with lunch and the night out 1, 2, 2, 8, 16 hours."""
    rows = [ticket(i, hours) for i, hours in enumerate((1, 2, 3, 24, 48))]
    rows += [
        ticket("open", None, status="open"),
        ticket("spam", 500, is_spam=True),
        ticket("before", -1),
        ticket("end not told", None, status="closed"),
    ]
    names = [f"resolution_lead_time_{name}" for name in ("median", "p90", "business_median", "business_p90")]
    found = measured(tmp_path, *names, ticket=rows)
    assert found["n"].tolist() == [5] * 4
    assert (found["value"] / 3600).tolist() == pytest.approx([3, 24 + 0.6 * 24, 2, 8 + 0.6 * 8])


def test_first_resolution_has_a_name_of_its_own(tmp_path):
    """Five resolved after 2 hours each, two of them again after 50; of a sixth only the last resolution is told."""
    first = {"first_resolved_at": T0 + 2 * HOUR}
    rows = [ticket(i, 2) for i in range(3)] + [ticket(i, 50, 1, **first) for i in (3, 4)] + [ticket(5, 90, 1)]
    found = measured(tmp_path, "resolution_lead_time_median", "first_resolution_lead_time_median",
                     "first_resolution_lead_time_p90", ticket=rows)  # fmt: skip
    assert (found["value"] / 3600).tolist() == [26, 2, 2]
    assert found["n"].tolist() == [6, 5, 5]


def test_counts_and_times_belong_to_the_day_of_the_resolution(tmp_path):
    rows = [ticket("a", 1), ticket("b", 24), ticket("c", 24, 1, first_resolved_at=T0 + HOUR)]
    with opened(tmp_path, ticket=rows) as store:
        names = ["resolved_contacts", "resolutions", "reopen_rate", "resolution_lead_time_median"]
        days = compute(
            store, names, ALL, every="day", span=(date(2026, 10, 12), date(2026, 10, 13)), as_of=date(2026, 10, 13)
        )
        n = days.set_index(["metric", "period"])["numerator"].unstack()
        assert n.loc["resolved_contacts"].tolist() == [1, 2]
        assert n.loc["resolutions"].tolist() == [1, 3]
        assert n.loc["reopen_rate"].tolist() == [1, 0]  # by the first resolution: two on Monday, one on Tuesday
        assert days[days["metric"] == "resolution_lead_time_median"]["n"].tolist() == [1, 2]
        shown = contacts.contacts(store, ALL, "resolution_lead_time_median", columns=["ticket_id", "resolution_seconds"],
                                  as_of=date(2026, 10, 13))  # fmt: skip
        assert dict(zip(shown["ticket_id"], shown["resolution_seconds"], strict=True)) == {
            "a": 3600,
            "b": 86_400,
            "c": 86_400,
        }


def test_resolutions_are_counted_three_ways(tmp_path):
    """Three contacts of two accounts and one of nobody known: 1 + 1 + 3 + 1 resolutions."""
    rows = [
        ticket(1, 1, account_id="A"), ticket(2, 1, account_id="A"), ticket(3, 1, 2, account_id="B"), ticket(4, 1),
        ticket(5, None, 1, account_id="C", status="open"), ticket(6, 1, account_id="D", is_test=True),
    ]  # fmt: skip
    found = measured(tmp_path, "resolutions", "resolved_contacts", "resolved_accounts", ticket=rows)
    assert found["value"].tolist() == [6, 4, 2]
    assert found["n"].tolist() == [4, 4, 3]


def test_reopen_rate_is_of_resolved_contacts(tmp_path):
    """Ten resolved, three opened again, one of them still open; never resolved ones are not in it."""
    rows = [ticket(i, 1) for i in range(7)] + [ticket(i, 9, 1) for i in (7, 8)]
    rows += [ticket(9, 9, 1, status="open", first_resolved_at=T0 + HOUR), ticket(10, None, status="open")]
    found = measured(tmp_path, "reopen_rate", ticket=rows).loc["reopen_rate"]
    assert (found["value"], found["n"]) == (0.3, 10)


def test_without_a_word_of_reopening_there_is_no_rate(tmp_path):
    found = measured(tmp_path, "reopen_rate", ticket=[ticket(i, 1, None) for i in range(9)]).loc["reopen_rate"]
    assert (found["n"], found["state"]) == (0, "none")


def test_one_touch_leaves_out_what_a_bot_resolved(tmp_path):
    rows = [ticket(i, 1, reply_count=1) for i in range(3)] + [ticket(i, 1, reply_count=4) for i in (3, 4)]
    rows.append(ticket(5, 1, reply_count=0, is_bot_involved=True, is_human_involved=False))
    found = measured(tmp_path, "one_touch", ticket=rows).loc["one_touch"]
    assert (found["value"], found["n"]) == (0.6, 5)


def test_sla_attainment_is_the_verdict_of_the_source(tmp_path):
    rows = [ticket(i, 1, is_sla_met=i > 1) for i in range(8)]
    rows += [ticket(8, 1), ticket(9, 1, is_sla_met=False, is_spam=True), ticket(10, None, is_sla_met=False)]
    found = measured(tmp_path, "sla_attainment", ticket=rows).loc["sla_attainment"]
    assert (found["value"], found["n"]) == (6 / 9, 9)
