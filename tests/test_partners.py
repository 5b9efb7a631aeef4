"""Partners: their numbers by hand, two of one name, and the page."""

from __future__ import annotations

import math
import threading

import life_rows
import pytest
import sessions
from put_rows import add
from sessions import healthy, visit, words

from cx.language import say
from cx.lifecycle import partners
from cx.lifecycle.partner_accounts import accounts
from cx.reports.partner import files
from cx.selection import Selection
from cx.warehouse import Store

ALL = Selection(period="all")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    life_rows.fill(folder / "demo")
    with Store.open(folder / "demo") as store:
        contracts = [
            {
                "contract_id": f"K{n}",
                "account_id": f"A{n}",
                "starts_day": "2026-01-01",
                "ends_day": end,
                "monthly_fee": 100.0,
            }
            for n, end in ((0, "2026-12-31"), (3, "2026-06-30"), (1, "2026-12-31"))
        ]
        people = [
            {"partner_id": "P1", "partner_name": "=가온", "tier": "총판"},
            {"partner_id": "P2", "partner_name": "나래"},
            {"partner_id": "P3", "partner_name": "나래"},
        ]
        others = [{"account_id": f"B{n}", "account_name": f"새 학원 {n}", "partner_id": f"P{n}"} for n in (2, 3)]
        add(store, partner=people, contract=contracts, account=others)
    Store.open(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


@pytest.fixture(scope="module")
def store(home):
    assert home
    from pages import _store

    return _store.opened("demo")


def test_every_partner_by_hand(store):
    found = partners.partners(store, ALL).set_index("partner")
    one = found.loc["=가온"]
    # Every third of sixty accounts; that of A3 is over, the others have no contract or a running one.
    assert (one["accounts"], one["there"], one["tier"]) == (20, 19, "총판")
    # Ten odd ones stop, of the even ones none ends in 9; A57 entered on 2026-10-13, its time is over on 2026-11-12.
    assert (one["done"], one["lost"], one["open"]) == (10, 10, 0)
    assert math.isnan(one["used"])  # its only use is of the running month
    direct = found.loc[found.index.isna()].iloc[0]
    assert (direct["accounts"], direct["done"], direct["lost"], direct["open"]) == (40, 36, 3, 1)
    assert (one["renewed"], one["renewals"], direct["renewals"]) == (0, 1, 0)
    assert "inflow_value" not in found  # no contacts: nothing of them is made up


def test_two_partners_of_one_name_are_not_counted_as_one(store):
    assert partners.known(store) == ("=가온", "나래 (P2)", "나래 (P3)")
    assert accounts(store, ALL, "나래 (P2)")["account_name"].tolist() == ["새 학원 2"]


def test_only_the_partners_chosen(store):
    found = partners.partners(store, ALL.narrowed(partner=("나래 (P3)",)))
    assert found["partner"].tolist() == ["나래 (P3)"]


@pytest.mark.usefixtures("home")
def test_the_page_of_partners():
    app = visit("36_partners", store="demo", period="all")
    healthy(app)
    assert app.metric[0].value == say("lifecycle.accounts", "ko", n="21")
    assert "=가온" in app.dataframe[0].value[say("partner.column_partner", "ko")].tolist()
    nobody = visit("36_partners", store="demo", period="all", seg="없음", lang="en")
    healthy(nobody)
    assert say("partner.none_title", "en") in words(nobody)


@pytest.mark.usefixtures("home")
def test_the_archive_is_made_in_the_background_and_offered(monkeypatch):
    may_go_on = threading.Event()
    monkeypatch.setattr(files, "make", lambda *_: b"report" if may_go_on.wait(20) else b"")
    app = visit("36_partners", store="demo", period="all")
    app.button(key="partner_make").click().run()
    healthy(app)
    assert app.button(key="partner_cancel").label == say("partner_report.cancel", "ko")
    may_go_on.set()
    app.session_state["partner_job"][0].wait(20)
    app.run()
    healthy(app)
    assert [one.proto.label for one in app.get("download_button")] == [say("partner_report.download_ready", "ko", n=3)]


@pytest.mark.usefixtures("home")
def test_a_store_without_contacts_has_something_to_choose():
    app = visit("36_partners", store="demo", period="all")
    plans = app.button_group(key="filter_plan")
    assert sorted(plans.options) == ["베이직", "프로"]
    plans.set_value(["프로"]).run()
    healthy(app)
    assert app.metric[0].value == say("lifecycle.accounts", "ko", n="9")  # ten odd ones; the contract of A3 is over
