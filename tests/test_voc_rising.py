"""What rises, on rows whose answer is known: a real rise, one loud account, pure chance, the running week."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from put_rows import opened
from test_voc_words import read, store_of

from cx.selection import Selection
from cx.text.emerging import emerging, table
from cx.voc import documents
from cx.voc.rising import rising, spans

SUNDAY = date(2026, 11, 15)
FIRST = SUNDAY - timedelta(days=13 * 7 - 1)  # thirteen whole weeks


def weeks(of_week):
    """Texts of thirteen weeks: `of_week(number)` gives (text, account) for each, all on Wednesdays; one on the last Sunday."""
    rows = [(SUNDAY, "끝", {"account_id": "end"}), (FIRST, "처음", {"account_id": "begin"})]
    for number in range(13):
        day = FIRST + timedelta(days=7 * number + 2)
        rows += [(day, text, {"account_id": account}) for text, account in of_week(number)]
    return rows


def usual(dice: np.random.Generator):
    return [(f"{dice.choice(['로그인', '결제', '화면'])} 문의", f"A{at}") for at in range(60)]


def test_a_word_that_grows_with_many_accounts_is_found(tmp_path):
    dice = np.random.default_rng(3)

    def of_week(number):
        new = [("웹훅 끊김", f"B{at}") for at in range(20 if number == 12 else 2)]
        return usual(dice) + new

    with store_of(tmp_path / "own", weeks(of_week)) as store:
        found = rising(store, Selection())
        assert found.status == "ok"
        assert (found.last.first, found.last.last) == (date(2026, 11, 9), SUNDAY)
        (first, *rest) = found.found["word"]
        assert {first.name, *(one.name for one in rest)} <= {"웹훅", "끊김", "웹훅 끊김"}
        # 24 voices in twelve weeks of 60 + 2 voices (and the first day's one), 20 of 81 in the last one
        assert first.last == 20
        assert first.usual == pytest.approx(24 / (12 * 62 + 1) * 81)
        assert first.low < first.ratio < first.high


def test_one_loud_account_is_no_trend(tmp_path):
    dice = np.random.default_rng(3)

    def of_week(number):
        loud = [("웹훅 끊김", "LOUD") for at in range(300 if number == 12 else 2)]
        return usual(dice) + loud

    with store_of(tmp_path / "own", weeks(of_week)) as store:
        assert rising(store, Selection()).found["word"] == ()


@pytest.mark.parametrize("seed", range(3))
def test_chance_alone_is_silent(tmp_path, seed):
    dice = np.random.default_rng(seed)
    alphabet = [f"w{number}" for number in range(150)]

    def of_week(_):
        return [(" ".join(dice.choice(alphabet, 6, replace=False)), f"A{at}") for at in range(80)]

    with store_of(tmp_path / "own", weeks(of_week)) as store:
        found = rising(store, Selection())
        assert found.tested["word"] >= 150
        assert found.found["word"] == ()


def test_the_running_week_is_left_out(tmp_path):
    dice = np.random.default_rng(5)
    rows = weeks(lambda _: usual(dice))
    rows += [(SUNDAY + timedelta(days=2), "웹훅 끊김", {"account_id": f"B{at}"}) for at in range(50)]
    with store_of(tmp_path / "own", rows) as store:
        assert spans(store, Selection(), "week")[-1].last == SUNDAY
        assert rising(store, Selection()).found["word"] == ()


def test_counts_are_those_of_the_plain_table(tmp_path):
    dice = np.random.default_rng(8)
    alphabet = ["가나", "다라", "마바", "사아", "자차"]
    said = [
        (
            FIRST + timedelta(days=int(dice.integers(0, 91))),
            " ".join(dice.choice(alphabet, 2)),
            f"A{dice.integers(0, 40)}",
        )
        for _ in range(2000)
    ]
    rows = [(day, text, {"account_id": account}) for day, text, account in said]
    rows += [(SUNDAY, "끝", {"account_id": "end"}), (FIRST, "처음", {"account_id": "begin"})]
    with store_of(tmp_path / "own", rows) as store:
        listed = spans(store, Selection(), "week")
        everything = [(day, text, more["account_id"]) for day, text, more in rows]
        plain = table(
            [tuple(text.split()) for _, text, _ in everything],
            [(day - FIRST).days // 7 for day, _, _ in everything],
            13,
            [account for _, _, account in everything],
        )
        assert len(listed) == 13
        found = rising(store, Selection())
        assert found.voices == plain.totals[-1]
        tested = emerging(plain, is_last_complete=True)
        assert [one.name for one in found.found["word"]] == [one.name for one in tested.found]


def test_a_topic_rises_and_a_month_is_a_period_too(tmp_path):
    days = [date(2026, month, 10) for month in range(5, 11)]
    rows = [(day, f"로그인 문의 {day.month}", {"account_id": f"A{at}"}) for day in days for at in range(60)]
    rows += [(days[-1], "웹훅 끊김", {"account_id": f"B{at}"}) for at in range(25)]
    rows += [(date(2026, 5, 1), "처음", {}), (date(2026, 10, 31), "끝", {})]
    with store_of(tmp_path / "own", rows) as store:
        with store.write("voc") as con:
            con.execute("insert into topic_run values (1, '2026-11-18', '{}', 1, '{}', false)")
            con.execute(
                "insert into text_topic select 1, text_hash, case when contains(text, '웹훅') then 7 else 3 end, 0.8 from voc_text"
            )
            con.execute(
                "insert into topic (topic_id, made_by, label, terms, quotes, centroid, is_pinned, is_gone)"
                " select n, 1, 'T' || n, [], [], ''::blob, false, false from (values (3), (7)) t(n)"
            )
        (only,) = rising(store, Selection(), "month").found["topic"]
        assert (only.name, only.last) == ("7", 25)
        assert only.ratio == float("inf")


def test_too_few_periods_and_unread_texts_are_told(tmp_path):
    with opened(tmp_path / "own") as store:
        assert rising(store, Selection()).status == "no_baseline"
    rows = weeks(lambda _: [("로그인", "A1")])
    tickets = [
        {"ticket_id": f"T{at}", "opened_at": f"{day} 03:00:00", "body": text, **more}
        for at, (day, text, more) in enumerate(rows)
    ]
    with opened(tmp_path / "unread", ticket=tickets) as store:
        documents.refresh(store)
        assert rising(store, Selection()).status == "unread"
        read(store)
        assert rising(store, Selection()).status == "ok"
