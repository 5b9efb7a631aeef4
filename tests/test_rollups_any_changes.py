"""Whatever is imported, changed, taken back or decided in whatever order, the sums are what making them anew gives."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from cx import facts, histogram, rollups, settings, sources
from cx.importing import batches
from cx.warehouse import Store
from tests.test_properties import put

START = datetime(2026, 3, 20)  # noqa: DTZ001 - the store's times are UTC without zone
STEPS = 6
DECISIONS = [
    ("response_grace_minutes", (0, 1440, 20_000)),
    ("repeat_window_days", (1, 7, 30)),
    ("fcr_window_days", (1, 7, 30)),
    ("roar_window_days", (1, 7, 30)),
    ("reporting_zone", ("Asia/Seoul", "America/New_York")),
]


def moment(dice):
    return START + timedelta(days=dice.randrange(25), minutes=dice.randrange(1440))


def ticket(dice):
    """A contact whose times follow one another; mostly of one account and tag, so that they follow one another too."""
    opened = moment(dice)
    answered = opened + timedelta(seconds=dice.randrange(200_000)) if dice.random() < 0.6 else None
    resolved = (answered or opened) + timedelta(hours=dice.randrange(300)) if dice.random() < 0.6 else None
    return {
        "ticket_id": str(dice.randrange(12)),
        "opened_at": opened,
        "first_response_at": answered,
        "resolved_at": resolved,
        "queued_at": dice.choice([None, opened]),
        "channel": dice.choice(["phone", "chat", "chat", "board"]),
        "account_id": dice.choice(["A", "A", "A", "B", None]),
        "category": dice.choice(["결제", "결제", "결제/환불", None]),
        "product": dice.choice(["앱", "웹", None]),
        "status": "solved" if resolved else dice.choice(["open", "open", "pending", None]),
        "is_spam": dice.choice([None, None, None, True]),
        "reopen_count": dice.choice([None, 0, 1]),
        "talk_seconds": dice.choice([None, 60, 500]),
        "updated_at": dice.choice([None, moment(dice)]),
    }


def event(dice):
    return {
        "event_id": str(dice.randrange(6)),
        "ticket_id": str(dice.randrange(12)),
        "happened_at": moment(dice),
        "actor": dice.choice(["customer", "agent", "bot"]),
        "event": dice.choice(["replied", "resolved", "reopened"]),
    }


def answer(dice):
    return {
        "answer_id": str(dice.randrange(6)),
        "survey": dice.choice(["csat", "ces", "nps"]),
        "score": dice.choice([None, 1, 4, 5]),
        "sent_at": dice.choice([None, moment(dice)]),
        "answered_at": dice.choice([None, moment(dice)]),
        "ticket_id": str(dice.randrange(12)),
    }


def account(dice):
    return {"account_id": dice.choice("AB"), "segment": dice.choice(["학교", None]), "is_vip": dice.random() < 0.5}


def part(dice, table, make, most):
    rows = [make(dice) for _ in range(dice.randint(1, most))]
    return table, list(rows[0]), [(dice.randint(1, 2), *row.values()) for row in rows]


def batch(dice):
    parts = [part(dice, "ticket", ticket, 10)] if dice.random() < 0.85 else []
    parts += [part(dice, "ticket_event", event, 4)] if dice.random() < 0.3 else []
    parts += [part(dice, "survey_answer", answer, 5)] if dice.random() < 0.3 or not parts else []
    return parts + ([part(dice, "account", account, 2)] if dice.random() < 0.1 else [])


def step(dice, store, active):
    """One change of the store: mostly an import, else something is taken back or decided."""
    chance = dice.random()
    if chance < 0.6 or not active:
        put(store, batch(dice))
        active.append(int(store.query("select max(batch_id) as latest from import_batch")["latest"].item()))
    elif chance < 0.85:
        batches.undo(store, active.pop(dice.randrange(len(active))))
    else:
        name, values = dice.choice(DECISIONS)
        settings.put(store, name, dice.choice(values))


def tables(con):
    names = [rollups.STATE, *(rollup.name for rollup in rollups.planned())]
    return {name: con.execute(f"from {name} order by all").fetchall() for name in names}


def assert_as_if_made_anew(store):
    cursor = store.cursor()
    kept = tables(cursor)
    cursor.execute("begin")
    facts.refresh(cursor, settings.read(cursor), None)
    anew = tables(cursor)
    cursor.execute("rollback")
    cursor.close()
    assert kept == anew


@pytest.fixture(autouse=True)
def _few_rows_are_many(monkeypatch):
    """Sums per month and histograms come and go while the store grows and shrinks."""
    monkeypatch.setattr(rollups, "MONTHS_FROM", 4)
    monkeypatch.setattr(histogram, "EXACT_LIMIT", 7)


@trying(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(dice=st.randoms(use_true_random=True))
def test_any_sequence_leaves_the_sums_of_a_rebuild(dice):
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder)) as store:
        sources.add(store, "하나")
        sources.add(store, "둘")
        active = []
        for _ in range(STEPS):
            step(dice, store, active)
            assert_as_if_made_anew(store)


def test_a_later_contact_changes_the_sums_of_earlier_days(tmp_path):
    """What comes back within the window is no first contact resolution any more, and what waited is over its grace."""
    columns = [
        "ticket_id",
        "opened_at",
        "resolved_at",
        "first_response_at",
        "account_id",
        "category",
        "status",
        "channel",
    ]

    def contact(name, day, *, is_open=False):
        at = START + timedelta(days=day)
        done = None if is_open else at + timedelta(minutes=5)
        return (1, name, at, done, done, "A", "결제", "open" if is_open else "solved", "chat")

    def sums():
        found = store.query(
            "select day, sum(fcr__numerator) as n from rollup_ticket_resolved_day_day group by 1 order by 1"
        )
        return found["n"].tolist()

    def waiting():
        return store.query(
            "select is_pending, sum(response_rate__denominator) as n from rollup_ticket_day_day where day = '2026-04-09'"
            " group by 1"
        ).to_numpy().tolist()  # fmt: skip

    with Store.open(tmp_path) as store:
        sources.add(store, "하나")
        put(store, [("ticket", columns, [contact("1", 0), contact("2", 20, is_open=True)])])
        assert sums() == [1]
        assert waiting() == [[True, 0]]
        put(store, [("ticket", columns, [contact("3", 3)])])
        assert sums() == [0, 1]
        put(store, [("ticket", columns, [contact("4", 30)])])
        assert waiting() == [[False, 1]]
        assert_as_if_made_anew(store)
        batches.undo(store, 2)
        batches.undo(store, 3)
        assert sums() == [1]
        assert waiting() == [[True, 0]]
        assert_as_if_made_anew(store)
