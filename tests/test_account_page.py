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
from cx.lifecycle import account, matters, notes
from cx.voc import documents
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


def trouble(store):
    """B asks about invoices three times within a week (so the last two come again), the third is open; once about speed, read as lasting; and once it says thanks."""
    asked = [("a", "2026-10-01", "요금/청구서", "resolved"), ("b", "2026-10-03", "요금/청구서", "resolved"), ("c", "2026-10-05", "요금/청구서", "open"),
             ("d", "2026-10-07", "오류/속도", "resolved"), ("e", "2026-10-08", "칭찬", "resolved"), ("old", "2025-10-07", "오류/속도", "resolved")]  # fmt: skip
    tickets = [
        {"ticket_id": name, "account_id": "B", "opened_at": f"{day} 01:00:00", "channel": "board", "category": tag, "status": state, "subject": f"글 {name}"}
        | ({"resolved_at": f"{day} 02:00:00"} if state == "resolved" else {})
        for name, day, tag, state in asked
    ]  # fmt: skip
    for ticket in tickets:
        add(store, ticket=[ticket])
    documents.refresh(store)
    with store.write("voc") as con:
        read = "insert into voc_reading (text_hash, version, terms, kind, is_long_term, is_critical)"
        con.execute(
            f"{read} select text_hash, '1', [], case when text = '글 e' then 'praise' else 'pain' end, text in ('글 d', '글 old'), false from voc_text"
        )


def test_what_is_not_solved_for_an_account(tmp_path):
    """What was said more than a year before the last day known (18 November) does not count."""
    with Store.open(test_retention.fill(tmp_path / "own")) as store:
        trouble(store)
        found = matters.matters(store, "1:B")
        told = found[["category", "waiting", "again", "pains", "lasting", "critical"]].values.tolist()
        assert told == [["요금/청구서", 1, 2, 3, 0, 0], ["오류/속도", 0, 0, 1, 1, 0]]
        assert [f"{day:%Y-%m-%d}" for day in found["last_day"]] == ["2026-10-05", "2026-10-07"]
        assert f"{found['since'][0]:%Y-%m-%d %H:%M}" == "2026-10-05 10:00"
        assert matters.matters(store, "1:A").empty


def test_accounts_are_found_by_parts_of_their_names():
    names = {"1": "한빛 수학학원", "2": "수학나라", "3": "ABC English", "4": "abc 수학"}
    assert account.found(names, "수학") == ["2", "1", "4"]
    assert account.found(names, "Abc") == ["3", "4"]
    assert account.found(names, "수학 abc") == ["4"]
    assert account.found(names, "  ") == ["1", "2", "3", "4"]
    assert account.found(names, "없음") == []


@pytest.mark.usefixtures("home")
def test_an_account_is_searched_for_and_opened():
    app = visit("34_account", store="demo")
    app.text_input(key="account_search_").set_value("없는 이름").run()
    assert say("account.search_none") in words(app)
    app.text_input(key="account_search_").set_value("").run()
    app.pills(key="account_found_").set_value("1:B").run()
    healthy(app)
    assert app.session_state["selection"].account == ("1:B",)
    assert say("account.matters_none") in words(app)
    assert f"[{say('account.stories')}](similar?store=demo&acct=1:B)" in words(app)


@pytest.mark.usefixtures("home")
def test_the_line_of_time_is_narrowed_to_kinds():
    app = visit("34_account", store="demo", acct="1:B")
    app.pills(key="account_story_kinds").set_value(["contract"]).run()
    healthy(app)
    shown = words(app)
    assert "너무 비싸졌다고 하심" not in shown
    assert say("account.kind_churned", what="큰").split(" · ")[0] in shown
