"""How old the open contacts are, by hand: the classes at their borders, and that they add up to the backlog."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

from cx import ageing, standing
from cx.compute import compute
from cx.selection import Selection
from tests.put_rows import opened

ALL = Selection(period="all")
END = datetime(2026, 10, 31, 15)  # noqa: DTZ001 - UTC as stored: the end of 31 October in Seoul
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AGES = {
    "hour": HOUR,
    "under a day": DAY - timedelta(seconds=1),
    "a day": DAY,
    "under three": 3 * DAY - timedelta(seconds=1),
    "three": 3 * DAY,
    "seven": 7 * DAY,
    "thirty": 30 * DAY,
    "year": 365 * DAY,
}


def ticket(name, age, **more):
    return {"ticket_id": name, "opened_at": END - age, "status": "open", "channel": "board", **more}


ROWS = [
    *[ticket(name, age, subject=name, account_id="A1") for name, age in AGES.items()],
    ticket("solved", 8 * DAY, status="solved", resolved_at=END - DAY),
    ticket("spam", 8 * DAY, is_spam=True),
    ticket("chat", 8 * DAY, channel="chat"),
]


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path, ticket=ROWS, account=[{"account_id": "A1", "account_name": "가상학원"}]) as found:
        yield found


def test_classes_begin_where_they_say(store):
    counts = dict(ageing.classes(store, Selection(period="all", channel=("board",))).itertuples(index=False))
    assert counts == {"day": 2, "three_days": 2, "week": 1, "month": 1, "older": 2}


def test_classes_add_up_to_the_backlog(store):
    for selection in (ALL, Selection(period="all", channel=("chat",)), Selection(period="2026-10-01..2026-10-25")):
        whole = compute(store, ["backlog"], selection)["n"].iloc[0]
        assert ageing.classes(store, selection)["n"].sum() == whole > 0


def test_members_add_up_to_the_backlog(store):
    for dimension in ageing.DIMENSIONS:
        found = ageing.members(store, ALL, dimension)
        metric = compute(store, ["backlog"], ALL, by=[dimension])
        known = [frame[dimension].fillna("").tolist() for frame in (found, metric)]
        assert dict(zip(known[0], found["value"], strict=True)) == dict(zip(known[1], metric["n"], strict=True))
    assert ageing.members(store, ALL, "channel").to_dict("list") == {"channel": ["board", "chat"], "value": [8.0, 1.0]}


def test_the_same_counted_by_pandas(store):
    """An independent way: the open rows of the facts, cut by pandas."""
    facts = store.query("select opened_at from ticket_fact where is_counted and over_day is null")
    days = (pd.Timestamp("2026-11-01") - facts["opened_at"]).dt.total_seconds() / 86400
    cut = pd.cut(days, [0, 1, 3, 7, 30, 10_000], right=False).value_counts(sort=False)
    assert ageing.classes(store, ALL)["n"].tolist() == cut.tolist()


def test_the_oldest_come_first(store):
    frame = ageing.oldest(store, ALL, limit=3)
    assert frame["subject"].fillna("").tolist() == ["year", "thirty", ""]  # the chat of eight days has no title
    assert frame["account_name"].iloc[0] == "가상학원"
    assert frame["age_seconds"].tolist() == [365 * 86400, 30 * 86400, 8 * 86400]


def test_an_end_in_the_past_shows_what_was_open_then(store):
    then = Selection(period="2026-10-01..2026-10-25")
    assert dict(ageing.classes(store, then).itertuples(index=False))["week"] == 0
    assert ageing.oldest(store, then)["subject"].fillna("").tolist() == [
        "year",
        "thirty",
        "",
        "",
        "seven",
    ]  # two of the 24th


def test_nothing_is_open(tmp_path):
    with opened(tmp_path) as empty:
        assert ageing.classes(empty, ALL)["n"].tolist() == [0] * 5
        assert ageing.oldest(empty, ALL).empty


def ages(*counts):
    return pd.DataFrame({"age": list(ageing.CLASSES), "n": counts})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((10, 5, 3, 0, 2), "미해결 가운데 2건(10%)이 30일을 넘겼습니다"),
        ((10, 5, 3, 2, 0), "미해결 가운데 2건(10%)이 7일을 넘겼습니다"),
        ((1, 1, 0, 2, 0), "미해결 가운데 2건이 7일을 넘겼습니다"),
        ((1, 0, 0, 0, 0), "미해결은 모두 7일 안에 들어온 문의입니다"),
        ((0, 0, 0, 0, 0), "미해결 문의가 없습니다"),
    ],
)
def test_the_sentence_about_age(counts, expected):
    assert standing.age_title(ages(*counts), 20, "ko") == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([300.0] * 10 + [600.0], "미해결 600건: 평소(300건)의 2배입니다"),
        ([*range(290, 310), 300.0], "미해결 300건: 평소(300건)와 비슷합니다"),
        ([300.0] * 10 + [100.0], "미해결 100건: 평소(300건)보다 적습니다"),
        ([300.0] * 3 + [600.0], "미해결 문의는 600건입니다"),
        ([300.0] * 10 + [0.0], "미해결 문의가 없습니다"),
        ([0.0] * 10 + [5.0], "미해결 5건: 평소(0건)보다 많습니다"),
        ([float("nan")], "미해결을 셀 수 없습니다: 언제 끝났는지 기록된 문의가 없습니다"),
        ([], "미해결을 셀 수 없습니다: 언제 끝났는지 기록된 문의가 없습니다"),
    ],
)
def test_the_sentence_about_the_trend(values, expected):
    assert standing.trend_title(values, "ko") == expected


def test_the_sentence_about_where_it_lies():
    rows = pd.DataFrame({"channel": ["board", "chat", None], "value": [30.0, 15.0, 5.0]})
    inflow = pd.DataFrame({"channel": ["chat", "board"], "value": [80.0, 20.0]})
    assert (
        standing.group_title(rows, inflow, "channel", 30, "ko") == "미해결의 60%가 ‘1:1 게시판’ 문의입니다(인입의 20%)"
    )
    assert standing.group_title(rows, inflow, "channel", 60, "ko") == "미해결이 가장 많은 곳은 ‘1:1 게시판’입니다(30건)"
