"""QA scores and difficult consultations by hand: scales, what is left out, whose review it is, and a sheet that is imported."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from cx import agents, settings, sources
from cx.compute import compute
from cx.importing.run import import_file, inspect
from cx.selection import Selection
from tests.put_rows import opened

T0 = datetime(2026, 10, 12, 1, 0)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
DAY = timedelta(days=1)
ALL = Selection(period="all")


def ticket(number, **more):
    return {
        "ticket_id": f"T{number}",
        "opened_at": T0,
        "channel": "chat",
        "agent_id": "G1",
        "first_response_at": T0,
        **more,
    }


def review(number, score=None, of=None, **more):
    return {"review_id": f"Q{number}", "reviewed_at": T0 + DAY, "ticket_id": of and f"T{of}", "score": score, **more}


def found(store, name, **more):
    return compute(store, [name], more.pop("selection", ALL), **more).iloc[0]


TICKETS = [
    ticket(1),
    ticket(2, agent_id="G2", channel="phone"),
    ticket(3, is_spam=True),
    ticket(9, opened_at=T0 + 3 * DAY),
]
REVIEWS = [
    review(1, 90, 1, is_difficult=False),
    review(2, 15, 2, scale_high=20, is_difficult=True),  # 75 %
    review(3, 4, 2, scale_low=1, scale_high=5, is_difficult=False),  # three of four steps: 75 %
    review(4, 10, 3, is_difficult=True),  # of spam
    review(5, None, 1, is_difficult=True),
    review(6, 120, 1),  # off its scale
    review(7, 60, None, agent_id="G1"),  # nobody knows of which contact
    review(8, 3, 1, scale_low=5, scale_high=5),  # no scale
]


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, ticket=TICKETS, qa_review=REVIEWS) as made:
        settings.put(made, "withhold_n", 0)
        yield made


def test_points_are_shares_of_their_own_scale(store):
    row = found(store, "qa_score")
    shares = [0.9, 0.75, 0.75, 0.6]
    low, high = stats.t.interval(0.95, 3, np.mean(shares), stats.sem(shares))
    assert (row["value"], row["n"]) == (pytest.approx(0.75), 4)
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    hard = found(store, "difficult_share")
    assert (hard["numerator"], hard["denominator"]) == (2, 4)


def test_a_review_is_of_its_contact_and_its_agent(store):
    by_channel = compute(store, ["qa_score"], ALL, by=["channel"])
    assert {row["channel"] if row["channel"] == row["channel"] else None: row["n"] for row in by_channel.to_dict("records")} == {
        "chat": 1, "phone": 2, None: 1,
    }  # fmt: skip
    by_agent = compute(store, ["qa_score"], ALL, by=["agent"]).set_index("agent")["n"].to_dict()
    assert by_agent == {"1:G1": 2, "1:G2": 2}
    assert found(store, "qa_score", selection=Selection(period="2026-10-12..2026-10-12"))["n"] == 0  # by day of review
    assert found(store, "qa_score", selection=Selection(period="all", channel=("phone",)))["value"] == 0.75


def test_the_team_page_shows_them(store):
    crew = agents.crew(store, ALL, (T0.date(), (T0 + 3 * DAY).date()))
    figures = {one.key: one.figures["qa_score"].n for one in crew.agents}
    assert figures == {"1:G1": 2, "1:G2": 2}


def test_an_interval_stays_within_the_scale(tmp_path):
    rows = [review(i, 100 - (i == 0) * 60) for i in range(8)]
    with opened(tmp_path, ticket=TICKETS, qa_review=rows) as store:
        assert found(store, "qa_score")["high"] == 1


def test_a_sheet_is_imported_and_counted_again_when_its_contact_changes(tmp_path):
    sheet = "평가 ID,평가일시,문의번호,점수,어려운 상담 여부\nQ1,2026-10-13 10:00,T1,80,예\nQ2,2026-10-13 11:00,T2,90,아니오\n"
    with opened(tmp_path, ticket=[TICKETS[1], TICKETS[-1]]) as store:
        settings.put(store, "withhold_n", 0)
        source = sources.find(store, "상담 도구")
        inspection = inspect(store, sheet.encode(), "qa.csv", format_name="template_qa_review")
        report = import_file(store, inspection, source=source, mappings=inspection.mappings)
        assert report.rejected_rows == 0
        assert found(store, "qa_score")["value"] == pytest.approx(0.85)
        contacts = "ticket_id,opened_at,channel\nT1,2026-10-12 10:00,phone\n"
        again = inspect(store, contacts.encode(), "c.csv", format_name="template_contacts")
        taken = import_file(store, again, source=source, mappings=again.mappings)
        assert taken.tables[0].inserted == 1
        assert found(store, "qa_score", selection=Selection(period="all", channel=("phone",)))[
            "value"
        ] == pytest.approx(0.85)
