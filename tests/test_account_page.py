"""The page of one account: what happened to it, on one line of time."""

from __future__ import annotations

import pytest
import sessions
import test_retention
from sessions import healthy, visit, words

from cx.language import say
from cx.lifecycle import account
from cx.warehouse import Store


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    test_retention.fill(folder / "demo")
    Store.open(folder / "own").close()
    with sessions.at_home(folder):
        yield folder


def test_one_account_is_told_from_the_newest_on(tmp_path):
    with Store.open(test_retention.fill(tmp_path / "own")) as store:
        assert "1:T" not in account.names(store)  # a test account
        found = account.story(store, "1:B")
        told = [
            (f"{row.at_local:%Y-%m-%d}", row.kind, row.note)
            for row in found.assign(note=found["note"].fillna("")).itertuples()
        ]
        assert told == [
            ("2026-02-28", "churned", "가격"),
            ("2026-02-20", "voice", "너무 비싸졌다고 하심."),
            ("2025-03-01", "starts", ""),
        ]
        assert account.about(store, "1:nobody") is None
        assert account.story(store, "1:nobody").empty


@pytest.mark.usefixtures("home")
def test_the_page_of_an_account():
    nobody = visit("34_account", store="demo")
    healthy(nobody)
    assert say("account.choose_first") in words(nobody)
    app = visit("34_account", store="demo", acct="1:B")
    healthy(app)
    assert "너무 비싸졌다고 하심" in words(app)
    assert app.metric[1].value == "2026년 2월 28일"
    english = visit("34_account", store="demo", acct="1:D", lang="en")
    healthy(english)
    assert say("account.story", "en") in words(english)
