"""The page of one account: what happened to it, on one line of time."""

from __future__ import annotations

from datetime import datetime

import pytest
import sessions
import streamlit as st
import test_retention
from put_rows import add
from sessions import healthy, visit, words

from cx.errors import CxError
from cx.language import say
from cx.lifecycle import account, notes
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


def test_calls_and_notes_stand_on_the_day_of_the_reporting_zone(tmp_path, monkeypatch):
    """Half an hour after midnight in Seoul it is still the day before in UTC, in which they are kept."""
    with Store.open(test_retention.fill(tmp_path / "own")) as store:
        at = datetime(2026, 11, 10, 15, 30)  # noqa: DTZ001 - the store's times are UTC without a zone
        with store.write("settings") as con:
            con.execute(
                "insert into outreach values (1, '1:B', 'renewal', ?, 'a', null, 'helped', null, null, null)", [at]
            )
            con.execute("insert into account_note values (1, '1:B', ?, 'a', '회의', null, null)", [at])
        found = account.story(store, "1:B")
        told = {
            (row.kind, f"{row.at_local:%Y-%m-%d %H:%M}") for row in found.itertuples() if row.kind in ("call", "note")
        }
        assert told == {("call", "2026-11-11 00:30"), ("note", "2026-11-11 00:30")}
        from pages import _outreach, _store

        said = []
        monkeypatch.setattr(_store, "current", lambda: store)
        monkeypatch.setattr(st, "caption", said.append)
        _outreach.history("1:B")
        assert len(said) == 1
        assert said[0].startswith("2026년 11월 11일")


def test_use_by_month_has_months_without_any(tmp_path):
    """Used in July and September and known until 18 November: August and October are 0, November is not over."""
    with Store.open(test_retention.fill(tmp_path / "own")) as store:
        days = [("2026-07-02", 4), ("2026-09-30", 2), ("2026-09-01", 1), ("2026-11-18", 9)]
        add(
            store,
            usage=[
                {"usage_id": f"m{n}", "account_id": "B", "day": day, "amount": much}
                for n, (day, much) in enumerate(days)
            ],
        )
        assert account.usage(store, "1:B") == [4, 0, 3, 0]
        assert account.usage(store, "1:nobody") == []


def test_notes_are_kept_with_who_took_them_back(tmp_path):
    with Store.open(test_retention.fill(tmp_path / "own")) as store:
        first = notes.add(store, "1:B", " 원장 010-1234-5678\n재계약 망설임 ")
        second = notes.add(store, "1:B", "견적 보냄")
        for empty in ("", " \n "):
            with pytest.raises(CxError):
                notes.add(store, "1:B", empty)
        notes.remove(store, first)
        notes.remove(store, first)
        found = notes.of_account(store, "1:B").set_index("note_id")
        assert "1234" not in found.loc[first, "note"]
        assert found["removed_by"].notna().to_dict() == {second: False, first: True}
        assert account.story(store, "1:B")["note"].tolist().count("견적 보냄") == 1
        assert "note" in set(account.story(store, "1:B")["kind"])
        assert notes.of_account(store, "1:A").empty


@pytest.mark.usefixtures("home")
def test_a_note_is_written_and_taken_back_on_the_page():
    app = visit("34_account", store="demo", acct="1:D")
    app.text_area(key="note_text").set_value("[링크](http://x) *견적*")
    app.button(key="FormSubmitter:note_form_1:D-" + say("account.note_save")).click().run()
    healthy(app)
    assert "[링크](http://x) *견적*" in [one.value for one in app.text]
    app.button(key="note_remove_1").click().run()
    healthy(app)
    assert say("account.note_removed", n=1) in [one.label for one in app.expander]
