"""What an import says of contracts and steps that do not fit together."""

from __future__ import annotations

from datetime import date

import pytest
from sessions import words
from streamlit.testing.v1 import AppTest

from cx import commands, sources
from cx.importing.run import import_file, inspect
from cx.language import say
from cx.warehouse import Store
from pages import _store

CONTRACTS = """contract_id,account_id,plan,starts_day,ends_day,monthly_fee,outcome
K1,A1,프로,2025-01-01,2025-12-31,100000,갱신
K2,A1,프로,2025-01-01,2025-12-31,100000,갱신
K3,A1,프로,2026-01-01,2026-12-31,100000,진행 중
K4,A2,프로,2026-05-01,2026-04-30,100000,해지
K5,A3,프로,2026-01-01,2026-12-31,-5000,해지
K6,A9,프로,2026-01-01,2026-12-31,70000,모름
"""


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def take(store, text, name):
    found = inspect(store, text.encode(), name)
    crm = sources.find(store, "CRM") or sources.add(store, "CRM", "template_contract", "Asia/Seoul")
    return import_file(store, found, source=crm, mappings=found.mappings, today=date(2026, 11, 21))


def test_bad_contracts_are_reported_and_not_guessed(store):
    take(store, "account_id,account_name\nA1,가온학원\nA2,나래교육\nA3,다온학원\n", "accounts.csv")
    report = take(store, CONTRACTS, "contracts.csv")
    (table,) = report.tables
    assert (table.read, table.inserted, table.rejected) == (6, 5, 1)  # K4 ends before it begins
    assert report.rejected_cells == 2  # the negative fee and the unknown outcome
    notices = {notice.key: notice.values for notice in report.notices}
    assert notices["report.contracts_twice"] == {"n": 1, "more": 1, "examples": "A1: K1 = K2"}
    assert notices["report.accounts_unknown"]["examples"] == "A9"
    kept = store.query("select contract_id, monthly_fee, outcome from contract order by 1").astype(object)
    assert kept["outcome"].where(kept["outcome"].notna(), None).tolist() == [
        "renewed",
        "renewed",
        "open",
        "churned",
        None,
    ]
    assert kept["monthly_fee"].isna().tolist() == [False, False, False, True, False]
    again = take(store, CONTRACTS.replace("K2,A1,프로,2025-01-01", "K2,A1,프로,2025-01-02"), "contracts.csv")
    assert "report.contracts_twice" not in {notice.key for notice in again.notices}


def test_steps_in_an_order_hardly_anybody_has_are_told(store):
    rows = [
        f"{n}a,A{n},2026-03-01 09:00,계약\n{n}b,A{n},2026-03-0{2 if n else 1} {'10' if n else '08'}:00,개설\n"
        for n in range(20)
    ]
    rows += ["x,A1,2026-03-01 09:00,설명\n"]  # at the moment of the contract: in no order
    report = take(store, "event_id,account_id,happened_at,step\n" + "".join(rows), "steps.csv")
    (notice,) = [notice for notice in report.notices if notice.key == "report.steps_turned"]
    assert notice.values == {"n": 1, "pairs": 1, "examples": "A0: 개설 < 계약"}
    assert len(store.query("select * from lifecycle_event")) == 41


def test_the_command_tells_each_of_them_in_words(tmp_path, capsys):
    for name, text in (
        ("accounts", "account_id,account_name\nA1,가온학원\nA2,나래교육\nA3,다온학원\n"),
        ("contracts", CONTRACTS),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        words = [
            "import",
            str(tmp_path / f"{name}.csv"),
            "--source",
            "CRM",
            "--yes",
            "--folder",
            str(tmp_path / "store"),
        ]
        commands.main(words)
    shown = capsys.readouterr().out
    for key, values in (
        ("report.contracts_twice", {"n": 1, "more": 1, "examples": "A1: K1 = K2"}),
        ("report.accounts_unknown", {"ids": 1, "rows": 1, "examples": "A9"}),
    ):
        assert say(key, "ko", **values) in shown
    assert "읽음 6 = 추가 5 + 갱신 0 + 그대로 0 + 합침 0 + 중복 0 + 거절 1" in shown  # it ends before it begins
    assert "쓸 수 없어 비운 칸: 2" in shown  # the negative fee and the unknown outcome


def test_totals_without_a_number_are_told(store):
    """As the eleven customers of the Telco set who have not paid anything yet: a blank among numbers is not 0."""
    rows = "".join(
        f"K{n},A{n},2026-01-01,{100 + n},{' ' if n < 3 else f'{n}0.5'},{'x' if n < 30 else ''}\n" for n in range(60)
    )
    report = take(store, f"contract_id,account_id,starts_day,monthly_fee,TotalCharges,memo\n{rows}", "contracts.csv")
    told = [notice.values for notice in report.notices if notice.key == "check.blank_numbers"]
    assert told == [{"column": "TotalCharges", "rows": 3, "filled": 57}]
    whole = take(
        store,
        f"contract_id,account_id,starts_day,monthly_fee,TotalCharges\n{'K1,A1,2026-01-01,1,5'}\n",
        "contracts.csv",
    )
    assert "check.blank_numbers" not in {notice.key for notice in whole.notices}


def _drawn(report):
    from pages import _report

    _report.show(report, "report")


def test_the_page_tells_each_of_them_in_words(store, monkeypatch):
    take(store, "account_id,account_name\nA1,가온학원\nA2,나래교육\nA3,다온학원\n", "accounts.csv")
    report = take(store, CONTRACTS, "contracts.csv")
    monkeypatch.setattr(_store, "current", lambda: store)
    app = AppTest.from_function(_drawn, args=(report,))
    app.run()
    assert not app.exception, app.exception
    shown = words(app)
    assert "A1: K1 = K2" in shown.replace("\\", "")
    assert "A9" in shown
