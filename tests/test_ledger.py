"""The automation ledger by hand: what is subtracted has a number, and every bar opens exactly its contacts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cx import contacts, ledger, settings
from cx.charts import funnel
from cx.language import LANGUAGES
from cx.selection import Selection
from tests.put_rows import opened
from tests.test_automation import ALL, HOUR, LATER, bot, person

# The bot in 1, 3, 4, 5, 6, 7; alone in 1, 3, 4, 5, 6. Account A came back after 1; of 6 nobody knows whose it is.
NINE = [
    bot(1),
    person(2, HOUR),
    bot(3, account_id="B"),
    bot(4, account_id="C"),
    bot(5, account_id="D"),
    bot(6, account_id=None),
    person(7, account_id="E", is_bot_involved=True),
    person(8, account_id="F"),
    person(9, account_id="G"),
]
BESIDE = [bot(10, account_id="H", is_spam=True), LATER]
PARTS = {
    "involved": {"is_bot_involved": True},
    "contained": {"is_bot_only": True},
    "confirmed": {"is_bot_only": True, "is_confirmed": True},
    "returned": {"is_bot_only": True, "is_confirmed": False},
    "unknown": {"is_bot_only": True, "is_confirmed": None},
}


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, ticket=[*NINE, *BESIDE]) as found:
        yield found


def test_every_step_by_hand(store):
    found = ledger.read(store, ALL)
    assert (found.first, found.last) == (date(2026, 10, 12), date(2026, 10, 31))
    assert (found.everything, found.involved, found.contained) == (9, 6, 5)
    assert (found.confirmed, found.returned, found.unknown) == (3, 1, 1)
    assert found.confirmed + found.returned + found.unknown == found.contained
    assert (found.roar, found.roar_of_involved) == (3 / 8, 3 / 5)


@pytest.mark.parametrize("part", PARTS)
def test_every_bar_opens_its_contacts(store, part):
    found = ledger.read(store, ALL)
    chosen = Selection(period=f"{found.first}..{found.last}")
    assert contacts.count(store, chosen, "automation_rate", PARTS[part]) == getattr(found, part)
    assert contacts.count(store, chosen, "automation_rate") == found.everything


def test_a_longer_window_takes_off_more_and_knows_of_fewer_days(tmp_path):
    late = [bot(1), person(2, timedelta(days=9)), bot(3, timedelta(days=18), account_id="B")]
    with opened(tmp_path, ticket=[*late, LATER]) as store:
        assert (ledger.read(store, ALL).confirmed, ledger.read(store, ALL).returned) == (2, 0)
        settings.put(store, "roar_window_days", 25)
        found = ledger.read(store, ALL)
        assert found.last == LATER["opened_at"].date() - timedelta(days=25)
        assert (found.everything, found.contained, found.confirmed, found.returned) == (2, 1, 0, 1)


def test_one_day_on_which_nobody_can_have_come_back_yet(tmp_path):
    with opened(tmp_path, ticket=NINE) as store:
        found = ledger.read(store, ALL)
        assert not found.is_known
        assert (found.everything, found.involved, found.contained) == (9, 6, 5)
        assert (found.confirmed, found.returned, found.unknown, found.roar) == (0, 0, 0, None)
        assert "7일이 지나야" in ledger.title(found, 30, "ko")


def test_what_the_title_says_depends_on_how_many_there_are(store):
    found = ledger.read(store, ALL)
    assert "표본 부족 (n=4)" in ledger.title(found, 5, "ko")
    assert ledger.title(found, 4, "ko") == "봇이 혼자 끝낸 5건 가운데 확정 해결은 3건입니다(75%)"
    people = Selection(period="all", account=("1:F",))
    assert ledger.title(ledger.read(store, people), 4, "ko") == "고른 조건에는 봇이 참여한 문의가 없습니다"
    handed_on = ledger.read(store, Selection(period="all", account=("1:E",)))
    assert (handed_on.involved, handed_on.contained) == (1, 0)
    assert all(ledger.title(handed_on, 4, language) for language in LANGUAGES)


def test_whether_there_is_a_bot_at_all(store, tmp_path):
    assert ledger.is_any_bot(store)
    with opened(tmp_path / "none", ticket=[person(1), LATER]) as none:
        assert not ledger.is_any_bot(none)
    with opened(tmp_path / "empty") as empty:
        assert not ledger.is_any_bot(empty)
        assert ledger.read(empty, ALL).everything == 0


def test_bars_stand_where_the_step_before_ended():
    """Of 100 the bot ended 40; 25 came back, so 15 are left: the bar of the 25 runs from 15 to 40."""
    rows = funnel.data(
        [
            funnel.Step("all", "전체", 100.0, "step", "100건"),
            funnel.Step("contained", "봇", 40.0, "step", "40건"),
            funnel.Step("returned", "다시", 25.0, "lost", "−25건", start=15.0),
            funnel.Step("confirmed", "확정", 15.0, "last", "15건"),
        ]
    )
    assert rows[["start", "end"]].to_numpy().tolist() == [[0, 100], [0, 40], [15, 40], [0, 15]]
    assert rows["align"].tolist() == ["right", "left", "left", "left"]  # words stand in a long bar, else behind it
    assert funnel.data([]).empty
    assert {"height", "layer"} <= set(funnel.spec("ko"))
