"""The month's section of contracts: by hand, with the reason where a number is missing, and left out where it would say nothing."""

from __future__ import annotations

from datetime import date

import pytest
import sessions
from sessions import healthy, visit, words

from cx import compute, metric
from cx.language import say
from cx.reports import documents
from cx.reports.gather import gather
from cx.reports.report import SECTIONS
from cx.reports.said import sheet
from cx.selection import Selection
from cx.warehouse import Store
from tests import month_store
from tests.put_rows import add, opened

NAMES = dict(SECTIONS)["contracts"]
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def contract(name, first, last, fee=100.0):
    return {
        "contract_id": f"{name}{first}",
        "account_id": name,
        "starts_day": first,
        "ends_day": last,
        "monthly_fee": fee,
    }


# Due in September: ten, of which A0-A6 go on (A0 for 150 instead of 100). Due on 20 October: B, whose days of grace are not over on 1 November.
CONTRACTS = [
    *(contract(f"A{n}", "2025-09-16", "2026-09-15") for n in range(10)),
    *(contract(f"A{n}", "2026-09-16", "2027-09-15", 150.0 if n == 0 else 100.0) for n in range(7)),
    contract("B", "2025-10-21", "2026-10-20"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("month") / "own", ticket=month_store.contacts(), contract=CONTRACTS) as made:
        yield made


def lines(store, first, selection=None, every="month"):
    said = sheet(gather(store, first, selection, every=every), "ko")
    return {one.metric: one for section in said.sections if section.name == "contracts" for one in section.lines}


def test_a_month_by_hand(store):
    month = gather(store, SEPTEMBER)
    found = {name: month.figure(name) for name in NAMES}
    assert (found["renewal_rate"].value, found["renewal_rate"].n) == (0.7, 10)
    assert found["grr"].value == pytest.approx(800 / 1100)
    assert found["nrr"].value == pytest.approx(850 / 1100)
    assert month.why is None or month.why.metric not in NAMES
    assert list(lines(store, SEPTEMBER)) == list(NAMES)


def test_what_is_missing_says_why(store):
    later = lines(store, OCTOBER)
    assert (later["renewal_rate"].value.text, later["renewal_rate"].n) == ("–", "유예 기간이 끝난 만기 없음")
    assert later["grr"].value.text != "–"
    assert not lines(store, OCTOBER, Selection(category=("결제",)))  # nobody knows the category of a contract
    assert lines(store, SEPTEMBER, Selection(plan=("프로",))) == {}  # no contract of such a plan, ever
    assert not lines(store, date(2026, 9, 7), every="week")


def test_contracts_without_fees(tmp_path):
    rows = [one | {"monthly_fee": None} for one in CONTRACTS]
    with opened(tmp_path / "own", ticket=month_store.contacts(), contract=rows) as store:
        found = lines(store, SEPTEMBER)
    assert found["renewal_rate"].value.text == "70.0%"
    assert {(found[name].value.text, found[name].n) for name in ("grr", "nrr")} == {("–", "이용료를 모름")}


def test_contracts_alone_are_measured_by_the_last_day_known_of_them(tmp_path):
    with opened(tmp_path / "own") as store:
        used = [{"usage_id": "1", "account_id": "B", "day": "2026-11-30", "amount": 1.0}]
        add(store, contract=CONTRACTS, usage=used)
        found = compute.compute(store, NAMES, Selection(period="12m")).set_index("metric")
        assert (found.loc["renewal_rate", "value"], found.loc["renewal_rate", "n"]) == (7 / 11, 11)
        assert found["value"].notna().all()
        compared = compute.compare(store, NAMES, Selection(period="2026-09-01..2026-09-30")).set_index("metric")
        assert compared.loc["renewal_rate", "value"] == 0.7
        assert {metric.find(name).unit for name in NAMES} == {"share"}


def test_the_month_of_contracts_alone_is_a_page_and_a_document(tmp_path):
    """Known until 30 November: October is over and judged by nobody; September has the ten that were due, by a link."""
    with opened(tmp_path / "own") as store:
        used = [{"usage_id": "1", "account_id": "B", "day": "2026-11-30", "amount": 1.0}]
        add(store, contract=CONTRACTS, usage=used)
        running = sheet(gather(store, date(2026, 11, 1), as_of=date(2026, 11, 20)), "ko")
        assert running.headline == say("month.headline_running_plain", "ko", name="2026년 11월", as_of="11월 20일")
    Store.open(tmp_path / "demo").close()
    with sessions.at_home(tmp_path):
        newest = visit("11_month", store="own")
        healthy(newest)
        assert newest.selectbox(key="month_chosen").value == date(2026, 11, 1)
        app = visit("11_month", store="own", period="2026-09-01..2026-09-30")
        healthy(app)
        shown = words(app)
        assert say("month.headline_contracts") in shown
        assert "70.0%" in "".join(one.proto.body for one in app.get("html"))
        assert say("month.no_contacts") not in shown
        assert app.get("page_link")[-1].proto.label == say("app.empty.go_contracts")
        from pages import _store

        month = gather(_store.opened("own"), SEPTEMBER)
        assert "70.0%" in documents.make("md", month, sheet(month, "ko")).decode()
        assert documents.make("pdf", month, sheet(month, "ko")).startswith(b"%PDF")
