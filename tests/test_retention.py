"""Renewals and recurring revenue of ten accounts, worked out by hand, and the page that shows them."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx import compute, settings, sources
from cx.errors import UnknownName
from cx.language import say
from cx.lifecycle import interviews, retention, terms
from cx.lifecycle.since import break_of
from cx.selection import Selection
from cx.warehouse import Store

PERIOD = Selection(period="2026-01-01..2026-10-31")
# account, first day, last day, fee, outcome; the last day known is 2026-11-18, the grace 30 days.
CONTRACTS = """
A 2025-01-01 2025-12-31 100 -
A 2026-01-01 2026-12-31 120 -         renewed before the period, at a higher fee
B 2025-03-01 2026-02-28 200 -         nothing follows: churned
C 2025-06-01 2026-05-31 100 -
C 2026-05-01 2027-04-30  80 -         renewed early: counts at its due date, its fee from the day after
D 2025-02-01 2026-01-31  50 -
D 2026-02-20 2027-02-19  50 -         twenty days late: within the grace, and no gap
E 2025-02-01 2026-01-31  70 -
E 2026-03-15 2027-03-14  70 -         43 days late: churned, and came back
F 2024-01-01 2026-12-31 300 -         not due
G 2025-11-10 2026-11-09  10 -         nine days over: pending
H 2025-04-01 2026-03-31  40 moved     by its source's word
I 2026-04-01 2027-03-31 500 -         new
J 2025-01-15 2026-01-14  30 -
J 2025-07-01 2026-06-30  60 churned   stands beside the first one, and does not renew it
T 2025-01-01 2026-06-30 999 -         a test account
"""


def contracts():
    found = []
    for number, line in enumerate(CONTRACTS.strip().splitlines()):
        account, first, last, fee, outcome = line.split()[:5]
        row = {
            "contract_id": f"K{number}",
            "account_id": account,
            "starts_day": first,
            "ends_day": last,
            "monthly_fee": float(fee),
        }
        row["plan"] = "큰" if account in "BFI" else "작은"
        row["churn_cause"] = "가격" if account == "B" else None
        found.append(row | {"outcome": None if outcome == "-" else outcome})
    return found


def fill(folder):
    with Store.open(folder) as store:
        sources.add(store, "CRM")
        accounts = [
            {"account_id": name, "account_name": f"학원 {name}", "is_test": name == "T"} for name in "ABCDEFGHIJT"
        ]
        said = {
            "feedback_id": "V1",
            "said_at": "2026-02-20",
            "feedback": "interview",
            "account_id": "B",
            "body": "너무 비싸졌다고 하심.",
        }
        usage = [{"usage_id": "u", "account_id": "A", "day": "2026-11-18", "amount": 1}]
        add(store, account=accounts, contract=contracts(), usage=usage, feedback=[said])
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(fill(tmp_path_factory.mktemp("contracts") / "own")) as found:
        yield found


def test_what_became_of_every_contract(store):
    found = terms.asked(
        store,
        Selection(period="all"),
        "select account_key, place, state, counts_from, counts_to from term_row order by 1, 2",
    )
    states = {(row.account_key[2:], row.place): row.state for row in found.itertuples()}
    assert states == {
        ("A", 1): "renewed", ("A", 2): "running", ("B", 1): "churned", ("C", 1): "renewed", ("C", 2): "running", ("D", 1): "renewed",
        ("D", 2): "running", ("E", 1): "churned", ("E", 2): "running", ("F", 1): "running", ("G", 1): "pending", ("H", 1): "renewed",
        ("I", 1): "running", ("J", 1): "churned", ("J", 2): "churned"}  # fmt: skip
    begins = {(row.account_key[2:], row.place): f"{row.counts_from:%m-%d}" for row in found.itertuples()}
    assert (begins["C", 2], begins["D", 2], begins["E", 2]) == ("06-01", "02-01", "03-15")


def test_renewals_by_due_date(store):
    """Due from January to October: B, C, D, E, H and both of J; C, D and H were renewed."""
    found = retention.renewals(store, PERIOD)
    assert (found.renewed, found.churned, found.pending, found.rate) == (3, 4, 0, pytest.approx(3 / 7))
    with_november = retention.renewals(store, Selection(period="2026-01-01..2026-11-18"))
    assert (with_november.decided, with_november.pending) == (7, 1)
    by = retention.renewals_cut(store, PERIOD, by="plan").set_index("grouped")
    assert (by.loc["큰", "decided"], by.loc["큰", "renewed"], by.loc["작은", "decided"]) == (1, 0, 6)
    months = retention.renewals_cut(store, PERIOD, every="month")
    assert list(zip(months["period"].dt.month, months["decided"], months["renewed"], strict=True)) == [
        (1, 3, 1), (2, 1, 0), (3, 1, 1), (5, 1, 1), (6, 1, 0)]  # fmt: skip
    with pytest.raises(UnknownName):
        retention.renewals_cut(store, PERIOD, by="channel")


def test_revenue_by_hand(store):
    """At the start 100 + 200 + 100 + 50 + 70 + 300 + 10 + 40 + 90; B and J leave, A pays more, C less, I is new, E is back by the end."""
    found = retention.revenue(store, PERIOD)
    assert (found.start, found.new, found.expansion, found.contraction, found.churn, found.end) == (
        960,
        500,
        20,
        20,
        290,
        1170,
    )
    assert (found.accounts, found.churned_accounts, found.new_accounts) == (9, 2, 1)
    assert found.grr == pytest.approx(650 / 960)
    assert found.nrr == pytest.approx(670 / 960)
    after = retention.revenue(store, Selection(period="2026-03-01..2026-03-10"))
    assert (after.start, after.churn) == (880, 200)  # on the last day of February B was there, and J's second contract
    parts = retention.revenue_by(store, PERIOD, "plan")
    assert parts[["start", "end"]].sum().tolist() == [960, 1170]


def test_the_metrics_are_the_numbers_of_the_page(store):
    """Whole, a plan, VIPs, quarters: the metric of the dictionary and the page's own analysis agree; n is contracts, and accounts at the start."""
    spans = [PERIOD, Selection(period="2026-03-01..2026-03-10"), Selection(period="2026-01-01..2026-11-18")]
    for chosen in [
        *spans,
        *(one.narrowed(plan=("작은",)) for one in spans),
        PERIOD.narrowed(vip=True),
        PERIOD.narrowed(account=("1:A", "1:B")),
    ]:
        ours = compute.compute(store, ["renewal_rate", "grr", "nrr"], chosen, as_of=date(2026, 11, 18)).set_index(
            "metric"
        )
        renewed, money = retention.renewals(store, chosen), retention.revenue(store, chosen)
        assert (ours.loc["renewal_rate", "numerator"], ours.loc["renewal_rate", "n"]) == (
            renewed.renewed,
            renewed.decided,
        )
        kept = (money.start - money.churn - money.contraction, money.start) if money else (0, 0)
        assert (ours.loc["grr", "numerator"], ours.loc["grr", "denominator"]) == pytest.approx(kept)
        assert ours.loc["nrr", "numerator"] - kept[0] == pytest.approx(money.expansion if money else 0)
        assert ours.loc["grr", "n"] == (money.accounts if money else 0)
    by = compute.compute(store, ["grr"], PERIOD, by=["plan"], as_of=date(2026, 11, 18)).set_index("plan")
    assert by.loc["작은", ["numerator", "denominator"]].tolist() == [350, 460]


