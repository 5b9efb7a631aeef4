"""Contracts that end soon and their signs, by hand; and how the sign of use did on the past."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx import sources
from cx.language import say
from cx.lifecycle import ahead, outreach
from cx.selection import Selection
from cx.warehouse import Store

ALL = Selection()
# The last day known is 2026-11-18. Use in the 91 days up to it, and in the 91 before.
USE = {"A": (100, 20), "B": (100, 100), "C": (100, 100), "E": (100, 200), "G": (100, 100)}


ENDS = {
    "A": "2026-12-10",
    "B": "2027-02-16",
    "C": "2027-03-31",
    "D": "2026-12-01",
    "E": "2027-01-15",
    "G": "2026-12-31",
    "H": "2026-11-01",
}
# Sixty days before the end of X and Y, on 2 July: X used 100 and then 10, Y 100 and 100; what came after was not known.
PAST = {"X": (100, 10, 900), "Y": (100, 100, 0)}


def contract(name, account, first, last, **more):
    return {"contract_id": name, "account_id": account, "starts_day": first, "ends_day": last, **more}


def used(uses, *days):
    return [
        {"usage_id": f"{name}{day}", "account_id": name, "day": day, "amount": amount, "users": 5}
        for name, amounts in uses.items()
        for day, amount in zip(days, amounts, strict=True)
    ]


def fill(folder):
    contracts = [
        contract(name, name, "2025-01-01", day, monthly_fee=100_000, plan="프로") for name, day in ENDS.items()
    ]
    contracts += [
        contract("G2", "G", "2027-01-01", "2027-12-31", monthly_fee=1),
        contract("X", "X", "2025-09-01", "2026-08-31", outcome="churned"),
        contract("Y", "Y", "2025-09-01", "2026-08-31"),
        contract("Y2", "Y", "2026-09-01", "2028-08-31"),
    ]
    usage = used(USE, "2026-07-10", "2026-11-18") + used(PAST, "2026-02-01", "2026-05-01", "2026-08-01")
    accounts = [
        {"account_id": name, "account_name": f"학원 {name}", "seats": 5 if name == "B" else 9} for name in "ABCDEGHXY"
    ]
    with Store.open(folder) as store:
        sources.add(store, "CRM")
        add(store, account=accounts, contract=contracts, usage=usage)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(fill(tmp_path_factory.mktemp("ahead") / "own")) as found:
        yield found


def test_who_ends_soon_and_what_speaks_for_and_against(store):
    """C ends in 133 days and G has its next contract; H is over and has grace left. Of 1400 before, 520 are left: A's share is 0.2 / 0.37."""
    found = ahead.ahead(store, ALL)
    told = {row.account_key[2:]: (row.risk, row.signs, row.points, row.days_left) for row in found.itertuples()}
    assert told == {
        "H": ("high", ("unused",), (), -17),
        "D": ("high", ("unused",), (), 13),
        "A": ("middle", ("usage_fell",), (), 22),
        "E": ("low", (), ("usage_rose",), 58),
        "B": ("low", (), ("usage_rose", "seats_full"), 90),
    }
    assert list(told) == ["H", "D", "A", "E", "B"]
    assert [row.account_key for row in ahead.ahead(store, ALL, 30).itertuples()] == ["1:H", "1:D", "1:A"]


def test_the_sign_is_held_against_what_was_known_then(store):
    assert ahead.track_record(store, ALL) == {True: (0, 1), False: (1, 1)}


def test_a_contact_about_a_renewal_is_kept(tmp_path):
    with Store.open(fill(tmp_path / "own")) as store:
        outreach.put(store, "1:D", "promised", about="renewal", owner="이하나", recheck_day=date(2026, 12, 1))
        row = ahead.ahead(store, ALL).set_index("account_key").loc["1:D"]
        assert (row["outcome"], row["owner"]) == ("promised", "이하나")


def test_the_page_says_it(tmp_path):
    fill(tmp_path / "demo")
    Store.open(tmp_path / "own").close()
    with sessions.at_home(tmp_path):
        app = visit("33_renewals", store="demo")
        healthy(app)
        assert [metric.value for metric in app.metric][:2] == ["5건", "2건"]
        assert say("renewal.title_high", n=2) in words(app)
        shown = app.dataframe[0].value
        assert shown[say("renewal.column_why")].tolist()[:3] == [say("renewal.sign_unused")] * 2 + ["사용량 −46%"]
        healthy(visit("33_renewals", store="demo", lang="en", plan="없음"))
