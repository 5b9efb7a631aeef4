"""The ranking of topics on rows that can be counted by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
import voc_rows
from put_rows import opened

from cx.compute import compare, compute
from cx.selection import Selection
from cx.voc import catalogue, documents
from cx.voc.ranking import Matter, ranking

NAMES = {number: (f"말{number}", "오류") for number in range(1, 61)}
OCTOBER = Selection(period="2026-10-01..2026-10-31")


def topic_of(text: str) -> tuple[int | None, str]:
    """A text says its topic by its first word: "1 pain ..."."""
    number, kind, *_ = text.split()
    return (int(number) or None, kind)


def contact(number: int, day: date, words: str, account: str, **more: object) -> dict[str, object]:
    return {
        "ticket_id": f"T{number}",
        "opened_at": f"{day} 03:00:00",
        "channel": "chat",
        "account_id": account,
        "body": words,
        **more,
    }


def store_of(folder, days: list[tuple[date, str, str]], scores: dict[str, int] | None = None):
    """A store with one contact per (day, text, account); those whose text has a score in `scores` were asked for CSAT."""
    tickets = [contact(number, day, f"{words} {number}", account) for number, (day, words, account) in enumerate(days)]
    answers = [
        {
            "answer_id": f"A{number}",
            "survey": "csat",
            "ticket_id": f"T{number}",
            "answered_at": f"{day} 04:00:00",
            "answer_state": "answered",
            "score": (scores or {})[words],
            "scale_low": 1,
            "scale_high": 5,
        }
        for number, (day, words, _) in enumerate(days)
        if words in (scores or {})
    ]
    store = opened(folder, ticket=tickets, survey_answer=answers)
    voc_rows.read(store, topic_of, NAMES)
    return store


def month(first: date, each: dict[str, int]) -> list[tuple[date, str, str]]:
    """Every day of the month that begins on `first` as many texts of each as said, two fewer or more by turns."""
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]
    return [
        (day, words, f"A{at % 3}")
        for n, day in enumerate(days)
        for words, usual in each.items()
        for at in range(usual + (2 if n % 2 else -2))
    ]


@pytest.fixture(scope="module")
def two_months(tmp_path_factory):
    """September and October: the first topic doubles, the second stays, texts without a topic stay."""
    rows = month(date(2026, 9, 1), {"1 pain": 4, "2 request": 6, "0 other": 3})
    rows += month(date(2026, 10, 1), {"1 pain": 8, "2 request": 6, "0 other": 3})
    store = store_of(tmp_path_factory.mktemp("two") / "own", rows)
    yield store
    store.close()


def test_texts_are_counted_with_share_and_accounts(two_months):
    found = ranking(two_months, OCTOBER)
    # 31 days: 16 of them two fewer, 15 two more
    assert [(row.code, row.n, row.accounts) for row in found.rows] == [("1", 31 * 8 - 2, 3), ("2", 31 * 6 - 2, 3)]
    assert found.without == 31 * 3 - 2
    assert found.n == found.rows[0].n + found.rows[1].n + found.without
    assert found.rows[0].share == pytest.approx(246 / found.n)
    assert found.rows[0].title == "말1 · 오류"


def test_texts_that_hardly_fit_their_topic_are_counted(tmp_path):
    """Below a quarter of the votes of its neighbours a text hardly fits; one without a topic is counted as such."""
    said = [(date(2026, 10, 5), words, "A1") for words in ("1 pain", "1 pain", "2 request", "0 other")]
    with store_of(tmp_path, said) as store:
        with store.write("voc") as con:
            for strength, topic, at_most in ((0.24, 1, 1), (0.25, 2, 1)):
                con.execute(
                    "update text_topic set strength = ? where text_hash in"
                    " (select text_hash from text_topic where topic_id = ? order by 1 limit ?)",
                    [strength, topic, at_most],
                )
        found = ranking(store, OCTOBER)
    assert (found.n, found.without, found.weak) == (4, 1, 1)


def test_only_a_change_beyond_chance_is_one(two_months):
    first, second = ranking(two_months, OCTOBER).rows
    assert (first.previous, first.trend) == (4 * 30, "up")
    assert (second.previous, second.trend) == (6 * 30, "same")


def test_numbers_are_those_of_the_metric(two_months):
    found = ranking(two_months, OCTOBER)
    by_topic = compute(two_months, ["voc"], OCTOBER, by=["topic"]).set_index("topic")["value"]
    assert {row.code: row.n for row in found.rows} == by_topic.drop(
        index=by_topic.index[by_topic.index.isna()]
    ).to_dict()
    whole = compare(two_months, ["voc"], OCTOBER).iloc[0]
    assert found.n == whole["value"]


def test_a_first_month_is_compared_with_nothing(two_months):
    found = ranking(two_months, Selection(period="2026-09-01..2026-09-30"))
    assert not found.is_compared
    assert {(row.previous, row.trend) for row in found.rows} == {(None, "unknown")}


def test_a_name_and_a_merge_count_at_once(two_months):
    catalogue.rename(two_months, "1", "엑셀 올리기", "누군가")
    assert ranking(two_months, OCTOBER).rows[0].title == "엑셀 올리기"
    catalogue.merge(two_months, ["2"], "1", "누군가")
    (only,) = ranking(two_months, OCTOBER).rows
    assert (only.code, only.n) == ("1", 246 + 184)
    catalogue.part(two_months, "2", "누군가")
    catalogue.rename(two_months, "1", "", "누군가")
    assert len(ranking(two_months, OCTOBER).rows) == 2


def test_while_texts_are_unread_nothing_is_compared(two_months):
    with two_months.write("voc") as con:
        kept = con.execute("select * from voc_reading order by text_hash limit 1").fetchone()
        con.execute("delete from voc_reading where text_hash = ?", [kept[0]])
    assert not ranking(two_months, OCTOBER).is_compared
    with two_months.write("voc") as con:
        con.execute(f"insert into voc_reading values ({', '.join('?' * len(kept))})", list(kept))
    assert ranking(two_months, OCTOBER).is_compared


def test_the_score_of_a_topic_is_held_against_all_others(tmp_path):
    day = date(2026, 10, 5)
    low, high = [2, 3] * 20, [4, 5] * 20
    said = [f"1 pain {n}" for n in range(40)] + [f"2 request {n}" for n in range(40)]
    rows = [(day, words, "A1") for words in said] + [(day, "3 question", "A1")]
    store = store_of(tmp_path / "own", rows, dict(zip(said, low + high, strict=True)) | {"3 question": 1})
    found = ranking(store, OCTOBER)
    scores = {row.code: row.scores["csat"] for row in found.rows}
    assert found.score == "csat"
    others = (sum(high) + 1) / 41
    assert scores["1"].mean == pytest.approx(2.5)
    assert scores["1"].difference == pytest.approx(2.5 - others)
    assert scores["1"].is_separable
    assert (scores["1"].n, scores["1"].state) == (40, "ok")
    assert (scores["3"].n, scores["3"].state, scores["3"].difference) == (1, "withheld", None)
    store.close()


def test_a_score_like_that_of_the_others_is_no_finding(tmp_path):
    day = date(2026, 10, 5)
    said = [f"{1 + n % 2} pain {n}" for n in range(80)]
    store = store_of(
        tmp_path / "own", [(day, words, "A1") for words in said], {w: 3 + n // 2 % 3 for n, w in enumerate(said)}
    )
    for row in ranking(store, OCTOBER).rows:
        assert row.scores["csat"].difference == pytest.approx(0.0)
        assert not row.scores["csat"].is_separable
    store.close()


def test_changes_by_chance_are_not_told(tmp_path):
    """Sixty topics whose days are all alike but for chance: with every twentieth told three would be."""
    dice = np.random.default_rng(7)
    first = date(2026, 9, 1)
    rows = [
        (first + timedelta(days=int(day)), f"{topic} pain", "A1")
        for topic in range(1, 61)
        for day in dice.integers(0, 61, size=60)
    ]
    store = store_of(tmp_path / "own", rows)
    found = ranking(store, OCTOBER)
    assert len(found.rows) == 60
    assert [row.code for row in found.rows if row.trend in ("up", "down")] == []
    store.close()


def test_nothing_read_is_all_without_a_topic(tmp_path):
    store = opened(tmp_path / "own", ticket=[contact(1, date(2026, 10, 5), "아직 아무도 읽지 않은 글", "A1")])
    documents.refresh(store)
    found = ranking(store, OCTOBER)
    assert (found.n, found.without, found.rows, found.score) == (1, 1, (), None)
    store.close()


def test_an_empty_store_has_an_empty_ranking(tmp_path):
    store = opened(tmp_path / "own")
    assert ranking(store, Selection()).rows == ()
    store.close()


def test_whose_fault_and_how_grave_texts_of_a_topic_are_is_counted(two_months):
    """Of October's 246 texts of the first topic 100 tell of a fault and 20 of a mistake, 10 are critical and 30 last."""
    folder_of = two_months.query(
        "select text_hash, topic from voc_fact where day between '2026-10-01' and '2026-10-31'"
    )
    mine = sorted(folder_of[folder_of["topic"] == "1"]["text_hash"].tolist())
    rows = [
        ("product" if at < 100 else "customer" if at < 120 else None, at < 10, 200 <= at < 230, one)
        for at, one in enumerate(mine)
    ]
    with two_months.write("voc") as con:
        con.executemany("update voc_reading set cause = ?, is_critical = ?, is_long_term = ? where text_hash = ?", rows)
    found = ranking(two_months, OCTOBER)
    row = found.row("1")
    assert row is not None
    assert row.matter == Matter(246, 100, 20, 10, 30)
    assert row.matter.share("product") == pytest.approx(100 / 246)
    assert found.rows[1].matter == Matter(31 * 6 - 2)