def test_who_moves_to_another_plan_has_renewed(tmp_path):
    """Also where only the old plan is looked at: what follows is no loss."""
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "CRM")
        terms_ = [("1", "작은", "2025-01-01", "2026-01-31"), ("2", "큰", "2026-02-01", "2027-01-31")]
        rows = [
            {
                "contract_id": n,
                "account_id": "A",
                "plan": plan,
                "starts_day": first,
                "ends_day": last,
                "monthly_fee": 10.0,
            }
            for n, plan, first, last in terms_
        ]
        add(store, contract=rows, usage=[{"usage_id": "u", "account_id": "A", "day": "2026-11-18", "amount": 1}])
        assert retention.renewals(store, PERIOD.narrowed(plan=("작은",))).rate == 1


def test_the_grace_is_a_setting(tmp_path):
    with Store.open(fill(tmp_path / "own")) as store:
        settings.put(store, "renewal_grace_days", 45)
        assert retention.renewals(store, PERIOD).renewed == 4  # E, 43 days late
        settings.put(store, "renewal_grace_days", 0)
        found = retention.renewals(store, Selection(period="2026-01-01..2026-11-18"))
        assert (found.renewed, found.churned, found.pending) == (2, 6, 0)  # C and H; D was late, G is over


def test_cohorts_and_lives(store):
    found = retention.cohorts(store, PERIOD)
    first = found[found["period"] == "2025-01-01"].set_index("age")  # A, B, D, E, J
    # A year after: B has left, and E, whose year ended the day before, is back in March only.
    assert first.loc[4, ["accounts", "stayed"]].tolist() == [5, 3]
    assert first.loc[7, ["accounts", "stayed", "is_whole"]].tolist() == [
        4,
        3,
        False,
    ]  # B's 21st month is not over; J has left
    curves, _ = retention.lives(store, PERIOD)
    assert (curves[""].n, curves[""].events) == (10, 2)
    assert curves[""].times.tolist() == [364, 531]  # B's year, and J from January 2025 to June 2026


