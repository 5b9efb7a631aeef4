"""Accounts that rows name and the list of accounts lacks: told with numbers, kept, and mergeable where they look alike."""

from __future__ import annotations

from datetime import date

import pytest

from cx import matching, sources
from cx.importing.run import import_file, inspect
from cx.warehouse import Store

ACCOUNTS = "account_id,account_name\nA1,가온학원\nA2,나래교육\n"
TICKETS = "ticket_id,account_id,opened_at\nT-1,A1,2026-11-01 09:00:00\nT-2,A999,2026-11-01 09:00:00\nT-3,a 1,2026-11-01 09:00:00\nT-4,,2026-11-01\n"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "own") as opened:
        yield opened


def take(store, text, name):
    found = inspect(store, text.encode(), name)
    desk = sources.find(store, "Desk") or sources.add(store, "Desk", "template_contacts", "Asia/Seoul")
    return import_file(store, found, source=desk, mappings=found.mappings, today=date(2026, 11, 21))


def test_unknown_and_alike_accounts_are_told_apart(store):
    take(store, ACCOUNTS, "accounts.csv")
    notices = {notice.key: notice.values for notice in take(store, TICKETS, "contacts.csv").notices}
    assert notices["report.accounts_unknown"] == {"ids": 1, "rows": 1, "examples": "A999"}
    assert notices["report.accounts_alike"] == {"ids": 1, "rows": 1, "examples": "a 1 → A1"}


def test_nothing_is_said_where_no_list_of_accounts_is_known(store):
    assert not [notice for notice in take(store, TICKETS, "contacts.csv").notices if "accounts" in notice.key]


def test_an_alike_id_is_proposed_and_merged_and_totals_still_add_up(store):
    take(store, ACCOUNTS, "accounts.csv")
    take(store, TICKETS, "contacts.csv")
    pairs = matching.suggest(store, "account")
    assert pairs[["into_key", "key"]].values.tolist() == [["1:A1", "1:a 1"]]
    matching.merge(store, "account", ["1:a 1"], "1:A1")
    by_account = store.query("select account_key, count(*) as n from ticket_fact group by all order by account_key")
    assert by_account.fillna("").values.tolist() == [["1:A1", 2], ["1:A999", 1], ["", 1]]
    assert matching.suggest(store, "account").empty
