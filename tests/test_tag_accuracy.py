"""Tag accuracy as a metric: by hand, by tag and agent, in any selection, and as the review page says it."""

from __future__ import annotations

from datetime import datetime

import pytest
from statsmodels.stats.proportion import proportion_confint

from cx import contacts, settings, targets
from cx.compute import compute
from cx.reports.gather import gather
from cx.selection import Selection
from cx.voc import audits, documents
from tests.put_rows import opened

AT = datetime(2026, 10, 12, 1)  # noqa: DTZ001 - UTC as stored: Monday 10:00 in Seoul
ALL = Selection(period="all")
# contact -> tag, agent, verdict: 18 of 20 right; what nobody looked at and the spam are not counted.
AUDITED = [(n, "결제/환불" if n < 12 else "오류", f"G{n % 2}", n not in (3, 15)) for n in range(20)]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    rows = [
        {
            "ticket_id": f"T{n}",
            "opened_at": AT,
            "channel": "chat",
            "category": tag,
            "agent_id": agent,
            "body": f"글 {n}",
            "product": "A",
        }
        for n, tag, agent, _ in [*AUDITED, (20, "오류", "G0", None), (21, "오류", "G0", False)]
    ]
    rows[21]["is_spam"] = True
    rows.append({"ticket_id": "last", "opened_at": datetime(2026, 10, 31, 1), "channel": "phone"})  # noqa: DTZ001 - UTC
    with opened(tmp_path_factory.mktemp("audited"), ticket=rows) as found:
        with found.write("voc") as con:
            for n, tag, _, is_right in [*AUDITED, (20, "오류", "G0", None), (21, "오류", "G0", False)]:
                drawn = datetime(2026, 10, 18, 15 if n < 10 else 14)  # noqa: DTZ001 - UTC: midnight of the 19th in Seoul, or before
                values = [1, drawn, "ticket", 1, f"T{n}", tag, is_right]
                con.execute("insert into tag_audit values (?, ?, ?, ?, ?, ?, ?, 'who', null)", values)
        documents.refresh(found)
        yield found


def measured(store, selection=ALL, **more):
    return compute(store, ["tag_accuracy"], selection, **more)


def test_the_share_of_right_ones_has_the_interval_of_an_independent_library(store):
    row = measured(store).iloc[0]
    assert (row["value"], row["n"], row["numerator"]) == (0.9, 20, 18)
    assert (row["low"], row["high"]) == pytest.approx(proportion_confint(18, 20, method="wilson"))


def test_by_tag_agent_and_week_of_drawing(store):
    by_tag = measured(store, by=["category"]).set_index("category")
    assert by_tag.loc["결제/환불", ["numerator", "n"]].tolist() == [11, 12]
    assert by_tag.loc["오류", ["numerator", "n"]].tolist() == [7, 8]
    by_agent = measured(store, by=["agent"]).set_index("agent")
    assert by_agent["numerator"].to_dict() == {"1:G0": 10, "1:G1": 8}  # T3 and T15 are of G1
    weeks = measured(store, every="week").set_index("period")["n"]
    assert {f"{day:%m-%d}": n for day, n in weeks.items() if n} == {"10-12": 10, "10-19": 10}


@pytest.mark.parametrize(
    ("chosen", "n"),
    [
        ({"channel": ("chat",)}, 20),
        ({"channel": ("phone",)}, 0),
        ({"text": "글 1"}, 11),
        ({"topic": ("1",)}, 0),
        ({"vip": True}, 0),
    ],
)
def test_every_filter_holds(store, chosen, n):
    assert measured(store, ALL.narrowed(**chosen))["n"].iloc[0] == n
    assert contacts.count(store, ALL.narrowed(**chosen), "tag_accuracy") == n


def test_it_has_a_target_a_line_in_the_month_and_rows(store):
    targets.put(store, "tag_accuracy", 0.95)
    figure = gather(store, datetime(2026, 10, 1).date()).figure("tag_accuracy")  # noqa: DTZ001 - a day
    assert (figure.value, figure.n, figure.target, figure.is_met) == (0.9, 20, 0.95, None)  # 20 are too few to judge
    rows = contacts.contacts(store, ALL, "tag_accuracy", {"agent": "1:G1"})
    assert sorted(rows.loc[~rows["is_right"].astype(bool), "document_id"]) == ["T15", "T3"]


def test_what_is_drawn_after_the_data_end_counts_on_their_last_day_and_a_verdict_is_seen_at_once(store):
    assert audits.draw(store, 1) == 1
    before = measured(store)["n"].iloc[0]
    audits.judge(store, audits.audited(store).open[0], "who", is_right=True)
    assert measured(store)["n"].iloc[0] == before + 1
    assert measured(store, span=(datetime(2026, 10, 31).date(),) * 2)["n"].iloc[0] == 1  # noqa: DTZ001 - a day
    settings.put(store, "reporting_zone", "UTC")
    assert measured(store, span=(datetime(2026, 10, 18).date(),) * 2)["n"].iloc[0] == 20  # noqa: DTZ001 - a day