def test_reasons_and_what_was_said(store):
    assert retention.causes(store, PERIOD).fillna("").to_numpy().tolist() == [["", 3, 160], ["가격", 1, 200]]
    assert interviews.interviews(store, PERIOD)[["body", "cause"]].to_numpy().tolist() == [
        ["너무 비싸졌다고 하심.", "가격"]
    ]
    assert interviews.interviews(store, PERIOD, "온보딩").empty


def test_contracts_without_days_have_only_an_outcome(tmp_path):
    """As a sheet of customers with a fee and a yes or no: everybody was there, and some have left."""
    with Store.open(tmp_path / "own") as store:
        sources.add(store, "CRM")
        told = [("a", 10, "churned"), ("b", 20, "open"), ("c", 30, None), ("d", 40, "churned")]
        rows = [
            {"contract_id": name, "account_id": name, "monthly_fee": fee, "outcome": word} for name, fee, word in told
        ]
        add(store, contract=rows, usage=[{"usage_id": "u", "account_id": "b", "day": "2026-11-18", "amount": 1}])
        found = retention.revenue(store, Selection(period="12m"))
        assert (found.start, found.end, found.churn, found.churned_accounts, found.accounts) == (100, 50, 50, 2, 4)


def test_since_when():
    days = [date(2026, month, 1) for month in range(1, 9)]
    found = break_of(days, [36, 35, 36, 35, 24, 25, 24, 25], [40] * 8)
    assert (found.day, found.before, found.after) == (
        date(2026, 5, 1),
        pytest.approx(142 / 160),
        pytest.approx(98 / 160),
    )
    assert break_of(days, [36, 35, 36, 35, 34, 35, 36, 35], [40] * 8) is None
    assert break_of(days, [4, 4, 4, 4, 0, 0, 0, 0], [4] * 8) is None  # too few on either side
    assert break_of([], [], []) is None


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    fill(folder / "demo")
    Store.open(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


@pytest.mark.usefixtures("home")
def test_the_page_says_it():
    app = visit("32_retention", store="demo", period="2026-01-01..2026-10-31")
    healthy(app)
    values = {metric.label: metric.value for metric in app.metric}
    assert values[say("retention.card_grr")] == "67.7%"
    assert values[say("retention.card_nrr")] == "69.8%"
    assert values[say("retention.card_left")] == "2곳"
    assert values[say("retention.card_renewal")] == ":gray[42.9%]"
    assert "너무 비싸졌다고 하심" in words(app)
    healthy(visit("32_retention", store="demo", lang="en", plan="작은"))
    assert say("lifecycle.empty_title", "en") in words(visit("32_retention", store="own", lang="en"))


@pytest.mark.usefixtures("home")
def test_one_of_the_two_kinds_of_cohorts_is_drawn():
    app = visit("32_retention", store="demo", period="2026-01-01..2026-10-31")
    assert say("retention.usage_legend") not in words(app)
    app.segmented_control(key="retention_cohorts_of").set_value("usage").run()
    healthy(app)
    assert app.session_state["retention_usage_every"] == "month"
    assert say("retention.cohort_legend") not in words(app)
    assert say("retention.usage_none") in words(app)  # the only use is of the last day
