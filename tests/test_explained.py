"""A split change in words and steps: the sentence, what it leaves out, and the rows of its chart."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cx import explain, explained
from cx.naming import member
from tests import many_rows
from tests.put_rows import opened
from tests.test_comparing import tickets
from tests.test_explain import MONTH, NOVEMBER, OCTOBER, QUARTER, SEPTEMBER, put


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with many_rows.opened(tmp_path_factory.mktemp("many")) as found:
        yield found


NOW_WORSE = {"now": {"phone": (410, 590), "chat": (2850, 150)}, "before": {"phone": (800, 200), "chat": (950, 50)}}
SENTENCES = {
    "down": (NOW_WORSE, "response_rate", "응대율 −6.0%p: 전화 −14.6%p, 채널 구성 +8.6%p"),
    "up": ({"now": NOW_WORSE["before"], "before": NOW_WORSE["now"]}, "response_rate", "응대율 +6.0%p: 전화 +14.6%p, 채널 구성 −8.6%p"),
    "one alone": (
        {"now": {"phone": (600, 400)}, "before": {"phone": (800, 200)}}, "response_rate", "응대율 −20.0%p: 전화 −20.0%p",
    ),
    "chance": (
        {"now": {"phone": (9, 1)}, "before": {"phone": (10, 0)}}, "response_rate",
        "응대율 −10.0%p: 비교 기간과 비슷합니다(우연히 생길 수 있는 차이)",
    ),
    "the same": (
        {"now": {"phone": (90, 10)}, "before": {"phone": (90, 10)}}, "response_rate",
        "응대율: 비교 기간과 같습니다",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(SENTENCES))
def test_the_sentence_reads_right(tmp_path, case):
    months, name, words = SENTENCES[case]
    with put(tmp_path, **months) as store:
        frame = explain.change(store, name, MONTH, "channel")
        assert explain.sentence(frame, name, "ko") == words
        assert "Response rate" in explain.sentence(frame, name, "en")


def test_counts_are_said_in_contacts_and_percent(store):
    frame = explain.change(store, "inflow", QUARTER, "channel").assign(rate=[600.0, 300, 200, -50, 4, 3, 2, 1][:7])
    frame["total"] = frame["rate"]
    frame.attrs |= {"value": 11059.0, "previous": 10000.0, "change": 1059.0, "is_separable": True}
    first, second, third = frame["label"][:3]
    names = [member("channel", label, "ko") for label in (first, second, third)]
    assert explain.sentence(frame, "inflow", "ko") == (
        f"인입 +1,059건(+10.6%): {names[0]} +600건, {names[1]} +300건, {names[2]} +200건, 그 외 −41건"
    )


def test_lengths_are_said_in_seconds(tmp_path):
    def calls(day, waits, prefix):
        return [
            {"ticket_id": f"{prefix}{i}", "opened_at": datetime(day.year, day.month, day.day, 1), "channel": "phone",  # noqa: DTZ001
             "queue_seconds": wait, "answered_at": datetime(day.year, day.month, day.day, 1, 1), "product": product}  # noqa: DTZ001
            for i, (wait, product) in enumerate(waits)
        ]  # fmt: skip

    before = [(20 + i % 3, "가") for i in range(40)] + [(30 + i % 3, "나") for i in range(40)]
    now = [(20 + i % 3, "가") for i in range(40)] + [(50 + i % 3, "나") for i in range(40)]
    rows = [
        *calls(SEPTEMBER, before, "b"),
        *calls(OCTOBER, now, "n"),
        *tickets(date(2026, 8, 31), 1, 0),
        *tickets(NOVEMBER, 1, 0),
    ]
    with opened(tmp_path, ticket=rows) as store:
        frame = explain.change(store, "asa", MONTH, "product")
        assert explain.sentence(frame, "asa", "ko").endswith("+10초: 나 +10초")
        drawn = explained.chart(frame, "asa", "ko")
        assert drawn["tone"].tolist() == ["end", "worse", "end"]


def test_the_chart_leads_from_one_value_to_the_other(store):
    frame = explain.change(store, "online_share", QUARTER, "account")
    rows = explained.chart(frame, "online_share", "ko")
    about = frame.attrs
    assert (rows["end"].iloc[0], rows["end"].iloc[-1]) == (about["previous"], about["value"])
    assert rows["start"].iloc[1:-1].tolist() == pytest.approx(rows["end"].iloc[:-2].tolist())
    assert rows["end"].iloc[-2] == pytest.approx(about["value"])
    assert len(rows) <= explained.STEPS + 4
    assert rows["floor"].iloc[0] < rows[["start", "end"]].min().min()
    assert rows["ceiling"].iloc[0] > rows[["start", "end"]].max().max()
    assert rows["at"].is_unique


@pytest.mark.parametrize(("effect", "good", "expected"), [(1, "up", "better"), (1, "down", "worse"), (-1, "up", "worse"),
    (-1, "down", "better"), (1, "none", "neutral"), (0, "up", "neutral")])  # fmt: skip
def test_what_an_effect_means(effect, good, expected):
    assert explained.tone(effect, good) == expected
